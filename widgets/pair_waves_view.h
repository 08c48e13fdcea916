// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/theory/pair_phasors.h"
#include "widgets/plot_page.h"

class QCPGraph;

namespace ropescope {

/// The predicted lag profile, taken apart into its pairs.
struct PairWavesContent {
    std::vector<PairPhasor> phasors; ///< [r/2]
    std::vector<double> wavelengths; ///< [r/2] tokens; infinite where a pair does not turn
    std::vector<double> predicted;   ///< [lags] the sum of all waves and the unrotated part
    std::vector<double> wave;        ///< [lags] of the selected pair
    int selected = -1;
};

/// Left: amplitude and phase of every pair over its wavelength. Right: the selected pair's own wave
/// over the lag, on top of the sum. Click or Left, Right choose a pair.
class PairWavesView : public PlotPage {
    Q_OBJECT

public:
    explicit PairWavesView(QWidget* parent = nullptr);

    void setContent(PairWavesContent content);
    [[nodiscard]] const PairWavesContent& content() const { return m_content; }
    [[nodiscard]] QCustomPlot* plot() const { return m_pairs; }
    [[nodiscard]] QCustomPlot* wavePlot() const { return m_waves; }

signals:
    void pairSelected(int pair);

protected:
    void paintCurves() override;
    void hover(QCustomPlot* plot, const QPointF& position) override;
    void press(QCustomPlot* plot, const QPointF& position) override;
    void endHover() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int pairAt(double pixelX) const;
    [[nodiscard]] QString describe(int pair) const;

    PairWavesContent m_content;
    QCustomPlot* m_pairs;
    QCustomPlot* m_waves;
    QCPGraph* m_amplitudes; ///< the plots own graphs
    QCPGraph* m_selectedAmplitude;
    QCPGraph* m_phases;
    QCPGraph* m_selectedPhase;
    QCPGraph* m_sum;
    QCPGraph* m_wave;
};

} // namespace ropescope
