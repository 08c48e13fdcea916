// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <tuple>
#include <vector>

#include "gpu/cpu/prepared_head.h"
#include "gpu/kernels/attention_map/attention_map_cpu.h"

namespace ropescope {

/// Memory of all threads that sweep; grows to what the largest map needs and is reused.
struct SweepMemory {
    std::tuple<std::vector<SweepScratch<float>>, std::vector<SweepScratch<double>>> ofWorkers;
};

/// One map on its way from a prepared head to values, some pixel rows at a time.
class MapJob {
public:
    /// The references outlive the job. `keyWeight`: see MapSweep.
    MapJob(PreparedHead& head, const MapRequest& request, SweepMemory& memory, int threads,
           double keyWeight = 1.0);

    /// Pixel rows that one thread draws in one go, in the order in which they are best drawn.
    [[nodiscard]] std::span<const PixelRows> strips() const { return m_strips; }
    /// As MapCost::sweep.
    [[nodiscard]] double cost(const PixelRows& strip) const;

    /// Draws some of strips(). Stops early, with values missing, on request.
    void draw(std::span<const PixelRows> strips, ThreadPool& pool, const std::stop_token& stop);

    /// Copies drawn rows to where they belong in a map of the request's size.
    void copyRows(const PixelRows& strip, ValueMap& map) const;
    /// The map of the request's size; the job has nothing left then.
    [[nodiscard]] ValueMap take();

private:
    PreparedHead& m_head;
    const MapRequest& m_request;
    SweepMemory& m_memory;
    double m_keyWeight;
    MapRegion m_region; ///< without repeats
    std::vector<int> m_pixelOfKey;
    std::vector<int> m_keyOfPixel;
    std::vector<PixelRows> m_strips;
    ValueMap m_values; ///< of m_region
};

/// About how many multiplications a map takes; what follows the product counts as some more.
struct MapCost {
    double preparation = 0.0; ///< of the head; 0 where it is prepared
    double sweep = 0.0;       ///< of the row sums where they are unknown, else of the drawn cells

    [[nodiscard]] double total() const { return preparation + sweep; }
};

/// known: nullptr where the head is not prepared.
[[nodiscard]] MapCost mapCost(const MapRequest& request, const PreparedHead* known);

} // namespace ropescope
