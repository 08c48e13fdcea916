// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QFrame>

#include "widgets/theme.h"
#include "widgets/theory_content.h"

class QLabel;
class QVBoxLayout;

namespace ropescope {

class BoundBar;

/// What a theorem says of one pattern: conditions, bounds beside what is measured, a sentence each,
/// and how often the bounds are broken.
class TheoryCard : public QFrame {
    Q_OBJECT

public:
    explicit TheoryCard(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setContent(const TheoryCardContent& content);

private:
    struct Comparison {
        BoundBar* bar = nullptr;
        QLabel* sentence = nullptr;
    };

    void showConditions();
    void showComparisons();
    void showVerdict();

    Theme m_theme = Theme::darkTheme();
    TheoryCardContent m_content;
    QLabel* m_name = nullptr;
    QWidget* m_chipPlace = nullptr;
    std::vector<QLabel*> m_chips;
    QVBoxLayout* m_comparisonPlace = nullptr;
    std::vector<Comparison> m_comparisons;
    QLabel* m_remark = nullptr;
    QLabel* m_verdict = nullptr;
};

} // namespace ropescope
