// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/io/gguf_file.h"

namespace ropescope {

/// Reads the metadata of a GGUF file and remembers the first value that is wrong, as JsonFields
/// does for JSON: take them all, then ask error(). Without a fallback absence is an error.
class GgufFields {
public:
    /// `file` must outlive this.
    explicit GgufFields(const GgufFile& file);

    [[nodiscard]] bool has(std::string_view key) const { return m_file.find(key) != nullptr; }
    /// nullptr when absent.
    [[nodiscard]] const GgufValue* find(std::string_view key) const { return m_file.find(key); }
    /// nullptr, and an error, when absent.
    [[nodiscard]] const GgufValue* require(std::string_view key);

    /// Also an array with one value a layer, where all are the same.
    [[nodiscard]] int integer(std::string_view key, int lowest, int highest,
                              std::optional<int> fallback = {});
    /// A float32 comes out as the shortest decimal number that it stands for: 1e-05, where a plain
    /// conversion gives 9.99999974737875e-06.
    [[nodiscard]] double number(std::string_view key, double lowest, double highest,
                                std::optional<double> fallback = {});
    [[nodiscard]] bool boolean(std::string_view key, std::optional<bool> fallback = {});
    /// UTF-8.
    [[nodiscard]] std::string text(std::string_view key, std::optional<std::string> fallback = {});

    /// Remembers an error unless there is one already.
    void reject(ErrorCode code, std::string message);
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// The file, for messages.
    [[nodiscard]] std::string where() const { return m_file.path().string(); }

private:
    void rejectValue(std::string_view key, std::string_view expected, const GgufValue& found);

    const GgufFile& m_file;
    std::optional<Error> m_error;
};

} // namespace ropescope
