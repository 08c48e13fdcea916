// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_style.h"

#include <algorithm>

#include <QFontDatabase>
#include <QStringList>

namespace ropescope {
namespace {

constexpr double kInch = 25.4;

// Widths are the \textwidth and \columnwidth of the venues' LaTeX styles: iclr2026_conference.sty
// and neurips_2025.sty set a text of 5.5 in; acl.sty columns of 7.7 cm, 0.6 cm apart, so 16 cm;
// icml2025.sty columns of 3.25 in, 0.25 in apart, so 6.75 in; IEEEtran columns of 3.5 in and
// 7.16 in. Texts of all of them are 10 points, captions 9 or 10.
constexpr FigurePreset kPresets[] = {
    { "column", "One column, 85 mm", 85.0, 7.5 },
    { "page", "Two columns, 180 mm", 180.0, 8.0 },
    { "iclr", "ICLR, 5.5 in", 5.5 * kInch, 8.0 },
    { "iclr-half", "ICLR, half the text, 2.7 in", 2.7 * kInch, 7.5 },
    { "neurips", "NeurIPS, 5.5 in", 5.5 * kInch, 8.0 },
    { "neurips-half", "NeurIPS, half the text, 2.7 in", 2.7 * kInch, 7.5 },
    { "acl-column", "ACL, one column, 77 mm", 77.0, 7.5 },
    { "acl", "ACL, two columns, 160 mm", 160.0, 8.0 },
    { "icml-column", "ICML, one column, 3.25 in", 3.25 * kInch, 7.5 },
    { "icml", "ICML, two columns, 6.75 in", 6.75 * kInch, 8.0 },
    { "ieee-column", "IEEE, one column, 3.5 in", 3.5 * kInch, 7.5 },
    { "slide", "Slide, 254 mm", 254.0, 14.0 },
};

} // namespace

std::span<const FigurePreset> figurePresets() { return kPresets; }

const FigurePreset* findFigurePreset(std::string_view name)
{
    const auto* const found
        = std::find_if(std::begin(kPresets), std::end(kPresets),
                       [&](const FigurePreset& preset) { return preset.name == name; });
    return found == std::end(kPresets) ? nullptr : found;
}

bool isInstalledFamily(const std::string& family)
{
    static const QStringList kGeneric { QStringLiteral("serif"), QStringLiteral("sans-serif"),
                                        QStringLiteral("monospace") };
    const QString name = QString::fromStdString(family);
    return kGeneric.contains(name, Qt::CaseInsensitive) || QFontDatabase::hasFamily(name);
}

} // namespace ropescope
