// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/draw_figure.h"

#include <algorithm>

#include "app/figure/figure_export.h"
#include "app/figure/figure_range.h"
#include "app/figure/panel_text.h"
#include "app/figure/score_figure.h"
#include "app/head_pair.h"
#include "app/quantity_names.h"

namespace ropescope {
namespace {

constexpr int kDefaultPixels = 1024;

/// A panel before its colours are decided.
struct DrawnPanel {
    PictureRequest request;
    MapPicture picture;
    std::string note;
};

/// Draws the panels of one request, again where their pixels or their range turn out otherwise.
class Drawing {
public:
    Drawing(const FigureRequest& request, const FigureSource& source, Renderer& renderer,
            const std::stop_token& stop)
        : m_request(request)
        , m_source(source)
        , m_renderer(renderer)
        , m_stop(stop)
    {
    }

    Result<DrawnFigure> draw()
    {
        if (auto drawn = drawPanels(); !drawn)
            return tl::unexpected(drawn.error());
        if (auto ranged = settleRanges(); !ranged)
            return tl::unexpected(ranged.error());
        DrawnFigure figure = assembled();
        if (!fitsDots())
            return figure;
        // The layout tells how many dots a map has, and that does not change its ranges any more.
        const FigureLayout layout
            = onDots(layOutFigure(figure.figure, m_request.style), m_request.style.dotsPerInch);
        for (std::size_t index = 0; index < m_panels.size(); ++index) {
            const QSize dots = dotsOf(layout.panels[index], m_request.style.dotsPerInch);
            PictureRequest& picture = m_panels[index].request;
            picture.view.range = ValueRange { m_panels[index].picture.scale.low,
                                              m_panels[index].picture.scale.high };
            picture.region = region(dots.width(), dots.height());
            if (auto drawn = redraw(m_panels[index]); !drawn)
                return tl::unexpected(drawn.error());
        }
        return assembled();
    }

private:
    /// Several small maps have as many pixels as dots, and so has what cannot be magnified; a
    /// single one in a vector file keeps more for a closer look.
    [[nodiscard]] bool fitsDots() const
    {
        return !m_request.size
            && (m_request.panelCount() > 1 || suffixOf(m_request.output) == ".png"
                || m_request.style.dotsPerInch != FigureStyle().dotsPerInch);
    }

    [[nodiscard]] MapRegion region(int width, int height) const
    {
        const TokenRange all { 0, m_source.trace->info().tokenCount };
        MapRegion region { m_request.rows.value_or(all), m_request.columns.value_or(all) };
        region.width
            = m_request.size ? m_request.size->first : std::min(region.columns.size(), width);
        region.height
            = m_request.size ? m_request.size->second : std::min(region.rows.size(), height);
        return region;
    }

    Result<void> redraw(DrawnPanel& panel)
    {
        auto picture = drawPicture(m_renderer, panel.request, m_stop);
        if (!picture)
            return tl::unexpected(picture.error());
        panel.picture = std::move(*picture);
        panel.request.previous = panel.picture.values;
        return {};
    }

    Result<void> drawPanels()
    {
        const bool isWholeModel = m_source.run != nullptr;
        for (const HeadId id : m_request.heads) {
            std::shared_ptr<const HeadTrace> known; // read once, however often it is edited
            for (const RopeEdit& edit : m_request.edits) {
                const auto heads = readHeads(*m_source.trace, m_source.run, id, edit, known);
                if (!heads)
                    return tl::unexpected(heads.error());
                known = heads->original;
                const auto tables = ropeTables(*heads, edit);
                if (!tables)
                    return tl::unexpected(tables.error());
                for (const Comparison comparison : m_request.comparisons) {
                    DrawnPanel panel;
                    panel.request = { .head = heads->edited,
                                      .originalHead = heads->original,
                                      .original = tables->original,
                                      .edited = tables->edited,
                                      .view = panelView(m_request, id, edit, comparison),
                                      .region = region(kDefaultPixels, kDefaultPixels),
                                      .previous = nullptr };
                    if (!isWholeModel)
                        panel.request.view.depth = EditDepth::ThisHead;
                    const bool isOriginal = comparison == Comparison::Original;
                    auto note
                        = noteText(m_request.notes, isOriginal ? *heads->original : *heads->edited,
                                   isOriginal ? tables->original : tables->edited,
                                   m_source.trace->tokenIds(), m_stop);
                    if (!note)
                        return tl::unexpected(note.error());
                    panel.note = std::move(*note);
                    if (auto drawn = redraw(panel); !drawn)
                        return drawn;
                    m_panels.push_back(std::move(panel));
                }
            }
        }
        return {};
    }

    /// A difference is around 0 and has no part in the range of the others.
    [[nodiscard]] static bool isDifference(const DrawnPanel& panel)
    {
        return panel.request.view.comparison == Comparison::Difference;
    }

    Result<void> settleRanges()
    {
        if (m_request.view.range)
            return {};
        std::vector<ValueRange> plain;
        std::vector<ValueRange> differences;
        for (const DrawnPanel& panel : m_panels) {
            const ValueRange range = readableRange(panel.request.view, panel.picture.dataRange);
            (isDifference(panel) ? differences : plain).push_back(range);
        }
        for (DrawnPanel& panel : m_panels) {
            const ValueRange fitted = panel.picture.dataRange;
            const ValueRange range = m_request.sharedRange
                ? rangeOfAll(isDifference(panel) ? differences : plain)
                : readableRange(panel.request.view, fitted);
            if (range == fitted)
                continue;
            panel.request.view.range = range;
            if (auto drawn = redraw(panel); !drawn)
                return drawn;
        }
        return {};
    }

    [[nodiscard]] std::vector<std::string> pieces(TokenRange range) const
    {
        const auto& texts = m_source.trace->tokenTexts();
        if (m_request.style.ticks != TickKind::Tokens || texts.empty())
            return {};
        return { texts.begin() + range.begin, texts.begin() + range.end };
    }

    [[nodiscard]] DrawnFigure assembled() const
    {
        const std::string& model = m_source.trace->info().model;
        DrawnFigure drawn;
        for (const DrawnPanel& panel : m_panels) {
            const MapValues& values = *panel.picture.values;
            PanelText text = panelText(m_request, values, model);
            drawn.values.push_back(
                { .head = values.head->id,
                  .edit = values.edit,
                  .comparison = values.comparison,
                  .name = text.subtitle.empty() ? text.title : text.title + ", " + text.subtitle,
                  .region = values.region,
                  .map = values.map });
            if (!panel.note.empty())
                text.subtitle += (text.subtitle.empty() ? "" : ", ") + panel.note;
            drawn.figure.panels.push_back({ .title = text.title,
                                            .subtitle = text.subtitle,
                                            .colourLabel = colourLabel(values),
                                            .raster = panel.picture.image,
                                            .rows = values.region.rows,
                                            .columns = values.region.columns,
                                            .scale = panel.picture.scale,
                                            .rowLabel = rowAxisLabel(values.quantity),
                                            .columnLabel = columnAxisLabel(values.quantity),
                                            .rowPieces = pieces(values.region.rows),
                                            .columnPieces = pieces(values.region.columns) });
        }
        drawn.figure.title = m_panels.size() == 1 ? drawn.figure.panels.front().title : model;
        return drawn;
    }

    const FigureRequest& m_request;
    const FigureSource& m_source;
    Renderer& m_renderer;
    const std::stop_token& m_stop;
    std::vector<DrawnPanel> m_panels;
};

} // namespace

Result<DrawnFigure> drawFigure(const FigureRequest& request, const FigureSource& source,
                               Renderer& renderer, ThreadPool& pool, const std::stop_token& stop)
{
    if (!request.scores.empty())
        return drawScores(request, source, renderer, pool, stop);
    return Drawing(request, source, renderer, stop).draw();
}

} // namespace ropescope
