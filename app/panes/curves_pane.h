// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/session.h"
#include "widgets/theme.h"

class QStackedWidget;
class QTabBar;

namespace ropescope {

class LagProfileView;

/// What stands under the map: pages of curves and numbers about the head, one at a time.
class CurvesPane : public QWidget {
    Q_OBJECT

public:
    explicit CurvesPane(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// The page belongs to the pane from now on; its objectName is what selects it by name.
    void addPage(QWidget* page, const QString& title, const QString& tip);
    /// False where there is no page of that objectName.
    bool showPage(const QString& name);
    [[nodiscard]] QWidget* currentPage() const;

signals:
    void pageChanged(QWidget* page);

private:
    void showAnalysis();

    Session* m_session;
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
    LagProfileView* m_profile;
};

} // namespace ropescope
