// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "widgets/plot_page.h"

class QCPGraph;

namespace ropescope {

/// Singular values of the raw queries and keys of a head, falling.
struct SpectrumContent {
    std::vector<double> query;
    std::vector<double> key;
};

/// Both spectra on a log axis, with how many directions they spread over.
class SpectrumView : public PlotPage {
    Q_OBJECT

public:
    explicit SpectrumView(QWidget* parent = nullptr);

    void setSpectra(SpectrumContent content);
    [[nodiscard]] QCustomPlot* plot() const { return m_plot; }

protected:
    void paintCurves() override;
    void hover(QCustomPlot* plot, const QPointF& position) override;
    void endHover() override;

private:
    SpectrumContent m_content;
    QCustomPlot* m_plot;
    QCPGraph* m_query; ///< the plot owns graphs
    QCPGraph* m_key;
};

} // namespace ropescope
