// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/head_gain_options.h"

#include <fmt/core.h>

#include "core/base/counted.h"
#include "core/base/parse_number.h"

namespace ropescope {
namespace {

std::optional<HeadId> headFromText(std::string_view text)
{
    const auto numbers = pairFromText<int>(text, ':');
    if (!numbers || numbers->first < 0 || numbers->second < 0)
        return std::nullopt;
    return HeadId { { numbers->first }, { numbers->second } };
}

} // namespace

void addHeadGainOptions(CommandParser& parser)
{
    parser.addValue("mask-head", "L:H", "Take head H of layer L out of the model; repeatable.");
    parser.addValue("head-gain", "L:H:G", "Multiply what head H of layer L adds by G; repeatable.");
}

std::map<HeadId, double> readHeadGains(OptionReader& reader)
{
    std::map<HeadId, double> gains;
    for (const std::string& given : reader.texts("head-gain")) {
        const std::size_t last = std::min(given.rfind(':'), given.size());
        const auto head = headFromText(std::string_view(given).substr(0, last));
        const auto gain = numberFromText<double>(
            std::string_view(given).substr(std::min(last + 1, given.size())));
        if (head && gain)
            gains[*head] = *gain;
        else
            reader.reject(fmt::format(
                "--head-gain: '{}' should be L:H:G, a layer, a head and a factor", given));
    }
    for (const std::string& given : reader.texts("mask-head")) {
        if (const auto head = headFromText(given))
            gains[*head] = 0.0;
        else
            reader.reject(
                fmt::format("--mask-head: '{}' should be L:H, a layer and a head", given));
    }
    return gains;
}

CommandResult<void> checkHeadGains(const std::map<HeadId, double>& gains, const ModelConfig& model)
{
    for (const auto& [id, gain] : gains) {
        if (id.layer.value < model.numLayers && id.head.value < model.numHeads)
            continue;
        return usageError(fmt::format("{} {}:{}: {} has {} and {}.",
                                      gain == 0.0 ? "--mask-head" : "--head-gain", id.layer.value,
                                      id.head.value, model.name, numbered("layer", model.numLayers),
                                      numbered("head", model.numHeads)));
    }
    return {};
}

} // namespace ropescope
