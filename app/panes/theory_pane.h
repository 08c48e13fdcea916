// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include "app/session.h"
#include "widgets/theme.h"

namespace ropescope {

class TheoryPanel;

/// What theory says of the shown head, live. Nothing is computed while it is hidden.
class TheoryPane : public QWidget {
    Q_OBJECT

public:
    explicit TheoryPane(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void showTheory();
    [[nodiscard]] ViewState withThreshold(Pattern pattern, double threshold) const;

    QPointer<Session> m_session; ///< a window that closes hides its panes after the session is gone
    TheoryPanel* m_panel;
    QTimer m_patience; ///< numbers that come soon need no word that they are on the way
};

} // namespace ropescope
