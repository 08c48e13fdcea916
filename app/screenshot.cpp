// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screenshot.h"

#include <QApplication>
#include <QBuffer>
#include <QEvent>
#include <QEventLoop>
#include <QPixmap>
#include <QTimer>
#include <fmt/core.h>

#include "app/main_window.h"
#include "core/io/atomic_file.h"

namespace ropescope {

namespace {

/// Opening a large trace or running a long prompt may take a while; a picture still comes.
constexpr int kScreenshotPatienceMs = 300'000;

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

} // namespace

Result<void> saveScreenshot(MainWindow& window, const std::filesystem::path& file, QSize asked)
{
    QEventLoop loop;
    std::string failure;
    QObject::connect(&window.session(), &Session::failed, &loop,
                     [&](const QString& sentence) { failure = sentence.toStdString(); });
    QTimer patience;
    patience.setSingleShot(true);
    patience.start(kScreenshotPatienceMs);
    QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
    QObject::connect(&window.session(), &Session::becameIdle, &loop, &QEventLoop::quit);
    LayoutWatch layouts;
    // What the last results say to the views may move others; a map of another size is new work.
    const auto isDone = [&] {
        return window.session().isIdle() && !layouts.pass() && window.session().isIdle()
            && window.isDressed();
    };
    const auto settle = [&] {
        while (patience.isActive() && !isDone()) {
            if (!window.session().isIdle())
                loop.exec();
        }
    };
    settle();
    if (!asked.isEmpty() && window.size() != asked) {
        // What needed more room while the source was opened may do with less now, but a window
        // that has grown stays as it is.
        window.resize(asked);
        settle();
    }
    if (!failure.empty())
        return fail(ErrorCode::Unreadable, failure);
    if (!window.session().isIdle())
        return fail(ErrorCode::Cancelled,
                    "The picture was not finished in time, so no screenshot was saved.");
    if (!asked.isEmpty() && asked.expandedTo(window.size()) != asked) {
        const QSize least = window.minimumSize(); // the layout's own
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("--size: the window with all that it shows needs {}x{} pixels, found "
                        "{}x{}; give at least that.",
                        least.width(), least.height(), asked.width(), asked.height()));
    }
    window.hideTimings(); // they are never twice the same
    QByteArray bytes;
    QBuffer buffer(&bytes);
    window.grab().save(&buffer, "PNG");
    return writeFile(file, bytes.toStdString());
}

} // namespace ropescope
