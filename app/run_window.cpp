// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/run_window.h"

#include <cstdio>

#include <QApplication>
#include <QBuffer>
#include <QEventLoop>
#include <QFontDatabase>
#include <QPixmap>
#include <QSettings>
#include <QStyleFactory>
#include <QTimer>

#include "app/main_window.h"
#include "app/open_source.h"
#include "app/panes/curves_pane.h"
#include "app/panes/heads_pane.h"
#include "app/panes/map_pane.h"
#include "app/resource_paths.h"
#include "core/io/atomic_file.h"
#include "widgets/heatmap_view.h"

namespace ropescope {

namespace {

/// Opening a large trace or running a long prompt may take a while; a picture still comes.
constexpr int kScreenshotPatienceMs = 300'000;

/// One pair holds two fifths of this head's energy: move it, and the diagonals are plain to see.
constexpr HeadId kBuiltInHead { { 5 }, { 4 } };

int complain(const std::string& sentence)
{
    std::fprintf(stderr, "ropescope: %s\n", sentence.c_str());
    return 1;
}

void setUpLook()
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font = QApplication::font();
    if (QFontDatabase::families().contains(QStringLiteral("Inter")))
        font.setFamily(QStringLiteral("Inter"));
    font.setPixelSize(13);
    QApplication::setFont(font);
}

Theme chosenTheme(const std::string& wanted)
{
    const QString name = wanted.empty()
        ? QSettings().value(QStringLiteral("theme"), QStringLiteral("dark")).toString()
        : QString::fromStdString(wanted);
    return name == QLatin1String("light") ? Theme::lightTheme() : Theme::darkTheme();
}

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
            const int tokens = session.trace()->info().tokenCount;
            if (cell.query >= tokens || cell.key >= tokens) {
                emit session.failed(MainWindow::tr("Cell (%1, %2) does not exist: there are %3 "
                                                   "tokens.")
                                        .arg(cell.query)
                                        .arg(cell.key)
                                        .arg(tokens));
                return;
            }
            window.map().map()->pointAt(cell.query, cell.key);
        },
        Qt::SingleShotConnection);
}

/// Waits until nothing is under way, then saves what the window shows.
int saveScreenshot(MainWindow& window, const std::string& path)
{
    std::string failure;
    QObject::connect(&window.session(), &Session::failed, &window,
                     [&](const QString& sentence) { failure = sentence.toStdString(); });
    QTimer patience;
    patience.setSingleShot(true);
    patience.start(kScreenshotPatienceMs);
    QEventLoop loop;
    QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
    QObject::connect(&window.session(), &Session::becameIdle, &loop, &QEventLoop::quit);
    while (patience.isActive() && !window.session().isIdle())
        loop.exec();
    QApplication::processEvents(); // what the last results have to say to the views
    if (!failure.empty())
        return complain(failure);
    if (!window.session().isIdle())
        return complain("The picture was not finished in time, so no screenshot was saved.");
    QByteArray bytes;
    QBuffer buffer(&bytes);
    window.grab().save(&buffer, "PNG");
    if (const auto saved = writeFile(path, bytes.toStdString()); !saved)
        return complain(saved.error().message);
    return 0;
}

} // namespace

int runWindow(const WindowOptions& options)
{
    auto pool = std::make_shared<ThreadPool>(options.threads);
    auto renderer = makeRenderer(options.backend, pool);
    if (!renderer)
        return complain(renderer.error().message);
    setUpLook();
    MainWindow window(std::make_unique<Session>(std::move(*renderer), std::move(pool)));
    window.setTheme(chosenTheme(options.theme));
    if (options.screenshot.empty())
        window.rememberLayout();
    if (options.width > 0 && options.height > 0)
        window.resize(options.width, options.height);
    window.show();

    if (!options.lesson.empty()) {
        const bool stays = options.screenshot.empty();
        window.startLesson(options.lesson, options.lessonStep,
                           stays ? Lecture::Screen::Full : Lecture::Screen::AsItIs);
        return stays ? QApplication::exec() : saveScreenshot(window, options.screenshot);
    }
    if (isSession(options.path)) {
        const auto saved = loadSession(options.path);
        if (!saved)
            return complain(saved.error().message);
        window.restore(*saved, options.path);
        return options.screenshot.empty() ? QApplication::exec()
                                          : saveScreenshot(window, options.screenshot);
    }
    Session& session = window.session();
    ViewState view = session.view();
    view.edit = options.edit;
    view.headGains = options.headGains;
    if (options.wholeModel || !options.headGains.empty())
        view.depth = EditDepth::WholeModel;
    session.commitView(view);
    if (!options.page.empty())
        window.curves().showPage(QString::fromStdString(options.page));
    if (options.cell)
        pointAt(window, *options.cell);
    const bool builtIn = options.path.empty();
    std::optional<HeadId> head;
    if (options.layer || options.head)
        head = HeadId { { options.layer.value_or(0) }, { options.head.value_or(0) } };
    else if (builtIn)
        head = kBuiltInHead;
    const std::filesystem::path path
        = builtIn ? resourcePath("model") : std::filesystem::path(options.path);
    session.open(path, options.text ? QString::fromStdString(*options.text) : usualPrompt(), head);
    HeadsPane& heads = window.heads();
    if (!options.filter.empty())
        heads.setFilter(QString::fromStdString(options.filter));
    if (!options.colouring.empty())
        heads.setColouring(QString::fromStdString(options.colouring));
    if (!options.order.empty())
        heads.setOrder(QString::fromStdString(options.order));
    if (!options.screenshot.empty())
        return saveScreenshot(window, options.screenshot);
    return QApplication::exec();
}

} // namespace ropescope
