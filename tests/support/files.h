// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace ropescope::test {

void writeFile(const std::filesystem::path& path, std::string_view content);
[[nodiscard]] std::string readFile(const std::filesystem::path& path);

/// Length, header and as many zero bytes as `dataBytes` says.
[[nodiscard]] std::string safetensors(std::string_view header, std::size_t dataBytes);

/// Replaces the one occurrence of `from`; asserts that there is one.
[[nodiscard]] std::string replaced(std::string text, std::string_view from, std::string_view to);

} // namespace ropescope::test

/// Fails the Qt Test function unless `result` is an error with this code whose text contains
/// `part`.
#define ROPESCOPE_EXPECT_ERROR(result, expectedCode, part)                                         \
    do {                                                                                           \
        const auto& outcome = (result);                                                            \
        QVERIFY2(!outcome.has_value(), "succeeded, but an error was expected");                    \
        const std::string text = outcome.error().message;                                          \
        QVERIFY2(outcome.error().code == (expectedCode), text.c_str());                            \
        QVERIFY2(text.find(part) != std::string::npos, text.c_str());                              \
    } while (false)
