// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Frequencies of every RoPE type as transformers computes them in double; see
// tests/data/make_rope_cases.py.
#include <map>

#include <QTest>
#include <nlohmann/json.hpp>

#include "core/formats/model_files.h"
#include "core/io/json_file.h"
#include "core/model/model_config.h"
#include "core/rope/rope_edit.h"
#include "tests/support/matrix_compare.h"

using namespace ropescope;

namespace {

const nlohmann::json& cases()
{
    static const nlohmann::json all
        = readJsonFile(std::filesystem::path(ROPESCOPE_TEST_DATA) / "reference/rope_cases.json")
              .value();
    return all;
}

/// The case's words with what else every config.json has.
ModelDescription describe(nlohmann::json config)
{
    static const std::map<std::string, std::string> kArchitectures {
        { "llama", "LlamaForCausalLM" },      { "phi3", "Phi3ForCausalLM" },
        { "gpt_neox", "GPTNeoXForCausalLM" }, { "gemma3_text", "Gemma3ForCausalLM" },
        { "smollm3", "SmolLM3ForCausalLM" },
    };
    config["architectures"] = { kArchitectures.at(config["model_type"]) };
    config["vocab_size"] = 10;
    config["intermediate_size"] = 10;
    config["sliding_window"] = 8;
    if (!config.contains("num_hidden_layers"))
        config["num_hidden_layers"] = 2;
    return { .configName = "config.json",
             .config = std::move(config),
             .name = "case",
             .tokenizerName = "",
             .tokenizer = tl::unexpected(Error {}) };
}

RopeConfig ropeOf(const nlohmann::json& config, const nlohmann::json& layerType, int tokens)
{
    const Result<ModelConfig> model = readModelConfig(describe(config));
    if (!model)
        qFatal("%s", model.error().message.c_str());
    const bool sliding = layerType == "sliding_attention";
    for (const LayerConfig& layer : model->layers) {
        if (layerType.is_null() || (layer.slidingWindow > 0) == sliding)
            return ropeForLength(layer.rope, tokens);
    }
    qFatal("no layer of that type");
}

} // namespace

class TestRopeScaling : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void frequenciesAreThoseOfTransformers_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("old");
        for (int index = 0; index < static_cast<int>(cases().size()); ++index) {
            const nlohmann::json& row = cases()[static_cast<std::size_t>(index)];
            const std::string name = row["name"].get<std::string>() + ", "
                + std::to_string(row["seq_len"].get<int>()) + " tokens";
            QTest::newRow(name.c_str()) << index << false;
            if (!row["config_old"].is_null())
                QTest::newRow((name + ", old dialect").c_str()) << index << true;
        }
    }
    void frequenciesAreThoseOfTransformers()
    {
        QFETCH(int, index);
        QFETCH(bool, old);
        const nlohmann::json& row = cases()[static_cast<std::size_t>(index)];
        const RopeConfig rope
            = ropeOf(row[old ? "config_old" : "config"], row["layer_type"], row["seq_len"]);
        const auto expected = row["inv_freq"].get<std::vector<double>>();
        QCOMPARE(rope.theta.size(), expected.size());
        for (std::size_t m = 0; m < expected.size(); ++m) {
            QVERIFY2(std::abs(rope.theta[m] - expected[m]) <= 1e-12 * expected[m],
                     qPrintable(QStringLiteral("pair %1: %2, expected %3")
                                    .arg(m)
                                    .arg(rope.theta[m], 0, 'g', 17)
                                    .arg(expected[m], 0, 'g', 17)));
        }
        const double factor = row["attention_scaling"];
        QVERIFY(std::abs(rope.attentionFactor - factor) <= 1e-12 * factor);
    }

    /// "The base changes, the scaling stays": the table at another base is the one of a model that
    /// was configured with it.
    void anotherBaseKeepsTheScaling_data()
    {
        QTest::addColumn<int>("index");
        for (int index = 0; index < static_cast<int>(cases().size()); ++index) {
            const nlohmann::json& row = cases()[static_cast<std::size_t>(index)];
            if (row["config"].contains("rope_parameters")
                && row["config"]["rope_parameters"].contains("rope_theta")) {
                const std::string name = row["name"].get<std::string>() + ", "
                    + std::to_string(row["seq_len"].get<int>()) + " tokens";
                QTest::newRow(name.c_str()) << index;
            }
        }
    }
    void anotherBaseKeepsTheScaling()
    {
        QFETCH(int, index);
        const nlohmann::json& row = cases()[static_cast<std::size_t>(index)];
        nlohmann::json config = row["config"];
        const RopeConfig rope = ropeOf(config, row["layer_type"], row["seq_len"]);
        config["rope_parameters"]["rope_theta"] = 300.0;
        const RopeConfig other = ropeOf(config, row["layer_type"], row["seq_len"]);
        const RopeTable table = makeRopeTable(rope, { .base = 300.0 }).value();
        QCOMPARE(table.theta.size(), other.theta.size());
        for (std::size_t m = 0; m < table.theta.size(); ++m)
            QVERIFY(std::abs(table.theta[m] - other.theta[m]) <= 1e-12 * other.theta[m]);
    }

    void editedFrequenciesKeepTheirFactors()
    {
        // Pairs 0 and 2 were swapped by whoever wrote the trace: no scaling gives that.
        RopeConfig rope { .base = 10000.0, .rotaryDim = 8, .theta = defaultTheta(10000.0, 8) };
        std::swap(rope.theta[0], rope.theta[2]);
        const RopeTable table = makeRopeTable(rope, { .base = 100.0 }).value();
        const std::vector<double> before = defaultTheta(10000.0, 8);
        const std::vector<double> after = defaultTheta(100.0, 8);
        QCOMPARE(table.theta[0], after[0] * (rope.theta[0] / before[0]));
        QCOMPARE(table.theta[2], after[2] * (rope.theta[2] / before[2]));
        QCOMPARE(table.theta[1], after[1]);
    }
};

QTEST_GUILESS_MAIN(TestRopeScaling)
#include "tst_rope_scaling.moc"
