// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "core/rope/rope_config.h"
#include "core/rope/rope_table.h"
#include "widgets/plot_page.h"

class QCPGraph;
class QCPItemLine;
class QCPItemText;

namespace ropescope {

/// What the scaling page draws of a head.
struct ScalingContent {
    RopeConfig config;
    RopeTable table;       ///< with the present edit
    bool isEdited = false; ///< the edit moves, stops or removes a pair
    int tokens = 0;        ///< of the sequence on show
    int context = 0;       ///< the longest that the model was made for; 0: not known
};

/// Wavelength of each channel pair before and after the model's scaling, and under the edit, with
/// the lengths that they have to be compared with. A pair that does not turn has no point.
class ScalingView : public PlotPage {
    Q_OBJECT

public:
    explicit ScalingView(QWidget* parent = nullptr);

    /// Emits nothing. A head without rotation is told in words.
    void setContent(ScalingContent content);
    void clear();

    /// [r/2] 2 pi / theta in tokens without scaling, with it, and as edited; infinite at rest,
    /// NaN where the edit removes the pair.
    [[nodiscard]] const std::vector<double>& unscaled() const { return m_unscaled; }
    [[nodiscard]] const std::vector<double>& scaled() const { return m_scaled; }
    [[nodiscard]] const std::vector<double>& edited() const { return m_edited; }

protected:
    void paintCurves() override;
    void hover(QCustomPlot* plot, const QPointF& position) override;
    void endHover() override;

private:
    /// A length in tokens as a line across the plot.
    struct Length {
        QCPItemLine* line;
        QCPItemText* name;
    };
    /// place: of its name across the plot, 0 .. 1, so that names of near lengths do not collide.
    [[nodiscard]] Length addLength(double place);
    void showLength(const Length& length, int tokens, const QString& name);

    ScalingContent m_content;
    std::vector<double> m_unscaled;
    std::vector<double> m_scaled;
    std::vector<double> m_edited;
    QCustomPlot* m_plot;
    QCPGraph* m_before;
    QCPGraph* m_after;
    QCPGraph* m_under;
    Length m_shown;
    Length m_original;
    Length m_context;
};

} // namespace ropescope
