// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/theory/attention_scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "core/model/exponentials.h"
#include "core/theory/exact_head.h"

namespace ropescope {

namespace {

constexpr int kBlockRows = 32;
constexpr Eigen::Index kSumChunk = 1024; ///< floats are added up in double from there on

/// The strongest keys of a row, strongest first.
struct StrongestKeys {
    std::array<int, kStrongestKeys> keys {};
    int count = 0;
};

StrongestKeys strongest(const double* values, int size, int firstKey)
{
    StrongestKeys result;
    std::array<double, kStrongestKeys> kept {};
    for (int i = 0; i < size; ++i) {
        if (result.count == kStrongestKeys && !(values[i] > kept[kStrongestKeys - 1]))
            continue;
        int at = std::min(result.count, kStrongestKeys - 1);
        for (; at > 0 && values[i] > kept[static_cast<std::size_t>(at - 1)]; --at) {
            kept[static_cast<std::size_t>(at)] = kept[static_cast<std::size_t>(at - 1)];
            result.keys[static_cast<std::size_t>(at)]
                = result.keys[static_cast<std::size_t>(at - 1)];
        }
        kept[static_cast<std::size_t>(at)] = values[i];
        result.keys[static_cast<std::size_t>(at)] = firstKey + i;
        result.count = std::min(result.count + 1, kStrongestKeys);
    }
    return result;
}

double overlap(const StrongestKeys& earlier, const StrongestKeys& later, int shift)
{
    int shared = 0;
    for (const int key : earlier.keys)
        shared += std::find(later.keys.begin(), later.keys.end(), key + shift) != later.keys.end();
    return static_cast<double>(shared) / kStrongestKeys;
}

/// Collects rows in order.
class Sweep {
public:
    Sweep(int tokens, const std::optional<TokenRepeat>& repeat)
        : m_tokens(tokens)
        , m_repeat(repeat)
        , m_byLag(static_cast<std::size_t>(tokens), 0.0)
        , m_logitByLag(static_cast<std::size_t>(tokens), 0.0)
        , m_received(static_cast<std::size_t>(tokens), 0.0)
        , m_chance(static_cast<std::size_t>(tokens), 0.0)
    {
        m_scores.tokens = tokens;
    }

    /// The logits of query t on `size` keys from `firstKey` to t.
    void addLogits(int t, int firstKey, const double* logits, int size)
    {
        double* const byLag = m_logitByLag.data() + (m_tokens - 1 - t + firstKey);
        for (int i = 0; i < size; ++i)
            byLag[i] += logits[i];
        m_exponents.resize(size);
        const double largest = *std::max_element(logits, logits + size);
        for (int i = 0; i < size; ++i)
            m_exponents[i] = static_cast<float>(logits[i] - largest);
        m_weights = m_exponents;
        (void)softmaxNumerators({ m_weights.data(), static_cast<std::size_t>(size) });
        double sum = 0.0;
        double moment = 0.0;
        for (Eigen::Index first = 0; first < size; first += kSumChunk) {
            const Eigen::Index count = std::min<Eigen::Index>(kSumChunk, size - first);
            sum += static_cast<double>(m_weights.segment(first, count).sum());
            moment += static_cast<double>(
                m_weights.segment(first, count).dot(m_exponents.segment(first, count)));
        }
        addWeights(t, firstKey, size, 1.0 / sum);
        // The largest logit alone adds 1 to the sum.
        // cppcheck-suppress invalidFunctionArg
        addRow(t, size, strongest(logits, size, firstKey), std::log(sum) - moment / sum);
    }

    /// A row of a stored map, from its first visible key on.
    void addProbabilities(int t, int firstKey, const Eigen::VectorXd& p)
    {
        const auto size = static_cast<int>(p.size());
        m_weights = p.cast<float>();
        addWeights(t, firstKey, size, 1.0);
        double entropy = 0.0;
        for (const double value : p)
            entropy -= value > 0.0 ? value * std::log(value) : 0.0;
        addRow(t, size, strongest(p.data(), size, firstKey), entropy);
    }

    /// lagCount: lags that the logits have, 0 for none.
    AttentionScores result(int lagCount)
    {
        const auto n = static_cast<std::size_t>(m_tokens);
        for (std::size_t lag = 0; lag < n; ++lag) {
            const auto rows = static_cast<double>(n - lag);
            m_scores.slash.push_back(m_byLag[n - 1 - lag] / rows);
            if (lag < static_cast<std::size_t>(lagCount))
                m_scores.lagProfile.push_back(m_logitByLag[n - 1 - lag] / rows);
        }
        addSlashBeyondChance();
        for (std::size_t key = 0; key < n / 2; ++key) {
            const std::size_t first = std::max<std::size_t>(kFirstSinkRow, key + 1);
            m_scores.stripes.push_back(first < n ? m_received[key] / static_cast<double>(n - first)
                                                 : 0.0);
        }
        m_scores.entropy = m_entropySum / static_cast<double>(n);
        if (m_entropyRows > 0)
            m_scores.entropyFraction = m_fractionSum / m_entropyRows;
        if (m_comparedRows > 0) {
            m_scores.consistency = m_overlapSum / m_comparedRows;
            m_scores.consistencyShifted = m_shiftedSum / m_comparedRows;
        }
        if (m_repeat)
            m_scores.induction = m_inductionSum / m_repeat->length;
        return std::move(m_scores);
    }

private:
    void addWeights(int t, int firstKey, int size, double factor)
    {
        // Cells of equal lag stand one place further in each row, so both sums run along the row.
        double* const byLag = m_byLag.data() + (m_tokens - 1 - t + firstKey);
        double* const received = m_received.data() + firstKey;
        const int asStripe = t >= kFirstSinkRow ? t - firstKey : 0; // the key's own row is left out
        for (int i = 0; i < size; ++i)
            byLag[i] += factor * static_cast<double>(m_weights[i]);
        for (int i = 0; i < asStripe; ++i)
            received[i] += factor * static_cast<double>(m_weights[i]);
        if (t < kFirstSinkRow) {
            for (int i = 0; i < size; ++i)
                m_earlyByLag[static_cast<std::size_t>(t - firstKey - i)]
                    += factor * static_cast<double>(m_weights[i]);
        }
        m_chance[static_cast<std::size_t>(t)] = 1.0 / size;
        if (m_repeat && t >= m_repeat->first + m_repeat->length
            && t < m_repeat->first + 2 * m_repeat->length) {
            const int at = t - m_repeat->length + 1 - firstKey;
            m_inductionSum += at >= 0 ? factor * static_cast<double>(m_weights[at]) : 0.0;
        }
    }

    void addSlashBeyondChance()
    {
        const auto n = static_cast<std::size_t>(m_tokens);
        m_scores.slashBeyondChance.assign(n / 2, 0.0);
        double chance = 0.0; // over rows from `row` on
        std::size_t row = n;
        for (std::size_t lag = n / 2; lag-- > 0;) {
            const std::size_t first = std::max<std::size_t>(kFirstSinkRow, lag);
            while (row > first)
                chance += m_chance[--row];
            const double early = lag < m_earlyByLag.size() ? m_earlyByLag[lag] : 0.0;
            const double beyond = static_cast<double>(n - std::min(n, first)) - chance;
            if (beyond > 0.0)
                m_scores.slashBeyondChance[lag] = (m_byLag[n - 1 - lag] - early - chance) / beyond;
        }
    }

    void addRow(int t, int size, const StrongestKeys& keys, double entropy)
    {
        m_scores.strongestKey.push_back(keys.keys[0]);
        m_entropySum += entropy;
        if (size > 1) {
            m_fractionSum += entropy / std::log(static_cast<double>(size));
            ++m_entropyRows;
        }
        if (t > 0 && m_previousSize >= 2 * kStrongestKeys) {
            m_overlapSum += overlap(m_previous, keys, 0);
            m_shiftedSum += overlap(m_previous, keys, 1);
            ++m_comparedRows;
        }
        m_previous = keys;
        m_previousSize = size;
    }

    int m_tokens;
    std::optional<TokenRepeat> m_repeat;
    AttentionScores m_scores;
    std::vector<double> m_byLag;      ///< [n], lag D at n - 1 - D
    std::vector<double> m_logitByLag; ///< the same of logits
    std::vector<double> m_received;   ///< [n]
    std::vector<double> m_chance;     ///< [n] what each visible key gets where all get the same
    std::array<double, kFirstSinkRow> m_earlyByLag {}; ///< of m_byLag, the rows before t = 8
    double m_entropySum = 0.0;
    double m_fractionSum = 0.0;
    double m_overlapSum = 0.0;
    double m_shiftedSum = 0.0;
    double m_inductionSum = 0.0;
    int m_entropyRows = 0;
    int m_comparedRows = 0;
    StrongestKeys m_previous;
    int m_previousSize = 0;
    Eigen::VectorXf m_exponents;
    Eigen::VectorXf m_weights;
};

int largestIndex(const std::vector<double>& values, std::size_t count)
{
    const auto end = values.begin() + static_cast<std::ptrdiff_t>(std::min(count, values.size()));
    if (end == values.begin())
        return -1;
    return static_cast<int>(std::max_element(values.begin(), end) - values.begin());
}

} // namespace

std::optional<double> AttentionScores::sinkMass() const
{
    if (tokens <= kFirstSinkRow)
        return std::nullopt;
    return stripes.front();
}

std::optional<double> AttentionScores::previousTokenMass() const
{
    return tokens < 2 ? std::nullopt : std::optional(slash[1]);
}

int AttentionScores::slashLag() const
{
    return largestIndex(slash, std::max<std::size_t>(1, slash.size() / 2));
}

int AttentionScores::stripeKey() const { return largestIndex(stripes, stripes.size()); }

double AttentionScores::concentration(double period) const
{
    std::complex<double> sum = 0.0;
    const auto n = static_cast<double>(tokens);
    for (std::size_t lag = 0; lag < slash.size(); ++lag) {
        const auto distance = static_cast<double>(lag);
        sum += std::polar(slash[lag] * (n - distance) / n,
                          2.0 * std::numbers::pi * distance / period);
    }
    return std::abs(sum);
}

Result<AttentionScores> attentionScores(const HeadTrace& head, const RopeTable& table,
                                        const std::optional<TokenRepeat>& repeat,
                                        const std::stop_token& stop)
{
    const int n = head.tokenCount();
    Sweep sweep(n, repeat);
    if (head.holdsMapOnly()) {
        for (int t = 0; t < n; ++t) {
            if (stop.stop_requested())
                return cancelled();
            const int first = head.slidingWindow > 0 ? std::max(0, t - head.slidingWindow + 1) : 0;
            sweep.addProbabilities(
                t, first,
                head.attention.row(t).segment(first, t + 1 - first).cast<double>().transpose());
        }
        return sweep.result(0);
    }
    const ExactHead exact = exactHead(head, table);
    for (int begin = 0; begin < n; begin += kBlockRows) {
        if (stop.stop_requested())
            return cancelled();
        const int count = std::min(kBlockRows, n - begin);
        const int firstKey = exact.visibleKeys(begin).begin;
        const MatrixRMd logits = exact.query.middleRows(begin, count)
            * exact.key.middleRows(firstKey, begin + count - firstKey).transpose();
        for (int r = 0; r < count; ++r) {
            const TokenRange keys = exact.visibleKeys(begin + r);
            sweep.addLogits(begin + r, keys.begin, logits.row(r).data() + (keys.begin - firstKey),
                            keys.size());
        }
    }
    return sweep.result(head.slidingWindow > 0 ? std::min(n, head.slidingWindow) : n);
}

} // namespace ropescope
