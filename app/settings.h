// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include "gpu/renderer_factory.h"

namespace ropescope {

/// What the user has set once and for all, outside of any session.
struct Settings {
    static constexpr int kUsualType = 13; ///< pixels
    static constexpr int kSmallestType = 9;
    static constexpr int kLargestType = 32;

    bool dark = true;
    int typePixels = kUsualType;
    QString language;                ///< "en", "zh_CN"; empty: as the system
    Backend backend = Backend::Auto; ///< from the next start on; the command line overrules it
    int threads = 0;                 ///< likewise; 0: one for each core

    bool operator==(const Settings&) const = default;
};

/// From where the system keeps a user's settings. What is missing or makes no sense there has its
/// default.
[[nodiscard]] Settings readSettings();
void writeSettings(const Settings& settings);

} // namespace ropescope
