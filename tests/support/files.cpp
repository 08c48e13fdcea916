// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/files.h"

#include <cassert>
#include <cstdint>
#include <fstream>
#include <iterator>

namespace ropescope::test {

void writeFile(const std::filesystem::path& path, std::string_view content)
{
    std::ofstream stream(path, std::ios::binary);
    stream << content;
    stream.close();
    assert(stream.good());
}

std::string readFile(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    assert(stream.good());
    return { std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>() };
}

std::string safetensors(std::string_view header, std::size_t dataBytes)
{
    std::string bytes;
    for (int shift = 0; shift < 64; shift += 8)
        bytes.push_back(
            static_cast<char>(static_cast<std::uint64_t>(header.size()) >> shift & 0xff));
    bytes += header;
    bytes.append(dataBytes, '\0');
    return bytes;
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    const std::size_t at = text.find(from);
    assert(at != std::string::npos && text.find(from, at + 1) == std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace ropescope::test
