// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/machine_options.h"

#include "app/cli/command_parser.h"

namespace ropescope {
namespace {

constexpr int kMaxThreads = 1024;

} // namespace

void addMachineOptions(CommandParser& parser)
{
    parser.addValue("backend", "auto|vulkan|cpu", "What computes the maps (auto).");
    parser.addValue("threads", "N", "Threads of the processor (one for each core).");
}

MachineOptions readMachineOptions(OptionReader& reader)
{
    const auto backend = reader.choice<Backend>(
        "backend",
        { { "auto", Backend::Auto }, { "vulkan", Backend::Vulkan }, { "cpu", Backend::Cpu } });
    return { .backend = backend.value_or(Backend::Auto),
             .threads = reader.integer("threads", 1, kMaxThreads).value_or(0) };
}

} // namespace ropescope
