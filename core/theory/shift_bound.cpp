// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/shift_bound.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <span>

namespace ropescope {

namespace {

constexpr int kBlockRows = 32;

/// 2 |sin(delta theta_m / 2)|: how far a rotation by delta theta_m moves a unit vector.
Eigen::RowVectorXd chords(const RopeTable& table, int delta)
{
    Eigen::RowVectorXd result(table.pairCount());
    for (int m = 0; m < table.pairCount(); ++m)
        result[m]
            = 2.0 * std::abs(std::sin(0.5 * delta * table.theta[static_cast<std::size_t>(m)]));
    return result;
}

/// Keys i for which both (t, i) and its image are cells of the map.
TokenRange sharedKeys(const ExactHead& head, Shift shift, int t)
{
    const int image = t + shift.query;
    if (image < 0 || image >= head.tokenCount())
        return {};
    const TokenRange here = head.visibleKeys(t);
    const TokenRange there = head.visibleKeys(image);
    const int begin = std::max(here.begin, there.begin - shift.key);
    return { begin, std::max(begin, std::min(here.end, there.end - shift.key)) };
}

/// What a bound needs of each key, once for all rows.
struct KeyFacts {
    Eigen::RowVectorXd lengths; ///< |k_i|
    Eigen::RowVectorXd moved;   ///< |k_{i+b} - k_i|, 0 where there is none
};

KeyFacts keyFacts(const ExactHead& head, int shift)
{
    const int n = head.tokenCount();
    KeyFacts facts { head.keyRaw.rowwise().norm().transpose(), Eigen::RowVectorXd::Zero(n) };
    const int count = std::max(0, n - std::abs(shift));
    const int first = std::max(0, -shift);
    facts.moved.segment(std::min(first, n), count)
        = (head.keyRaw.middleRows(std::min(first + shift, n), count)
           - head.keyRaw.middleRows(std::min(first, n), count))
              .rowwise()
              .norm()
              .transpose();
    return facts;
}

/// Chosen rows, stacked.
MatrixRMd gathered(const MatrixRMd& from, std::span<const int> rows, int shift)
{
    MatrixRMd block(static_cast<Eigen::Index>(rows.size()), from.cols());
    for (std::size_t r = 0; r < rows.size(); ++r)
        block.row(static_cast<Eigen::Index>(r)) = from.row(rows[r] + shift);
    return block;
}

struct Sums {
    double bound = 0.0;
    double change = 0.0;
};

} // namespace

std::vector<int> sampleRows(int n, int most, std::uint64_t seed)
{
    std::vector<int> rows(static_cast<std::size_t>(std::max(0, n)));
    std::iota(rows.begin(), rows.end(), 0);
    if (n <= most)
        return rows;
    // Fisher-Yates with the engine's own numbers: std::sample differs between standard libraries.
    std::mt19937_64 engine(seed);
    for (int i = 0; i < most; ++i) {
        const auto left = static_cast<std::uint64_t>(n - i);
        std::swap(rows[static_cast<std::size_t>(i)],
                  rows[static_cast<std::size_t>(i) + static_cast<std::size_t>(engine() % left)]);
    }
    rows.resize(static_cast<std::size_t>(most));
    std::sort(rows.begin(), rows.end());
    return rows;
}

double logitRounding(const ExactHead& head)
{
    constexpr double kUnits = 1e-12; // some thousand roundings of the largest possible logit
    if (head.tokenCount() == 0)
        return 0.0;
    return kUnits * head.queryRaw.rowwise().norm().maxCoeff()
        * head.keyRaw.rowwise().norm().maxCoeff();
}

std::optional<ShiftedCell> shiftedCell(const ExactHead& head, Shift shift, int query, int key)
{
    if (query < 0 || query >= head.tokenCount())
        return std::nullopt;
    const TokenRange keys = sharedKeys(head, shift, query);
    if (key < keys.begin || key >= keys.end)
        return std::nullopt;
    const auto qHere = head.queryRaw.row(query);
    const auto kHere = head.keyRaw.row(key);
    const auto kThere = head.keyRaw.row(key + shift.key);
    const double before = head.query.row(query).dot(head.key.row(key));
    const double after = head.query.row(query + shift.query).dot(head.key.row(key + shift.key));
    return ShiftedCell {
        .queryMoved = (head.queryRaw.row(query + shift.query) - qHere).norm() * kThere.norm(),
        .keyMoved = qHere.norm() * (kThere - kHere).norm(),
        .rotationMoved = chords(head.table, shift.query - shift.key)
                             .cwiseProduct(head.queryLengths.row(query))
                             .dot(head.keyLengths.row(key)),
        .change = std::abs(after - before),
    };
}

ShiftBound shiftBound(const ExactHead& head, Shift shift, const std::vector<int>& rows,
                      const std::stop_token& stop)
{
    ShiftBound result { .shift = shift };
    std::vector<int> used;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(used),
                 [&](int t) { return sharedKeys(head, shift, t).size() > 0; });
    const KeyFacts keys = keyFacts(head, shift.key);
    const Eigen::RowVectorXd chord = chords(head.table, shift.query - shift.key);
    const bool turns = chord.size() > 0 && chord.maxCoeff() > 0.0;
    const double rounding = logitRounding(head);
    Sums sums;
    for (std::size_t first = 0; first < used.size() && !stop.stop_requested();
         first += kBlockRows) {
        const std::span<const int> block(used.data() + first,
                                         std::min<std::size_t>(kBlockRows, used.size() - first));
        const Eigen::Index span = std::max(block.back(), block.back() + shift.query) + 1;
        const MatrixRMd before
            = gathered(head.query, block, 0) * head.key.topRows(span).transpose();
        const MatrixRMd after = shift.query == 0
            ? before
            : gathered(head.query, block, shift.query) * head.key.topRows(span).transpose();
        MatrixRMd turn;
        if (turns) {
            const MatrixRMd moved = gathered(head.queryLengths, block, 0) * chord.asDiagonal();
            turn = moved * head.keyLengths.topRows(span).transpose();
        }
        for (std::size_t r = 0; r < block.size(); ++r) {
            const int t = block[r];
            const auto row = static_cast<Eigen::Index>(r);
            const TokenRange range = sharedKeys(head, shift, t);
            const double qMoved
                = (head.queryRaw.row(t + shift.query) - head.queryRaw.row(t)).norm();
            Eigen::ArrayXd bound
                = (qMoved * keys.lengths.segment(range.begin + shift.key, range.size())
                   + head.queryRaw.row(t).norm() * keys.moved.segment(range.begin, range.size()))
                      .transpose();
            if (turns)
                bound += turn.row(row).segment(range.begin, range.size()).transpose().array();
            const Eigen::ArrayXd change
                = (after.row(row).segment(range.begin + shift.key, range.size())
                   - before.row(row).segment(range.begin, range.size()))
                      .array()
                      .abs()
                      .transpose();
            result.cells += range.size();
            result.rows += 1;
            sums.bound += bound.sum();
            sums.change += change.sum();
            result.boundMax = std::max(result.boundMax, bound.maxCoeff());
            result.changeMax = std::max(result.changeMax, change.maxCoeff());
            result.violations += (change > bound + rounding).count();
            result.tightest = std::max(result.tightest,
                                       (bound > rounding).select(change / bound, 0.0).maxCoeff());
        }
    }
    if (result.cells > 0) {
        result.boundMean = sums.bound / static_cast<double>(result.cells);
        result.changeMean = sums.change / static_cast<double>(result.cells);
    }
    result.tightness = sums.bound > 0.0 ? sums.change / sums.bound : 0.0;
    return result;
}

} // namespace ropescope
