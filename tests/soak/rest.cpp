// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/soak/rest.h"

#include <fstream>

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <malloc.h>
#include <unistd.h>

#include "app/lessons/lecture.h"
#include "app/main_window.h"
#include "app/panes/curves_pane.h"
#include "app/panes/map_pane.h"
#include "app/resource_paths.h"
#include "widgets/heatmap_view.h"

namespace ropescope::soak {

namespace {

constexpr double kMiB = 1024.0 * 1024.0;
constexpr HeadId kHead { { 5 }, { 4 } };

enum Stage { Close, OpenAnother, OpenBuiltIn, Calm };

} // namespace

Memory memoryNow()
{
    malloc_trim(0); // what is free is no leak, wherever the allocator keeps it
    long pages = 0;
    long resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    const auto heap = mallinfo2();
    return { static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / kMiB,
             static_cast<double>(heap.uordblks + heap.hblkhd) / kMiB };
}

Rest::Rest(MainWindow* window, QByteArray layout)
    : m_window(window)
    , m_layout(std::move(layout))
{
    m_clock.start();
}

bool Rest::closedSomething()
{
    if (QWidget* const popup = QApplication::activePopupWidget())
        return popup->close();
    if (QWidget* const modal = QApplication::activeModalWidget()) {
        if (auto* const dialog = qobject_cast<QDialog*>(modal))
            dialog->reject();
        else
            modal->close();
        return true;
    }
    for (QWidget* const other : QApplication::topLevelWidgets()) {
        const bool isPart
            = other->windowType() == Qt::ToolTip || qobject_cast<QDockWidget*>(other) != nullptr;
        if (other != m_window && other->isVisible() && !isPart)
            return other->close();
    }
    auto* const lecture = m_window->findChild<Lecture*>();
    if (lecture->isRunning()) {
        lecture->leave();
        return true;
    }
    return false;
}

Rest::State Rest::step()
{
    if (m_clock.elapsed() > kPatienceMs)
        return State::TooLong;
    if (closedSomething())
        return State::UnderWay;
    Session& session = m_window->session();
    switch (m_stage) {
    case Close:
        writeSettings({});
        m_window->apply({});
        m_window->showNormal();
        m_window->resize(1280, 800);
        m_window->restoreState(m_layout);
        m_window->curves().showPage(QStringLiteral("lag"));
        session.unpinReference();
        session.setBookmarks({});
        session.commitView({}); // no edit that the next model would run with
        session.open(QDir::current().filePath("double.h5").toStdString(),
                     usualPrompt()); // forgets what was done
        m_stage = OpenAnother;
        break;
    case OpenAnother:
        if (session.isIdle()) {
            session.open(resourcePath("model"), usualPrompt(), kHead);
            m_stage = OpenBuiltIn;
        }
        break;
    case OpenBuiltIn:
        if (session.isIdle()) {
            session.commitView({ .head = kHead });
            m_window->map().map()->fit();
            m_stage = Calm;
        }
        break;
    default:
        m_calm = session.isIdle() ? m_calm + 1 : 0;
        if (m_calm == kCalm)
            return State::Reached;
    }
    return State::UnderWay;
}

} // namespace ropescope::soak
