// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "widgets/theme.h"

namespace ropescope {

/// How one method shares a budget out over layers.
struct BudgetShares {
    QString name;
    int look = 0;             ///< of curveLook()
    std::vector<int> budgets; ///< [layers]
};

struct BudgetBarsContent {
    std::vector<int> layers; ///< their numbers in the model
    std::vector<BudgetShares> methods;
    std::vector<int> hand;          ///< [layers] what the user has set
    std::vector<double> similarity; ///< [layers] q-similarity, NaN: none
    int least = 0;                  ///< entries that a layer keeps at least
    int most = 0;
};

/// Entries that each layer keeps, by several methods and by hand, side by side, with the layer's
/// q-similarity as a line on its own scale from 0 to 1. The bar that is set by hand is dragged, or
/// moved by Up and Down (Shift: by 8) after Left and Right have chosen a layer. The owner answers
/// with the shares that come of it.
class BudgetBars : public QWidget {
    Q_OBJECT

public:
    explicit BudgetBars(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setContent(BudgetBarsContent content);
    /// Of the content alone; the scale stays while a hand drags.
    void setHand(std::vector<int> hand);
    [[nodiscard]] const BudgetBarsContent& content() const { return m_content; }
    [[nodiscard]] int selectedLayer() const { return m_selected; }
    /// Index of a layer, not its number; emits nothing.
    void setSelectedLayer(int index);

    /// The bar set by hand, in widget coordinates; empty without one.
    [[nodiscard]] QRectF handRect(int index) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void budgetMoved(int index, int wanted);
    void layerSelected(int index);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int count() const { return static_cast<int>(m_content.layers.size()); }
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] QRectF groupRect(int index) const;
    [[nodiscard]] double yOf(double entries) const;
    [[nodiscard]] int entriesAt(double y) const;
    [[nodiscard]] int layerAt(double x) const;
    [[nodiscard]] QString describe(int index) const;
    void fitScale();
    void select(int index);
    void move(int index, int wanted);
    void paintAxis(QPainter& painter) const;
    void paintGroup(QPainter& painter, int index) const;
    void paintSimilarity(QPainter& painter) const;

    Theme m_theme = Theme::darkTheme();
    BudgetBarsContent m_content;
    int m_selected = 0;
    double m_top = 1.0; ///< entries at the upper end
    bool m_dragging = false;
};

} // namespace ropescope
