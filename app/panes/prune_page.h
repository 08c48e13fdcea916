// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include <QWidget>

#include "app/session.h"
#include "widgets/theme.h"

namespace ropescope {

class PruneView;

/// What the model does without, layers and heads, as a page under the map.
class PrunePage : public QWidget {
    Q_OBJECT

public:
    explicit PrunePage(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// As `prune` writes it.
    [[nodiscard]] std::string table() const;

signals:
    void refused(const QString& sentence);

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
