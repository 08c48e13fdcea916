// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/map_picture.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <optional>

#include "app/reference.h"
#include "core/attention/stored_map.h"
#include "widgets/histogram.h"

namespace ropescope {

namespace {

constexpr int kHistogramBins = 64;
constexpr std::size_t kSampleSize = 20'000;
constexpr double kFaintShare = 0.05;
constexpr float kFullTurn = 2.0F * std::numbers::pi_v<float>;

const std::shared_ptr<const HeadTrace>& originalHead(const PictureRequest& request)
{
    return request.originalHead ? request.originalHead : request.head;
}

bool showsTheSame(const MapValues& values, const PictureRequest& request)
{
    const ViewState& view = request.view;
    return values.exactShare == 1.0 && values.head == request.head
        && values.originalHead == originalHead(request) && values.comparison == view.comparison
        && values.quantity == view.quantity && values.pool == view.pool
        && values.region == request.region && values.original == request.original
        && values.originalTokens == request.originalTokens && values.edited == request.edited;
}

/// One side of a comparison.
struct Side {
    const std::shared_ptr<const HeadTrace>& head;
    const RopeTable& rope;
    int tokens; ///< later ones have no value; 0: all
};

Side originalSide(const PictureRequest& request)
{
    return { originalHead(request), request.original, request.originalTokens };
}

Side editedSide(const PictureRequest& request) { return { request.head, request.edited, 0 }; }

Result<ValueMap> mapOf(const Side& side, Renderer& renderer, const PictureRequest& request,
                       const std::stop_token& stop, PartialMap partial = {})
{
    const ViewState& view = request.view;
    const auto known = [&](ValueMap map) {
        if (side.tokens > 0)
            hideAfter(map, request.region, side.tokens);
        return map;
    };
    if (side.head->holdsMapOnly())
        return storedMap(*side.head, view.quantity, view.pool, request.region).map(known);
    if (partial && side.tokens > 0) {
        partial = [known, tell = std::move(partial)](const ValueMap& map, double exactShare) {
            tell(known(map), exactShare);
        };
    }
    return renderer
        .map({ .head = side.head,
               .rope = side.rope,
               .quantity = view.quantity,
               .pool = view.pool,
               .region = request.region,
               .partial = std::move(partial) },
             stop)
        .map(known);
}

/// Angles differ by the shorter way round.
ValueMap difference(const Quantity& quantity, ValueMap edited, const ValueMap& original)
{
    std::transform(edited.values.begin(), edited.values.end(), original.values.begin(),
                   edited.values.begin(), [&](float after, float before) {
                       const float change = after - before;
                       return quantity.isCyclic() ? std::remainder(change, kFullTurn) : change;
                   });
    return edited;
}

/// The first map that comes, coarse where an exact one would take long.
Result<ValueMap> firstMapOf(const Side& side, Renderer& renderer, const PictureRequest& request,
                            const std::stop_token& stop)
{
    std::stop_source enough;
    const std::stop_callback passOn(stop, [&enough] { enough.request_stop(); });
    std::optional<ValueMap> coarse;
    auto map
        = mapOf(side, renderer, request, enough.get_token(), [&](const ValueMap& values, double) {
              coarse = values;
              enough.request_stop();
          });
    if (coarse && !stop.stop_requested())
        return std::move(*coarse);
    return map;
}

Result<ValueMap> compute(Renderer& renderer, const PictureRequest& request,
                         const std::stop_token& stop, const PartialMap& partial)
{
    const bool isDifference = request.view.comparison == Comparison::Difference;
    if (!isDifference) {
        const bool original = request.view.comparison == Comparison::Original;
        return mapOf(original ? originalSide(request) : editedSide(request), renderer, request,
                     stop, partial);
    }
    if (partial) {
        auto edited = firstMapOf(editedSide(request), renderer, request, stop);
        const auto original = firstMapOf(originalSide(request), renderer, request, stop);
        if (edited && original)
            partial(difference(request.view.quantity, std::move(*edited), *original), 0.0);
    }
    auto edited = mapOf(editedSide(request), renderer, request, stop);
    if (!edited)
        return edited;
    const auto original = mapOf(originalSide(request), renderer, request, stop);
    if (!original)
        return original;
    return difference(request.view.quantity, std::move(*edited), *original);
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
    if (view.quantity.isCyclic()) { // the whole circle, whatever is there, and no end of a ramp
        dataRange = { -0.5F * kFullTurn, 0.5F * kFullTurn };
        const ValueRange shown = view.range.value_or(dataRange);
        return { .map = findColourMap("phase"),
                 .kind = ScaleKind::Linear,
                 .low = shown.low,
                 .high = shown.high };
    }
    ColourScale scale { .map = findColourMap(difference ? "blue-orange" : view.colourMap),
                        .kind = isProbability && !difference ? view.scale : ScaleKind::Linear };
    if (scale.map == nullptr)
        scale.map = colourMaps().data();
    dataRange = fitRange(map, scale.kind, view.leaveOutSink && request.region.columns.begin == 0);
    if (isProbability && !difference) // the range around a single value must not pass 1
        dataRange.high = std::min(dataRange.high, 1.0F);
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

MapValues valuesOf(const PictureRequest& request, ValueMap map, double exactShare)
{
    return { .head = request.head,
             .originalHead = originalHead(request),
             .original = request.original,
             .edited = request.edited,
             .originalTokens = request.originalTokens,
             .reference = request.reference,
             .edit = request.view.edit,
             .depth = request.view.depth,
             .headGains = request.view.headGains,
             .comparison = request.view.comparison,
             .quantity = request.view.quantity,
             .pool = request.view.pool,
             .region = request.region,
             .map = std::move(map),
             .exactShare = exactShare };
}

Result<MapPicture> coloured(Renderer& renderer, const PictureRequest& request,
                            std::shared_ptr<const MapValues> values,
                            std::chrono::steady_clock::time_point start)
{
    MapPicture picture;
    picture.values = std::move(values);
    const ValueMap& map = picture.values->map;
    picture.scale = scaleFor(request, map, picture.dataRange);
    auto image = renderer.paint(map, picture.scale);
    if (!image)
        return tl::unexpected(image.error());
    picture.image = std::move(*image);
    picture.milliseconds
        = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
              .count();
    picture.histogram
        = histogramOf(map, picture.scale.kind, picture.dataRange, kHistogramBins, sampleStep(map));
    return picture;
}

} // namespace

Result<MapPicture> colourMap(Renderer& renderer, const PictureRequest& request, ValueMap map)
{
    const auto start = std::chrono::steady_clock::now();
    return coloured(renderer, request,
                    std::make_shared<const MapValues>(valuesOf(request, std::move(map), 1.0)),
                    start);
}

Result<MapPicture> drawPicture(Renderer& renderer, const PictureRequest& request,
                               std::stop_token stop, const PartialPicture& partial)
{
    const auto start = std::chrono::steady_clock::now();
    if (request.previous && showsTheSame(*request.previous, request))
        return coloured(renderer, request, request.previous, start);
    PartialMap onMap;
    if (partial) {
        onMap = [&](const ValueMap& map, double exactShare) {
            auto values = std::make_shared<const MapValues>(valuesOf(request, map, exactShare));
            if (auto picture = coloured(renderer, request, std::move(values), start))
                partial(std::move(*picture));
        };
    }
    auto map = compute(renderer, request, stop, onMap);
    if (!map)
        return tl::unexpected(map.error());
    return coloured(renderer, request,
                    std::make_shared<const MapValues>(valuesOf(request, std::move(*map), 1.0)),
                    start);
}

} // namespace ropescope
