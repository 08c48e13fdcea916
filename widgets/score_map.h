// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/base/ids.h"
#include "gpu/colour_map.h"
#include "widgets/score_ramp.h"
#include "widgets/theme.h"

namespace ropescope {

/// A number of every head as a heat map, a row a layer. Fills its width; a click or the arrow keys
/// pick a head.
class ScoreMap : public QWidget {
    Q_OBJECT

public:
    explicit ScoreMap(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// For the cells; null blends the theme's colours.
    void setColourMap(const ColourMap* map);
    /// scores  [layer * heads + head], NaN: none; empty: not known yet
    void setScores(int layers, int heads, std::vector<double> scores, const QString& name);
    /// Shown where there are no scores.
    void setPlaceholder(const QString& sentence);
    /// Emits nothing.
    void setSelected(HeadId id);

    [[nodiscard]] const std::optional<ScoreRange>& range() const { return m_range; }
    /// In widget coordinates, for tests; empty for a head that is not there.
    [[nodiscard]] QRect cellRect(HeadId id) const;
    [[nodiscard]] std::optional<HeadId> headAt(QPoint pixel) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void headPicked(ropescope::HeadId id);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] std::size_t indexOf(HeadId id) const;
    [[nodiscard]] bool contains(HeadId id) const;
    [[nodiscard]] QString describe(HeadId id) const;

    Theme m_theme = Theme::darkTheme();
    const ColourMap* m_map = nullptr;
    int m_layers = 0;
    int m_heads = 0;
    std::vector<double> m_scores;
    std::optional<ScoreRange> m_range;
    QString m_name;
    QString m_placeholder;
    HeadId m_selected;
};

} // namespace ropescope
