// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_caption.h"

#include <algorithm>

#include <QString>
#include <fmt/core.h>

#include "core/base/counted.h"

namespace ropescope {
namespace {

/// "Layer 3 · Head 5" reads better with a comma in a sentence.
std::string sentencePart(const std::string& text)
{
    return QString::fromStdString(text)
        .replace(QStringLiteral(" · "), QStringLiteral(", "))
        .toStdString();
}

std::string scaleWord(ScaleKind kind)
{
    return kind == ScaleKind::Log ? "logarithmic"
        : kind == ScaleKind::Sqrt ? "square root"
                                  : "linear";
}

std::string coloursOf(const FigurePanel& panel)
{
    return fmt::format("colours {} from {:.4g} to {:.4g}, {}", panel.scale.map->name,
                       panel.scale.low, panel.scale.high, scaleWord(panel.scale.kind));
}

/// withColours: of each panel, for they differ.
std::string panelList(const Figure& figure, bool withColours)
{
    std::string list;
    for (std::size_t index = 0; index < figure.panels.size(); ++index) {
        const FigurePanel& panel = figure.panels[index];
        list += fmt::format(" ({}) {}", static_cast<char>('a' + static_cast<int>(index % 26)),
                            sentencePart(panel.title));
        if (!panel.subtitle.empty())
            list += ": " + panel.subtitle;
        if (withColours)
            list += ", " + coloursOf(panel);
        list += index + 1 < figure.panels.size() ? ";" : ".";
    }
    return list;
}

bool haveOneScale(const std::vector<FigurePanel>& panels)
{
    return std::all_of(panels.begin(), panels.end(), [&](const FigurePanel& panel) {
        return panel.scale == panels.front().scale;
    });
}

} // namespace

std::string figureCaption(const FigureRequest& request, const DrawnFigure& drawn,
                          const TraceInfo& info)
{
    const std::vector<FigurePanel>& panels = drawn.figure.panels;
    const FigurePanel& first = panels.front();
    const bool isSingle = panels.size() == 1;
    std::string text = first.colourLabel;
    const PanelValues& values = drawn.values.front();
    if (!values.head)
        text += fmt::format(" of every head of {}", info.model);
    else if (isSingle || request.heads.size() == 1)
        text += fmt::format(" of layer {}, head {} of {}", values.head->layer.value,
                            values.head->head.value, info.model);
    else
        text += fmt::format(" of heads of {}", info.model);
    text += fmt::format(", {}.", counted(info.tokenCount, "token"));
    if (isSingle && !first.subtitle.empty())
        text += fmt::format(" Shown: {}.", first.subtitle);
    if (!isSingle)
        text += panelList(drawn.figure, !haveOneScale(panels));
    text += values.head ? " Rows are queries from the top, columns keys from the left"
                        : " Rows are layers from the top, columns heads from the left";
    if (haveOneScale(panels))
        text += "; " + coloursOf(first);
    text += ".\n\n";
    text += "Made by RoPEScope " ROPESCOPE_VERSION;
    if (!info.creator.empty())
        text += fmt::format(" from a trace by {}", info.creator);
    text += fmt::format("; RoPE base {:g}.\nAgain: {}\n", info.rope.base,
                        renderCommandLine(request));
    return text;
}

} // namespace ropescope
