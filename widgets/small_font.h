// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>

#include <QFont>
#include <QFontInfo>

namespace ropescope {

/// The font of labels on axes and captions: two pixels below the given one.
[[nodiscard]] inline QFont smallFont(const QFont& font)
{
    QFont result = font;
    result.setPixelSize(std::max(8, QFontInfo(font).pixelSize() - 2));
    return result;
}

} // namespace ropescope
