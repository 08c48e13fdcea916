// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "app/source_run.h"

using namespace ropescope;

class TestSourceRun : public QObject {
    Q_OBJECT

private slots:
    void aModelWithoutATokenizerRunsRandomTokens()
    {
        const auto run
            = openAndRun(ROPESCOPE_TEST_DATA "/models/tiny-llama", "text", m_pool, {}, {});
        QVERIFY2(run.has_value(), run ? "" : run.error().message.c_str());
        QVERIFY(run->randomTokens > 0);
        QCOMPARE(run->source.trace->info().tokenCount, run->randomTokens);
    }

    void randomTokensComeTwice()
    {
        const auto opened
            = openAndRun(ROPESCOPE_SOURCE_DIR "/resources/model", "text", m_pool, {}, {});
        const auto run = runRandomTokens(*opened, 41, m_pool, {}, {});
        QVERIFY(run.has_value());
        const auto& ids = run->source.trace->tokenIds();
        QCOMPARE(ids.size(), std::size_t { 41 });
        QCOMPARE(ids[0], opened->source.trace->tokenIds()[0]); // what every text begins with
        for (std::size_t i = 1; i <= 20; ++i)
            QCOMPARE(ids[i + 20], ids[i]);
        QVERIFY(ids[1] != ids[2] || ids[2] != ids[3]);
    }

private:
    ThreadPool m_pool { 2 };
};

QTEST_GUILESS_MAIN(TestSourceRun)
#include "tst_source_run.moc"
