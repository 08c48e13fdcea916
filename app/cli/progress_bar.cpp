// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/progress_bar.h"

#include <algorithm>

#include <fmt/core.h>

#include "app/cli/command.h"

namespace ropescope {
namespace {

constexpr int kCells = 30;
constexpr const char* kWipe = "\r\033[K";

} // namespace

ProgressBar::ProgressBar(const CommandContext& context, std::string label)
    : m_stream(context.errorsOnTerminal && !context.quiet ? &context.err : nullptr)
    , m_label(std::move(label))
{
    show(0.0);
}

ProgressBar::~ProgressBar()
{
    if (m_stream != nullptr)
        *m_stream << kWipe << std::flush;
}

Progress ProgressBar::progress()
{
    return [this](double fraction) { show(fraction); };
}

void ProgressBar::show(double fraction)
{
    const int percent = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * 100.0);
    if (m_stream == nullptr || percent == m_percent)
        return;
    m_percent = percent;
    const int full = kCells * percent / 100;
    *m_stream << fmt::format("{}{} [{:=<{}}{:<{}}] {:3} %", kWipe, m_label, "", full, "",
                             kCells - full, percent)
              << std::flush;
}

} // namespace ropescope
