// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QString>

namespace ropescope {

/// What each channel pair adds to the logit of one cell of the map.
struct PairParts {
    int query = 0;
    int key = 0;
    std::vector<double> parts; ///< [r/2] signed; they sum to the logit less its unrotated rest

    bool operator==(const PairParts&) const = default;
};

/// The pair with the largest part in absolute terms; -1 without pairs.
[[nodiscard]] int strongestPair(const std::vector<double>& parts);

/// A part of a logit with its sign: "+3.20", "−0.41".
[[nodiscard]] QString partText(double part);

/// "parts of the logit of (query 130, key 4): strongest pair 15, +3.20".
[[nodiscard]] QString partsCaption(const PairParts& parts);

/// The same where room is scarce: "logit of (130, 4): strongest pair 15, +3.20".
[[nodiscard]] QString shortPartsCaption(const PairParts& parts);

} // namespace ropescope
