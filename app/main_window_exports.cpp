// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Figures and animations of what the window shows.
#include <algorithm>

#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStatusBar>

#include "app/animation_dialog.h"
#include "app/figure/session_figure.h"
#include "app/figure_dialog.h"
#include "app/figure_style_form.h"
#include "app/main_window.h"

namespace ropescope {

namespace {

constexpr int kSaidForMs = 8000; ///< how long the status bar names a file that was written

} // namespace

bool MainWindow::hasExactPicture()
{
    const auto& picture = m_session->picture();
    if (picture && picture->values->exactShare < 1.0)
        showFailure(tr("The map is still being refined. Export it when it is exact."));
    if (picture && !picture->values->reference.isEmpty()
        && picture->values->comparison != Comparison::Edited) {
        showFailure(tr("A figure compares a head with its original. Go back to the original first "
                       "(Ctrl+U)."));
        return false;
    }
    return picture && picture->values->exactShare == 1.0;
}

std::shared_ptr<FigureEngine> MainWindow::figureEngine()
{
    if (!m_figureEngine)
        m_figureEngine = std::make_shared<FigureEngine>(Backend::Auto);
    return m_figureEngine;
}

void MainWindow::exportPicture()
{
    if (!hasExactPicture())
        return;
    FigureDialog dialog(sessionFigure(*m_session), sessionFigureSource(*m_session), figureEngine(),
                        this);
    connect(&dialog, &FigureDialog::exported, this, [this](const QString& path) {
        statusBar()->showMessage(tr("Wrote %1.").arg(path), kSaidForMs);
    });
    dialog.exec();
}

void MainWindow::exportFigureAs(const QString& suffix)
{
    if (m_exportJob.isRunning()) { // a newer one would stop it
        showFailure(tr("The last figure is still being written. Export this one after it."));
        return;
    }
    if (!hasExactPicture())
        return;
    FigureRequest request = sessionFigure(*m_session);
    request.style = FigureStyleForm::rememberedStyle();
    const HeadId id = m_session->view().head;
    const QString name
        = QStringLiteral("layer%1-head%2.%3").arg(id.layer.value).arg(id.head.value).arg(suffix);
    const QString folder = QSettings().value(QStringLiteral("figure/folder")).toString();
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export the map"), folder.isEmpty() ? name : folder + u'/' + name,
        QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    if (path.isEmpty())
        return;
    QSettings().setValue(QStringLiteral("figure/folder"), QFileInfo(path).absolutePath());
    request.output = path.toStdString();
    m_exportJob.start(
        [request = std::move(request), source = sessionFigureSource(*m_session),
         engine = figureEngine()](const std::stop_token& stop) {
            return engine->write(request, source, stop);
        },
        [this, path](const Result<void>& done) {
            if (done)
                statusBar()->showMessage(tr("Wrote %1.").arg(path), kSaidForMs);
            else
                showFailure(QString::fromStdString(done.error().message));
        });
}

void MainWindow::exportAnimation()
{
    if (!hasExactPicture())
        return;
    FigureRequest request = sessionFigure(*m_session);
    request.style = FigureStyleForm::rememberedStyle();
    const auto& head = m_session->head();
    const auto& analysis = m_session->analysis();
    AnimationDialog dialog(request, sessionFigureSource(*m_session), figureEngine(),
                           head->rope.rotates() ? head->rope.pairCount() : 0,
                           analysis ? std::max(0, analysis->energy.dominantPair) : 0, this);
    connect(&dialog, &AnimationDialog::exported, this, [this](const QString& path) {
        statusBar()->showMessage(tr("Wrote %1.").arg(path), kSaidForMs);
    });
    dialog.exec();
}

} // namespace ropescope
