// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "app/panes/session_page.h"
#include "app/session.h"

namespace ropescope {

class PruneView;

/// What the model does without, layers and heads, as a page under the map.
class PrunePage : public SessionPage {
    Q_OBJECT

public:
    explicit PrunePage(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme) override;
    /// As `prune` writes it.
    [[nodiscard]] std::string table() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void showText();
    void showOrders();
    void exportTable();
    void exportFigure();

    Session* m_session;
    PruneView* m_view;
};

} // namespace ropescope
