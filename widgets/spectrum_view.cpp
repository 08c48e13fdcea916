// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/spectrum_view.h"

#include <algorithm>
#include <cmath>

#include "core/theory/singular_spectrum.h"
#include "widgets/number_text.h"
#include "widgets/plot_theme.h"
#include "widgets/qcp.h"
#include "widgets/replot.h"

namespace ropescope {

namespace {

constexpr double kLeastShown = 1e-6; ///< of the largest value: below is rounding

} // namespace

SpectrumView::SpectrumView(QWidget* parent)
    : PlotPage(QStringLiteral("spectra"), tr("Singular values of queries and keys"), parent)
    , m_plot(addPlot(QStringLiteral("spectrumPlot"), 1))
    , m_query(m_plot->addGraph())
    , m_key(m_plot->addGraph())
{
    setUpCurvePlot(*m_plot, tr("direction, strongest first"), tr("singular value"));
    m_plot->yAxis->setScaleType(QCPAxis::stLogarithmic);
    giveReadoutALine();
    setTheme(theme());
    setPlaceholder(tr("No head is shown yet."));
}

void SpectrumView::setSpectra(SpectrumContent content)
{
    m_content = std::move(content);
    setPlaceholder({});
    double largest = 0.0;
    for (const auto* const values : { &m_content.query, &m_content.key }) {
        if (!values->empty())
            largest = std::max(largest, values->front());
    }
    double least = largest;
    const auto draw = [&](QCPGraph* graph, const std::vector<double>& values) {
        graph->data()->clear();
        for (std::size_t j = 0; j < values.size(); ++j) {
            if (values[j] > kLeastShown * largest) {
                graph->addData(static_cast<double>(j) + 1.0, values[j]);
                least = std::min(least, values[j]);
            }
        }
    };
    draw(m_query, m_content.query);
    draw(m_key, m_content.key);
    const auto count = static_cast<double>(std::max(m_content.query.size(), m_content.key.size()));
    m_plot->xAxis->setRange(0.5, count + 0.5);
    const double low = std::max(least, 1e-12) / 1.5;
    const double high = std::max(largest, 1e-12) * 1.5;
    m_plot->yAxis->setRange(low, high);
    setLogTicks(*m_plot->yAxis, low, high);
    endHover();
    paintCurves();
}

void SpectrumView::paintCurves()
{
    const auto dress
        = [](QCPGraph* graph, const QColor& colour, QCPScatterStyle::ScatterShape shape) {
              graph->setPen(QPen(colour, 1.3));
              graph->setScatterStyle(QCPScatterStyle(shape, colour, colour, 4.5));
          };
    dress(m_query, theme().measured, QCPScatterStyle::ssDisc);
    dress(m_key, theme().opposed, QCPScatterStyle::ssSquare);
    const auto caption = [](const QString& name, const std::vector<double>& values) {
        return tr("%1: effective rank %2, first holds %3")
            .arg(name)
            .arg(effectiveRank(values), 0, 'f', 1)
            .arg(shareText(firstShare(values)));
    };
    setLegend({ { theme().measured, caption(tr("queries"), m_content.query) },
                { theme().opposed, caption(tr("keys"), m_content.key) } },
              tr("Effective rank: the participation ratio (Σ s²)² / Σ s⁴, how many directions the "
                 "vectors spread over. First: s₁² / Σ s², near 100 % for massive values."));
    replotSoon(*m_plot);
}

void SpectrumView::hover(QCustomPlot* plot, const QPointF& position)
{
    const double place = std::round(plot->xAxis->pixelToCoord(position.x()));
    const auto count = std::max(m_content.query.size(), m_content.key.size());
    if (place < 1.0 || place > static_cast<double>(count))
        return endHover();
    const auto at = static_cast<std::size_t>(place) - 1;
    const auto text = [at](const std::vector<double>& values) {
        return at < values.size() ? QString::number(values[at], 'g', 4) : QStringLiteral("–");
    };
    setReadout(tr("direction %1 · queries %2 · keys %3")
                   .arg(at + 1)
                   .arg(text(m_content.query), text(m_content.key)));
}

void SpectrumView::endHover() { setReadout(tr("Raw queries and keys, before RoPE")); }

} // namespace ropescope
