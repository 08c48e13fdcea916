// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/sweep.h"

#include <cmath>

#include <fmt/core.h>

#include "core/base/parse_number.h"

namespace ropescope {
namespace {

constexpr std::string_view kBase = "base:";
constexpr std::string_view kPair = "pair:";
constexpr int kUsualFrames = 48;

} // namespace

std::optional<Sweep> sweepFromText(std::string_view text)
{
    if (text.starts_with(kBase)) {
        const auto ends = pairFromText<double>(text.substr(kBase.size()), ':');
        const auto isBase = [](double base) { return base >= kMinBase && base <= kMaxBase; };
        if (!ends || !isBase(ends->first) || !isBase(ends->second))
            return std::nullopt;
        return Sweep { Sweep::Kind::Base, ends->first, ends->second, 0 };
    }
    if (!text.starts_with(kPair))
        return std::nullopt;
    text.remove_prefix(kPair.size());
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const auto pair = numberFromText<int>(text.substr(0, colon));
    const auto ends = pairFromText<int>(text.substr(colon + 1), ':');
    if (!pair || !ends || *pair < 0 || ends->first < 0 || ends->second < 0)
        return std::nullopt;
    return Sweep { Sweep::Kind::Slot, static_cast<double>(ends->first),
                   static_cast<double>(ends->second), *pair };
}

std::string sweepText(const Sweep& sweep)
{
    return sweep.kind == Sweep::Kind::Base
        ? fmt::format("base:{:g}:{:g}", sweep.from, sweep.to)
        : fmt::format("pair:{}:{:g}:{:g}", sweep.pair, sweep.from, sweep.to);
}

int usualFrames(const Sweep& sweep)
{
    return sweep.kind == Sweep::Kind::Base ? kUsualFrames
                                           : static_cast<int>(std::abs(sweep.to - sweep.from)) + 1;
}

std::vector<RopeEdit> sweepEdits(const Sweep& sweep, const RopeEdit& common, int frames)
{
    std::vector<RopeEdit> edits;
    for (int frame = 0; frame < frames; ++frame) {
        const double share = frames == 1 ? 0.0 : static_cast<double>(frame) / (frames - 1);
        RopeEdit edit = common;
        if (sweep.kind == Sweep::Kind::Base) {
            const double base = sweep.from * std::pow(sweep.to / sweep.from, share);
            edit.base = share == 1.0 ? sweep.to : base;
        } else {
            const double slot = sweep.from + (sweep.to - sweep.from) * share;
            edit.relocations.emplace_back(sweep.pair, static_cast<int>(std::lround(slot)));
        }
        edits.push_back(std::move(edit));
    }
    return edits;
}

} // namespace ropescope
