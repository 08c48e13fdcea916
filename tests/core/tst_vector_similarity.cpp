// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <numbers>

#include <QTest>

#include "core/rope/rope_edit.h"
#include "core/theory/head_similarity.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

using Row = Eigen::ArrayXd;

double cosine(const Row& a, const Row& b)
{
    const double lengths = std::sqrt(a.square().sum() * b.square().sum());
    return lengths > 0.0 ? (a * b).sum() / lengths : 0.0;
}

Row softmax(const Row& a)
{
    const Row e = (a - a.maxCoeff()).exp();
    return e / e.sum();
}

double plain(SimilarityMeasure measure, const Row& a, const Row& b)
{
    switch (measure) {
    case SimilarityMeasure::Cosine:
        return cosine(a, b);
    case SimilarityMeasure::Dot:
        return (a * b).sum();
    case SimilarityMeasure::Euclidean:
        return std::sqrt((a - b).square().sum());
    case SimilarityMeasure::L1:
        return (a - b).abs().sum();
    case SimilarityMeasure::Rbf:
        return std::exp(-(a - b).square().sum() / static_cast<double>(a.size()));
    case SimilarityMeasure::Pearson:
        return cosine(a - a.mean(), b - b.mean());
    case SimilarityMeasure::Angular:
        return 1.0 - std::acos(std::clamp(cosine(a, b), -1.0, 1.0)) / std::numbers::pi;
    case SimilarityMeasure::SymmetricKl: {
        const Row p = softmax(a);
        const Row r = softmax(b);
        return 0.5 * ((p * (p / r).log()).sum() + (r * (r / p).log()).sum());
    }
    }
    return 0.0;
}

Row rowOf(const MatrixRM& x, Eigen::Index t) { return x.row(t).cast<double>().transpose().array(); }

} // namespace

class TestVectorSimilarity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shortFormsEqualTheDefinition_data()
    {
        QTest::addColumn<int>("measure");
        for (int m = 0; m <= static_cast<int>(SimilarityMeasure::SymmetricKl); ++m) {
            const auto name = similarityName(static_cast<SimilarityMeasure>(m));
            QTest::newRow(std::string(name).c_str()) << m;
        }
    }
    void shortFormsEqualTheDefinition()
    {
        QFETCH(int, measure);
        const auto kind = static_cast<SimilarityMeasure>(measure);
        QCOMPARE(similarityFromName(similarityName(kind)), kind);
        const std::uint64_t seed = test::freshSeed();
        MatrixRM x = test::randomHead({ .tokens = 71, .headDim = 6, .seed = seed }).q;
        x.row(5).setZero();
        x.row(9) = x.row(8);
        double all = 0.0;
        double next = 0.0;
        for (Eigen::Index t = 0; t < x.rows(); ++t) {
            for (Eigen::Index u = 0; u < x.rows(); ++u)
                all += t == u ? 0.0 : plain(kind, rowOf(x, t), rowOf(x, u));
            if (t + 1 < x.rows())
                next += plain(kind, rowOf(x, t), rowOf(x, t + 1));
        }
        const QByteArray message = "seed " + QByteArray::number(seed);
        QVERIFY2(std::abs(*pairwiseSimilarity(x, kind) - all / (71.0 * 70.0)) < 1e-7, message);
        QVERIFY2(std::abs(*consecutiveSimilarity(x, kind) - next / 70.0) < 1e-7, message);
    }

    void oneRowHasNoSimilarity()
    {
        const MatrixRM one = MatrixRM::Ones(1, 4);
        QVERIFY(!pairwiseSimilarity(one));
        QVERIFY(!consecutiveSimilarity(one));
        QVERIFY(!similarityFromName("hamming"));
    }

    void equalRowsHaveSimilarityOne()
    {
        MatrixRM x(4, 3);
        x.rowwise() = Eigen::RowVector3f(1.0F, -2.0F, 3.0F);
        QVERIFY(std::abs(*pairwiseSimilarity(x) - 1.0) < 1e-12);
        QVERIFY(std::abs(*pairwiseSimilarity(x, SimilarityMeasure::Pearson) - 1.0) < 1e-12);
        QVERIFY(std::abs(*pairwiseSimilarity(x, SimilarityMeasure::SymmetricKl)) < 1e-12);
    }

    void keysLeaveTheFirstTokenOut()
    {
        HeadTrace head = test::randomHead({ .seed = test::freshSeed() });
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        const TokenSimilarity before = keySimilarity(head, table);
        head.k.row(0).setConstant(100.0F);
        QCOMPARE(keySimilarity(head, table).pairwise, before.pairwise);
        QCOMPARE(keySimilarity(head, table).consecutive, before.consecutive);
    }

    void theWindowIsRotatedAndTheRestIsNot()
    {
        HeadTrace head = test::randomHead({ .tokens = 100, .base = 30.0 });
        head.q.rowwise() = head.q.row(0).eval();
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        const TokenSimilarity similarity = querySimilarity(head, table);
        QVERIFY(std::abs(*similarity.pairwise - 1.0) < 1e-12);
        QVERIFY(*similarity.pairwiseWindow < 0.9);
        const auto rotated = windowSimilarity(head.q, { 68, 100 }, VectorFrame::Rotated, table);
        QVERIFY(std::abs(*rotated - *similarity.pairwiseWindow) < 1e-12);
        const MatrixRM all = rotate(head.q, table);
        QVERIFY(std::abs(*pairwiseSimilarity(all.bottomRows(32)) - *rotated) < 1e-6);
    }

    void pairsBeyondTheLimitAreLeftOut()
    {
        HeadTrace head = test::randomHead({ .tokens = kPairwiseTokens + 20 });
        const RopeTable table = makeRopeTable(head.rope, {}).value();
        const TokenSimilarity before = querySimilarity(head, table);
        head.q.row(kPairwiseTokens + 3).setConstant(-50.0F);
        QCOMPARE(querySimilarity(head, table).pairwise, before.pairwise);
        QVERIFY(querySimilarity(head, table).consecutive != before.consecutive);
    }

    void layersAreMeansOfWhatIsThere()
    {
        const TokenSimilarity mean
            = meanSimilarity({ { 0.5, 0.2, std::nullopt }, { 0.7, std::nullopt, std::nullopt } });
        QVERIFY(std::abs(*mean.pairwise - 0.6) < 1e-12);
        QVERIFY(std::abs(*mean.pairwiseWindow - 0.2) < 1e-12);
        QVERIFY(!mean.consecutive);
    }
};

QTEST_GUILESS_MAIN(TestVectorSimilarity)
#include "tst_vector_similarity.moc"
