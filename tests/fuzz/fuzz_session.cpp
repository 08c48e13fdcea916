// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/saved_session.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (const auto session = loadSession(fileOf(data, size, ".ropescope")))
        (void)saveSession(*session, fileOf(data, size, ".ropescope").string() + ".saved");
    return 0;
}
