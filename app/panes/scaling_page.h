// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/panes/session_page.h"
#include "app/session.h"

namespace ropescope {

class ScalingView;

/// What the model's scaling, and the edit on top of it, make of the frequencies.
class ScalingPage : public SessionPage {
    Q_OBJECT

public:
    explicit ScalingPage(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme) override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void showTable();

    Session* m_session;
    ScalingView* m_view;
};

} // namespace ropescope
