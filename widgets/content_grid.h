// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "core/theory/content_comparison.h"
#include "widgets/theme.h"

namespace ropescope {

/// Heads as cells, a row a layer. Each cell: the letter of the pattern on the text and, where it is
/// another, the one on random tokens; a filled cell keeps its pattern. Arrows move, Return picks.
class ContentGrid : public QWidget {
    Q_OBJECT

public:
    explicit ContentGrid(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setComparison(const ContentComparison& comparison);
    /// In pixels; index counts the heads of the comparison.
    [[nodiscard]] QRectF cell(int index) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void headPicked(ropescope::HeadId id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int at(const QPointF& position) const;
    [[nodiscard]] QString describe(int index) const;
    [[nodiscard]] int headsALayer() const;
    void select(int index);

    Theme m_theme = Theme::darkTheme();
    ContentComparison m_comparison;
    int m_selected = -1;
};

/// "re-access", as users read it.
[[nodiscard]] QString patternText(Pattern pattern);

} // namespace ropescope
