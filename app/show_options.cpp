// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/show_options.h"

#include "app/main_window.h"
#include "app/open_source.h"
#include "app/panes/curves_pane.h"
#include "app/panes/heads_pane.h"
#include "app/panes/map_pane.h"
#include "app/resource_paths.h"
#include "widgets/heatmap_view.h"

namespace ropescope {

namespace {

/// One pair holds two fifths of this head's energy: move it, and the diagonals are plain to see.
constexpr HeadId kBuiltInHead { { 5 }, { 4 } };

bool isSession(const std::string& path)
{
    return !path.empty() && sourceKind(path) == SourceKind::Session;
}

/// Puts the crosshair there as soon as there is a map.
void pointAt(MainWindow& window, const Cell& cell)
{
    Session& session = window.session();
    QObject::connect(
        &session, &Session::sourceOpened, &window,
        [&window, &session, cell] {
            if (session.checkCell(cell))
                window.map().map()->pointAt(cell.query, cell.key);
        },
        Qt::SingleShotConnection);
}

/// Pins the head that is shown first, and goes on to the one that was asked for.
void compare(MainWindow& window, HeadId shown)
{
    Session& session = window.session();
    QObject::connect(
        &session, &Session::pictureDrawn, &window,
        [&session, shown] {
            session.pinReference();
            ViewState view = session.view();
            view.layout = CompareLayout::Split;
            session.commitView(view);
            session.showHead(shown);
        },
        Qt::SingleShotConnection);
}

/// Opens what the options name, as they say.
void openSource(MainWindow& window, const WindowOptions& options)
{
    Session& session = window.session();
    ViewState view = session.view();
    view.edit = options.edit;
    view.headGains = options.headGains;
    if (options.wholeModel || !options.headGains.empty())
        view.depth = EditDepth::WholeModel;
    session.commitView(view);
    const bool builtIn = options.path.empty();
    std::optional<HeadId> head;
    if (options.layer || options.head)
        head = HeadId { { options.layer.value_or(0) }, { options.head.value_or(0) } };
    else if (builtIn)
        head = kBuiltInHead;
    const std::filesystem::path path
        = builtIn ? resourcePath("model") : std::filesystem::path(options.path);
    if (options.compareWith) {
        compare(window, head.value_or(HeadId {}));
        head = options.compareWith;
    }
    session.open(path, options.text ? QString::fromStdString(*options.text) : usualPrompt(), head);
}

/// How the heads are found, beside what is open.
void findHeads(MainWindow& window, const WindowOptions& options)
{
    HeadsPane& heads = window.heads();
    if (!options.filter.empty())
        heads.setFilter(QString::fromStdString(options.filter));
    if (!options.colouring.empty())
        heads.setColouring(QString::fromStdString(options.colouring));
    if (!options.order.empty())
        heads.setOrder(QString::fromStdString(options.order));
}

} // namespace

Result<void> showOptions(MainWindow& window, const WindowOptions& options)
{
    const QString page = QString::fromStdString(options.page);
    const bool stays = options.screenshot.empty();
    if (!options.lesson.empty()) {
        window.startLesson(options.lesson, options.lessonStep,
                           stays ? Lecture::Screen::Full : Lecture::Screen::AsItIs);
        return {};
    }
    if (options.cell)
        pointAt(window, *options.cell);
    if (isSession(options.path)) {
        const auto saved = loadSession(options.path);
        if (!saved)
            return tl::unexpected(saved.error());
        window.restore(*saved);
        window.curves().showPage(page); // rather than the saved one
    } else {
        window.curves().showPage(page);
        openSource(window, options);
    }
    findHeads(window, options);
    if (options.welcome)
        window.showWelcome();
    else if (stays && options.path.empty())
        window.showWelcomeOnce();
    return {};
}

} // namespace ropescope
