// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/token_likelihood.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/finite.h"
#include "core/model/exponentials.h"

namespace ropescope {

namespace {

constexpr int kBlock = 256;  ///< ids that are multiplied at once, as in linear.cpp
constexpr int kStripes = 64; ///< at most; shared out among the threads, each has its own sums

/// log-sum-exp of the logits seen so far, as a maximum and a sum relative to it.
struct RunningSum {
    double maximum = -std::numeric_limits<double>::infinity();
    double sum = 0.0;

    void add(double itsMaximum, double itsSum)
    {
        const double larger = std::max(maximum, itsMaximum);
        sum = sum * std::exp(maximum - larger) + itsSum * std::exp(itsMaximum - larger);
        maximum = larger;
    }
};

/// The ids [first, end) of the vocabulary, for all states.
struct Stripe {
    int first = 0;
    int end = 0;
    std::vector<RunningSum> sums; ///< [n]
};

class Scan {
public:
    Scan(MatrixRef states, const LinearWeights& weights, std::span<const std::int64_t> tokens)
        : m_states(states)
        , m_weights(weights)
        , m_tokens(tokens)
        , m_found(tokens.size(), 0.0)
    {
    }

    void run(Stripe& stripe, const std::stop_token& stop)
    {
        stripe.sums.assign(m_tokens.size(), {});
        std::vector<float> widened;
        MatrixRM logits;
        for (int first = stripe.first; first < stripe.end && !stop.stop_requested();
             first += kBlock) {
            const int count = std::min(kBlock, stripe.end - first);
            widened.resize(static_cast<std::size_t>(count)
                           * static_cast<std::size_t>(m_weights.inputs()));
            m_weights.matrix.widenRows(first, count, widened);
            const Eigen::Map<const MatrixRM> matrix(widened.data(), count, m_weights.inputs());
            logits.noalias() = m_states * matrix.transpose();
            if (m_weights.bias.size() > 0)
                logits.rowwise() += m_weights.bias.segment(first, count);
            take(logits, first, stripe.sums);
        }
    }

    /// The logit of each state's own token, once every stripe has run.
    [[nodiscard]] const std::vector<double>& found() const { return m_found; }

private:
    void take(MatrixRM& logits, int first, std::vector<RunningSum>& sums)
    {
        const bool finite = isFinite(logits);
        for (std::size_t t = 0; t < sums.size(); ++t) {
            auto row = logits.row(static_cast<Eigen::Index>(t));
            const std::int64_t at = m_tokens[t] - first;
            if (at >= 0 && at < row.size())
                m_found[t] = row[at];
            if (!finite && !row.allFinite()) {
                sums[t].sum = std::numeric_limits<double>::quiet_NaN();
                continue;
            }
            const double maximum = row.maxCoeff();
            sums[t].add(maximum,
                        softmaxNumerators({ row.data(), static_cast<std::size_t>(row.size()) }));
        }
    }

    MatrixRef m_states;
    const LinearWeights& m_weights;
    std::span<const std::int64_t> m_tokens;
    std::vector<double> m_found; ///< a token lies in one stripe, so no two threads write the same
};

} // namespace

std::vector<double> logProbabilities(MatrixRef states, const LinearWeights& logits,
                                     std::span<const std::int64_t> tokens, ThreadPool& pool,
                                     const std::stop_token& stop)
{
    const int blocks = (logits.outputs() + kBlock - 1) / kBlock;
    const int width = (blocks + kStripes - 1) / kStripes * kBlock;
    std::vector<Stripe> stripes;
    for (int first = 0; first < logits.outputs(); first += width)
        stripes.push_back({ first, std::min(first + width, logits.outputs()), {} });
    Scan scan(states, logits, tokens);
    pool.forEach(static_cast<int>(stripes.size()),
                 [&](int index, int) { scan.run(stripes[static_cast<std::size_t>(index)], stop); });
    if (stop.stop_requested())
        return {};
    std::vector<double> result = scan.found();
    for (std::size_t t = 0; t < result.size(); ++t) {
        RunningSum total;
        for (const Stripe& stripe : stripes)
            total.add(stripe.sums[t].maximum, stripe.sums[t].sum);
        result[t] -= total.maximum + std::log(total.sum);
    }
    return result;
}

void TokenLikelihoods::add(MatrixRef states, const LinearWeights& logits,
                           std::span<const std::int64_t> tokens, ThreadPool& pool,
                           const std::stop_token& stop)
{
    const Eigen::Index before = m_lastState.rows();
    const Eigen::Index within = states.rows() - 1;
    MatrixRM known(before + within, states.cols());
    if (before > 0)
        known.topRows(before) = m_lastState;
    known.bottomRows(within) = states.topRows(within);
    m_lastState = states.bottomRows(1);
    const std::vector<double> found = logProbabilities(
        known, logits, tokens.last(static_cast<std::size_t>(known.rows())), pool, stop);
    m_values.insert(m_values.end(), found.begin(), found.end());
}

} // namespace ropescope
