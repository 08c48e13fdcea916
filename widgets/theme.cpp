// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theme.h"

#include <algorithm>
#include <cmath>

namespace ropescope {

namespace {

double relativeLuminance(const QColor& colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

} // namespace

Theme Theme::darkTheme()
{
    return { .dark = true,
             .window = QColor("#14171b"),
             .panel = QColor("#1b1f26"),
             .field = QColor("#20252d"),
             .border = QColor("#2d343f"),
             .text = QColor("#e8eaed"),
             .mutedText = QColor("#9aa1ac"),
             .measured = QColor("#4cc2ff"),
             .onMeasured = QColor("#0b1117"),
             .predicted = QColor("#ffb454"),
             .good = QColor("#7ee08a"),
             .opposed = QColor("#f08fc4") };
}

Theme Theme::lightTheme()
{
    return { .dark = false,
             .window = QColor("#f1f3f5"),
             .panel = QColor("#ffffff"),
             .field = QColor("#f7f8fa"),
             .border = QColor("#d3d9e0"),
             .text = QColor("#15191e"),
             .mutedText = QColor("#5c6470"),
             .measured = QColor("#0a6fc0"),
             .onMeasured = QColor("#ffffff"),
             .predicted = QColor("#a85600"),
             .good = QColor("#237a39"),
             .opposed = QColor("#b0307f") };
}

double contrastRatio(const QColor& first, const QColor& second)
{
    const auto [low, high] = std::minmax({ relativeLuminance(first), relativeLuminance(second) });
    return (high + 0.05) / (low + 0.05);
}

QColor mixed(const QColor& first, const QColor& second, double part)
{
    const auto mix = [part](float a, float b) {
        return static_cast<float>(a + (b - a) * std::clamp(part, 0.0, 1.0));
    };
    return QColor::fromRgbF(mix(first.redF(), second.redF()), mix(first.greenF(), second.greenF()),
                            mix(first.blueF(), second.blueF()));
}

QColor restingColour(const Theme& theme)
{
    return mixed(theme.measured, theme.field, theme.dark ? 0.3 : 0.22);
}

QPalette palette(const Theme& theme)
{
    QPalette result(theme.text, theme.panel, mixed(theme.border, theme.text, 0.2),
                    mixed(theme.border, Qt::black, 0.4), theme.border, theme.text, theme.window);
    result.setColor(QPalette::Window, theme.panel);
    result.setColor(QPalette::AlternateBase, theme.field);
    result.setColor(QPalette::BrightText, theme.onMeasured);
    result.setColor(QPalette::ButtonText, theme.text);
    result.setColor(QPalette::Highlight, theme.measured);
    result.setColor(QPalette::HighlightedText, theme.onMeasured);
    result.setColor(QPalette::Link, theme.measured);
    result.setColor(QPalette::LinkVisited, theme.measured);
    result.setColor(QPalette::ToolTipBase, theme.field);
    result.setColor(QPalette::ToolTipText, theme.text);
    result.setColor(QPalette::PlaceholderText, theme.mutedText);
    const QColor disabled = mixed(theme.mutedText, theme.panel, 0.4);
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                             QPalette::HighlightedText, QPalette::PlaceholderText })
        result.setColor(QPalette::Disabled, role, disabled);
    result.setColor(QPalette::Disabled, QPalette::Highlight, theme.border);
    return result;
}

} // namespace ropescope
