// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include <QFrame>
#include <QString>

#include "widgets/theme.h"

class QLabel;

namespace ropescope {

class NextTokenBars;

/// What comes next in a text, and what an edit does to it.
struct NextTokenContent {
    struct Row {
        QString text;        ///< the token's piece
        double before = 0.0; ///< probability, 0 .. 1
        double after = 0.0;  ///< the same without an edit
    };
    std::vector<Row> rows;            ///< the likeliest first
    std::optional<double> divergence; ///< KL(before || after) in nats; none without an edit
};

/// The likeliest next tokens as small bars, before against after.
class NextTokenCard : public QFrame {
    Q_OBJECT

public:
    static constexpr int kRows = 6; ///< the first of those given

    explicit NextTokenCard(QWidget* parent = nullptr);

    void setContent(const NextTokenContent& content);
    void setTheme(const Theme& theme);

private:
    QLabel* m_divergence = nullptr;
    NextTokenBars* m_bars = nullptr;
};

} // namespace ropescope
