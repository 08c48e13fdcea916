// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/write_figure.h"

#include "app/figure/figure_caption.h"
#include "app/figure/figure_data.h"
#include "app/figure/figure_export.h"
#include "core/io/atomic_file.h"

namespace ropescope {

bool isFigureFile(const std::string& path)
{
    const std::string suffix = suffixOf(path);
    return suffix == ".png" || suffix == ".svg" || suffix == ".pdf" || suffix == ".npy";
}

Result<void> writeFigure(const FigureRequest& request, const DrawnFigure& drawn,
                         const TraceInfo& info)
{
    const std::string command = renderCommandLine(request);
    auto written = suffixOf(request.output) == ".npy"
        ? writeFigureData(drawn, command, request.output)
        : exportFigure(drawn.figure, request.style, request.output, command);
    if (written && !request.data.empty())
        written = writeFigureData(drawn, command, request.data);
    if (written && !request.caption.empty())
        written = writeFile(request.caption, figureCaption(request, drawn, info));
    return written;
}

} // namespace ropescope
