// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/session.h"
#include "widgets/fold_card.h"
#include "widgets/theme.h"

class QComboBox;
class QLabel;

namespace ropescope {

class ScoreLegend;
class ScoreMap;

/// A number of all heads as a heat map of layers and heads, with its range and definition.
class ScoreMapCard : public FoldCard {
    Q_OBJECT

public:
    explicit ScoreMapCard(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);

private:
    void refresh();

    Session* m_session;
    QComboBox* m_choice;
    ScoreMap* m_map;
    ScoreLegend* m_legend;
    QLabel* m_definition;
};

} // namespace ropescope
