// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "core/base/progress.h"

namespace ropescope {

struct CommandContext;

/// A bar on one line of a terminal, wiped when it goes. Nothing on a pipe and with --quiet.
class ProgressBar {
public:
    ProgressBar(const CommandContext& context, std::string label);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// For work that outlives no longer than this bar; one thread at a time.
    [[nodiscard]] Progress progress();

private:
    void show(double fraction);

    std::ostream* m_stream = nullptr; ///< null: nothing to show
    std::string m_label;
    int m_percent = -1;
};

} // namespace ropescope
