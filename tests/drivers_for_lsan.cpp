// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Part of every program that is built under AddressSanitizer. LeakSanitizer knows what belongs to a
// library only as long as that is loaded, and the Vulkan loader puts driver and layers away with
// the last instance; so they stay. tests/leaks-of-others.txt has their names.

#include <initializer_list>

#include <dlfcn.h>

namespace {

[[maybe_unused]] const bool driversStay = [] {
    for (const char* library : { "libvulkan_lvp.so", "libVkLayer_khronos_validation.so" })
        dlopen(library, RTLD_LAZY | RTLD_NODELETE); // where there is none, nothing leaks
    return true;
}();

} // namespace
