// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/thumbnails.h"

#include <algorithm>

#include "app/map_picture.h"
#include "gpu/cpu/cpu_renderer.h"

namespace ropescope {

namespace {

constexpr int kTokens = 1024; ///< longer prompts show their beginning
constexpr int kPixels = 96;

} // namespace

void drawThumbnails(const Trace& trace, const EditedRun* run, const std::stop_token& stop,
                    const std::function<void(HeadId, Image)>& deliver)
{
    CpuRenderer renderer(std::make_shared<ThreadPool>(1));
    const TraceInfo& info = trace.info();
    const int tokens = std::min(info.tokenCount, kTokens);
    const int pixels = std::min(tokens, kPixels);
    ViewState plain;
    plain.comparison = Comparison::Original;
    for (int index = 0; index < info.numLayers * info.numHeads; ++index) {
        if (stop.stop_requested())
            return;
        const HeadId id { { index / info.numHeads }, { index % info.numHeads } };
        if (!checkHead(info, id))
            continue;
        auto head = trace.head(id);
        if (!head)
            continue;
        const auto rope = tableOfRun(head->rope, run);
        if (!rope)
            continue;
        auto picture = drawPicture(renderer,
                                   { .head = std::make_shared<const HeadTrace>(std::move(*head)),
                                     .original = *rope,
                                     .edited = *rope,
                                     .view = plain,
                                     .region = { { 0, tokens }, { 0, tokens }, pixels, pixels } },
                                   stop);
        if (picture)
            deliver(id, std::move(picture->image));
    }
}

} // namespace ropescope
