// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QFrame>

#include "widgets/theme.h"
#include "widgets/theory_content.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace ropescope {

class EvidenceBar;

/// The head's label with what speaks for each pattern, and the thresholds that decide.
class EvidencePanel : public QFrame {
    Q_OBJECT

public:
    explicit EvidencePanel(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Emits nothing.
    void setContent(const QString& label, const std::vector<EvidenceContent>& evidence);

signals:
    void thresholdEdited(ropescope::Pattern pattern, double threshold);    ///< live
    void thresholdCommitted(ropescope::Pattern pattern, double threshold); ///< once per gesture
    void resetRequested();                                                 ///< of all thresholds

private:
    void makeBars(std::size_t count);

    Theme m_theme = Theme::darkTheme();
    QLabel* m_label = nullptr;
    QPushButton* m_reset = nullptr;
    QVBoxLayout* m_place = nullptr;
    std::vector<EvidenceBar*> m_bars;
};

} // namespace ropescope
