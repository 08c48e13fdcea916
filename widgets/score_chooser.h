// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QString>
#include <QTimer>
#include <QWidget>

#include "widgets/score_ramp.h"

class QComboBox;
class QHBoxLayout;

namespace ropescope {

class BusyBar;
class PatternLegend;
class ScoreLegend;

/// A score that heads can be coloured by.
struct ScoreChoice {
    QString name;    ///< "Sink mass"
    QString meaning; ///< a sentence
};

/// What the head grid shows: maps or one of some scores. Below the choice the legend of a score or
/// of the patterns, and progress while scores are computed for longer than a moment; Escape asks to
/// end that.
class ScoreChooser : public QWidget {
    Q_OBJECT

public:
    static constexpr int kQuietMs = 250; ///< work that is over sooner needs no bar

    explicit ScoreChooser(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setChoices(const std::vector<ScoreChoice>& choices);
    /// Emits nothing. None: maps.
    void setChosen(std::optional<int> score);
    [[nodiscard]] std::optional<int> chosen() const;
    /// Shown while a score is chosen and nothing is under way; `reason` where there is no range.
    void setLegend(const std::optional<ScoreRange>& range, const QString& reason,
                   const ColourMap* map);
    /// In its place, while a choice shows patterns: how many heads have each, in the order of
    /// Pattern.
    void setPatternCounts(const std::optional<std::array<int, 5>>& counts);
    /// A control at the right end of the title.
    void addToTitle(QWidget* widget);
    /// progress  0 .. 1; none: nothing is under way
    void setBusy(std::optional<double> progress);

signals:
    /// None: maps.
    void scoreChosen(std::optional<int> score);
    void cancelRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refresh();

    QComboBox* m_choice;
    QHBoxLayout* m_title;
    ScoreLegend* m_legend;
    PatternLegend* m_patterns;
    BusyBar* m_busy;
    QTimer m_quiet;
    bool m_working = false;
    bool m_showsPatterns = false;
};

} // namespace ropescope
