// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

#include "gpu/kernels/attention_map/attention_map_params.h"
#include "gpu/vulkan/map_plan.h"

namespace ropescope::vulkan {

/// How large a submission is and how finely it is divided.
struct SubmissionSize {
    double firstWork;           ///< multiplications of a submission, as long as no rate is known
    double seconds;             ///< that a submission should take, once it is
    std::uint32_t wantedGroups; ///< work groups of a sweep, where there are as many tiles
};
[[nodiscard]] const SubmissionSize& submissionSize(bool isSoftware);

/// Intermediate results, as the shaders lay them out.
inline constexpr std::uint32_t kPartBytes = 8; ///< of a row and chunk: its maximum and sum
inline constexpr std::uint32_t kSlotBytes = 4;

[[nodiscard]] constexpr std::uint32_t ceilDivide(std::uint32_t a, std::uint32_t b)
{
    return (a + b - 1) / b;
}

/// Sets rows and the key tiles that they need: those that some row sees, and without row sums only
/// those that are drawn.
void setRows(shared::AttentionMapParams& params, TokenRange rows);

/// Sets, for a map of these rows, the tiles that a work group of `rowsOfGroup` sweeps, and the
/// slots of a row.
void setChunks(shared::AttentionMapParams& params, const MapPlan& plan, TokenRange rows,
               std::uint32_t rowsOfGroup, std::uint32_t wantedGroups);

/// Rows whose intermediate results exist at once: a multiple of `step`, at least one step, not more
/// than `rows` need, and else within `deviceBytes` and a bound of its own.
[[nodiscard]] int largestBand(const shared::AttentionMapParams& params, int rows, int step,
                              std::uint64_t deviceBytes);

/// Multiplications of a sweep of these rows, roughly; workPerCell: of a query with a key.
[[nodiscard]] double workOf(const shared::AttentionMapParams& params, TokenRange rows,
                            double workPerCell);

/// How many of the rows, from their first on, make up so much work: a multiple of `step`, at least
/// one step, and at most `mostRows`, which is a multiple of it.
[[nodiscard]] int rowsFor(const shared::AttentionMapParams& params, TokenRange rows, int mostRows,
                          int step, double workPerCell, double work);

} // namespace ropescope::vulkan
