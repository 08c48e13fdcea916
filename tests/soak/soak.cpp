// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A monkey at the window: random clicks, keys, edits, files and cancels, drawn from a seed. Says
// what it did, how long the event loop did not come round, and how memory went.
#include <algorithm>
#include <atomic>
#include <clocale>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>

#include <QApplication>
#include <QCommandLineParser>
#include <QDesktopServices>
#include <QTimer>
#include <fmt/core.h>

#include "app/run_window.h"
#include "tests/soak/loop_watch.h"
#include "tests/soak/monkey.h"
#include "tests/soak/playground.h"

using namespace ropescope;
using namespace ropescope::soak;

namespace {

constexpr double kLongestGapMs = 200.0; ///< of processor time
/// Of time that the GUI thread worked or waited: for a lock, a disk, a process. It is wider than
/// that of processor time, since a machine whose memory or disk others use makes us wait, too.
constexpr double kLongestOwnMs = 1000.0;
constexpr double kMostGrowth = 0.10; ///< of memory, from the second to the last third of a run
constexpr std::chrono::seconds kBetweenRests { 60 };

/// What Qt says of its surroundings, not of us: no window manager under Xvfb, no screen of its own.
const QStringList kOfNoInterest { "This plugin does not support",
                                  "QStandardPaths: ", "propagateSizeHints" };

constexpr const char* kSchemes[] = { "http", "https", "file", "mailto" };

std::mutex messagesMutex;
std::map<QString, int> messages; // warnings and worse, with how often they came
std::atomic<const Monkey*> theMonkey { nullptr };

void keepMessage(QtMsgType type, const QMessageLogContext&, const QString& text)
{
    if (type == QtDebugMsg || type == QtInfoMsg
        || std::any_of(kOfNoInterest.begin(), kOfNoInterest.end(),
                       [&](const QString& part) { return text.contains(part); }))
        return;
    const std::lock_guard lock(messagesMutex);
    if (messages[text]++ == 0) {
        const Monkey* const monkey = theMonkey;
        fmt::print(stderr, "{}  [after: {}]\n", text.toStdString(),
                   monkey != nullptr ? monkey->lastAct() : "start");
    }
    if (type == QtFatalMsg)
        std::abort();
}

/// A link that leads out of the program leads nowhere.
class Nowhere : public QObject {
    Q_OBJECT

public slots:
    void go(const QUrl&) { }
};

void printGaps(const char* title, const std::vector<Gap>& gaps)
{
    fmt::print("\n{}\n{:>8} {:>8} {:>8}  {}\n", title, "cpu ms", "own ms", "wall ms", "after");
    for (const Gap& gap : gaps)
        fmt::print("{:8.0f} {:8.0f} {:8.0f}  {}{}{}\n", gap.lasted.processor, gap.own(),
                   gap.lasted.wall, gap.act, gap.top.empty() ? "" : " in ", gap.top);
}

void printStacks(const std::vector<Gap>& gaps, double longerThan)
{
    for (const Gap& gap : gaps) {
        if (std::max(gap.lasted.processor, gap.own()) < longerThan || gap.stack.empty())
            continue;
        fmt::print("\nIn the gap of {:.0f} ms of processor time, {:.0f} ms own, after {}:\n",
                   gap.lasted.processor, gap.own(), gap.act);
        for (const std::string& line : names(gap.stack))
            fmt::print("    {}\n", line);
    }
}

/// The mean of the last third over that of the second, less 1; nothing in a run of few rests.
std::optional<double> growth(const std::vector<Monkey::Sample>& samples)
{
    const std::size_t third = samples.size() / 3;
    if (third < 2)
        return std::nullopt;
    const auto mean = [&](std::size_t from) {
        double sum = 0.0;
        for (std::size_t i = from; i < from + third; ++i)
            sum += samples[i].memory.resident;
        return sum / static_cast<double>(third);
    };
    return mean(samples.size() - third) / mean(samples.size() - 2 * third) - 1.0;
}

bool check(bool ok, const std::string& what)
{
    fmt::print("{}  {}\n", ok ? "ok  " : "FAIL", what);
    return ok;
}

} // namespace

int main(int argc, char** argv)
{
    Playground playground; // before anything asks where home is
    qInstallMessageHandler(keepMessage);
    QCoreApplication::setApplicationName(QStringLiteral("ropescope"));
    QCoreApplication::setOrganizationName(QStringLiteral("ropescope"));
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QApplication application(argc, argv);
    std::setlocale(LC_NUMERIC, "C");
    QCommandLineParser parser;
    parser.setApplicationDescription("A monkey at the window of RoPEScope.");
    parser.addHelpOption();
    const QCommandLineOption minutes("minutes", "How long.", "M", "0.25");
    const QCommandLineOption seed("seed", "What the monkey draws.", "S", "7");
    const QCommandLineOption limits(
        "limits",
        "Fail where the event loop is held up for 200 ms of processor time or for a second of "
        "work and waiting, or memory grows.");
    parser.addOptions({ minutes, seed, limits });
    parser.process(application);
    const double length = parser.value(minutes).toDouble();

    Nowhere nowhere;
    for (const char* const scheme : kSchemes)
        QDesktopServices::setUrlHandler(QString::fromLatin1(scheme), &nowhere, "go");
    playground.fill();
    LoopWatch watch;
    Monkey monkey(playground, watch,
                  { .length = std::chrono::milliseconds(static_cast<long>(length * 60'000.0)),
                    .betweenRests = kBetweenRests,
                    .seed = parser.value(seed).toULongLong() });
    theMonkey = &monkey;
    QObject::connect(
        &monkey, &Monkey::finished, &application, [] { QCoreApplication::exit(0); },
        Qt::QueuedConnection); // quit() would ask the window, which does not close
    QTimer::singleShot(0, &monkey, &Monkey::begin);
    const int code = runWindow({});
    theMonkey = nullptr;
    for (const char* const scheme : kSchemes)
        QDesktopServices::unsetUrlHandler(QString::fromLatin1(scheme));

    fmt::print("Seed {}, {} minutes\n\nActs\n", parser.value(seed).toStdString(), length);
    int acts = 0;
    for (const auto& [name, count] : monkey.counts()) {
        fmt::print("{:8}  {}\n", count, name);
        acts += count;
    }
    fmt::print("{:8}  in all\n\nMemory, MiB, at rest\n{:>8} {:>9} {:>10}\n", acts, "minute",
               "resident", "allocated");
    for (const auto& [minute, memory] : monkey.memory())
        fmt::print("{:8.1f} {:9.1f} {:10.1f}\n", minute, memory.resident, memory.allocated);
    printGaps("Longest gaps of the event loop, by processor time of its thread",
              watch.byProcessor());
    printGaps("The same, by time that it worked or waited", watch.byOwn());
    printStacks(watch.byProcessor(), LoopWatch::kWorthAStack);
    printStacks(watch.byOwn(), kLongestGapMs);
    for (const auto& [text, count] : messages)
        fmt::print("\n{} times: {}\n", count, text.toStdString());
    fmt::print("\n");

    bool ok = check(code == 0, "the program ended well");
    ok &= check(!monkey.gotStuck(), "it came to rest whenever it was left alone");
    ok &= check(messages.empty(), "no warnings");
    if (parser.isSet(limits)) {
        const double longest
            = watch.byProcessor().empty() ? 0.0 : watch.byProcessor().front().lasted.processor;
        ok &= check(longest <= kLongestGapMs,
                    fmt::format("longest gap {:.0f} ms of processor time, of {:.0f} allowed",
                                longest, kLongestGapMs));
        const double own = watch.byOwn().empty() ? 0.0 : watch.byOwn().front().own();
        ok &= check(own <= kLongestOwnMs,
                    fmt::format("longest gap {:.0f} ms of work and waiting, of {:.0f} allowed", own,
                                kLongestOwnMs));
        if (const auto grown = growth(monkey.memory()))
            ok &= check(*grown <= kMostGrowth,
                        fmt::format("memory grew by {:.1f} %, of {:.0f} allowed", 100.0 * *grown,
                                    100.0 * kMostGrowth));
        else
            fmt::print("      too few rests to say how memory went\n");
    }
    return ok ? 0 : 1;
}

#include "soak.moc"
