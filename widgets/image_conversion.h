// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QImage;

namespace ropescope {

struct Image;

/// Copies the pixels into an image that Qt can draw.
[[nodiscard]] QImage toQImage(const Image& image);

} // namespace ropescope
