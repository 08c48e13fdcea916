// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pair_bars_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ropescope {

namespace {

constexpr double kSmallestGap = 2.5; ///< pixels between the centres of neighbouring slots
constexpr double kWidestBar = 14.0;  ///< pixels
constexpr double kLowestBar = 2.0;   ///< pixels, so that a weak pair can still be seen
constexpr double kHalfGrabWidth = 5.0;

/// Positions in ascending order, moved as little as needed to be `gap` apart inside [low, high].
void spread(std::vector<double>& positions, double gap, double low, double high)
{
    double least = low;
    for (double& position : positions) {
        position = std::max(position, least);
        least = position + gap;
    }
    double most = high;
    for (auto position = positions.rbegin(); position != positions.rend(); ++position) {
        *position = std::min(*position, most);
        most = *position - gap;
    }
}

} // namespace

bool PairBarsContent::hasNewWavelength(int pair) const
{
    const double now = wavelength(pair);
    const double before = originalWavelength[static_cast<std::size_t>(pair)];
    if (!std::isfinite(now) || !std::isfinite(before)) // a frequency of 0
        return std::isfinite(now) != std::isfinite(before);
    return std::abs(now - before) > 1e-9 * before;
}

int PairBarsContent::pairAtSlot(int slot) const
{
    const auto holder = std::ranges::find(slotOfPair, slot);
    return holder == slotOfPair.end() ? -1 : static_cast<int>(holder - slotOfPair.begin());
}

PairBarsLayout::PairBarsLayout(const PairBarsContent& content, const QRectF& area)
    : m_area(area)
{
    const std::size_t count = content.slotWavelength.size();
    if (count == 0)
        return;

    // The axis spans the unedited table too: bars are seen to move while the base turns.
    m_logMin = std::numeric_limits<double>::max();
    m_logMax = std::numeric_limits<double>::lowest();
    for (const auto* const wavelengths : { &content.slotWavelength, &content.originalWavelength }) {
        for (const double wavelength : *wavelengths) {
            if (!std::isfinite(wavelength) || wavelength <= 0.0)
                continue; // a frequency of 0 stands at the slow end
            m_logMin = std::min(m_logMin, std::log10(wavelength));
            m_logMax = std::max(m_logMax, std::log10(wavelength));
        }
    }
    if (m_logMin > m_logMax)
        m_logMin = m_logMax = 0.0;
    if (m_logMax - m_logMin < 0.1) {
        m_logMin -= 0.5;
        m_logMax += 0.5;
    }

    const double column = area.width() / static_cast<double>(count);
    const double inset = std::min(0.5 * column, 0.5 * kWidestBar);
    m_area.adjust(inset, 0.0, -inset, 0.0);

    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::ranges::stable_sort(order, {}, [&](std::size_t m) { return content.slotWavelength[m]; });
    std::vector<double> positions(count);
    for (std::size_t rank = 0; rank < count; ++rank)
        positions[rank] = xOf(content.slotWavelength[order[rank]]);
    const double room
        = count > 1 ? m_area.width() / static_cast<double>(count - 1) : m_area.width();
    spread(positions, std::min(kSmallestGap, room), m_area.left(), m_area.right());

    m_slotX.resize(count);
    for (std::size_t rank = 0; rank < count; ++rank)
        m_slotX[order[rank]] = positions[rank];
    const double span = positions.back() - positions.front();
    const double spacing = count > 1 ? span / static_cast<double>(count - 1) : kWidestBar;
    m_barWidth = std::clamp(0.78 * spacing, 1.0, kWidestBar);

    if (!content.share.empty())
        m_largestShare = std::max(*std::ranges::max_element(content.share), 1e-12);
}

double PairBarsLayout::xOf(double wavelength) const
{
    if (!std::isfinite(wavelength) || wavelength <= 0.0)
        return m_area.right();
    const double part = (std::log10(wavelength) - m_logMin) / (m_logMax - m_logMin);
    return m_area.left() + part * m_area.width();
}

double PairBarsLayout::slotX(int slot) const { return m_slotX[static_cast<std::size_t>(slot)]; }

double PairBarsLayout::barHeight(double share) const
{
    return std::max(kLowestBar, share / m_largestShare * m_area.height());
}

QRectF PairBarsLayout::bar(int slot, double share) const
{
    const double height = barHeight(share);
    return { slotX(slot) - 0.5 * m_barWidth, m_area.bottom() - height, m_barWidth, height };
}

int PairBarsLayout::slotAt(double x) const
{
    const auto nearest = std::ranges::min_element(
        m_slotX, {}, [x](double slotCentre) { return std::abs(slotCentre - x); });
    return nearest == m_slotX.end() ? -1 : static_cast<int>(nearest - m_slotX.begin());
}

int PairBarsLayout::slotToGrab(double x) const
{
    const int slot = slotAt(x);
    if (slot < 0)
        return -1;
    const double reach = std::max(kHalfGrabWidth, 0.65 * m_barWidth);
    return std::abs(slotX(slot) - x) <= reach ? slot : -1;
}

std::vector<double> PairBarsLayout::decades() const
{
    std::vector<double> result;
    if (m_slotX.empty())
        return result;
    const auto last = static_cast<int>(std::floor(m_logMax + 1e-9));
    for (auto power = static_cast<int>(std::ceil(m_logMin - 1e-9)); power <= last; ++power)
        result.push_back(std::pow(10.0, power));
    return result;
}

} // namespace ropescope
