// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QActionGroup;
class QMenu;
class QTabBar;
class QToolButton;

namespace ropescope {

/// Tabs of more pages than there may be room for. Those that fit stand in a row, the current one
/// always among them; a button beside them says how many more there are, and its menu lists all.
class PageTabs : public QWidget {
    Q_OBJECT

public:
    explicit PageTabs(const QString& objectName, const QString& accessibleName,
                      QWidget* parent = nullptr);

    void addPage(const QString& title, const QString& tip);
    void setCurrentIndex(int index);
    [[nodiscard]] int currentIndex() const;
    /// Is its tab in the row?
    [[nodiscard]] bool isInRow(int index) const;
    [[nodiscard]] QTabBar* tabBar() const;
    /// All pages, the current one ticked.
    [[nodiscard]] QMenu* menu() const { return m_menu; }

    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void currentChanged(int index);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    class Row;

    void fit();

    Row* m_row;
    QToolButton* m_more;
    QMenu* m_menu;
    QActionGroup* m_actions;
    bool m_fitting = false;
};

} // namespace ropescope
