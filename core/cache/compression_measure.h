// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/cache/compression_study.h"

namespace ropescope {

/// A number that says what compression costs.
struct CompressionMeasure {
    std::string_view name;  ///< of the column in tables
    std::string_view title; ///< for people
    bool lossIsLess;        ///< less of it is worse
    /// Of one cache; nothing where it was not measured.
    std::optional<double> (*of)(const CacheLoss& loss);
    /// With the whole cache.
    std::optional<double> (*full)(const CompressionStudy& study);
};

/// attention_mass, output_error, kl, perplexity, accuracy.
[[nodiscard]] std::span<const CompressionMeasure> compressionMeasures();
/// nullptr when there is none of that name.
[[nodiscard]] const CompressionMeasure* findCompressionMeasure(std::string_view name);

} // namespace ropescope
