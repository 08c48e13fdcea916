// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_file.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto trace = openTraceFile(fileOf(data, size, ".h5"));
    if (!trace)
        return 0;
    (void)(*trace)->tokenTexts();
    (void)(*trace)->head({});
    (void)(*trace)->values({}, 0);
    return 0;
}
