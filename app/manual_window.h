// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLineEdit;
class QListWidget;

namespace ropescope {

class ManualText;

/// The manual: its pages beside a list of them that a word narrows. The pages are the Markdown
/// files of resources/help, which read well outside the program too.
class ManualWindow : public QWidget {
    Q_OBJECT

public:
    /// Of a file name without suffix: "capture".
    static const QString kFirstPage;

    explicit ManualWindow(QWidget* parent = nullptr);

    /// False where there is no such page.
    bool showPage(const QString& name);
    [[nodiscard]] QStringList pageNames() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void readPages();
    void filter(const QString& word);

    QLineEdit* m_find;
    QListWidget* m_pages;
    ManualText* m_text;
};

} // namespace ropescope
