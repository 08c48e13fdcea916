// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <limits>
#include <utility>
#include <vector>

#include <QRectF>

namespace ropescope {

/// What PairBars shows; all vectors are [r/2].
struct PairBarsContent {
    std::vector<double> slotWavelength;     ///< tokens, of slot m under the present base
    std::vector<int> slotOfPair;            ///< the slot that pair m holds
    std::vector<double> originalWavelength; ///< tokens, of pair m without any edit
    std::vector<double> gain;               ///< of pair m
    std::vector<double> share;              ///< of the head's energy, 0 .. 1; empty while not known
    std::vector<std::pair<int, int>> coordinates; ///< the two dimensions of pair m
    std::vector<int> movedByUser; ///< pairs that get a ghost; the partners of their swaps do not
    std::vector<bool> still;      ///< pair m does not turn, by the edit; empty: all turn
    std::vector<bool> mean;       ///< pair m is replaced by its mean; empty: none is
    int dominantPair = -1;

    [[nodiscard]] bool isStill(int pair) const
    {
        return !still.empty() && still[static_cast<std::size_t>(pair)];
    }
    [[nodiscard]] bool isMean(int pair) const
    {
        return !mean.empty() && mean[static_cast<std::size_t>(pair)];
    }
    [[nodiscard]] int pairCount() const { return static_cast<int>(slotOfPair.size()); }
    [[nodiscard]] bool isMoved(int pair) const
    {
        return slotOfPair[static_cast<std::size_t>(pair)] != pair;
    }
    /// Of a pair that stands still: infinite, though its slot keeps its place.
    [[nodiscard]] double wavelength(int pair) const
    {
        if (isStill(pair))
            return std::numeric_limits<double>::infinity();
        return slotWavelength[static_cast<std::size_t>(slotOfPair[static_cast<std::size_t>(pair)])];
    }
    /// The pair turns at another rate than without any edit.
    [[nodiscard]] bool hasNewWavelength(int pair) const;
    /// The pair that holds a slot.
    [[nodiscard]] int pairAtSlot(int slot) const;
};

/// Where bars stand: a log axis of wavelengths, the fast pairs left.
class PairBarsLayout {
public:
    /// area  the plot without labels, in pixels
    PairBarsLayout(const PairBarsContent& content, const QRectF& area);

    /// Pixel of a wavelength.
    [[nodiscard]] double xOf(double wavelength) const;
    /// The centre of a slot.
    [[nodiscard]] double slotX(int slot) const;
    /// Width of a bar in pixels.
    [[nodiscard]] double barWidth() const { return m_barWidth; }
    /// Height of a bar for a share of energy, in pixels; the greatest share fills the area.
    [[nodiscard]] double barHeight(double share) const;
    [[nodiscard]] QRectF bar(int slot, double share) const;
    /// The slot whose centre is nearest; -1 without slots. The whole column counts.
    [[nodiscard]] int slotAt(double x) const;
    /// The slot that a press at x grabs: nearest, within half a column or 5 pixels; else -1.
    [[nodiscard]] int slotToGrab(double x) const;
    /// Powers of ten inside the axis, as wavelengths in tokens.
    [[nodiscard]] std::vector<double> decades() const;

private:
    QRectF m_area;
    std::vector<double> m_slotX; ///< [r/2] pixels
    double m_logMin = 0.0;
    double m_logMax = 1.0;
    double m_barWidth = 8.0;
    double m_largestShare = 1.0;
};

} // namespace ropescope
