// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/soak/loop_watch.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace ropescope::soak {

namespace {

constexpr int kLookEveryMs = 20;
constexpr int kDeepest = 96;

// What signal handlers and the watching thread may touch.
std::array<void*, kDeepest> seen;
std::atomic<int> seenDepth { 0 };
std::atomic<double> lastBeatWall { 0.0 };
std::atomic<double> lastBeatProcessor { 0.0 };
std::array<char, 256> lastAct {};

double milliseconds(clockid_t clock)
{
    timespec now {};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

void lookAtStack(int) { seenDepth = backtrace(seen.data(), kDeepest); }

void say(const char* text) { [[maybe_unused]] auto n = ::write(STDERR_FILENO, text, strlen(text)); }

[[maybe_unused]] void sayLastWords(int signal)
{
    say("\nThe program crashed. Done last: ");
    say(lastAct.data());
    say("\n");
    std::array<void*, kDeepest> stack {};
    backtrace_symbols_fd(stack.data(), backtrace(stack.data(), kDeepest), STDERR_FILENO);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void keepLongest(std::vector<Gap>& gaps, const Gap& gap, double (*length)(const Gap&))
{
    const auto longer = [&](const Gap& a, const Gap& b) { return length(a) > length(b); };
    gaps.insert(std::upper_bound(gaps.begin(), gaps.end(), gap, longer), gap);
    if (gaps.size() > LoopWatch::kKept)
        gaps.pop_back();
}

} // namespace

LoopWatch::LoopWatch()
    : m_gui(pthread_self())
    , m_schedule(
          open(("/proc/self/task/" + std::to_string(syscall(SYS_gettid)) + "/schedstat").c_str(),
               O_RDONLY | O_CLOEXEC))
{
    void* warm = nullptr;
    backtrace(&warm, 1); // loads what a signal handler must not load
    struct sigaction action { };
    action.sa_flags = SA_RESTART;
    action.sa_handler = lookAtStack;
    sigaction(SIGUSR2, &action, nullptr);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // these have better last words
    for (const int signal : { SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL })
        std::signal(signal, sayLastWords);
#endif
    m_beat.setTimerType(Qt::PreciseTimer);
    m_beat.setInterval(kBeatMs);
    connect(&m_beat, &QTimer::timeout, this, &LoopWatch::beat);
}

LoopWatch::~LoopWatch()
{
    m_watcher = {};
    if (m_schedule >= 0)
        close(m_schedule);
}

void LoopWatch::begin()
{
    m_last = clocks();
    lastBeatWall = m_last.wall;
    lastBeatProcessor = m_last.processor;
    m_beat.start();
    m_watcher = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

void LoopWatch::note(const std::string& act, const std::string& top)
{
    m_present.act = act;
    m_present.top = top;
    std::snprintf(lastAct.data(), lastAct.size(), "%s in %s", act.c_str(), top.c_str());
}

Clocks LoopWatch::clocks() const
{
    Clocks now { .wall = milliseconds(CLOCK_MONOTONIC),
                 .processor = milliseconds(CLOCK_THREAD_CPUTIME_ID) };
    std::array<char, 96> text {};
    if (m_schedule >= 0 && pread(m_schedule, text.data(), text.size() - 1, 0) > 0) {
        long long ran = 0;
        long long queued = 0;
        if (std::sscanf(text.data(), "%lld %lld", &ran, &queued) == 2)
            now.queued = static_cast<double>(queued) * 1e-6;
    }
    return now;
}

void LoopWatch::beat()
{
    const Clocks now = clocks();
    m_present.lasted = { std::max(0.0, now.wall - m_last.wall - kBeatMs),
                         now.processor - m_last.processor, now.queued - m_last.queued };
    m_last = now;
    lastBeatWall = now.wall;
    lastBeatProcessor = now.processor;
    const int depth = seenDepth.exchange(0);
    m_present.stack.assign(seen.begin(), seen.begin() + depth);
    keepLongest(m_byProcessor, m_present, [](const Gap& gap) { return gap.lasted.processor; });
    keepLongest(m_byOwn, m_present, [](const Gap& gap) { return gap.own(); });
}

void LoopWatch::watch(const std::stop_token& stop)
{
    clockid_t clock {};
    pthread_getcpuclockid(m_gui, &clock);
    double lookedAt = 0.0; // the beat since which the stack was looked at, by its own work
    double waitingSince = 0.0;
    while (!stop.stop_requested()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(kLookEveryMs));
        const double beat = lastBeatWall;
        const double wall = milliseconds(CLOCK_MONOTONIC) - beat;
        const bool works = milliseconds(clock) - lastBeatProcessor > kWorthAStack;
        if (works ? lookedAt != beat : wall > 2.0 * kWorthAStack && waitingSince != beat) {
            (works ? lookedAt : waitingSince) = beat;
            pthread_kill(m_gui, SIGUSR2);
        }
        if (wall > kHopeless) {
            say("\nThe event loop hangs.\n");
            pthread_kill(m_gui, SIGABRT);
            return;
        }
    }
}

std::vector<std::string> names(const std::vector<void*>& stack)
{
    std::vector<std::string> lines;
    for (void* const address : stack) {
        Dl_info info {};
        if (dladdr(address, &info) == 0 || info.dli_sname == nullptr) {
            std::array<char, 64> text {};
            std::snprintf(text.data(), text.size(), "+%zx",
                          static_cast<std::size_t>(static_cast<char*>(address)
                                                   - static_cast<char*>(info.dli_fbase)));
            lines.push_back(
                info.dli_fname != nullptr
                    ? std::string(info.dli_fname).substr(std::string(info.dli_fname).rfind('/') + 1)
                        + text.data()
                    : "?");
            continue;
        }
        int status = 0;
        char* const plain = abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, &status);
        lines.emplace_back(status == 0 ? plain : info.dli_sname);
        std::free(plain);
    }
    return lines;
}

} // namespace ropescope::soak
