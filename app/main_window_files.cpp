// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window does with files: traces, models, sessions, figures.
#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QUrl>

#include "app/main_window.h"
#include "app/open_source.h"
#include "app/panes/curves_pane.h"
#include "app/panes/map_pane.h"
#include "app/resource_paths.h"
#include "widgets/heatmap_view.h"
#include "widgets/image_conversion.h"
#include "widgets/plain_tip.h"

namespace ropescope {

namespace {

constexpr int kRecentFiles = 10;
const QString kRecentKey = QStringLiteral("recent");

void rememberRecent(const std::filesystem::path& path)
{
    const QString name = QFileInfo(QString::fromStdString(path.string())).absoluteFilePath();
    QSettings settings;
    QStringList recent = settings.value(kRecentKey).toStringList();
    recent.removeAll(name);
    recent.prepend(name);
    settings.setValue(kRecentKey, recent.mid(0, kRecentFiles));
}

} // namespace

void MainWindow::openPath(const std::filesystem::path& path)
{
    const auto kind = sourceKind(path);
    if (!kind)
        return showFailure(QString::fromStdString(kind.error().message));
    if (*kind == SourceKind::Session) {
        const auto saved = loadSession(path);
        return saved ? restore(*saved) : showFailure(QString::fromStdString(saved.error().message));
    }
    if (m_keepsLayout)
        rememberRecent(path);
    m_session->open(path, m_session->prompt());
}

void MainWindow::restore(const SavedSession& saved)
{
    if (m_keepsLayout && !saved.file.empty())
        rememberRecent(saved.file);
    placeDocks(*this, m_docks, saved.docks);
    m_curves->showPage(QString::fromStdString(saved.page));
    m_session->restore(saved);
}

SavedSession MainWindow::shown()
{
    if (!m_session->trace())
        return {};
    m_map->finishZoom();
    SavedSession saved = m_session->saved();
    saved.page = m_curves->currentPage()->objectName().toStdString();
    saved.docks = dockPlaces(*this, m_docks);
    return saved;
}

void MainWindow::saveSession()
{
    const std::filesystem::path file = m_session->file();
    if (file.empty())
        return saveSessionAs();
    if (!m_session->trace())
        return;
    if (const auto done = ropescope::saveSession(shown(), file); !done)
        return showFailure(QString::fromStdString(done.error().message));
    if (m_keepsLayout)
        rememberRecent(file);
    showSource();
}

void MainWindow::saveSessionAs()
{
    if (!m_session->trace())
        return;
    QString path = QFileDialog::getSaveFileName(this, tr("Save the session"),
                                                QStringLiteral("session.ropescope"),
                                                tr("Sessions (*.ropescope)"));
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += QStringLiteral(".ropescope");
    m_session->setFile(path.toStdString());
    saveSession();
}

void MainWindow::fillRecent()
{
    m_recent->clear();
    const QStringList recent = QSettings().value(kRecentKey).toStringList();
    for (const QString& path : recent) {
        // The last two parts tell models apart, whose folders are often named alike.
        const QFileInfo file(path);
        QAction* const action = m_recent->addAction(
            QStringLiteral("%1/%2").arg(file.dir().dirName(), file.fileName()),
            [this, path] { openPath(path.toStdString()); });
        action->setToolTip(plainTip(path));
        action->setEnabled(file.exists());
    }
    if (recent.isEmpty())
        m_recent->addAction(tr("Nothing yet"))->setEnabled(false);
    m_recent->addSeparator();
    m_recent->addAction(tr("&Built-in model"),
                        [this] { m_session->open(resourcePath("model"), m_session->prompt()); });
}

void MainWindow::openFile()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open a trace, a model file or a session"), {},
        tr("Traces, models and sessions (*.h5 *.hdf5 *.gguf *.bin *.ropescope);;All files (*)"));
    if (!path.isEmpty())
        openPath(path.toStdString());
}

void MainWindow::openFolder()
{
    const QString path = QFileDialog::getExistingDirectory(
        this, tr("Open a model folder (config.json, safetensors, tokenizer.json)"));
    if (!path.isEmpty())
        openPath(path.toStdString());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.isEmpty())
        return;
    event->acceptProposedAction();
    openPath(urls.front().toLocalFile().toStdString());
}

void MainWindow::copyPicture()
{
    if (const auto& picture = m_session->picture())
        QApplication::clipboard()->setImage(toQImage(picture->image));
}

} // namespace ropescope
