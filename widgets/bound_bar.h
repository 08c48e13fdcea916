// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/theme.h"
#include "widgets/theory_content.h"

namespace ropescope {

/// A measured number as a bar, with a tick at its bound; what the bound allows is the lighter part
/// of the groove.
class BoundBar : public QWidget {
    Q_OBJECT

public:
    explicit BoundBar(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// scale: the number at the right end, but for a little room; 0: all numbers are 0.
    void setComparison(const BoundComparison& comparison, double scale);
    /// Of the pattern that the head has.
    void setStrong(bool strong);

    /// Pixel of a number, for tests.
    [[nodiscard]] double xOf(double value) const;
    [[nodiscard]] const BoundComparison& comparison() const { return m_comparison; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme m_theme = Theme::darkTheme();
    BoundComparison m_comparison;
    double m_scale = 0.0;
    bool m_strong = false;
};

} // namespace ropescope
