// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <random>
#include <set>

#include <QTest>

#include "core/model/next_token.h"

using namespace ropescope;

namespace {

Eigen::RowVectorXf row(std::initializer_list<float> values)
{
    Eigen::RowVectorXf result(static_cast<Eigen::Index>(values.size()));
    std::copy(values.begin(), values.end(), result.begin());
    return result;
}

/// The definition, term by term.
std::vector<double> probabilities(const Eigen::RowVectorXf& logits)
{
    double sum = 0.0;
    for (const float logit : logits)
        sum += std::exp(static_cast<double>(logit));
    std::vector<double> result;
    for (const float logit : logits)
        result.push_back(std::exp(static_cast<double>(logit)) / sum);
    return result;
}

} // namespace

class TestNextToken : public QObject {
    Q_OBJECT

private slots:
    void agreesWithTheDefinition()
    {
        const auto seed = std::random_device {}();
        qInfo("seed %u", seed);
        std::mt19937 engine(seed);
        std::normal_distribution<float> normal(0.0F, 3.0F);
        Eigen::RowVectorXf before(300);
        Eigen::RowVectorXf after(300);
        for (Eigen::Index i = 0; i < before.size(); ++i) {
            before[i] = normal(engine);
            after[i] = before[i] + 0.5F * normal(engine);
        }
        const auto p = probabilities(before);
        const auto q = probabilities(after);
        double divergence = 0.0;
        for (std::size_t i = 0; i < p.size(); ++i)
            divergence += p[i] * std::log(p[i] / q[i]);

        const NextTokenChange change = compareNextTokens(before, after, 8);
        QVERIFY(std::abs(change.divergence - divergence) < 1e-12);
        QVERIFY(change.tokens.size() >= 8 && change.tokens.size() <= 16);
        std::set<std::int64_t> listed;
        double last = 1.0;
        for (const TokenChange& token : change.tokens) {
            const auto i = static_cast<std::size_t>(token.id);
            QVERIFY(std::abs(token.before - p[i]) < 1e-14);
            QVERIFY(std::abs(token.after - q[i]) < 1e-14);
            QVERIFY(std::max(token.before, token.after) <= last);
            last = std::max(token.before, token.after);
            QVERIFY(listed.insert(token.id).second);
        }
        for (std::size_t i = 0; i < p.size(); ++i) {
            const auto above = [i](const std::vector<double>& all) {
                return std::ranges::count_if(all, [&](double other) { return other > all[i]; });
            };
            const bool wanted = above(p) < 8 || above(q) < 8;
            QCOMPARE(listed.contains(static_cast<std::int64_t>(i)), wanted);
        }
    }

    void theSameRunHasNoDivergence()
    {
        const auto logits = row({ 0.5F, -1.0F, 3.0F, 2.0F });
        const NextTokenChange change = compareNextTokens(logits, logits, 2);
        QCOMPARE(change.divergence, 0.0);
        QCOMPARE(change.tokens.size(), std::size_t { 2 });
        QCOMPARE(change.tokens[0].id, std::int64_t { 2 });
        QCOMPARE(change.tokens[0].before, change.tokens[0].after);
    }

    void theUnionOfBothRunsIsListed()
    {
        const NextTokenChange change
            = compareNextTokens(row({ 9.0F, 0.0F, 0.0F }), row({ 0.0F, 0.0F, 5.0F }), 1);
        QCOMPARE(change.tokens.size(), std::size_t { 2 });
        QCOMPARE(change.tokens[0].id, std::int64_t { 0 });
        QCOMPARE(change.tokens[1].id, std::int64_t { 2 });
        QVERIFY(change.divergence > 1.0);
    }

    /// exp of such logits overflows and vanishes in double.
    void hugeLogitsStayFinite()
    {
        const NextTokenChange change
            = compareNextTokens(row({ 3000.0F, -3000.0F }), row({ -3000.0F, 3000.0F }), 5);
        QCOMPARE(change.tokens.size(), std::size_t { 2 });
        QCOMPARE(change.tokens[0].before, 1.0);
        QCOMPARE(change.tokens[0].after, 0.0);
        QCOMPARE(change.divergence, 6000.0);
    }

    void nothingIsListedOfNothing()
    {
        QVERIFY(compareNextTokens({}, {}, 3).tokens.empty());
        QVERIFY(compareNextTokens(row({ 1.0F }), row({ 2.0F }), 0).tokens.empty());
    }
};

QTEST_GUILESS_MAIN(TestNextToken)
#include "tst_next_token.moc"
