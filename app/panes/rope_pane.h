// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/session.h"
#include "widgets/theme.h"

namespace ropescope {

class RopePanel;

/// Where the rotation is edited, of this head or of the whole model.
class RopePane : public QWidget {
    Q_OBJECT

public:
    explicit RopePane(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    [[nodiscard]] RopePanel* panel() const { return m_panel; }
    void setDepth(EditDepth depth);
    void resetEdit();

private:
    [[nodiscard]] ViewState withEdit(const RopeEdit& edit) const;
    void showState();

    Session* m_session;
    RopePanel* m_panel;
};

} // namespace ropescope
