// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_ticks.h"

#include <cmath>

#include <QLocale>

#include "widgets/qcp.h"
#include "widgets/token_text.h"

namespace ropescope {
namespace {

constexpr int kWantedTicks = 5;
constexpr int kLongestPiece = 14;   ///< characters of a token on an axis
constexpr double kTolerance = 1e-6; ///< of the axis: a tick at its very end is inside

std::vector<double> roundValues(double low, double high)
{
    QCPAxisTicker ticker;
    ticker.setTickCount(kWantedTicks);
    QVector<double> values;
    ticker.generate(QCPRange(low, high), QLocale::c(), u'g', 6, values, nullptr, nullptr);
    return { values.begin(), values.end() };
}

QString powerOfTen(int exponent)
{
    static const QString kSuperscripts = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString label = QStringLiteral("10");
    if (exponent < 0)
        label += u'\u207b';
    for (const QChar digit : QString::number(std::abs(exponent)))
        label += kSuperscripts[digit.digitValue()];
    return label;
}

/// "0.25", "1000", "−3", "5×10⁻⁷" in place of "5e-07".
QString numberLabel(double value)
{
    const QString plain = QString::number(std::abs(value) < 1e-12 ? 0.0 : value, 'g', 4);
    const qsizetype e = plain.indexOf(u'e');
    const QString mantissa = plain.left(e < 0 ? plain.size() : e).replace(u'-', u'\u2212');
    return e < 0 ? mantissa : mantissa + u'\u00d7' + powerOfTen(plain.mid(e + 1).toInt());
}

/// A value of the colour scale with its label, empty at minor ticks.
using LabelledValue = std::pair<double, QString>;

double transformed(ScaleKind kind, double value)
{
    switch (kind) {
    case ScaleKind::Log:
        return std::log10(value);
    case ScaleKind::Sqrt:
        return std::sqrt(value);
    case ScaleKind::Linear:
        break;
    }
    return value;
}

/// 10^a .. 10^b inside the scale with the eight steps between as minor ticks; powers are skipped
/// evenly when they would crowd.
std::vector<LabelledValue> decades(double low, double high)
{
    const int first = static_cast<int>(std::floor(std::log10(low)));
    const int last = static_cast<int>(std::ceil(std::log10(high)));
    const int stride = std::max(1, (last - first + kWantedTicks) / (kWantedTicks + 1));
    std::vector<LabelledValue> values;
    for (int exponent = first; exponent <= last; ++exponent) {
        const double power = std::pow(10.0, exponent);
        const bool isMajor = (last - exponent) % stride == 0;
        values.emplace_back(power, isMajor ? powerOfTen(exponent) : QString());
        for (int step = 2; step < 10 && stride == 1; ++step)
            values.emplace_back(step * power, QString());
    }
    return values;
}

} // namespace

std::vector<FigureTick> tokenTicks(TokenRange range)
{
    std::vector<FigureTick> ticks;
    for (const double value : roundValues(range.begin - 0.5, range.end - 0.5)) {
        const bool isToken = std::abs(value - std::round(value)) < kTolerance;
        if (isToken && value >= range.begin && value < range.end) {
            ticks.push_back({ (value + 0.5 - range.begin) / range.size(),
                              QString::number(std::lround(value)) });
        }
    }
    return ticks;
}

std::vector<FigureTick> pieceTicks(const std::vector<std::string>& pieces)
{
    std::vector<FigureTick> ticks;
    for (const std::string& piece : pieces) {
        const double middle = static_cast<double>(ticks.size()) + 0.5;
        ticks.push_back({ middle / static_cast<double>(pieces.size()),
                          displayPiece(QString::fromStdString(piece), kLongestPiece) });
    }
    return ticks;
}

std::vector<FigureTick> scaleTicks(const ColourScale& scale)
{
    const double low = scale.low;
    const double high = scale.high;
    std::vector<LabelledValue> values;
    if (scale.kind == ScaleKind::Log && high >= 10.0 * low) {
        values = decades(low, high);
    } else {
        for (const double value : roundValues(low, high))
            values.emplace_back(value, numberLabel(value));
    }
    const double begin = transformed(scale.kind, low);
    const double length = transformed(scale.kind, high) - begin;
    std::vector<FigureTick> ticks;
    for (const auto& [value, label] : values) {
        if (scale.kind != ScaleKind::Linear && value < 0.0)
            continue;
        const double position = (transformed(scale.kind, value) - begin) / length;
        if (position > -kTolerance && position < 1.0 + kTolerance)
            ticks.push_back({ position, label });
    }
    return ticks;
}

} // namespace ropescope
