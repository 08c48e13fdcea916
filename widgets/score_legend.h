// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/score_ramp.h"

namespace ropescope {

/// The colours of scores in one line: lowest value, ramp, highest value. Without a range it says
/// why there is none.
class ScoreLegend : public QWidget {
    Q_OBJECT

public:
    explicit ScoreLegend(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// For the ramp; null blends the theme's colours.
    void setColourMap(const ColourMap* map);
    /// reason  a few words, shown where there is no range
    void setRange(const std::optional<ScoreRange>& range, const QString& reason);

    /// The ramp in widget coordinates, for tests; empty without a range.
    [[nodiscard]] QRect rampRect() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme m_theme = Theme::darkTheme();
    const ColourMap* m_map = nullptr;
    std::optional<ScoreRange> m_range;
    QString m_reason;
};

} // namespace ropescope
