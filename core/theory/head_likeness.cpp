// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/head_likeness.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ropescope {

namespace {

struct Spread {
    double mean = 0.0;
    double deviation = 0.0; ///< 0: plays no part
};

Spread spreadOf(std::span<const HeadTheory> heads, const HeadNumber& number)
{
    double sum = 0.0;
    double squares = 0.0;
    double count = 0.0;
    for (const HeadTheory& head : heads) {
        const std::optional<double> value = number.of(head);
        sum += value.value_or(0.0);
        count += value ? 1.0 : 0.0;
    }
    if (count == 0.0)
        return {};
    const double mean = sum / count;
    for (const HeadTheory& head : heads) {
        const double off = number.of(head).value_or(mean) - mean;
        squares += off * off;
    }
    const double deviation = std::sqrt(squares / count);
    constexpr double kRounding = 1e-12;
    return { mean, deviation > kRounding * std::abs(mean) ? deviation : 0.0 };
}

std::optional<double> distanceOf(std::span<const std::optional<double>> first,
                                 std::span<const std::optional<double>> second)
{
    double squares = 0.0;
    double count = 0.0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (!first[i] || !second[i])
            continue;
        squares += (*first[i] - *second[i]) * (*first[i] - *second[i]);
        count += 1.0;
    }
    return count == 0.0 ? std::nullopt : std::optional(std::sqrt(squares / count));
}

} // namespace

std::span<const HeadNumber* const> HeadLikeness::numbers()
{
    static const std::array kNumbers {
        findHeadNumber("sink"),
        findHeadNumber("previous"),
        findHeadNumber("entropy"),
        findHeadNumber("consistency"),
        findHeadNumber("slash"),
        findHeadNumber("consistency-shifted"),
        findHeadNumber("stripe"),
        findHeadNumber("periodic-evidence"),
        findHeadNumber("seasonal-evidence"),
    };
    return kNumbers;
}

HeadLikeness::HeadLikeness(std::span<const HeadTheory> heads)
    : m_numbers(heads.size())
{
    for (const HeadTheory& head : heads)
        m_ids.push_back(head.id);
    for (const HeadNumber* const number : numbers()) {
        const Spread spread = spreadOf(heads, *number);
        for (std::size_t i = 0; i < heads.size(); ++i) {
            const std::optional<double> value = number->of(heads[i]);
            const bool counts = value && spread.deviation > 0.0;
            m_numbers[i].push_back(counts ? std::optional((*value - spread.mean) / spread.deviation)
                                          : std::nullopt);
        }
    }
}

std::optional<double> HeadLikeness::distance(HeadId first, HeadId second) const
{
    const auto one = std::ranges::find(m_ids, first);
    const auto other = std::ranges::find(m_ids, second);
    if (one == m_ids.end() || other == m_ids.end())
        return std::nullopt;
    return distanceOf(m_numbers[static_cast<std::size_t>(one - m_ids.begin())],
                      m_numbers[static_cast<std::size_t>(other - m_ids.begin())]);
}

std::vector<HeadLikeness::Neighbour> HeadLikeness::nearest(HeadId id, std::size_t most) const
{
    std::vector<Neighbour> neighbours;
    const auto own = std::ranges::find(m_ids, id);
    if (own == m_ids.end())
        return neighbours;
    const auto& numbers = m_numbers[static_cast<std::size_t>(own - m_ids.begin())];
    for (std::size_t i = 0; i < m_ids.size(); ++i) {
        if (m_ids[i] == id)
            continue;
        if (const auto distance = distanceOf(numbers, m_numbers[i]))
            neighbours.push_back({ m_ids[i], *distance });
    }
    std::ranges::stable_sort(neighbours, {}, &Neighbour::distance);
    if (neighbours.size() > most)
        neighbours.resize(most);
    return neighbours;
}

} // namespace ropescope
