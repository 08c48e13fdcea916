// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/prune/layer_scores_file.h"
#include "core/prune/order_file.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ropescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto& path = fileOf(data, size, ".json");
    if (const auto scores = readLayerScores(path))
        (void)writeLayerScores(*scores, path.string() + ".written");
    (void)readPruneOrder(path);
    return 0;
}
