// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/safetensors_file.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (const auto file = SafetensorsFile::open(fileOf(data, size, ".safetensors"))) {
        for (const auto& [name, view] : file->tensors())
            (void)file->tensor(name);
    }
    return 0;
}
