// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/number_text.h"

#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace ropescope {

namespace {

QString grouped(double value, int decimals)
{
    // The C locale writes no group separators; this one writes commas on every machine.
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(value, 'f', decimals);
}

QString tr(const char* text) { return QCoreApplication::translate("ropescope", text); }

} // namespace

QString wavelengthText(double tokens)
{
    if (!std::isfinite(tokens))
        return QStringLiteral("∞");
    if (tokens < 99.995)
        return QString::number(tokens, 'f', 2);
    if (tokens < 999.95)
        return QString::number(tokens, 'f', 1);
    if (tokens < 9999.5)
        return QString::number(tokens, 'f', 0);
    if (tokens < 999999.5)
        return grouped(tokens, 0);
    if (tokens < 999.995e6)
        return QStringLiteral("%1 million").arg(tokens / 1e6, 0, 'f', 2);
    return QString::number(tokens, 'g', 3);
}

QString baseText(double base)
{
    if (base < 1000.0)
        return QString::number(base, 'g', 4);
    return grouped(base, 0);
}

QString shortBaseText(double base)
{
    const double exponent = std::floor(std::log10(base) + 1e-12);
    const double digit = base / std::pow(10.0, exponent);
    if (exponent >= 3.0 && std::abs(digit - std::round(digit)) < 1e-9)
        return QStringLiteral("%1e%2").arg(std::lround(digit)).arg(static_cast<int>(exponent));
    return baseText(base);
}

QString fixedText(double value, int decimals)
{
    QString text = QString::number(value, 'f', decimals);
    if (text.startsWith(QLatin1Char('-')))
        text.replace(0, 1, QChar(0x2212));
    return text;
}

QString tokensText(int tokens)
{
    return tokens == 1 ? tr("1 token") : tr("%1 tokens").arg(grouped(tokens, 0));
}

QString shareText(double share)
{
    const double percent = 100.0 * share;
    if (percent > 0.0 && percent < 0.1)
        return QStringLiteral("< 0.1 %");
    return QStringLiteral("%1 %").arg(percent, 0, 'f', percent < 9.95 && percent > 0.0 ? 1 : 0);
}

std::optional<double> parseNumber(const QString& text)
{
    QString digits = text.trimmed();
    for (const QChar separator :
         { QChar(','), QChar(' '), QChar('_'), QChar(0x00a0), QChar(0x202f) })
        digits.remove(separator);
    double factor = 1.0;
    if (digits.endsWith('k', Qt::CaseInsensitive))
        factor = 1e3;
    else if (digits.endsWith('m', Qt::CaseInsensitive))
        factor = 1e6;
    if (factor != 1.0)
        digits.chop(1);
    bool ok = false;
    const double value = QLocale::c().toDouble(digits, &ok) * factor;
    if (!ok || !std::isfinite(value))
        return std::nullopt;
    return value;
}

} // namespace ropescope
