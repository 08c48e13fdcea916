// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/map_picture.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "gpu/kernels/shared_math.h"

namespace ropescope {

namespace {

constexpr int kHistogramBins = 64;

bool showsTheSame(const MapValues& values, const PictureRequest& request)
{
    const ViewState& view = request.view;
    return values.head == request.head && values.comparison == view.comparison
        && values.quantity == view.quantity && values.pool == view.pool
        && values.region == request.region && values.original == request.original
        && values.edited == request.edited;
}

Result<ValueMap> mapWith(Renderer& renderer, const PictureRequest& request, const RopeTable& rope,
                         const std::stop_token& stop)
{
    return renderer.map({ .head = request.head,
                          .rope = rope,
                          .quantity = request.view.quantity,
                          .pool = request.view.pool,
                          .region = request.region },
                        stop);
}

Result<ValueMap> compute(Renderer& renderer, const PictureRequest& request,
                         const std::stop_token& stop)
{
    if (request.view.comparison == Comparison::Original)
        return mapWith(renderer, request, request.original, stop);
    auto edited = mapWith(renderer, request, request.edited, stop);
    if (!edited || request.view.comparison == Comparison::Edited)
        return edited;
    const auto original = mapWith(renderer, request, request.original, stop);
    if (!original)
        return original;
    std::transform(edited->values.begin(), edited->values.end(), original->values.begin(),
                   edited->values.begin(), std::minus<>());
    return edited;
}

/// Signed quantities have no logarithm, and a difference is read around 0.
ColourScale scaleFor(const PictureRequest& request, const ValueMap& map, ValueRange& dataRange)
{
    const ViewState& view = request.view;
    const bool difference = view.comparison == Comparison::Difference;
    const bool isProbability = view.quantity.kind == QuantityKind::Probability;
    ColourScale scale { .map = findColourMap(difference ? "blue-orange" : view.colourMap),
                        .kind = isProbability && !difference ? view.scale : ScaleKind::Linear };
    if (scale.map == nullptr)
        scale.map = colourMaps().data();
    dataRange = fitRange(map, scale.kind, view.leaveOutSink && request.region.columns.begin == 0);
    if (difference) {
        const float reach = std::max(std::abs(dataRange.low), std::abs(dataRange.high));
        dataRange = { -reach, reach };
    }
    const ValueRange range = view.range.value_or(dataRange);
    scale.low = range.low;
    scale.high = range.high;
    return scale;
}

std::vector<int> histogramOf(const ValueMap& map, ScaleKind kind, ValueRange range)
{
    std::vector<int> counts(kHistogramBins);
    for (const float value : map.values) {
        if (!(value >= range.low && value <= range.high))
            continue; // NaN too
        const float position
            = shared::scalePosition(value, static_cast<unsigned>(kind), range.low, range.high);
        ++counts[static_cast<std::size_t>(
            std::min(position * kHistogramBins, kHistogramBins - 1.0F))];
    }
    return counts;
}

} // namespace

Result<MapPicture> drawPicture(Renderer& renderer, const PictureRequest& request,
                               std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    MapPicture picture;
    if (request.previous && showsTheSame(*request.previous, request)) {
        picture.values = request.previous;
    } else {
        auto map = compute(renderer, request, stop);
        if (!map)
            return tl::unexpected(map.error());
        picture.values = std::make_shared<const MapValues>(MapValues {
            request.head, request.original, request.edited, request.view.comparison,
            request.view.quantity, request.view.pool, request.region, std::move(*map) });
    }
    const ValueMap& values = picture.values->map;
    picture.scale = scaleFor(request, values, picture.dataRange);
    auto image = renderer.paint(values, picture.scale);
    if (!image)
        return tl::unexpected(image.error());
    picture.image = std::move(*image);
    picture.milliseconds
        = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
              .count();
    picture.histogram = histogramOf(values, picture.scale.kind, picture.dataRange);
    return picture;
}

} // namespace ropescope
