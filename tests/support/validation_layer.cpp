// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/validation_layer.h"

#include <dlfcn.h>

namespace ropescope::test {

void keepValidationLayer()
{
    dlopen("libVkLayer_khronos_validation.so",
           RTLD_LAZY | RTLD_NODELETE); // where there is none, nothing leaks
}

} // namespace ropescope::test
