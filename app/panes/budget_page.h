// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "app/panes/session_page.h"
#include "app/session.h"

namespace ropescope {

class BudgetView;

/// Budgets of layers by several methods and by hand, as a page under the map.
class BudgetPage : public SessionPage {
    Q_OBJECT

public:
    explicit BudgetPage(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme) override;
    /// A row a way and layer: its budget; what the way costs stands in each of its rows.
    [[nodiscard]] std::string table() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void showRun();
    void showHand();
    void exportTable();

    Session* m_session;
    BudgetView* m_view;
    int m_shownBudget = 0; ///< that the bars of the methods are of
};

} // namespace ropescope
