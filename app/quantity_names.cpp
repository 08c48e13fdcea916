// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/quantity_names.h"

#include <array>
#include <charconv>
#include <optional>

#include <fmt/core.h>

namespace ropescope {
namespace {

struct Naming {
    QuantityKind kind;
    std::string_view name;
    std::string_view label;
};

constexpr std::array<Naming, 5> kNamings { {
    { QuantityKind::Probability, "probability", "Attention probability" },
    { QuantityKind::Logit, "logit", "Attention logit" },
    { QuantityKind::LogProbability, "log-probability", "Log attention probability" },
    { QuantityKind::QuerySimilarity, "q-similarity", "Cosine of queries" },
    { QuantityKind::KeySimilarity, "k-similarity", "Cosine of keys" },
} };
constexpr std::string_view kContribution = "contribution:";
constexpr std::string_view kPhase = "phase:";

/// The pair of "NAME:M", when `name` begins so.
std::optional<int> pairAfter(std::string_view name, std::string_view prefix)
{
    if (!name.starts_with(prefix))
        return std::nullopt;
    const std::string_view digits = name.substr(prefix.size());
    int pair = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), pair);
    if (error != std::errc() || end != digits.end() || pair < 0)
        return std::nullopt;
    return pair;
}

} // namespace

std::string quantityName(const Quantity& quantity)
{
    for (const Naming& naming : kNamings) {
        if (naming.kind == quantity.kind)
            return std::string(naming.name);
    }
    const bool isPhase = quantity.kind == QuantityKind::Phase;
    return fmt::format("{}{}", isPhase ? kPhase : kContribution, quantity.pair);
}

Result<Quantity> quantityFromName(std::string_view name)
{
    for (const Naming& naming : kNamings) {
        if (naming.name == name)
            return Quantity { naming.kind };
    }
    if (const auto pair = pairAfter(name, kContribution))
        return Quantity { QuantityKind::Contribution, *pair };
    if (const auto pair = pairAfter(name, kPhase))
        return Quantity { QuantityKind::Phase, *pair };
    return fail(ErrorCode::InvalidArgument,
                fmt::format("'{}' is no quantity; choose probability, logit, log-probability, "
                            "q-similarity, k-similarity, contribution:M or phase:M.",
                            name));
}

std::string rowAxisLabel(const Quantity& quantity)
{
    return quantity.kind == QuantityKind::KeySimilarity ? "Key token" : "Query token";
}

std::string columnAxisLabel(const Quantity& quantity)
{
    return quantity.kind == QuantityKind::QuerySimilarity ? "Query token" : "Key token";
}

std::string quantityLabel(const Quantity& quantity)
{
    for (const Naming& naming : kNamings) {
        if (naming.kind == quantity.kind)
            return std::string(naming.label);
    }
    if (quantity.kind == QuantityKind::Phase)
        return fmt::format("Phase of pair {}", quantity.pair);
    return fmt::format("Logit share of pair {}", quantity.pair);
}

} // namespace ropescope
