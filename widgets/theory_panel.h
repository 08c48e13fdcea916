// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QWidget>

#include "widgets/theme.h"
#include "widgets/theory_content.h"

class QLabel;
class QVBoxLayout;

namespace ropescope {

class EvidencePanel;
class TheoryCard;

/// What theory says of a head: its label, and a card for each pattern.
class TheoryPanel : public QWidget {
    Q_OBJECT

public:
    explicit TheoryPanel(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Emits nothing.
    void setContent(const TheoryPanelContent& content);
    /// The numbers are older than what is on show, and new ones are on the way.
    void setPending(bool pending);

    [[nodiscard]] const TheoryPanelContent& content() const { return m_content; }

signals:
    void thresholdEdited(ropescope::Pattern pattern, double threshold);    ///< live
    void thresholdCommitted(ropescope::Pattern pattern, double threshold); ///< once per gesture
    void resetRequested();                                                 ///< of all thresholds

private:
    void showContent();

    Theme m_theme = Theme::darkTheme();
    TheoryPanelContent m_content;
    QLabel* m_pending = nullptr;
    EvidencePanel* m_evidence = nullptr;
    QVBoxLayout* m_place = nullptr;
    std::vector<TheoryCard*> m_cards;
};

} // namespace ropescope
