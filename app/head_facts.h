// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/head_analysis.h"

class QLabel;

namespace ropescope {

/// The numbers behind the curve: dominant pair, share, predicted and measured period.
class HeadFacts : public QWidget {
    Q_OBJECT

public:
    explicit HeadFacts(QWidget* parent = nullptr);

    void setAnalysis(const HeadAnalysis& analysis);
    void clear();

private:
    QLabel* m_pair = nullptr;
    QLabel* m_predicted = nullptr;
    QLabel* m_measured = nullptr;
    QLabel* m_verdict = nullptr;
};

} // namespace ropescope
