// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/rope_edit_options.h"

#include <fmt/core.h>

#include "app/cli/number_text.h"

namespace ropescope {
namespace {

constexpr int kMaxPair = 1 << 20; ///< beyond any model; what the model has is checked with it

} // namespace

void addRopeEditOptions(CommandParser& parser)
{
    parser.addValue("base", "C", "RoPE base: theta_m = C^(-2m/r).");
    parser.addValue("relocate", "A:B",
                    "Swap the slots of channel pairs A and B; repeatable, in order.");
    parser.addValue("gain", "M:G", "Multiply pair M's term by G, 0 removes it; repeatable.");
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
    return edit;
}

CommandResult<RopeTable> editedTable(const RopeConfig& rope, const RopeEdit& edit)
{
    Result<RopeTable> table = makeRopeTable(rope, edit);
    if (!table)
        return usageError(table.error().message);
    return std::move(*table);
}

} // namespace ropescope
