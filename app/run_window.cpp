// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/run_window.h"

#include <cstdio>

#include <QApplication>
#include <QBuffer>
#include <QEventLoop>
#include <QFontDatabase>
#include <QIcon>
#include <QPixmap>
#include <QStyleFactory>
#include <QTimer>

#include "app/heap.h"
#include "app/main_window.h"
#include "app/open_source.h"
#include "app/panes/curves_pane.h"
#include "app/panes/heads_pane.h"
#include "app/panes/map_pane.h"
#include "app/resource_paths.h"
#include "app/settings.h"
#include "app/translation.h"
#include "core/io/atomic_file.h"
#include "widgets/heatmap_view.h"

namespace ropescope {

namespace {

/// Opening a large trace or running a long prompt may take a while; a picture still comes.
constexpr int kScreenshotPatienceMs = 300'000;

/// To make a window, to show it and to fill it takes the better part of a tenth of a second each,
/// so each is a turn of the event loop, in which the other windows go on.
constexpr std::chrono::milliseconds kTurn { 10 };

/// One pair holds two fifths of this head's energy: move it, and the diagonals are plain to see.
constexpr HeadId kBuiltInHead { { 5 }, { 4 } };

/// What draws and computes, for all windows.
struct Machine {
    Backend backend;
    std::shared_ptr<ThreadPool> pool;
};

int complain(const std::string& sentence)
{
    std::fprintf(stderr, "ropescope: %s\n", sentence.c_str());
    return 1;
}

void setUpLook(const Settings& settings)
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font = QApplication::font();
    if (QFontDatabase::families().contains(QStringLiteral("Inter")))
        font.setFamily(QStringLiteral("Inter"));
    font.setPixelSize(settings.typePixels);
    QApplication::setFont(font);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/ropescope/ropescope.svg")));
    QApplication::setDesktopFileName(QStringLiteral("org.ropescope.RoPEScope"));
}

/// A screenshot looks the same whatever the user has set.
Settings chosenSettings(const WindowOptions& options)
{
    Settings settings = options.screenshot.empty() ? readSettings() : Settings();
    if (!options.screenshot.empty())
        settings.language = QStringLiteral("en");
    if (!options.language.empty())
        settings.language = QString::fromStdString(options.language);
    if (!options.theme.empty())
        settings.dark = options.theme == "dark";
    return settings;
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

/// Does anything in the program ask to be laid out anew?
class LayoutWatch : public QObject {
public:
    LayoutWatch() { QApplication::instance()->installEventFilter(this); }
    /// Delivers what is waiting; true where a layout was among it.
    [[nodiscard]] bool pass()
    {
        m_seen = false;
        QApplication::processEvents();
        return m_seen;
    }

protected:
    bool eventFilter(QObject* /*object*/, QEvent* event) override
    {
        m_seen = m_seen || event->type() == QEvent::LayoutRequest;
        return false;
    }

private:
    bool m_seen = false;
};

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
    LayoutWatch layouts;
    // What the last results say to the views may move others; a map of another size is new work.
    const auto isDone
        = [&] { return window.session().isIdle() && !layouts.pass() && window.session().isIdle(); };
    while (patience.isActive() && !isDone()) {
        if (!window.session().isIdle())
            loop.exec();
    }
    if (!failure.empty())
        return complain(failure);
    if (!window.session().isIdle())
        return complain("The picture was not finished in time, so no screenshot was saved.");
    window.hideTimings(); // the same options give the same bytes
    QByteArray bytes;
    QBuffer buffer(&bytes);
    window.grab().save(&buffer, "PNG");
    if (const auto saved = writeFile(path, bytes.toStdString()); !saved)
        return complain(saved.error().message);
    return 0;
}

/// A window of its own, with a session of its own, which closing deletes.
void openAnother(const Machine& machine, const Settings& settings, const SavedSession& shown)
{
    auto renderer = makeRenderer(machine.backend, machine.pool);
    if (!renderer) {
        complain(renderer.error().message);
        return;
    }
    auto* const window
        = new MainWindow(std::make_unique<Session>(std::move(*renderer), machine.pool));
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->apply(settings);
    QObject::connect(
        window, &MainWindow::windowWanted, window,
        [machine](const SavedSession& wanted) { openAnother(machine, readSettings(), wanted); });
    QTimer::singleShot(kTurn, window, &QWidget::show);
    QTimer::singleShot(2 * kTurn, window, [window, shown] { window->restore(shown, {}); });
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
    HeadsPane& heads = window.heads();
    if (!options.filter.empty())
        heads.setFilter(QString::fromStdString(options.filter));
    if (!options.colouring.empty())
        heads.setColouring(QString::fromStdString(options.colouring));
    if (!options.order.empty())
        heads.setOrder(QString::fromStdString(options.order));
}

} // namespace

int runWindow(const WindowOptions& options)
{
    returnFreedMemory();
    const Settings settings = chosenSettings(options);
    const Machine machine { .backend = options.backend.value_or(settings.backend),
                            .pool = std::make_shared<ThreadPool>(
                                options.threads.value_or(settings.threads)) };
    auto renderer = makeRenderer(machine.backend, machine.pool);
    if (!renderer)
        return complain(renderer.error().message);
    speak(settings.language);
    setUpLook(settings);
    MainWindow window(std::make_unique<Session>(std::move(*renderer), machine.pool));
    window.apply(settings);
    const bool stays = options.screenshot.empty();
    if (stays)
        window.rememberLayout();
    if (options.width > 0 && options.height > 0)
        window.resize(options.width, options.height);
    window.show();
    QObject::connect(&window, &MainWindow::windowWanted, &window,
                     [&](const SavedSession& shown) { openAnother(machine, settings, shown); });

    const QString page = QString::fromStdString(options.page);
    if (!options.lesson.empty()) {
        window.startLesson(options.lesson, options.lessonStep,
                           stays ? Lecture::Screen::Full : Lecture::Screen::AsItIs);
    } else if (isSession(options.path)) {
        const auto saved = loadSession(options.path);
        if (!saved)
            return complain(saved.error().message);
        if (options.cell)
            pointAt(window, *options.cell);
        window.restore(*saved, options.path);
        window.curves().showPage(page); // rather than the saved one
    } else {
        if (options.cell)
            pointAt(window, *options.cell);
        window.curves().showPage(page);
        openSource(window, options);
        if (options.welcome)
            window.showWelcome();
        else if (stays && options.path.empty())
            window.showWelcomeOnce();
    }
    return stays ? QApplication::exec() : saveScreenshot(window, options.screenshot);
}

} // namespace ropescope
