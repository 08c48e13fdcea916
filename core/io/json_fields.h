// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace ropescope {

/// Reads the members of one JSON object and remembers the first that is wrong, so that a list of
/// fields reads as a list: take them all, then ask error(). A member that is null counts as absent;
/// without a fallback absence is an error.
class JsonFields {
public:
    /// where: the file, and the place in it, for messages. `object` must outlive this.
    JsonFields(const nlohmann::json& object, std::string where);

    [[nodiscard]] bool has(std::string_view key) const;
    /// The key is there, though perhaps as null.
    [[nodiscard]] bool mentions(std::string_view key) const;
    /// nullptr when absent.
    [[nodiscard]] const nlohmann::json* find(std::string_view key) const;
    /// nullptr, and an error, when absent.
    [[nodiscard]] const nlohmann::json* require(std::string_view key);

    [[nodiscard]] int integer(std::string_view key, int lowest, int highest,
                              std::optional<int> fallback = {});
    [[nodiscard]] double number(std::string_view key, double lowest, double highest,
                                std::optional<double> fallback = {});
    [[nodiscard]] bool boolean(std::string_view key, std::optional<bool> fallback = {});
    [[nodiscard]] std::string text(std::string_view key, std::optional<std::string> fallback = {});

    /// Remembers an error unless there is one already.
    void reject(ErrorCode code, std::string message);
    /// What an inner object lacks or says wrongly is the whole's error.
    void adoptError(const JsonFields& inner);
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] const std::string& where() const { return m_where; }

private:
    void rejectValue(std::string_view key, std::string_view expected, const nlohmann::json& found);

    const nlohmann::json& m_object;
    std::string m_where;
    std::optional<Error> m_error;
};

} // namespace ropescope
