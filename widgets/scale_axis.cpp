// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/scale_axis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ropescope {

namespace {

constexpr int kUsualDigits = 3;
constexpr int kMostDigits = 9;
constexpr double kSmallestLogShare = 1e-6; ///< of the upper end; as fitRange does

double scaled(ScaleKind kind, double value)
{
    switch (kind) {
    case ScaleKind::Log:
        return std::log10(value);
    case ScaleKind::Sqrt:
        return std::copysign(std::sqrt(std::abs(value)), value);
    case ScaleKind::Linear:
        break;
    }
    return value;
}

double unscaled(ScaleKind kind, double position)
{
    switch (kind) {
    case ScaleKind::Log:
        return std::pow(10.0, position);
    case ScaleKind::Sqrt:
        return std::copysign(position * position, position);
    case ScaleKind::Linear:
        break;
    }
    return position;
}

ValueRange usable(ScaleKind kind, ValueRange range)
{
    if (kind == ScaleKind::Log) {
        if (!(range.high > 0.0F))
            range.high = 1.0F;
        if (!(range.low > 0.0F))
            range.low = static_cast<float>(range.high * kSmallestLogShare);
    }
    if (!(range.high > range.low)) {
        const float width = std::max(std::abs(range.low) * 1e-3F, 1e-6F);
        range.high = range.low + width;
    }
    return range;
}

/// 1, 2 or 5 times a power of ten, at least `value` > 0.
double roundUp(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double digit : { 1.0, 2.0, 5.0 }) {
        if (digit * power >= value * (1.0 - 1e-9))
            return digit * power;
    }
    return 10.0 * power;
}

std::vector<double> linearTicks(ValueRange range, int wanted)
{
    const double low = range.low;
    const double high = range.high;
    const double step = roundUp((high - low) / wanted);
    const double noise = step * 1e-6;
    std::vector<double> ticks;
    const auto first = static_cast<long long>(std::ceil((low - noise) / step));
    const auto last = static_cast<long long>(std::floor((high + noise) / step));
    for (long long k = first; k <= last; ++k)
        ticks.push_back(static_cast<double>(k) * step);
    return ticks;
}

/// Values digit * 10^k inside the range, every `stride`-th power.
std::vector<double> logTicks(ValueRange range, std::initializer_list<double> digits, int stride)
{
    std::vector<double> ticks;
    const int first = static_cast<int>(std::floor(std::log10(range.low)));
    const int last = static_cast<int>(std::ceil(std::log10(range.high)));
    for (int power = first; power <= last; ++power) {
        if (power % stride != 0)
            continue;
        for (const double digit : digits) {
            const double value = digit * std::pow(10.0, power);
            if (value >= range.low * (1.0 - 1e-6) && value <= range.high * (1.0 + 1e-6))
                ticks.push_back(value);
        }
    }
    return ticks;
}

std::vector<double> logTicks(ValueRange range, int wanted)
{
    const double decades = std::log10(static_cast<double>(range.high) / range.low);
    if (decades < 0.7)
        return linearTicks(range, wanted);
    if (decades < 2.0 && wanted >= 5)
        return logTicks(range, { 1.0, 2.0, 5.0 }, 1);
    return logTicks(range, { 1.0 }, std::max(1, static_cast<int>(std::ceil(decades / wanted))));
}

/// Equal steps of the scaled axis, each rounded to a friendly value.
std::vector<double> sqrtTicks(ValueRange range, int wanted)
{
    const ScaleAxis axis(ScaleKind::Sqrt, range);
    std::vector<double> ticks;
    for (int k = 0; k <= wanted; ++k) {
        const double at = axis.valueAt(static_cast<double>(k) / wanted);
        const double value = std::abs(axis.positionOf(0.0) * wanted - k) < 0.5 || at == 0.0
            ? 0.0
            : std::copysign(roundUp(std::abs(at) * 0.7), at);
        const bool inside = value >= range.low && value <= range.high;
        if (inside && (ticks.empty() || value > ticks.back()))
            ticks.push_back(value);
    }
    return ticks;
}

} // namespace

ScaleAxis::ScaleAxis(ScaleKind kind, ValueRange range)
    : m_kind(kind)
    , m_range(usable(kind, range))
    , m_low(scaled(kind, m_range.low))
    , m_high(scaled(kind, m_range.high))
{
}

double ScaleAxis::positionOf(double value) const
{
    if (m_kind == ScaleKind::Log && !(value > 0.0))
        return 0.0;
    return (scaled(m_kind, value) - m_low) / (m_high - m_low);
}

double ScaleAxis::valueAt(double position) const
{
    return unscaled(m_kind, m_low + position * (m_high - m_low));
}

std::vector<ScaleTick> scaleTicks(ScaleKind kind, ValueRange range, int wanted)
{
    const ValueRange shown = ScaleAxis(kind, range).range();
    const int count = std::max(2, wanted);
    std::vector<double> values;
    if (kind == ScaleKind::Log)
        values = logTicks(shown, count);
    else if (kind == ScaleKind::Sqrt)
        values = sqrtTicks(shown, count);
    else
        values = linearTicks(shown, count);

    std::vector<ScaleTick> ticks;
    for (int digits = kUsualDigits; digits <= kMostDigits; ++digits) {
        ticks.clear();
        for (const double value : values)
            ticks.push_back({ value, valueText(value, digits) });
        const auto sameText
            = [](const ScaleTick& a, const ScaleTick& b) { return a.text == b.text; };
        if (std::adjacent_find(ticks.begin(), ticks.end(), sameText) == ticks.end())
            break; // else they lie so far from 0 that more digits must tell them apart
    }
    return ticks;
}

QString valueText(double value, int digits)
{
    if (std::isnan(value))
        return QStringLiteral("–");
    if (value == 0.0)
        return QStringLiteral("0");
    const double size = std::abs(value);
    const bool plain = size >= 0.00999 && size < 1e5;
    const int significant = size >= 1000 ? digits + 2 : digits;
    QString text = QString::number(value, plain ? 'g' : 'e', plain ? significant : digits - 1);
    if (!plain) {
        // "2.50e-04" reads better as 2.5e-4.
        const qsizetype split = text.indexOf(QLatin1Char('e'));
        const double mantissa = text.left(split).toDouble();
        const int exponent = text.mid(split + 1).toInt();
        text
            = QString::number(mantissa, 'g', digits) + QLatin1Char('e') + QString::number(exponent);
    }
    // The exponent keeps its hyphen, as people type it; the sign gets a real minus.
    if (text.startsWith(QLatin1Char('-')))
        text.replace(0, 1, QChar(0x2212));
    return text;
}

} // namespace ropescope
