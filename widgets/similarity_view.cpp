// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/similarity_view.h"

#include <algorithm>
#include <cmath>

#include <QLabel>

#include "widgets/card.h"
#include "widgets/image_plottable.h"
#include "widgets/number_text.h"
#include "widgets/plot_theme.h"
#include "widgets/qcp.h"
#include "widgets/replot.h"
#include "widgets/segment_switch.h"
#include "widgets/token_axes.h"
#include "widgets/token_text.h"

namespace ropescope {

namespace {

constexpr int kLeftMargin = 40;
constexpr int kBottomMargin = 30;
constexpr int kTopMargin = 8;

QString numberText(const std::optional<double>& value)
{
    return value ? fixedText(*value, 3) : QStringLiteral("–");
}

} // namespace

SimilarityView::SimilarityView(QWidget* parent)
    : PlotPage(QStringLiteral("similarity"), tr("q-similarity matrix"), parent)
    , m_vectors(new SegmentSwitch(QStringLiteral("similarityVectors"), { tr("q"), tr("k") },
                                  { tr("Compare queries"), tr("Compare keys") }))
    , m_frame(new SegmentSwitch(
          QStringLiteral("similarityFrame"), { tr("raw"), tr("rotated") },
          { tr("Before RoPE: the content alone"),
            tr("After RoPE, as the head multiplies them, under the present edit") }))
    , m_plot(addPlot(QStringLiteral("similarityPlot"), 2))
    , m_image(new ImagePlottable(m_plot->xAxis, m_plot->yAxis))
    , m_row(new QCPItemStraightLine(m_plot))
    , m_column(new QCPItemStraightLine(m_plot))
    , m_means(makeLabel("similarityMeans", "muted"))
{
    m_plot->setMouseTracking(true);
    m_plot->setFocusPolicy(Qt::NoFocus);
    setUpTokenAxes(*m_plot);
    m_means->setMinimumWidth(1);
    m_means->setAlignment(Qt::AlignVCenter | Qt::AlignLeft);
    m_means->setTextFormat(Qt::RichText);
    m_means->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addControl(m_vectors);
    addControl(m_frame);
    addView(m_means, 3);
    connect(m_vectors, &SegmentSwitch::chosen, this, &SimilarityView::choiceChanged);
    connect(m_frame, &SegmentSwitch::chosen, this, &SimilarityView::choiceChanged);
    setTheme(theme());
    setPlaceholder(tr("No head is shown yet."));
}

SimilarityChoice SimilarityView::choice() const
{
    return { m_vectors->current() == 1,
             m_frame->current() == 1 ? VectorFrame::Rotated : VectorFrame::Raw };
}

int SimilarityView::pixels() const
{
    const int room
        = std::min(m_plot->width() - kLeftMargin, m_plot->height() - kBottomMargin - kTopMargin);
    return std::max(32, static_cast<int>(std::lround(room * devicePixelRatioF())));
}

void SimilarityView::setContent(SimilarityContent content)
{
    m_content = std::move(content);
    setPlaceholder({});
    const double n = m_content.tokenCount;
    m_image->setImage(m_content.image, QCPRange(0.0, n), QCPRange(0.0, n));
    arrange();
    endHover();
    paintCurves();
}

void SimilarityView::markCell(int query, int key)
{
    m_query = query;
    m_key = key;
    showMark();
    replotSoon(*m_plot);
}

void SimilarityView::showMark()
{
    const int token = m_content.choice.keys ? m_key : m_query;
    const bool isThere = token >= 0 && token < m_content.tokenCount;
    const double at = token + 0.5;
    m_row->point1->setCoords(0.0, at);
    m_row->point2->setCoords(1.0, at);
    m_column->point1->setCoords(at, 0.0);
    m_column->point2->setCoords(at, 1.0);
    for (QCPItemStraightLine* const line : { m_row, m_column }) {
        line->setVisible(isThere);
        line->setPen(QPen(Qt::white, 1.0, Qt::DashLine)); // on a picture, whatever the theme
    }
}

/// A square at the left, as large as there is room.
void SimilarityView::arrange()
{
    const double side = std::max(8.0, pixels() / devicePixelRatioF());
    m_mapping = CellMapping(m_content.tokenCount, QRectF(kLeftMargin, kTopMargin, side, side));
    if (!m_mapping.isEmpty())
        arrangeTokenAxes(*m_plot, m_mapping, m_pieces, kLeftMargin, kBottomMargin);
}

QString SimilarityView::meansText() const
{
    const TokenSimilarity& means = m_content.means;
    const QString name = m_content.choice.keys ? tr("k-similarity") : tr("q-similarity");
    return tr("%1 of this head\n%2  all pairs, raw\n%3  last %4 tokens, rotated\n"
              "%5  neighbours, raw")
        .arg(name, numberText(means.pairwise), numberText(means.pairwiseWindow))
        .arg(kWindowTokens)
        .arg(numberText(means.consecutive));
}

void SimilarityView::paintCurves()
{
    paintTokenAxes(*m_plot, theme());
    showMark();
    const QStringList lines = meansText().toHtmlEscaped().split(QLatin1Char('\n'));
    QString rich = QStringLiteral("<b>%1</b><table cellpadding='1'>").arg(lines.front());
    for (const QString& line : lines.mid(1)) {
        const qsizetype gap = line.indexOf(QLatin1String("  "));
        rich += QStringLiteral("<tr><td align='right' style='color:%1'>%2</td>"
                               "<td>&nbsp;%3</td></tr>")
                    .arg(theme().text.name(), line.left(gap), line.mid(gap + 2));
    }
    m_means->setText(rich + QStringLiteral("</table>"));
    m_means->setToolTip(tr("All pairs: tokens before %1. Keys: without the first token, whose "
                           "length is far from the others'.")
                            .arg(kPairwiseTokens));
    setLegend({ { QColor(),
                  tr("cosine, %1 dark to %2 bright")
                      .arg(fixedText(m_content.low, 2), fixedText(m_content.high, 2)) } });
    replotSoon(*m_plot);
}

void SimilarityView::hover(QCustomPlot* /*plot*/, const QPointF& position)
{
    const auto cell = m_mapping.isEmpty() ? std::nullopt : m_mapping.cellAt(position);
    const ValueMap& map = m_content.values;
    if (!cell || map.width == 0)
        return endHover();
    const auto pixel = [this](int token, int size) {
        return static_cast<int>(static_cast<long long>(token) * size / m_content.tokenCount);
    };
    const auto name = [this](int token) {
        return token < m_pieces.size() ? quotedPiece(m_pieces[token], token) : QString();
    };
    setReadout(
        tr("%1 %2 · %3 %4 · cosine %5")
            .arg(cell->query)
            .arg(name(cell->query))
            .arg(cell->key)
            .arg(name(cell->key))
            .arg(fixedText(map.at(pixel(cell->key, map.width), pixel(cell->query, map.height)), 3))
            .simplified());
}

void SimilarityView::endHover()
{
    setReadout(m_content.choice.keys ? tr("Cosine of every key with every key")
                                     : tr("Cosine of every query with every query"));
}

bool SimilarityView::eventFilter(QObject* object, QEvent* event)
{
    if (object == m_plot && event->type() == QEvent::Resize) {
        arrange();
        emit roomChanged();
    }
    return PlotPage::eventFilter(object, event);
}

} // namespace ropescope
