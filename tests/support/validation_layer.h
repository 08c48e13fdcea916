// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace ropescope::test {

/// The Vulkan loader unloads the validation layer with the last instance; what the layer has leaked
/// then has no name that tests/leaks-of-others.txt could give. This keeps the layer loaded to the
/// end.
void keepValidationLayer();

} // namespace ropescope::test
