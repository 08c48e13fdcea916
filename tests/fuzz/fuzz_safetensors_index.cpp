// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/safetensors_directory.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::filesystem::path folder = [] {
        auto made = fileOf(nullptr, 0, "").string() + "-model";
        std::filesystem::create_directory(made);
        std::ofstream(made + "/a.safetensors", std::ios::binary)
            << std::string("\x3d\0\0\0\0\0\0\0", 8)
            << R"({"x": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}})"
            << "1234";
        return std::filesystem::path(made);
    }();
    std::ofstream(folder / "model.safetensors.index.json", std::ios::binary | std::ios::trunc)
        << textOf(data, size);
    if (const auto directory = SafetensorsDirectory::open(folder)) {
        for (const std::string_view name : directory->names())
            (void)directory->view(name);
    }
    return 0;
}
