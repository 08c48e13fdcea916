// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What takes a user many clicks, done at once.
#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QUrl>

#include "app/main_window.h"
#include "app/panes/curves_pane.h"
#include "app/panes/map_pane.h"
#include "app/resource_paths.h"
#include "tests/soak/monkey.h"
#include "tests/soak/playground.h"

namespace ropescope::soak {

namespace {

constexpr const char* kPages[]
    = { "lag",    "row",     "similarity", "cell",    "pairs", "spectra", "season",
        "layers", "scaling", "experiment", "content", "cache", "budget",  "prune" };
constexpr const char* kMaps[] = { "viridis", "cividis", "magma", "grey" };
const QString kPrompts[] = { "", "One.", "one fish two fish red fish blue fish ",
                             "\u4e2d\u6587 \u00fc\u00df \u20ac \U0001F600 ",
                             "The captain had been struck dead by thundering apoplexy. " };
constexpr double kGains[] = { 0.0, 0.5, 1.0, 2.0 };
constexpr int kRepeats[] = { 1, 1, 3, 20, 60 };
constexpr int kMostWindows = 3;
constexpr int kLongestRandom = 700;
constexpr int kMostContinued = 64;

} // namespace

MainWindow* Monkey::someWindow()
{
    auto* const active = qobject_cast<MainWindow*>(QApplication::activeWindow());
    return active != nullptr ? active : m_window.data();
}

void Monkey::edit()
{
    Session& session = someWindow()->session();
    ViewState view = session.view();
    const int pairs = session.head() ? std::max(session.head()->rope.pairCount(), 1) : 16;
    const auto pair = [&] {
        return m_dice.once(50) ? pairs : m_dice.below(pairs);
    }; // now and then one too many
    switch (m_dice.below(9)) {
    case 0:
    case 1:
        view.edit.relocations.emplace_back(pair(), pair());
        break;
    case 2:
        view.edit.gains[pair()] = m_dice.oneOf(kGains);
        break;
    case 3:
        view.edit.base = m_dice.decades(1e2, 1e8);
        break;
    case 4:
        view.edit.truncation
            = Truncation { pair(),
                           m_dice.once(2) ? Truncation::Kind::Still : Truncation::Kind::Remove };
        break;
    case 5:
        view.edit.meanPairs.insert(pair());
        break;
    case 6:
        view.edit.pairing = m_dice.once(2) ? RopePairing::HalfSplit : RopePairing::Interleaved;
        break;
    case 7:
        view.depth = m_dice.once(2) ? EditDepth::WholeModel : EditDepth::ThisHead;
        break;
    default:
        view.edit = {};
    }
    if (m_dice.once(3))
        session.previewView(view);
    else
        session.commitView(view);
}

void Monkey::undoOrRedo()
{
    Session& session = someWindow()->session();
    const bool back = !m_dice.once(3);
    for (int step = m_dice.between(1, 12); step > 0; --step)
        back ? session.undo() : session.redo();
}

void Monkey::showHead()
{
    Session& session = someWindow()->session();
    if (!session.trace())
        return;
    const TraceInfo& info = session.trace()->info();
    const HeadId head { { m_dice.below(info.numLayers + (m_dice.once(30) ? 1 : 0)) },
                        { m_dice.below(info.numHeads) } };
    if (m_dice.once(8))
        session.pinHead(head);
    else if (m_dice.once(8))
        session.commitView(withHeadGain(session.view(), head, m_dice.oneOf(kGains)));
    else
        session.showHead(head);
}

void Monkey::changeView()
{
    Session& session = someWindow()->session();
    ViewState view = session.view();
    view.quantity
        = { static_cast<QuantityKind>(m_dice.below(static_cast<int>(QuantityKind::Phase) + 1)), 0 };
    if (view.quantity.isOfPair())
        view.quantity.pair
            = m_dice.below(session.head() ? std::max(session.head()->rope.pairCount(), 1) : 1);
    view.pool = m_dice.once(2) ? Pool::Max : Pool::Mean;
    view.colourMap = m_dice.oneOf(kMaps);
    view.leaveOutSink = m_dice.once(2);
    session.commitView(view);
}

void Monkey::compare()
{
    Session& session = someWindow()->session();
    ViewState view = session.view();
    view.comparison = static_cast<Comparison>(m_dice.below(3));
    view.layout = static_cast<CompareLayout>(m_dice.below(3));
    session.commitView(view);
    if (m_dice.once(3))
        session.pinReference();
    else if (m_dice.once(3))
        session.unpinReference();
}

void Monkey::runPrompt()
{
    Session& session = someWindow()->session();
    if (m_dice.once(3))
        session.runRandom(m_dice.between(1, kLongestRandom));
    else
        session.run(m_dice.oneOf(kPrompts).repeated(m_dice.oneOf(kRepeats)));
}

void Monkey::goOn()
{
    Session& session = someWindow()->session();
    const QString text = m_dice.once(2) ? session.prompt() : m_dice.oneOf(kPrompts);
    session.continueRun(text, m_dice.between(1, kMostContinued), m_dice.once(2) ? 0.0 : 0.9);
}

void Monkey::cancel()
{
    Session& session = someWindow()->session();
    session.cancelRun();
    session.cache().cancel();
    session.prune().cancel();
}

void Monkey::open()
{
    MainWindow* const window = someWindow();
    const bool builtIn = m_dice.once(2); // it has most to offer
    const QString path = builtIn ? QString::fromStdString(resourcePath("model").string())
                                 : m_dice.oneOf(m_playground.sources());
    if (m_dice.once(3)) {
        QMimeData dropped;
        dropped.setUrls({ QUrl::fromLocalFile(path) });
        QDragEnterEvent enter(QPoint(99, 99), Qt::CopyAction, &dropped, Qt::LeftButton, {});
        QApplication::sendEvent(window, &enter);
        QDropEvent drop(QPointF(99, 99), Qt::CopyAction, &dropped, Qt::LeftButton, {});
        QApplication::sendEvent(window, &drop);
    } else {
        window->openPath(path.toStdString());
    }
}

void Monkey::startLesson()
{
    const auto screen = m_dice.once(2) ? Lecture::Screen::Full : Lecture::Screen::AsItIs;
    someWindow()->startLesson(m_dice.oneOf(m_playground.lessons()).toStdString(), m_dice.below(8),
                              screen);
}

void Monkey::showPage()
{
    someWindow()->curves().showPage(QString::fromLatin1(m_dice.oneOf(kPages)));
}

/// As the settings dialog does.
void Monkey::setLook()
{
    Settings settings;
    settings.dark = m_dice.once(2);
    settings.typePixels = m_dice.between(Settings::kSmallestType, 24);
    writeSettings(settings);
    someWindow()->apply(settings);
}

void Monkey::resize()
{
    MainWindow* const window = someWindow();
    if (window->isFullScreen())
        window->showNormal();
    window->resize(m_dice.between(700, 1900), m_dice.between(500, 1100));
}

/// Closes another window, or opens one.
void Monkey::changeWindows()
{
    QList<QWidget*> others;
    int windows = 0;
    for (QWidget* const widget : QApplication::topLevelWidgets()) {
        windows += qobject_cast<MainWindow*>(widget) != nullptr ? 1 : 0;
        if (widget != m_window && widget->isVisible() && widget->windowType() != Qt::ToolTip)
            others << widget;
    }
    if (!others.isEmpty() && (windows >= kMostWindows || m_dice.once(2)))
        m_dice.oneOf(others)->close();
    else
        Hand::key(someWindow(), Qt::Key_N, Qt::ControlModifier);
}

} // namespace ropescope::soak
