// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/chart_page.h"

class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace ropescope {

class SegmentSwitch;

/// The order in which a method removes layers.
struct LayerOrder {
    QString method;
    std::vector<int> layers; ///< what goes first comes first
};

/// What a model does without: perplexity over the number of layers skipped, or heads masked, for
/// several orders. A dial turns TAPPA's beta; the orders follow at once, the curve once measured.
class PruneView : public ChartPage {
    Q_OBJECT

public:
    enum class Part { Layers, Heads };

    explicit PruneView(QWidget* parent = nullptr);

    /// Emits nothing.
    void setPart(Part part);
    [[nodiscard]] Part part() const;
    void setBeta(double beta);
    [[nodiscard]] double beta() const;
    /// Shown beside the curves; where one has moved a layer, against the first of them, it is in
    /// another colour.
    void setOrders(std::vector<LayerOrder> orders);

signals:
    void partChosen(ropescope::PruneView::Part part);
    void betaChanged(double beta);

protected:
    void paintCurves() override;

private:
    void showOrders();
    void showDial();

    std::vector<LayerOrder> m_orderList;
    SegmentSwitch* m_part;
    QLabel* m_dialName;
    QSlider* m_dial;
    QDoubleSpinBox* m_beta;
    QLabel* m_orders;
};

} // namespace ropescope
