// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/theory/token_repeat.h"

namespace ropescope {

/// Retrieval score of arXiv:2404.15574 with the first copy of a repeat as the needle: the share of
/// its different tokens that some query of the second copy copies, 0 to 1. A query t copies when
/// its strongest key, of all keys it sees, lies in the first copy and holds the token that follows
/// t. Nothing where the needle holds one token only: then every key of it holds what follows, and
/// no retrieval can be told.
///   strongestKey [n] argmax of each row;  ids [n]
[[nodiscard]] std::optional<double> retrievalScore(std::span<const int> strongestKey,
                                                   const TokenRepeat& repeat,
                                                   std::span<const std::int64_t> ids);

} // namespace ropescope
