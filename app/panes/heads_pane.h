// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/session.h"
#include "widgets/theme.h"

namespace ropescope {

class HeadGainMenu;
class HeadGrid;
class ScoreChooser;

/// All heads: picks one, colours them by a score, masks and scales them.
class HeadsPane : public QWidget {
    Q_OBJECT

public:
    explicit HeadsPane(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// The head that many places further on, over heads that the trace lacks.
    void stepHead(int step);
    void toggleMask(HeadId id);
    void resetHeads();

signals:
    void refused(const QString& sentence);

private:
    void wireGrid();
    void wireScores();
    void showSource();
    void showView();
    void showScores();
    void setHeadGain(HeadId id, double gain);

    Session* m_session;
    ScoreChooser* m_scores;
    HeadGrid* m_grid;
    HeadGainMenu* m_headMenu;
};

} // namespace ropescope
