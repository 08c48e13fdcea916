// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cmath>

#include <QTest>

#include "core/model/sampling.h"

using namespace ropescope;

class TestSampling : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutTemperatureTheLikeliestComes()
    {
        Eigen::RowVectorXf logits(4);
        logits << -1.0F, 3.0F, 3.0F, 0.0F;
        Sampler sampler(0.0, 1);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(sampler.next(logits), std::int64_t { 1 });
    }

    void frequenciesAreTheSoftmax_data()
    {
        QTest::addColumn<double>("temperature");
        QTest::newRow("1") << 1.0;
        QTest::newRow("2") << 2.0;
        QTest::newRow("0.3") << 0.3;
    }
    void frequenciesAreTheSoftmax()
    {
        QFETCH(double, temperature);
        Eigen::RowVectorXf logits(4);
        logits << 500.0F, 501.0F, 499.0F, -1000.0F;
        constexpr int kDraws = 40000;
        std::array<int, 4> counts {};
        Sampler sampler(temperature, 20260101);
        for (int i = 0; i < kDraws; ++i)
            ++counts.at(static_cast<std::size_t>(sampler.next(logits)));
        const Eigen::ArrayXd weights
            = ((logits.transpose().cast<double>().array() - 501.0) / temperature).exp();
        for (std::size_t id = 0; id < counts.size(); ++id) {
            const double expected = weights[static_cast<Eigen::Index>(id)] / weights.sum();
            const double deviation = std::sqrt(expected * (1.0 - expected) / kDraws);
            QVERIFY(std::abs(counts[id] / double { kDraws } - expected) <= 5.0 * deviation);
        }
    }
};

QTEST_GUILESS_MAIN(TestSampling)
#include "tst_sampling.moc"
