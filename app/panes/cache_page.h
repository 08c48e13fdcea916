// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/panes/session_page.h"
#include "app/session.h"

namespace ropescope {

class CompressionView;

/// What compressing the key-value cache of the prompt costs, as a page under the map.
class CachePage : public SessionPage {
    Q_OBJECT

public:
    explicit CachePage(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme) override;
    /// Every method, budget and measure, as `compress` writes them.
    [[nodiscard]] std::string table() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void showRun();
    void showChoice();
    void choose(const QString& curve, double budget);
    void exportTable();
    void exportFigure();

    Session* m_session;
    CompressionView* m_view;
};

} // namespace ropescope
