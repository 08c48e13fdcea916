// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/thumbnails.h"

#include <algorithm>

#include "app/map_picture.h"
#include "core/attention/stored_map.h"
#include "gpu/cpu/cpu_renderer.h"
#include "gpu/cpu/map_grid.h"

namespace ropescope {

namespace {

constexpr int kTokens = 1024; ///< longer prompts show their beginning
constexpr int kPixels = 96;
constexpr int kBatch = 16;

/// Its first tokens, which see none of the later ones.
HeadTrace beginning(HeadTrace head, int tokens)
{
    if (head.holdsMapOnly()) {
        head.attention = MatrixRM(head.attention.topLeftCorner(tokens, tokens));
    } else {
        head.q = MatrixRM(head.q.topRows(tokens));
        head.k = MatrixRM(head.k.topRows(tokens));
    }
    return head;
}

PictureRequest requestOf(HeadTrace head, const RopeTable& rope, int wanted)
{
    ViewState plain;
    plain.comparison = Comparison::Original;
    plain.head = head.id;
    const int tokens = std::min(head.tokenCount(), kTokens);
    const int pixels = std::min(tokens, wanted);
    return { .head = std::make_shared<const HeadTrace>(beginning(std::move(head), tokens)),
             .original = rope,
             .edited = rope,
             .view = plain,
             .region = { { 0, tokens }, { 0, tokens }, pixels, pixels } };
}

std::vector<Result<ValueMap>> drawBatch(const std::vector<PictureRequest>& batch, ThreadPool& pool,
                                        const std::stop_token& stop)
{
    std::vector<MapRequest> products;
    for (const PictureRequest& request : batch) {
        if (!request.head->holdsMapOnly())
            products.push_back(
                { .head = request.head, .rope = request.original, .region = request.region });
    }
    auto drawn = drawMaps(products, pool, stop);
    std::vector<Result<ValueMap>> maps;
    auto next = drawn.begin();
    for (const PictureRequest& request : batch) {
        maps.push_back(request.head->holdsMapOnly()
                           ? storedMap(*request.head, {}, Pool::Max, request.region)
                           : std::move(*next++));
    }
    return maps;
}

} // namespace

void drawThumbnails(const Trace& trace, const EditedRun* run, ThreadPool& pool,
                    const std::stop_token& stop, const std::function<void(HeadId, Image)>& deliver)
{
    const TraceInfo& info = trace.info();
    std::vector<HeadId> heads;
    for (int index = 0; index < info.numLayers * info.numHeads; ++index)
        heads.push_back({ { index / info.numHeads }, { index % info.numHeads } });
    drawHeads(trace, run, heads, kPixels, pool, stop, deliver);
}

void drawHeads(const Trace& trace, const EditedRun* run, std::span<const HeadId> heads, int pixels,
               ThreadPool& pool, const std::stop_token& stop,
               const std::function<void(HeadId, Image)>& deliver)
{
    CpuRenderer painter(std::make_shared<ThreadPool>(1));
    std::vector<PictureRequest> batch;
    for (std::size_t index = 0; index < heads.size(); ++index) {
        if (stop.stop_requested())
            return;
        if (hasHead(trace.info(), heads[index])) {
            auto head = trace.head(heads[index]);
            const auto rope = head ? tableOfRun(head->rope, run) : tl::unexpected(head.error());
            if (rope)
                batch.push_back(requestOf(std::move(*head), *rope, pixels));
        }
        if (batch.size() < kBatch && index + 1 < heads.size())
            continue;
        std::vector<Result<ValueMap>> maps = drawBatch(batch, pool, stop);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (!maps[i])
                continue;
            if (auto picture = colourMap(painter, batch[i], std::move(*maps[i])))
                deliver(batch[i].head->id, std::move(picture->image));
        }
        batch.clear();
    }
}

} // namespace ropescope
