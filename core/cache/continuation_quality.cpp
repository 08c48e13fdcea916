// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cache/continuation_quality.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/model/next_token.h"

namespace ropescope {

namespace {

void score(const Eigen::ArrayXd& logProbability, std::int64_t token, ContinuationQuality& sum)
{
    Eigen::Index likeliest = 0;
    logProbability.maxCoeff(&likeliest);
    sum.nats -= logProbability[token];
    sum.accuracy += likeliest == token ? 1.0 : 0.0;
}

ContinuationQuality meanOf(ContinuationQuality sum, Eigen::Index count)
{
    const auto predictions = static_cast<double>(count);
    return { sum.divergence / predictions, sum.nats / predictions, sum.accuracy / predictions };
}

} // namespace

double ContinuationQuality::perplexity() const { return std::exp(nats); }

ContinuationReference::ContinuationReference(const MatrixRM& logits,
                                             std::span<const std::int64_t> tokens)
    : m_tokens(tokens.begin(), tokens.end())
    , m_logProbabilities(logits.rows() - 1, logits.cols())
{
    assert(logits.rows() >= 2 && static_cast<std::size_t>(logits.rows()) == tokens.size());
    ContinuationQuality sum;
    for (Eigen::Index i = 0; i < m_logProbabilities.rows(); ++i) {
        const Eigen::ArrayXd p = logProbabilities(logits.row(i));
        score(p, m_tokens[static_cast<std::size_t>(i) + 1], sum);
        m_logProbabilities.row(i) = p.matrix().transpose().cast<float>();
    }
    m_full = meanOf(sum, m_logProbabilities.rows());
}

ContinuationQuality ContinuationReference::compare(const MatrixRM& logits) const
{
    assert(logits.rows() == m_logProbabilities.rows() + 1);
    ContinuationQuality sum;
    for (Eigen::Index i = 0; i < m_logProbabilities.rows(); ++i) {
        const Eigen::ArrayXd q = logProbabilities(logits.row(i));
        const Eigen::ArrayXd p = m_logProbabilities.row(i).transpose().cast<double>().array();
        score(q, m_tokens[static_cast<std::size_t>(i) + 1], sum);
        sum.divergence += std::max(0.0, (p.exp() * (p - q)).sum()); // rounding may go below
    }
    return meanOf(sum, m_logProbabilities.rows());
}

} // namespace ropescope
