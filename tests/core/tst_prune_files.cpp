// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"
#include "core/prune/layer_scores_file.h"
#include "core/prune/order_file.h"
#include "tests/support/files.h"

using namespace ropescope;
using Json = nlohmann::json;
using Numbers = std::vector<double>;

class TestPruneFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scoreFilesOfOthersAreRead()
    {
        const LayerScores scores = readLayerScores(fixture("bi.json")).value();
        QCOMPARE(scores.type, std::string(kBlockInfluenceType));
        QCOMPARE(scores.model, std::string("some-7b"));
        QCOMPARE(scores.scores, readJsonFile(fixture("bi.json")).value()["scores"].get<Numbers>());
    }

    void modelAndTypeMayBeAbsent()
    {
        const LayerScores scores = readLayerScores(file("{\"scores\": [1, 2.5]}")).value();
        QVERIFY(scores.model.empty() && scores.type.empty());
        QCOMPARE(scores.scores, (Numbers { 1.0, 2.5 }));
    }

    void scoresComeBackToTheLastBit()
    {
        const LayerScores written { "a \"model\"", "BI", { 0.1, 1.0 / 3.0, 5e-324, -2.0 } };
        QVERIFY(writeLayerScores(written, path("scores.json")));
        const LayerScores read = readLayerScores(path("scores.json")).value();
        QCOMPARE(read.model, written.model);
        QCOMPARE(read.type, written.type);
        QCOMPARE(read.scores, written.scores);
    }

    void wrongScoreFilesAreRefused_data()
    {
        QTest::addColumn<std::string>("content");
        QTest::addColumn<std::string>("named");
        const auto row = [](const char* name, const char* content, const char* named) {
            QTest::newRow(name) << std::string(content) << std::string(named);
        };
        row("no JSON", "scores", "not valid JSON");
        row("a list", "[1, 2]", "expected a JSON object");
        row("no scores", "{\"model\": \"m\"}", "'scores' is missing");
        row("a number", "{\"scores\": 1}", "list of one number a layer, found 1");
        row("no layer", "{\"scores\": []}", "list of one number a layer");
        row("a text", "{\"scores\": [1, \"2\"]}", "score of layer 1");
        row("null", "{\"scores\": [null]}", "score of layer 0 must be a finite number, found null");
        row("NaN as Python writes it", "{\"scores\": [1, NaN]}", "not valid JSON");
        row("too large", "{\"scores\": [1e999]}", "not valid JSON");
        row("a model that is a number", "{\"model\": 1, \"scores\": [1]}",
            "'model' must be a text");
    }
    void wrongScoreFilesAreRefused()
    {
        QFETCH(std::string, content);
        QFETCH(std::string, named);
        ROPESCOPE_EXPECT_ERROR(readLayerScores(file(content)), ErrorCode::Malformed, named);
        ROPESCOPE_EXPECT_ERROR(readLayerScores(file(content)), ErrorCode::Malformed, "file.json");
        ROPESCOPE_EXPECT_ERROR(readLayerScores(path("absent.json")), ErrorCode::NotFound, "absent");
    }

    void ordersHoldEveryStepOfTheCalculation()
    {
        const Json expected = readJsonFile(fixture("order.json")).value();
        const TappaOrder order = tappaOrder(expected["bi"].get<Numbers>(),
                                            expected["q_similarity"].get<Numbers>(), 0.1)
                                     .value();
        QVERIFY(writeTappaOrder(order, "some-7b", path("order.json")));
        const Json written = readJsonFile(path("order.json")).value();
        for (const char* key : { "method", "model", "beta", "bi", "q_similarity", "bi_norm",
                                 "q_similarity_norm", "tappa_score", "prune_order" })
            QVERIFY2(written[key] == expected[key], key);
    }

    void ordersAreReadWhoeverWroteThem()
    {
        const PruneOrder others = readPruneOrder(fixture("order.json")).value();
        QCOMPARE(others.method, std::string(kTappaMethod));
        QCOMPARE(others.model, std::string("some-7b"));
        QCOMPARE(others.order.size(), std::size_t { 28 });
        const Numbers bi { 0.3, 0.1, 0.2 };
        QVERIFY(writeShortGptOrder(bi, "m", path("order.json")));
        const PruneOrder own = readPruneOrder(path("order.json")).value();
        QCOMPARE(own.method, std::string(kShortGptMethod));
        QCOMPARE(own.model, std::string("m"));
        QCOMPARE(own.order, (std::vector<int> { 1, 2, 0 }));
    }

    void wrongOrdersAreRefused_data()
    {
        QTest::addColumn<std::string>("content");
        QTest::addColumn<std::string>("named");
        const auto row = [](const char* name, const char* content, const char* named) {
            QTest::newRow(name) << std::string(content) << std::string(named);
        };
        row("no order", "{\"scores\": [1]}", "'prune_order' is missing");
        row("a text", "{\"prune_order\": \"0 1\"}", "list of layers");
        row("a fraction", "{\"prune_order\": [0, 1.5]}", "entry 1");
        row("negative", "{\"prune_order\": [-1]}", "entry 0");
        row("twice", "{\"prune_order\": [2, 0, 2]}", "entry 2");
        row("beyond int", "{\"prune_order\": [4294967296]}", "entry 0");
    }
    void wrongOrdersAreRefused()
    {
        QFETCH(std::string, content);
        QFETCH(std::string, named);
        ROPESCOPE_EXPECT_ERROR(readPruneOrder(file(content)), ErrorCode::Malformed, named);
    }

private:
    [[nodiscard]] static std::filesystem::path fixture(const char* name)
    {
        return std::filesystem::path(ROPESCOPE_TEST_DATA) / "prune" / name;
    }
    [[nodiscard]] std::filesystem::path path(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    [[nodiscard]] std::filesystem::path file(const std::string& content) const
    {
        test::writeFile(path("file.json"), content);
        return path("file.json");
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestPruneFiles)
#include "tst_prune_files.moc"
