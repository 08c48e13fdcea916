// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/map_picture.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/attention/stored_map.h"
#include "widgets/histogram.h"

namespace ropescope {

namespace {

constexpr int kHistogramBins = 64;
constexpr std::size_t kSampleSize = 20'000;
constexpr double kFaintShare = 0.05;

const std::shared_ptr<const HeadTrace>& originalHead(const PictureRequest& request)
{
    return request.originalHead ? request.originalHead : request.head;
}

bool showsTheSame(const MapValues& values, const PictureRequest& request)
{
    const ViewState& view = request.view;
    return values.head == request.head && values.originalHead == originalHead(request)
        && values.comparison == view.comparison && values.quantity == view.quantity
        && values.pool == view.pool && values.region == request.region
        && values.original == request.original && values.edited == request.edited;
}

Result<ValueMap> mapOf(const std::shared_ptr<const HeadTrace>& head, const RopeTable& rope,
                       Renderer& renderer, const PictureRequest& request,
                       const std::stop_token& stop)
{
    if (head->holdsMapOnly())
        return storedMap(*head, request.view.quantity, request.view.pool, request.region);
    return renderer.map({ .head = head,
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
        return mapOf(originalHead(request), request.original, renderer, request, stop);
    auto edited = mapOf(request.head, request.edited, renderer, request, stop);
    if (!edited || request.view.comparison == Comparison::Edited)
        return edited;
    const auto original = mapOf(originalHead(request), request.original, renderer, request, stop);
    if (!original)
        return original;
    std::transform(edited->values.begin(), edited->values.end(), original->values.begin(),
                   edited->values.begin(), std::minus<>());
    return edited;
}

/// Odd, so that samples of a picture of even width do not stay in a few columns.
std::size_t sampleStep(const ValueMap& map) { return (map.values.size() / kSampleSize) | 1U; }

/// The value that only kFaintShare of the positive values lie below, from an evenly spread sample:
/// a few vanishing cells must not swallow half of a logarithmic ramp. 0 when nothing is positive.
float faintest(const ValueMap& map)
{
    std::vector<float> sample;
    for (std::size_t i = 0; i < map.values.size(); i += sampleStep(map)) {
        if (map.values[i] > 0.0F)
            sample.push_back(map.values[i]);
    }
    if (sample.empty())
        return 0.0F;
    const auto rank = static_cast<std::ptrdiff_t>(static_cast<double>(sample.size()) * kFaintShare);
    std::nth_element(sample.begin(), sample.begin() + rank, sample.end());
    return sample[static_cast<std::size_t>(rank)];
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
    if (scale.kind == ScaleKind::Log)
        dataRange.low = std::max(dataRange.low, std::min(faintest(map), 0.5F * dataRange.high));
    if (difference) {
        const float reach = std::max(std::abs(dataRange.low), std::abs(dataRange.high));
        dataRange = { -reach, reach };
    }
    const ValueRange range = view.range.value_or(dataRange);
    scale.low = range.low;
    scale.high = range.high;
    return scale;
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
        picture.values
            = std::make_shared<const MapValues>(MapValues { .head = request.head,
                                                            .originalHead = originalHead(request),
                                                            .original = request.original,
                                                            .edited = request.edited,
                                                            .edit = request.view.edit,
                                                            .depth = request.view.depth,
                                                            .headGains = request.view.headGains,
                                                            .comparison = request.view.comparison,
                                                            .quantity = request.view.quantity,
                                                            .pool = request.view.pool,
                                                            .region = request.region,
                                                            .map = std::move(*map) });
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
    picture.histogram = histogramOf(values, picture.scale.kind, picture.dataRange, kHistogramBins,
                                    sampleStep(values));
    return picture;
}

} // namespace ropescope
