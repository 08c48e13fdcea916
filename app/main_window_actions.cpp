// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The menus of the window and what they do.
#include <QApplication>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>

#include "app/main_window.h"
#include "app/panes/curves_pane.h"
#include "app/panes/heads_pane.h"
#include "app/panes/map_pane.h"
#include "app/panes/rope_pane.h"
#include "widgets/command_palette.h"
#include "widgets/edits_menu.h"
#include "widgets/heatmap_view.h"
#include "widgets/rope_panel.h"

namespace ropescope {

void MainWindow::makeMenus()
{
    const auto add
        = [this](QMenu* menu, const QString& text, const QKeySequence& keys, auto&& slot) {
              auto* const action = menu->addAction(text);
              action->setShortcut(keys);
              connect(action, &QAction::triggered, this, slot);
              return action;
          };

    QMenu* const file = menuBar()->addMenu(tr("&File"));
    add(file, tr("&Open trace, model or session…"), QKeySequence::Open, &MainWindow::openFile);
    add(file, tr("Open &model folder…"), QKeySequence(tr("Ctrl+Shift+O")), &MainWindow::openFolder);
    m_recent = file->addMenu(tr("Open &recent"));
    connect(m_recent, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    file->addSeparator();
    add(file, tr("&Save session"), QKeySequence::Save, &MainWindow::saveSession);
    add(file, tr("Save session &as…"), QKeySequence::SaveAs, &MainWindow::saveSessionAs);
    file->addSeparator();
    add(file, tr("&Export figure…"), QKeySequence(tr("Ctrl+E")), &MainWindow::exportPicture);
    add(file, tr("Export &PNG…"), QKeySequence(tr("Ctrl+Shift+E")),
        [this] { exportFigureAs(QStringLiteral("png")); });
    add(file, tr("Export &SVG…"), QKeySequence(tr("Ctrl+Alt+E")),
        [this] { exportFigureAs(QStringLiteral("svg")); });
    add(file, tr("Export a&nimation…"), QKeySequence(), &MainWindow::exportAnimation);
    file->addSeparator();
    add(file, tr("&New window"), QKeySequence::New, [this] {
        SavedSession same = shown();
        same.file.clear(); // two windows would save into it
        emit windowWanted(same);
    });
    add(file, tr("&Quit"), QKeySequence::Quit, &QWidget::close);

    QMenu* const edit = menuBar()->addMenu(tr("&Edit"));
    m_undo = add(edit, tr("&Undo"), QKeySequence::Undo, [this] {
        m_map->finishZoom();
        m_session->undo();
    });
    m_redo = add(edit, tr("&Redo"), QKeySequence::Redo, [this] { m_session->redo(); });
    edit->addSeparator();
    add(edit, tr("&Copy picture"), QKeySequence::Copy, &MainWindow::copyPicture);
    edit->addSeparator();
    add(edit, tr("&Settings…"), QKeySequence(tr("Ctrl+,")), &MainWindow::showSettings);

    QMenu* const view = menuBar()->addMenu(tr("&View"));
    add(view, tr("&Fit the map"), QKeySequence(), [this] { m_map->map()->fit(); });
    add(view, tr("Zoom &in"), QKeySequence::ZoomIn, [this] { m_map->map()->zoom(1.5); });
    add(view, tr("Zoom &out"), QKeySequence::ZoomOut, [this] { m_map->map()->zoom(1.0 / 1.5); });
    QMenu* const compare = view->addMenu(tr("&Compare"));
    add(compare, tr("&Pin as reference"), QKeySequence(tr("Ctrl+P")),
        [this] { m_session->pinReference(); });
    m_unpin = add(compare, tr("Back to the &original"), QKeySequence(tr("Ctrl+U")),
                  [this] { m_session->unpinReference(); });
    m_unpin->setEnabled(false);
    compare->addSeparator();
    add(compare, tr("&Split"), QKeySequence(tr("Ctrl+T")),
        [this] { m_map->toggleLayout(CompareLayout::Split); });
    add(compare, tr("&Flicker"), QKeySequence(tr("Ctrl+L")),
        [this] { m_map->toggleLayout(CompareLayout::Flicker); });
    m_map->map()->addActions(compare->actions());
    m_map->map()->setContextMenuPolicy(Qt::ActionsContextMenu);
    view->addMenu(m_curves->pageMenu());
    view->addSeparator();
    m_darkTheme = add(view, tr("&Dark theme"), QKeySequence(), [this](bool dark) {
        setTheme(dark ? Theme::darkTheme() : Theme::lightTheme());
        Settings settings = readSettings();
        settings.dark = dark;
        writeSettings(settings);
    });
    m_darkTheme->setCheckable(true);
    QMenu* const panels = view->addMenu(tr("&Panels"));
    for (QDockWidget* const dock : m_docks)
        panels->addAction(dock->toggleViewAction());
    panels->addSeparator();
    add(panels, tr("&Arrange as at first"), QKeySequence(), &MainWindow::resetLayout);

    QMenu* const heads = menuBar()->addMenu(tr("&Heads"));
    add(heads, tr("&Next head"), QKeySequence(tr("Ctrl+Down")), [this] { m_heads->stepHead(1); });
    add(heads, tr("&Previous head"), QKeySequence(tr("Ctrl+Up")),
        [this] { m_heads->stepHead(-1); });
    add(heads, tr("&Find heads…"), QKeySequence::Find, [this] { m_heads->focusFilter(); });
    add(heads, tr("Pattern &gallery"), QKeySequence(tr("Ctrl+G")),
        [this] { m_heads->showGallery(); });
    heads->addSeparator();
    add(heads, tr("&Mask or unmask this head"), QKeySequence(),
        [this] { m_heads->toggleMask(m_session->view().head); });
    add(heads, tr("&All heads as they are"), QKeySequence(), [this] { m_heads->resetHeads(); });

    QMenu* const rope = menuBar()->addMenu(tr("&RoPE"));
    add(rope, tr("&Reset the edit"), QKeySequence(tr("Ctrl+R")), [this] { m_rope->resetEdit(); });
    m_wholeModel
        = add(rope, tr("Edit the &whole model"), QKeySequence(tr("Ctrl+D")), [this](bool whole) {
              m_rope->setDepth(whole ? EditDepth::WholeModel : EditDepth::ThisHead);
          });
    m_wholeModel->setCheckable(true);
    rope->addMenu(m_rope->panel()->editsMenu());
    add(rope, tr("&Sweep the base"), QKeySequence(), [this] { m_rope->panel()->toggleSweep(); });

    makeBookmarksMenu();
    makeLessonMenu();

    QMenu* const help = menuBar()->addMenu(tr("&Help"));
    add(help, tr("&Manual"), QKeySequence::HelpContents, &MainWindow::showManual);
    add(help, tr("&Things to try"), QKeySequence(), &MainWindow::showWelcome);
    add(help, tr("&Commands…"), QKeySequence(tr("Ctrl+Shift+P")), &MainWindow::showCommands);
    add(help, tr("&Keys"), QKeySequence(tr("?")), &MainWindow::showKeys);
    add(help, tr("&About RoPEScope"), QKeySequence(), &MainWindow::showAbout);
}

void MainWindow::showCommands()
{
    auto* const palette = new CommandPalette(this);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->setCommands(menuBar()->findChildren<QAction*>() + m_curves->pageMenu()->actions());
    palette->show();
}

void MainWindow::showAbout()
{
    QMessageBox::about(
        this, tr("About RoPEScope"),
        tr("<h3>RoPEScope %1</h3><p>A microscope for the attention heads of language models.</p>"
           "<p>Theory: TAPPA, arXiv:2601.21709. Rotary embedding: RoFormer, arXiv:2104.09864.</p>"
           "<p>GPL-3.0-or-later</p>")
            .arg(QApplication::applicationVersion()));
}

} // namespace ropescope
