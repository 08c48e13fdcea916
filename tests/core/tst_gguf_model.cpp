// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/formats/gguf_model.h"
#include "core/formats/gguf_tensor_names.h"
#include "tests/support/files.h"
#include "tests/support/gguf_builder.h"

using namespace ropescope;
using test::GgufBuilder;

namespace {

std::filesystem::path fixture(const std::string& type)
{
    return std::string(ROPESCOPE_TEST_DATA) + "/gguf/tiny-llama-" + type + ".gguf";
}

std::vector<float> widened(const TensorView& view)
{
    std::vector<float> values(static_cast<std::size_t>(view.elementCount()));
    view.widen(0, values);
    return values;
}

GgufBuilder small(const std::string& architecture)
{
    GgufBuilder b;
    const auto key = [&](const char* name) { return architecture + "." + name; };
    b.text("general.architecture", architecture).u32(key("context_length"), 64);
    b.u32(key("embedding_length"), 8).u32(key("block_count"), 1);
    b.u32(key("feed_forward_length"), 8).u32(key("attention.head_count"), 2);
    b.f32(key("attention.layer_norm_rms_epsilon"), 1e-5F);
    b.f32(key("attention.layer_norm_epsilon"), 1e-5F);
    b.floats("token_embd.weight", { 4, 8 });
    return b;
}

} // namespace

class TestGgufModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void modelsOfARealToolAreRead_data()
    {
        QTest::addColumn<std::string>("type");
        QTest::addColumn<std::string>("inputs");
        QTest::addColumn<std::string>("outputs");
        // What llama-quantize makes of the matrices of a layer and of the last one.
        QTest::newRow("q8_0") << std::string("q8_0") << std::string("Q8_0") << std::string("Q8_0");
        QTest::newRow("q4_0") << std::string("q4_0") << std::string("Q4_0") << std::string("Q6_K");
        QTest::newRow("q4_k_m") << std::string("q4_k_m") << std::string("Q4_K")
                                << std::string("Q6_K");
        QTest::newRow("q5_k_m") << std::string("q5_k_m") << std::string("Q5_K")
                                << std::string("Q6_K");
    }
    void modelsOfARealToolAreRead()
    {
        QFETCH(std::string, type);
        QFETCH(std::string, inputs);
        QFETCH(std::string, outputs);
        const auto description = readGgufDescription(fixture(type));
        QVERIFY2(description.has_value(), description ? "" : description.error().message.c_str());
        QCOMPARE(description->name, std::string("tiny-llama"));
        QCOMPARE(description->config["vocab_size"].get<int>(), 352);
        QCOMPARE(description->config["head_dim"].get<int>(), 64);
        QCOMPARE(description->config["rms_norm_eps"].get<double>(), 1e-5);
        QVERIFY(description->tokenizer.has_value());

        const auto tensors = openGgufTensors(fixture(type));
        QVERIFY2(tensors.has_value(), tensors ? "" : tensors.error().message.c_str());
        QCOMPARE(tensors->byName.size(), std::size_t { 12 });
        const ModelTensor& query = tensors->byName.at("model.layers.0.self_attn.q_proj.weight");
        QCOMPARE(query.nameInFile, std::string("blk.0.attn_q.weight"));
        QCOMPARE(query.file, fixture(type));
        QCOMPARE(query.interleavedRows, 64);
        QCOMPARE(query.view.typeName, inputs);
        QCOMPARE(query.view.shape, (std::vector<long long> { 256, 256 }));
        const ModelTensor& key = tensors->byName.at("model.layers.0.self_attn.k_proj.weight");
        QCOMPARE(key.view.shape, (std::vector<long long> { 128, 256 }));
        QCOMPARE(key.interleavedRows, 64);
        const ModelTensor& value = tensors->byName.at("model.layers.0.self_attn.v_proj.weight");
        QCOMPARE(value.interleavedRows, 0);
        QCOMPARE(tensors->byName.at("lm_head.weight").view.typeName, outputs);
        QCOMPARE(tensors->byName.at("model.norm.weight").view.typeName, std::string("F32"));
    }

    void quantisationsOfOneModelAgree()
    {
        // Coarser steps move weights more, but by no more than a step of their block.
        const auto fine = openGgufTensors(fixture("q8_0"));
        for (const auto& [type, tolerance] :
             { std::pair("q4_0", 0.1), { "q4_k_m", 0.08 }, { "q5_k_m", 0.05 } }) {
            const auto coarse = openGgufTensors(fixture(type));
            for (const auto& [name, tensor] : coarse->byName) {
                const std::vector<float> a = widened(fine->byName.at(name).view);
                const std::vector<float> b = widened(tensor.view);
                double squares = 0.0;
                double differences = 0.0;
                for (std::size_t i = 0; i < a.size(); ++i) {
                    squares += static_cast<double>(a[i]) * static_cast<double>(a[i]);
                    const double difference = static_cast<double>(a[i] - b[i]);
                    differences += difference * difference;
                }
                const double error = std::sqrt(differences / squares);
                QVERIFY2(error < tolerance,
                         qPrintable(QStringLiteral("%1 of %2: relative error %3")
                                        .arg(QString::fromStdString(name), QLatin1String(type))
                                        .arg(error)));
            }
        }
    }

    void namesAreHuggingFaces_data()
    {
        QTest::addColumn<std::string>("architecture");
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* architecture, const char* name, const char* expected) {
            QTest::addRow("%s %s", architecture, name)
                << std::string(architecture) << std::string(name) << std::string(expected);
        };
        row("llama", "token_embd.weight", "model.embed_tokens.weight");
        row("llama", "output_norm.weight", "model.norm.weight");
        row("llama", "blk.11.ffn_norm.weight", "model.layers.11.post_attention_layernorm.weight");
        row("qwen2", "blk.3.attn_k.bias", "model.layers.3.self_attn.k_proj.bias");
        row("qwen3", "blk.3.attn_q_norm.weight", "model.layers.3.self_attn.q_norm.weight");
        row("gemma", "blk.0.ffn_norm.weight", "model.layers.0.post_attention_layernorm.weight");
        row("gemma3", "blk.0.ffn_norm.weight", "model.layers.0.pre_feedforward_layernorm.weight");
        row("gemma3", "blk.0.post_attention_norm.weight",
            "model.layers.0.post_attention_layernorm.weight");
        row("olmo2", "blk.0.post_ffw_norm.weight",
            "model.layers.0.post_feedforward_layernorm.weight");
        row("phi3", "blk.1.attn_qkv.weight", "model.layers.1.self_attn.qkv_proj.weight");
        row("phi3", "blk.1.ffn_up.weight", "model.layers.1.mlp.gate_up_proj.weight");
        row("gptneox", "blk.1.attn_qkv.bias", "gpt_neox.layers.1.attention.query_key_value.bias");
        row("gptneox", "output.weight", "embed_out.weight");
        row("gpt2", "position_embd.weight", "wpe.weight");
        row("gpt2", "blk.2.attn_qkv.weight", "h.2.attn.c_attn.weight");
        row("gpt2", "blk.2.ffn_down.bias", "h.2.mlp.c_proj.bias");
        row("llama", "position_embd.weight", "");
        row("llama", "blk.x.attn_q.weight", "");
        row("llama", "blk.1.attn_q.scale", "");
        row("llama", "blk.1", "");
        row("llama", "weight", "");
        row("mamba", "token_embd.weight", "");
    }
    void namesAreHuggingFaces()
    {
        QFETCH(std::string, architecture);
        QFETCH(std::string, name);
        QFETCH(std::string, expected);
        QCOMPARE(huggingFaceTensorName(architecture, name).value_or(""), expected);
    }

    void rearrangedTensorsAreMarked()
    {
        const auto gpt2 = open(small("gpt2")
                                   .floats("blk.0.attn_qkv.weight", { 24, 8 })
                                   .floats("blk.0.attn_qkv.bias", { 24 })
                                   .floats("position_embd.weight", { 64, 8 }));
        QVERIFY(gpt2.byName.at("h.0.attn.c_attn.weight").transposed);
        QVERIFY(!gpt2.byName.at("h.0.attn.c_attn.bias").transposed);
        QVERIFY(!gpt2.byName.at("wte.weight").transposed);
        QVERIFY(!gpt2.byName.at("wpe.weight").transposed);
        QVERIFY(!gpt2.byName.at("h.0.attn.c_attn.weight").gathered);

        const auto neoX = open(small("gptneox")
                                   .floats("blk.0.attn_qkv.weight", { 24, 8 })
                                   .floats("blk.0.attn_qkv.bias", { 24 })
                                   .floats("blk.0.attn_output.weight", { 8, 8 }));
        const std::string attention = "gpt_neox.layers.0.attention.";
        QVERIFY(neoX.byName.at(attention + "query_key_value.weight").gathered);
        QVERIFY(neoX.byName.at(attention + "query_key_value.bias").gathered);
        QVERIFY(!neoX.byName.at(attention + "dense.weight").gathered);
        QVERIFY(!neoX.byName.at(attention + "dense.weight").transposed);

        const auto llama = open(small("llama")
                                    .floats("blk.0.attn_q.bias", { 8 })
                                    .floats("blk.0.attn_q_norm.weight", { 4 })
                                    .floats("rope_freqs.weight", { 2 }, { 1.0F, 2.0F }));
        QCOMPARE(llama.byName.at("model.layers.0.self_attn.q_proj.bias").interleavedRows, 4);
        QCOMPARE(llama.byName.at("model.layers.0.self_attn.q_norm.weight").interleavedRows, 0);
        QCOMPARE(llama.byName.size(), std::size_t { 3 }); // what the config says is no weight
        const auto qwen = open(small("qwen2").floats("blk.0.attn_q.weight", { 8, 8 }));
        QCOMPARE(qwen.byName.at("model.layers.0.self_attn.q_proj.weight").interleavedRows, 0);
    }

    void tensorsWithoutAUseAreRefused()
    {
        test::writeFile(path(), small("llama").floats("blk.0.ffn_gate_exps.weight", { 2 }).build());
        ROPESCOPE_EXPECT_ERROR(openGgufTensors(path()), ErrorCode::Unsupported,
                               "'llama' uses tensor 'blk.0.ffn_gate_exps.weight'");
    }

    void aModelWithoutANameHasItsFiles()
    {
        test::writeFile(path(), small("llama").build());
        QCOMPARE(readGgufDescription(path())->name, std::string("model"));
        QCOMPARE(readGgufDescription(path())->tokenizer.error().code, ErrorCode::NotFound);
    }

private:
    [[nodiscard]] std::filesystem::path path() const
    {
        return std::filesystem::path(m_directory->path().toStdString()) / "model.gguf";
    }

    ModelTensors open(const GgufBuilder& builder)
    {
        test::writeFile(path(), builder.build());
        auto tensors = openGgufTensors(path());
        if (!tensors)
            qFatal("%s", tensors.error().message.c_str());
        return std::move(*tensors);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestGgufModel)
#include "tst_gguf_model.moc"
