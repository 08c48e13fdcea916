// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/session.h"
#include "widgets/theme.h"

namespace ropescope {

class NextTokenCard;
class SourcePanel;

/// Where the tokens come from, and what the model would say next.
class SourcePane : public QWidget {
    Q_OBJECT

public:
    explicit SourcePane(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// A sentence about what went wrong, in the card; the next run takes it away.
    void showMessage(const QString& sentence);

private:
    void showSource();
    void showNextToken();

    Session* m_session;
    SourcePanel* m_source;
    NextTokenCard* m_next;
};

} // namespace ropescope
