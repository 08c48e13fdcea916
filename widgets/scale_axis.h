// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QString>

#include "gpu/colour_scale.h"

namespace ropescope {

/// The value axis of a colour scale: 0 at range.low, 1 at range.high, equal steps in scaled value.
/// Log takes only what lies above 0: a lower end at or below 0 becomes high * 1e-6.
class ScaleAxis {
public:
    ScaleAxis(ScaleKind kind, ValueRange range);

    [[nodiscard]] ValueRange range() const { return m_range; }
    [[nodiscard]] double positionOf(double value) const;
    [[nodiscard]] double valueAt(double position) const;

private:
    ScaleKind m_kind;
    ValueRange m_range;
    double m_low; ///< scaled
    double m_high;
};

struct ScaleTick {
    double value = 0.0;
    QString text;
};

/// Round values, low first, at most about `wanted`. Log: powers of ten where they suffice, else
/// their 2 and 5 as well.
[[nodiscard]] std::vector<ScaleTick> scaleTicks(ScaleKind kind, ValueRange range, int wanted);

/// A value as people write it: 0.25, 12, 1e-3, −0.5.
[[nodiscard]] QString valueText(double value, int digits = 3);

} // namespace ropescope
