// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window does for a newcomer, and how a user likes it: manual, keys, things to try,
// settings.
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QScreen>
#include <QSettings>
#include <QTextBrowser>
#include <QTextDocument>
#include <QVBoxLayout>

#include "app/key_help.h"
#include "app/lessons/lesson_file.h"
#include "app/main_window.h"
#include "app/manual_window.h"
#include "app/panes/map_pane.h"
#include "app/settings_dialog.h"
#include "app/welcome.h"

namespace ropescope {

namespace {

const QString kWelcomed = QStringLiteral("welcomed");
constexpr QSize kAroundText { 28, 20 };
constexpr double kPartOfScreen = 0.8;

} // namespace

void MainWindow::showManual()
{
    if (!m_manual) {
        m_manual = new ManualWindow(this);
        m_manual->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_manual->show();
    m_manual->raise();
    m_manual->activateWindow();
}

void MainWindow::showWelcome()
{
    if (m_welcome == nullptr) {
        m_welcome = new Welcome(m_session.get(), m_heads, m_map->map(), this);
        connect(m_welcome, &Welcome::dismissed, this, [this] {
            if (m_keepsLayout)
                QSettings().setValue(kWelcomed, true);
        });
        connect(m_welcome, &Welcome::lessonWanted, this, [this](const QString& name) {
            if (const auto file = findLesson(name.toStdString()))
                startLesson(*file, 0, Lecture::Screen::AsItIs);
            else
                showFailure(QString::fromStdString(file.error().message));
        });
    }
    m_welcome->show();
}

void MainWindow::showWelcomeOnce()
{
    if (!QSettings().value(kWelcomed).toBool())
        showWelcome();
}

void MainWindow::showKeys()
{
    QString rows;
    for (const KeyHelp& help : keyHelp()) {
        rows += QStringLiteral(
                    "<tr><td style='padding:3px 18px 3px 0'><b>%1</b></td><td>%2</td></tr>")
                    .arg(QString::fromUtf8(help.keys).toHtmlEscaped(),
                         QCoreApplication::translate("ropescope::KeyHelp", help.action));
    }
    QDialog dialog(this);
    dialog.setObjectName(QStringLiteral("keys"));
    dialog.setWindowTitle(tr("Keys"));
    auto* const text = new QTextBrowser; // a message box lays its text out a dozen times
    text->setFrameShape(QFrame::NoFrame);
    text->setAccessibleName(dialog.windowTitle());
    text->setHtml(QStringLiteral("<table>%1</table>").arg(rows));
    text->document()->setTextWidth(-1); // no line is broken
    const QSize whole = text->document()->size().toSize() + kAroundText;
    text->setMinimumSize(whole.boundedTo(screen()->availableSize() * kPartOfScreen));
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    auto* const layout = new QVBoxLayout(&dialog);
    layout->addWidget(text);
    layout->addWidget(buttons);
    dialog.exec();
}

void MainWindow::showSettings()
{
    SettingsDialog dialog(readSettings(), this);
    connect(&dialog, &SettingsDialog::changed, this, [this](const Settings& settings) {
        writeSettings(settings);
        apply(settings);
    });
    dialog.exec();
}

} // namespace ropescope
