// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>

#include <QWidget>

#include "widgets/theme.h"

namespace ropescope {

/// The five patterns with their marks, and how many heads have each.
class PatternLegend : public QWidget {
    Q_OBJECT

public:
    using Counts = std::array<int, 5>; ///< in the order of Pattern

    explicit PatternLegend(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setCounts(const Counts& counts);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] QString text(std::size_t pattern) const;

    Theme m_theme = Theme::darkTheme();
    Counts m_counts {};
};

} // namespace ropescope
