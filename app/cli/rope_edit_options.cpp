// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/rope_edit_options.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/parse_number.h"

namespace ropescope {
namespace {

constexpr int kMaxPair = 1 << 20; ///< beyond any model; what the model has is checked with it

void readTruncation(OptionReader& reader, RopeEdit& edit)
{
    const std::optional<int> removed = reader.integer("truncate", 0, kMaxPair);
    const std::optional<int> still = reader.integer("still", 0, kMaxPair);
    if (removed && still)
        reader.reject("--truncate and --still exclude each other: slow pairs are removed or stop");
    if (removed)
        edit.truncation = { *removed, Truncation::Kind::Remove };
    else if (still)
        edit.truncation = { *still, Truncation::Kind::Still };
}

/// "--relocate: ", the option that names a pair which the head does not have; empty: none does.
std::string optionOfMissingPair(const RopeEdit& edit, int pairCount)
{
    if (edit.truncation && edit.truncation->firstSlot >= pairCount)
        return edit.truncation->kind == Truncation::Kind::Remove ? "--truncate: " : "--still: ";
    for (const auto& [first, second] : edit.relocations) {
        if (std::max(first, second) >= pairCount)
            return "--relocate: ";
    }
    if (!edit.gains.empty() && edit.gains.rbegin()->first >= pairCount)
        return "--gain: ";
    if (!edit.meanPairs.empty() && *edit.meanPairs.rbegin() >= pairCount)
        return "--mean-pair: ";
    return {};
}

} // namespace

void addRopeEditOptions(CommandParser& parser)
{
    parser.addValue("base", "C", "RoPE base: theta_m = C^(-2m/r).");
    parser.addValue("relocate", "A:B",
                    "Swap the slots of channel pairs A and B; repeatable, in order.");
    parser.addValue("gain", "M:G", "Multiply pair M's term by G, 0 removes it; repeatable.");
    parser.addValue("truncate", "M", "Remove the slow pairs: slots M and on get gain 0.");
    parser.addValue("still", "M", "Slow pairs stop turning: slots M and on get theta 0 (p-RoPE).");
    parser.addValue("mean-pair", "M",
                    "Replace pair M of queries and keys by its mean over tokens; repeatable.");
    parser.addValue("pairing", "half|interleaved", "Which two coordinates form a pair.");
}

RopeEdit readRopeEdit(OptionReader& reader)
{
    RopeEdit edit;
    edit.base = reader.number("base", kMinBase, kMaxBase);
    edit.pairing = reader.choice<RopePairing>(
        "pairing",
        { { "half", RopePairing::HalfSplit }, { "interleaved", RopePairing::Interleaved } });
    const auto isPair = [](int pair) { return pair >= 0 && pair <= kMaxPair; };
    for (const std::string& given : reader.texts("relocate")) {
        const auto swap = pairFromText<int>(given, ':');
        if (swap && isPair(swap->first) && isPair(swap->second))
            edit.relocations.push_back(*swap);
        else
            reader.reject(fmt::format("--relocate: '{}' should be A:B, two channel pairs", given));
    }
    for (const std::string& given : reader.texts("gain")) {
        const auto gain = pairFromText<int, double>(given, ':');
        if (gain && isPair(gain->first))
            edit.gains[gain->first] = gain->second;
        else
            reader.reject(fmt::format("--gain: '{}' should be M:G, a pair and a factor", given));
    }
    readTruncation(reader, edit);
    for (const std::string& given : reader.texts("mean-pair")) {
        const auto pair = numberFromText<int>(given);
        if (pair && isPair(*pair))
            edit.meanPairs.insert(*pair);
        else
            reader.reject(fmt::format("--mean-pair: '{}' should be a channel pair", given));
    }
    return edit;
}

CommandResult<RopeTable> editedTable(const RopeConfig& rope, const RopeEdit& edit)
{
    Result<RopeTable> table = makeRopeTable(rope, edit);
    if (!table) {
        return usageError(optionOfMissingPair(edit, static_cast<int>(rope.theta.size()))
                          + table.error().message);
    }
    return std::move(*table);
}

} // namespace ropescope
