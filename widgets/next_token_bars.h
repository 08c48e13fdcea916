// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/next_token_card.h"

namespace ropescope {

/// The rows of a NextTokenCard: token, bar, probability. Bars share one scale from 0.
class NextTokenBars : public QWidget {
    Q_OBJECT

public:
    explicit NextTokenBars(QWidget* parent = nullptr);

    void setContent(const NextTokenContent& content);
    void setTheme(const Theme& theme);
    /// Both probabilities of a row in words.
    [[nodiscard]] QString describe(int row) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int rowCount() const;
    [[nodiscard]] bool isEdited() const { return m_content.divergence.has_value(); }
    void paintRow(QPainter& painter, const NextTokenContent::Row& row, const QRect& place,
                  double highest) const;

    NextTokenContent m_content;
    Theme m_theme = Theme::darkTheme();
};

} // namespace ropescope
