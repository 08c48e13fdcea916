// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/curve_data.h"

#include <algorithm>

#include "core/theory/singular_spectrum.h"
#include "gpu/colour_map.h"
#include "widgets/image_conversion.h"

namespace ropescope {

namespace {

constexpr const char* kSimilarityColours = "cividis";

Result<CurveData> row(const CurveRequest& request, const std::stop_token& stop)
{
    auto shown = rowValues(*request.head, request.table, request.cell.query, stop);
    if (!shown)
        return tl::unexpected(shown.error());
    RowProfileContent content { .shown = std::move(*shown),
                                .original = std::nullopt,
                                .reference = request.reference,
                                .leaveOutSink = request.leaveOutSink };
    if (request.original) {
        auto original
            = rowValues(*request.original, request.originalTable, request.cell.query, stop);
        if (!original)
            return tl::unexpected(original.error());
        content.original = std::move(*original);
    }
    return content;
}

/// Renderers compare raw vectors: rotated ones are given to them as if they were raw.
std::shared_ptr<const HeadTrace> inFrame(const CurveRequest& request)
{
    if (request.wish.similarity.frame == VectorFrame::Raw)
        return request.head;
    HeadTrace rotated = *request.head;
    rotated.q = rotate(request.head->q, request.table);
    rotated.k = rotate(request.head->k, request.table);
    return std::make_shared<const HeadTrace>(std::move(rotated));
}

Result<CurveData> similarity(Renderer& renderer, const CurveRequest& request,
                             const std::stop_token& stop)
{
    const SimilarityChoice choice = request.wish.similarity;
    const int tokens = request.head->tokenCount();
    const int pixels = std::min(tokens, request.wish.pixels);
    auto values = renderer.map(
        { .head = inFrame(request),
          .rope = request.table,
          .quantity = { choice.keys ? QuantityKind::KeySimilarity : QuantityKind::QuerySimilarity },
          .pool = Pool::Mean,
          .region = { { 0, tokens }, { 0, tokens }, pixels, pixels } },
        stop);
    if (!values)
        return tl::unexpected(values.error());
    const ValueRange range = fitRange(*values, ScaleKind::Linear, false);
    const auto image = renderer.paint(*values,
                                      { .map = findColourMap(kSimilarityColours),
                                        .kind = ScaleKind::Linear,
                                        .low = range.low,
                                        .high = range.high });
    if (!image)
        return tl::unexpected(image.error());
    return SimilarityContent { .choice = choice,
                               .image = toQImage(*image),
                               .values = std::move(*values),
                               .tokenCount = tokens,
                               .low = range.low,
                               .high = range.high,
                               .means = choice.keys
                                   ? keySimilarity(*request.head, request.table)
                                   : querySimilarity(*request.head, request.table) };
}

Result<CurveData> pairs(const CurveRequest& request)
{
    const RopeTable& table = request.table;
    if (table.pairCount() == 0)
        return CurveData {};
    PairWavesContent content;
    content.phasors = pairPhasors(*request.head, table);
    const int lags = request.head->tokenCount();
    content.predicted.assign(static_cast<std::size_t>(lags),
                             meanUnrotatedLogit(*request.head, table));
    for (int pair = 0; pair < table.pairCount(); ++pair) {
        const auto at = static_cast<std::size_t>(pair);
        content.wavelengths.push_back(table.wavelength(pair));
        const std::vector<double> wave = pairWave(content.phasors[at], table.theta[at], lags);
        std::ranges::transform(content.predicted, wave, content.predicted.begin(), std::plus {});
        if (pair == request.pair)
            content.wave = wave;
    }
    content.selected = request.pair < table.pairCount() ? request.pair : -1;
    return content;
}

} // namespace

Result<CurveData> computeCurves(Renderer& renderer, const CurveRequest& request,
                                const std::stop_token& stop)
{
    const HeadTrace& head = *request.head;
    if (request.wish.page == CurvePage::Row)
        return row(request, stop);
    if (head.holdsMapOnly())
        return CurveData {}; // all else is of queries and keys
    switch (request.wish.page) {
    case CurvePage::Similarity:
        return similarity(renderer, request, stop);
    case CurvePage::Cell:
        return cellPhasors(head, request.table, request.cell.query, request.cell.key)
            .map([](CellPhasors cell) { return CurveData(std::move(cell)); });
    case CurvePage::Pairs:
        return pairs(request);
    case CurvePage::Spectra:
        return SpectrumContent { singularValues(head.q), singularValues(head.k) };
    case CurvePage::Season:
        return SeasonContent { contentAutocorrelation(head.q), contentAutocorrelation(head.k),
                               findSeason(head, request.table) };
    case CurvePage::LagProfile:
    case CurvePage::Row:
        break;
    }
    return CurveData {};
}

} // namespace ropescope
