// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/figure/figure_text.h"

namespace ropescope {
namespace {

constexpr double kMm = kFigureUnitsPerMm;
constexpr double kBarGap = 2.2 * kMm;
constexpr double kBarWidth = 2.4 * kMm;
constexpr double kColumnGap = 3.0 * kMm;
constexpr double kRowGap = 2.0 * kMm;
constexpr double kNarrowestMap = 12.0 * kMm;
constexpr double kFlattest = 0.25; ///< height : width of the map for very wide regions
constexpr double kTallest = 2.0;
constexpr double kMostOfPieces = 0.3; ///< of a panel's width, for the tokens beside its map
constexpr int kMostLabelLines = 3;    ///< beside a colour bar
constexpr int kMostSubtitleLines = 2;

double widestLabel(const std::vector<FigureTick>& ticks, const QFont& font)
{
    double widest = 0.0;
    for (const FigureTick& tick : ticks)
        widest = std::max(widest, textWidth(font, tick.label));
    return widest;
}

/// Ticks of an axis without the labels that would run into the one before.
std::vector<FigureTick> spaced(std::vector<FigureTick> ticks, double axis, double label)
{
    double free = -axis;
    for (FigureTick& tick : ticks) {
        if (tick.label.isEmpty())
            continue;
        if (tick.position * axis < free)
            tick.label.clear();
        else
            free = tick.position * axis + label;
    }
    return ticks;
}

template <class Same> bool allAlike(const std::vector<FigurePanel>& panels, const Same& same)
{
    return std::all_of(panels.begin(), panels.end(),
                       [&](const FigurePanel& panel) { return same(panel, panels.front()); });
}

/// Places the panels of one figure. Sizes that depend on the texts come first, the width of the
/// maps is what they leave.
class Grid {
public:
    Grid(const Figure& figure, const FigureStyle& style, int columns)
        : m_panels(figure.panels)
        , m_style(style)
        , m_fonts(style)
        , m_columns(columns)
        , m_rowsAlike(allAlike(m_panels,
                               [](const FigurePanel& a, const FigurePanel& b) {
                                   return a.rows == b.rows && a.rowLabel == b.rowLabel
                                       && a.rowPieces == b.rowPieces;
                               }))
        , m_columnsAlike(allAlike(m_panels,
                                  [](const FigurePanel& a, const FigurePanel& b) {
                                      return a.columns == b.columns
                                          && a.columnLabel == b.columnLabel
                                          && a.columnPieces == b.columnPieces;
                                  }))
        , m_sharesBar(style.colourBar && m_panels.size() > 1
                      && allAlike(m_panels, [](const FigurePanel& a, const FigurePanel& b) {
                             return a.scale == b.scale && a.colourLabel == b.colourLabel;
                         }))
    {
    }

    /// More lines beside a bar make the maps smaller, and with them the room that a line has.
    FigureLayout layOut()
    {
        FigureLayout layout;
        for (int lines = 1; lines <= kMostLabelLines; ++lines) {
            layout = place(lines);
            const auto fits = [&](const BarLayout& bar) { return bar.label.size() <= lines; };
            if (fits(layout.bar)
                && std::all_of(layout.panels.begin(), layout.panels.end(),
                               [&](const PanelLayout& panel) { return fits(panel.bar); }))
                break;
        }
        return layout;
    }

private:
    [[nodiscard]] int count() const { return static_cast<int>(m_panels.size()); }
    [[nodiscard]] int gridRows() const { return (count() + m_columns - 1) / m_columns; }
    [[nodiscard]] bool labelsRows(int index) const
    {
        return !m_rowsAlike || index % m_columns == 0;
    }
    [[nodiscard]] bool labelsColumns(int index) const
    {
        return !m_columnsAlike || index + m_columns >= count();
    }
    [[nodiscard]] bool hasOwnBar() const { return m_style.colourBar && !m_sharesBar; }

    [[nodiscard]] double sideText() const
    {
        return kMajorTick + 2.0 * kTextGap + lineHeight(m_fonts.label);
    }

    [[nodiscard]] double widthOfBar(const FigurePanel& panel, int labelLines) const
    {
        return kBarGap + kBarWidth + sideText() + (labelLines - 1) * lineHeight(m_fonts.label)
            + widestLabel(scaleTicks(panel.scale), m_fonts.tick);
    }

    [[nodiscard]] AxisLayout axis(const std::vector<std::string>& pieces, TokenRange range,
                                  bool isLabelled) const
    {
        const bool showsPieces = m_style.ticks == TickKind::Tokens && !pieces.empty();
        AxisLayout axis { .ticks = showsPieces ? pieceTicks(pieces) : tokenTicks(range),
                          .isLabelled = isLabelled,
                          .standsUpright = showsPieces };
        const double most = kMostOfPieces * m_style.widthMm * kMm / m_columns;
        if (showsPieces) {
            const QFontMetricsF metrics(m_fonts.tick);
            for (FigureTick& tick : axis.ticks)
                tick.label = metrics.elidedText(tick.label, Qt::ElideMiddle, most);
        }
        axis.labelRoom = widestLabel(axis.ticks, m_fonts.tick);
        return axis;
    }

    /// What is written right of a map when no colour bar is there: half of the last tick's label.
    [[nodiscard]] double overhang(const AxisLayout& columns) const
    {
        return columns.isLabelled && !columns.standsUpright ? columns.labelRoom / 2.0 : 0.0;
    }

    [[nodiscard]] double heightAbove(const PanelLayout& panel) const
    {
        if (panel.title.isEmpty())
            return lineHeight(m_fonts.tick) / 2.0; // the first tick's label
        return lineHeight(m_fonts.title)
            + static_cast<double>(panel.subtitle.size()) * lineHeight(m_fonts.tick)
            + 2.0 * kTextGap;
    }

    [[nodiscard]] double heightBelow(const AxisLayout& columns) const
    {
        if (!columns.isLabelled)
            return kMajorTick;
        const double ticks
            = columns.standsUpright ? columns.labelRoom + kTextGap : lineHeight(m_fonts.tick);
        return kMajorTick + kTextGap / 2.0 + ticks + lineHeight(m_fonts.label);
    }

    [[nodiscard]] QString titleOf(int index, double width) const
    {
        QString title = m_style.title
            ? QString::fromStdString(m_panels[static_cast<std::size_t>(index)].title)
            : QString();
        if (!m_style.letters)
            return fittingTitle(title, m_fonts.title, width);
        QString letter = index < 26 ? QStringLiteral("(%1)").arg(QChar(u'a' + index))
                                    : QStringLiteral("(%1)").arg(index + 1);
        if (title.isEmpty())
            return letter;
        const double left = width - textWidth(m_fonts.title, letter + u' ');
        return letter + u' ' + fittingTitle(title, m_fonts.title, left);
    }

    [[nodiscard]] BarLayout bar(const FigurePanel& panel, const QRectF& map, double room) const
    {
        const QRectF bar(map.right() + kBarGap, map.top(), kBarWidth, map.height());
        auto ticks = scaleTicks(panel.scale);
        const double width = widestLabel(ticks, m_fonts.tick);
        return { .bar = bar,
                 .label = wrapped(panel.colourLabel, QStringLiteral(" "), m_fonts.label, room,
                                  kMostLabelLines),
                 .ticks = spaced(std::move(ticks), bar.height(), lineHeight(m_fonts.tick)),
                 .ticksWidth = width };
    }

    FigureLayout place(int labelLines) const
    {
        FigureLayout layout;
        std::vector<double> left(static_cast<std::size_t>(m_columns), 0.0);
        std::vector<double> right = left;
        for (int index = 0; index < count(); ++index) {
            const FigurePanel& panel = m_panels[static_cast<std::size_t>(index)];
            PanelLayout placed;
            placed.rows = axis(panel.rowPieces, panel.rows, labelsRows(index));
            placed.columns = axis(panel.columnPieces, panel.columns, labelsColumns(index));
            const auto column = static_cast<std::size_t>(index % m_columns);
            left[column] = std::max(
                left[column], placed.rows.isLabelled ? sideText() + placed.rows.labelRoom : 0.0);
            right[column]
                = std::max(right[column],
                           hasOwnBar() ? widthOfBar(panel, labelLines) : overhang(placed.columns));
            layout.panels.push_back(std::move(placed));
        }
        const double pageWidth = m_style.widthMm * kMm;
        const double shared = m_sharesBar ? widthOfBar(m_panels.front(), labelLines) : 0.0;
        if (m_sharesBar)
            right.back() = 0.0;
        const double texts = std::accumulate(left.begin(), left.end(), 0.0)
            + std::accumulate(right.begin(), right.end(), 0.0);
        const double mapWidth
            = (pageWidth - 2.0 * kFigureEdge - texts - shared - (m_columns - 1) * kColumnGap)
            / m_columns;

        double top = kFigureEdge;
        for (int row = 0; row < gridRows(); ++row) {
            const int begin = row * m_columns;
            const int end = std::min(begin + m_columns, count());
            double x = kFigureEdge;
            double above = 0.0;
            double below = 0.0;
            double height = 0.0;
            for (int index = begin; index < end; ++index) {
                PanelLayout& panel = layout.panels[static_cast<std::size_t>(index)];
                const FigurePanel& content = m_panels[static_cast<std::size_t>(index)];
                const auto column = static_cast<std::size_t>(index - begin);
                const double shape
                    = std::clamp(static_cast<double>(content.rows.size()) / content.columns.size(),
                                 kFlattest, kTallest);
                panel.cell = QRectF(x, top, left[column] + mapWidth + right[column], 0.0);
                panel.map = QRectF(x + left[column], 0.0, mapWidth, mapWidth * shape);
                const double room = count() == 1 ? pageWidth - kFigureEdge - panel.map.left()
                                                 : mapWidth + right[column];
                panel.title = titleOf(index, room);
                if (m_style.title) {
                    panel.subtitle = wrapped(content.subtitle, QStringLiteral(", "), m_fonts.tick,
                                             room, kMostSubtitleLines);
                }
                above = std::max(above, heightAbove(panel));
                below = std::max(below, heightBelow(panel.columns));
                height = std::max(height, panel.map.height());
                x = panel.cell.right() + kColumnGap;
            }
            for (int index = begin; index < end; ++index) {
                PanelLayout& panel = layout.panels[static_cast<std::size_t>(index)];
                panel.map.moveTop(top + above);
                panel.cell.setHeight(above + height + below);
            }
            top += above + height + below + (row + 1 < gridRows() ? kRowGap : 0.0);
        }
        layout.page = { pageWidth, top + kFigureEdge };
        finish(layout);
        return layout;
    }

    /// What needs the final size of the maps.
    void finish(FigureLayout& layout) const
    {
        for (std::size_t index = 0; index < m_panels.size(); ++index) {
            PanelLayout& panel = layout.panels[index];
            const double tickHeight = lineHeight(m_fonts.tick);
            panel.rows.ticks = spaced(std::move(panel.rows.ticks), panel.map.height(), tickHeight);
            panel.columns.ticks
                = spaced(std::move(panel.columns.ticks), panel.map.width(),
                         panel.columns.standsUpright ? tickHeight
                                                     : panel.columns.labelRoom + 2.0 * kTextGap);
            if (hasOwnBar())
                panel.bar = bar(m_panels[index], panel.map, panel.cell.height());
        }
        if (!m_sharesBar)
            return;
        QRectF maps;
        for (const PanelLayout& panel : layout.panels)
            maps |= panel.map;
        layout.bar = bar(m_panels.front(), maps, layout.page.height() - 2.0 * kFigureEdge);
    }

    const std::vector<FigurePanel>& m_panels;
    const FigureStyle& m_style;
    FigureFonts m_fonts;
    int m_columns;
    bool m_rowsAlike;    ///< all panels have the same queries
    bool m_columnsAlike; ///< all panels have the same keys
    bool m_sharesBar;
};

/// Side by side while there is room, else nearly as many columns as rows.
int suitableColumns(int panels, double widthMm)
{
    constexpr double kComfortable = 40.0; ///< millimetres of a panel
    const int room = std::max(1, static_cast<int>(widthMm / kComfortable));
    const int square = static_cast<int>(std::ceil(std::sqrt(panels)));
    return panels <= room ? panels : std::min(room, square);
}

} // namespace

FigureLayout layOutFigure(const Figure& figure, const FigureStyle& style)
{
    const int panels = static_cast<int>(figure.panels.size());
    int columns = style.columns > 0 ? std::min(style.columns, panels)
                                    : suitableColumns(panels, style.widthMm);
    for (;; --columns) {
        FigureLayout layout = Grid(figure, style, columns).layOut();
        if (columns == 1 || layout.panels.front().map.width() >= kNarrowestMap)
            return layout;
    }
}

} // namespace ropescope
