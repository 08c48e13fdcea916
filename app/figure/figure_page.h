// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <QByteArray>
#include <QImage>
#include <QSizeF>

#include "app/figure/figure_style.h"
#include "core/base/result.h"

class QPainter;

namespace ropescope {

/// A page of a paper before it is a file. The same page gives the same bytes: no time is recorded.
struct FigurePage {
    QSizeF size;            ///< hundredths of a millimetre, as all lengths of figures
    std::string title;      ///< of the file, for its readers; not drawn
    std::string provenance; ///< how it was made, kept in the file; the command line, say
    std::function<void(QPainter&)> paint; ///< in the same units; white is there already
};

[[nodiscard]] QByteArray svgBytes(const FigurePage& page, const FigureStyle& style);
[[nodiscard]] QByteArray pdfBytes(const FigurePage& page);
/// Dots, with the resolution and the page's words in the file.
[[nodiscard]] QByteArray pngBytes(QImage dots, const FigurePage& page);
/// White, with the resolution noted; `dots` of it are what the page takes there.
[[nodiscard]] QImage blankPage(QSizeF size, int dotsPerInch);
/// The scale from the page's units to dots.
[[nodiscard]] double dotsPerFigureUnit(int dotsPerInch);

/// .png, .svg or .pdf, the suffix decides, in either case.
/// Errors: InvalidArgument for another suffix, Unwritable.
[[nodiscard]] Result<void> writePage(const FigurePage& page, const FigureStyle& style,
                                     const std::filesystem::path& path);

/// Lower case, with its point: ".pdf".
[[nodiscard]] std::string suffixOf(const std::filesystem::path& path);

} // namespace ropescope
