// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/formats/gguf_model.h"
#include "tests/support/files.h"
#include "tests/support/gguf_builder.h"

using namespace ropescope;
using nlohmann::json;
using test::bytesOf;
using test::GgufBuilder;

namespace {

/// What every architecture says: 2 layers, width 16, 4 heads, 2 key heads, 32 tokens.
GgufBuilder common(const std::string& architecture)
{
    GgufBuilder b;
    const auto key = [&](const char* name) { return architecture + "." + name; };
    b.text("general.architecture", architecture).text("general.name", "a " + architecture);
    b.u32(key("context_length"), 64).u32(key("embedding_length"), 16).u32(key("block_count"), 2);
    b.u32(key("feed_forward_length"), 24).u32(key("attention.head_count"), 4);
    b.floats("token_embd.weight", { 32, 16 });
    return b;
}

GgufBuilder gated(const std::string& architecture)
{
    GgufBuilder b = common(architecture);
    b.u32(architecture + ".attention.head_count_kv", 2);
    b.f32(architecture + ".attention.layer_norm_rms_epsilon", 1e-5F);
    return b;
}

GgufBuilder llama() { return gated("llama").floats("output.weight", { 32, 16 }); }

GgufBuilder withNorm(const std::string& architecture)
{
    GgufBuilder b = common(architecture);
    b.f32(architecture + ".attention.layer_norm_epsilon", 1e-5F);
    return b;
}

} // namespace

class TestGgufConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void llamaIsTranslated()
    {
        const ModelDescription found = describe(llama()
                                                    .f32("llama.rope.freq_base", 500000.0F)
                                                    .u32("tokenizer.ggml.bos_token_id", 1)
                                                    .u32("tokenizer.ggml.eos_token_id", 2)
                                                    .u32("tokenizer.ggml.eot_token_id", 7));
        QCOMPARE(found.name, std::string("a llama"));
        QVERIFY(found.configName.ends_with("model.gguf"));
        const json expected = json::parse(R"({
            "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 16,
            "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 4,
            "num_key_value_heads": 2, "head_dim": 4, "max_position_embeddings": 64,
            "vocab_size": 32, "tie_word_embeddings": false, "rms_norm_eps": 1e-05,
            "hidden_act": "silu", "attention_bias": false, "mlp_bias": false,
            "rope_theta": 500000.0, "bos_token_id": 1, "eos_token_id": [2, 7]})");
        QCOMPARE(found.config.dump(), expected.dump());
    }

    void mistralIsTold()
    {
        const json config = describe(llama().u32("llama.attention.sliding_window", 8)).config;
        QCOMPARE(config["architectures"].dump(), json::parse(R"(["MistralForCausalLM"])").dump());
        QCOMPARE(config["sliding_window"].dump(), json(8).dump());
    }

    void tensorsTellWhatTheMetadataDoesNot()
    {
        const json tied = describe(gated("llama")).config;
        QCOMPARE(tied["tie_word_embeddings"].dump(), json(true).dump());
        const json biased
            = describe(
                  llama().floats("blk.0.attn_q.bias", { 16 }).floats("blk.0.ffn_up.bias", { 24 }))
                  .config;
        QCOMPARE(biased["attention_bias"].dump(), json(true).dump());
        QCOMPARE(biased["mlp_bias"].dump(), json(true).dump());
    }

    void headsMayHaveAWidthOfTheirOwn()
    {
        const json config = describe(llama()
                                         .u32("llama.attention.key_length", 8)
                                         .u32("llama.attention.value_length", 8)
                                         .u32("llama.rope.dimension_count", 6))
                                .config;
        QCOMPARE(config["head_dim"].dump(), json(8).dump());
        QCOMPARE(config["partial_rotary_factor"].dump(), json(0.75).dump());
    }

    void qwenIsTranslated()
    {
        const json two = describe(gated("qwen2")).config;
        QCOMPARE(two["architectures"].dump(), json::parse(R"(["Qwen2ForCausalLM"])").dump());
        QCOMPARE(two["tie_word_embeddings"].dump(), json(true).dump());
        QVERIFY(!two.contains("attention_bias"));
        const json three = describe(gated("qwen3").u32("qwen3.attention.key_length", 8)).config;
        QCOMPARE(three["architectures"].dump(), json::parse(R"(["Qwen3ForCausalLM"])").dump());
        QCOMPARE(three["head_dim"].dump(), json(8).dump());
        QCOMPARE(three["attention_bias"].dump(), json(false).dump());
    }

    void gemmaIsTranslated()
    {
        const json config = describe(gated("gemma").u32("gemma.attention.key_length", 8)).config;
        QCOMPARE(config["architectures"].dump(), json::parse(R"(["GemmaForCausalLM"])").dump());
        QCOMPARE(config["rms_norm_add_unit_offset"].dump(), json(false).dump());
        QCOMPARE(config["hidden_act"].dump(), json("gelu_pytorch_tanh").dump());
    }

    void gemma3IsTranslated()
    {
        const auto base = [] {
            return gated("gemma3")
                .without("gemma3.block_count")
                .u32("gemma3.block_count", 7)
                .u32("gemma3.attention.key_length", 8)
                .u32("gemma3.attention.sliding_window", 512)
                .f32("gemma3.rope.freq_base", 1e6F);
        };
        const json config = describe(base()
                                         .text("gemma3.rope.scaling.type", "linear")
                                         .f32("gemma3.rope.scaling.factor", 8.0F)
                                         .f32("gemma3.final_logit_softcapping", 30.0F))
                                .config;
        QCOMPARE(config["architectures"].dump(), json::parse(R"(["Gemma3ForCausalLM"])").dump());
        QCOMPARE(config["sliding_window"].dump(), json(512).dump());
        QCOMPARE(config["rope_theta"].dump(), json(1e6).dump());
        QCOMPARE(config["rope_local_base_freq"].dump(), json(10000.0).dump());
        QCOMPARE(config["query_pre_attn_scalar"].dump(), json(8).dump());
        QCOMPARE(config["rms_norm_add_unit_offset"].dump(), json(false).dump());
        QCOMPARE(config["final_logit_softcapping"].dump(), json(30.0).dump());
        QCOMPARE(config["rope_scaling"].dump(),
                 json::parse(R"({"rope_type":"linear","factor":8.0})").dump());
        const json slide = "sliding_attention";
        const json full = "full_attention";
        QCOMPARE(config["layer_types"].dump(),
                 json({ slide, slide, slide, slide, slide, full, slide }).dump());

        const json named = describe(base().booleans("gemma3.attention.sliding_window_pattern",
                                                    { true, false, true, true, false, true, true }))
                               .config;
        QCOMPARE(named["layer_types"].dump(),
                 json({ slide, full, slide, slide, full, slide, slide }).dump());
        const json period
            = describe(base().u32("gemma3.attention.sliding_window_pattern", 2)).config;
        QCOMPARE(period["layer_types"].dump(),
                 json({ slide, full, slide, full, slide, full, slide }).dump());
        const json largest
            = describe(base().without("gemma3.block_count").u32("gemma3.block_count", 62)).config;
        QCOMPARE(largest["query_pre_attn_scalar"].dump(), json(4).dump());
    }

    void phi3IsTranslated()
    {
        const json config = describe(gated("phi3").u32("phi3.attention.sliding_window", 10)).config;
        QCOMPARE(config["architectures"].dump(), json::parse(R"(["Phi3ForCausalLM"])").dump());
        QCOMPARE(config["sliding_window"].dump(), json(10).dump());
        const json none = describe(gated("phi3").u32("phi3.attention.sliding_window", 0)).config;
        QVERIFY(!none.contains("sliding_window"));
        const json old
            = describe(
                  gated("phi3").without("phi3.context_length").u32("phi3.context_length", 4096))
                  .config;
        QCOMPARE(old["sliding_window"].dump(), json(2047).dump());
    }

    void olmoIsTranslated()
    {
        const json two = describe(gated("olmo2")).config;
        QCOMPARE(two["architectures"].dump(), json::parse(R"(["Olmo2ForCausalLM"])").dump());
        QVERIFY(!two.contains("layer_types"));
        const json three = describe(gated("olmo2").u32("olmo2.attention.sliding_window", 9)).config;
        QCOMPARE(three["architectures"].dump(), json::parse(R"(["Olmo3ForCausalLM"])").dump());
        QCOMPARE(three["layer_types"].dump(),
                 json::parse(R"(["sliding_attention","sliding_attention"])").dump());
    }

    void neoXIsTranslated()
    {
        const json config = describe(withNorm("gptneox")
                                         .floats("output.weight", { 32, 16 })
                                         .u32("gptneox.rope.dimension_count", 2)
                                         .boolean("gptneox.use_parallel_residual", false))
                                .config;
        const json expected = json::parse(R"({
            "architectures": ["GPTNeoXForCausalLM"], "model_type": "gpt_neox", "hidden_size": 16,
            "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 4,
            "num_key_value_heads": 4, "head_dim": 4, "max_position_embeddings": 64,
            "vocab_size": 32, "tie_word_embeddings": false, "layer_norm_eps": 1e-05,
            "hidden_act": "gelu", "use_parallel_residual": false, "rotary_pct": 0.5,
            "rotary_emb_base": 10000.0})");
        QCOMPARE(config.dump(), expected.dump());
    }

    void gpt2IsTranslated()
    {
        const json config = describe(withNorm("gpt2")).config;
        const json expected = json::parse(R"({
            "architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "n_embd": 16,
            "n_inner": 24, "n_layer": 2, "n_head": 4, "n_positions": 64, "n_ctx": 64,
            "vocab_size": 32, "tie_word_embeddings": true, "layer_norm_epsilon": 1e-05,
            "activation_function": "gelu_new"})");
        QCOMPARE(config.dump(), expected.dump());
    }

    void ropeScalingIsTranslated_data()
    {
        QTest::addColumn<GgufBuilder>("builder");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, GgufBuilder builder, std::string expected) {
            QTest::newRow(name) << std::move(builder) << std::move(expected);
        };
        const std::string type = "llama.rope.scaling.type";
        const std::string factor = "llama.rope.scaling.factor";
        const std::string original = "llama.rope.scaling.original_context_length";
        const std::string attention = "llama.rope.scaling.attn_factor";
        row("nothing", llama(), "null");
        row("none", llama().text(type, "none").f32(factor, 4.0F), "null");
        row("linear", llama().text(type, "linear").f32(factor, 4.0F),
            R"({"rope_type":"linear","factor":4.0})");
        row("linear, before it had a type", llama().f32("llama.rope.scale_linear", 2.0F),
            R"({"rope_type":"linear","factor":2.0})");
        row("linear by 0, which stands for none", llama().text(type, "linear").f32(factor, 0.0F),
            "null");
        row("YaRN", llama().text(type, "yarn").f32(factor, 4.0F).u32(original, 16),
            R"({"rope_type":"yarn","factor":4.0,"original_max_position_embeddings":16})");
        row("YaRN with all options",
            llama()
                .text(type, "yarn")
                .f32(factor, 1.0F / 0.0625F)
                .f32("llama.rope.scaling.yarn_beta_fast", 16.0F)
                .f32("llama.rope.scaling.yarn_beta_slow", 2.0F),
            R"({"rope_type":"yarn","factor":16.0,"beta_fast":16.0,"beta_slow":2.0})");
        row("factors of the pairs", llama().floats("rope_freqs.weight", { 2 }, { 1.0F, 8.0F }),
            R"({"rope_type":"factors","factors":[1.0,8.0],"attention_factor":1.0})");
        row("factors of the pairs, on top of linear",
            llama()
                .floats("rope_freqs.weight", { 2 }, { 1.0F, 8.0F })
                .f32(factor, 2.0F)
                .f32(attention, 1.5F),
            R"({"rope_type":"factors","factors":[2.0,16.0],"attention_factor":1.5})");
        row("LongRoPE",
            llama()
                .floats("rope_factors_short.weight", { 2 }, { 1.0F, 2.0F })
                .floats("rope_factors_long.weight", { 2 }, { 3.0F, 4.0F })
                .u32(original, 16)
                .f32(attention, 1.25F),
            R"({"rope_type":"longrope","short_factor":[1.0,2.0],"long_factor":[3.0,4.0],
                "original_max_position_embeddings":16,"attention_factor":1.25})");
    }
    void ropeScalingIsTranslated()
    {
        QFETCH(GgufBuilder, builder);
        QFETCH(std::string, expected);
        const json config = describe(builder).config;
        QCOMPARE(config.value("rope_scaling", json()).dump(), json::parse(expected).dump());
    }

    void yarnsAttentionFactorIsWhatTheKeyMultiplies()
    {
        const json config = describe(llama()
                                         .text("llama.rope.scaling.type", "yarn")
                                         .f32("llama.rope.scaling.factor", 4.0F)
                                         .f32("llama.rope.scaling.attn_factor", 0.5F))
                                .config;
        const auto found = config["rope_scaling"]["attention_factor"].get<double>();
        QVERIFY(std::abs(found - 0.5 * (1.0 + 0.1 * std::log(4.0))) < 1e-12);
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<GgufBuilder>("builder");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<std::string>("part");
        const auto row = [](const char* name, GgufBuilder builder, std::string part,
                            ErrorCode code = ErrorCode::Malformed) {
            QTest::newRow(name) << std::move(builder) << code << std::move(part);
        };
        const auto unsupported = ErrorCode::Unsupported;
        row("no architecture", GgufBuilder(), "the key 'general.architecture' is missing");
        row("an unknown architecture", gated("mamba"), "'mamba' is not supported; known are llama",
            unsupported);
        row("an adapter", llama().text("general.type", "adapter"), "'adapter'", unsupported);
        for (const char* name :
             { "llama.context_length", "llama.embedding_length", "llama.block_count",
               "llama.feed_forward_length", "llama.attention.head_count",
               "llama.attention.layer_norm_rms_epsilon" }) {
            row((std::string("without ") + name).c_str(), llama().without(name),
                "the key '" + std::string(name) + "' is missing");
        }
        row("layers as a text", llama().without("llama.block_count").text("llama.block_count", "2"),
            "'llama.block_count' must be a whole number from 1 to 4096, found the text '2'");
        row("layers beyond any model",
            gated("gemma3").without("gemma3.block_count").u32("gemma3.block_count", 1 << 24),
            "'gemma3.block_count' must be a whole number from 1 to 4096");
        row("no layers", llama().without("llama.block_count").u32("llama.block_count", 0),
            "found the u32 0");
        row("an epsilon that is no number",
            llama()
                .without("llama.attention.layer_norm_rms_epsilon")
                .f32("llama.attention.layer_norm_rms_epsilon", std::nanf("")),
            "'llama.attention.layer_norm_rms_epsilon' must be a number");
        row("layers that differ",
            llama()
                .without("llama.attention.head_count")
                .i32s("llama.attention.head_count", { 4, 2 }),
            "differs from layer to layer", unsupported);
        row("heads that do not share the width evenly",
            llama().without("llama.attention.head_count").u32("llama.attention.head_count", 3),
            "'llama.embedding_length' (16) must be a multiple");
        row("values of another width",
            llama().u32("llama.attention.key_length", 8).u32("llama.attention.value_length", 4),
            "another width", unsupported);
        row("experts", llama().u32("llama.expert_count", 8), "'llama.expert_count'", unsupported);
        row("no causal mask", llama().boolean("llama.attention.causal", false), "not causal",
            unsupported);
        row("RoPE of another type", llama().text("llama.rope.scaling.type", "dynamic"),
            "'llama.rope.scaling.type' 'dynamic'", unsupported);
        row("LongRoPE without factors", llama().text("llama.rope.scaling.type", "longrope"),
            "rope_factors_short.weight");
        row("too few factors", llama().floats("rope_freqs.weight", { 3 }),
            "'rope_freqs.weight' must be F32 of shape (2), found F32 of shape (3)");
        row("factors of 0", llama().floats("rope_freqs.weight", { 2 }), "positive numbers");
        row("more rotated channels than there are", llama().u32("llama.rope.dimension_count", 6),
            "from 2 to 4, found the u32 6");
        row("a pattern for other layers",
            gated("gemma3").booleans("gemma3.attention.sliding_window_pattern", { true }),
            "2 truth values");
    }
    void whatIsWrongIsNamed()
    {
        QFETCH(GgufBuilder, builder);
        QFETCH(ErrorCode, code);
        QFETCH(std::string, part);
        write(builder);
        const auto found = readGgufDescription(path());
        ROPESCOPE_EXPECT_ERROR(found, code, part);
        QVERIFY(found.error().message.find("model.gguf") != std::string::npos);
        ROPESCOPE_EXPECT_ERROR(openGgufTensors(path()), code, part);
    }

    void anEmbeddingIsNeeded()
    {
        GgufBuilder b;
        b.text("general.architecture", "gpt2").u32("gpt2.context_length", 8);
        b.u32("gpt2.embedding_length", 8).u32("gpt2.block_count", 1);
        b.u32("gpt2.feed_forward_length", 8).u32("gpt2.attention.head_count", 2);
        b.f32("gpt2.attention.layer_norm_epsilon", 1e-5F);
        write(b);
        ROPESCOPE_EXPECT_ERROR(readGgufDescription(path()), ErrorCode::NotFound,
                               "'token_embd.weight' must be a matrix, found none");
        write(b.floats("token_embd.weight", { 8 }));
        ROPESCOPE_EXPECT_ERROR(readGgufDescription(path()), ErrorCode::Malformed,
                               "'token_embd.weight' must be a matrix, found (8)");
    }

private:
    [[nodiscard]] std::filesystem::path path() const
    {
        return std::filesystem::path(m_directory->path().toStdString()) / "model.gguf";
    }

    void write(const GgufBuilder& builder) { test::writeFile(path(), builder.build()); }

    /// Ends the program when it cannot be read.
    ModelDescription describe(const GgufBuilder& builder)
    {
        write(builder);
        auto description = readGgufDescription(path());
        if (!description)
            qFatal("%s", description.error().message.c_str());
        return std::move(*description);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestGgufConfig)
#include "tst_gguf_config.moc"
