// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// GGUF files of every architecture against transformers in float32. The files are those of
// tests/data/models in llama.cpp's order of tensors; see tests/data/make_gguf.py.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include <QTest>

#include "core/formats/gguf_source.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/models.h"
#include "tests/support/reference.h"

using namespace ropescope;
using test::Reference;

namespace {

constexpr double kTolerance = 1e-4;

struct Row {
    const char* file;
    const char* reference;
    const char* architecture; ///< general.architecture
    /// What the file's queries are the model's times. No key states Gemma 3's division of scores,
    /// so that it is in the queries of a model that divides by another number than heads are wide.
    double queryScale = 1.0;
};

const Row kRows[] = {
    { "llama3", "tiny-llama3", "llama" },
    { "llama-bias", "tiny-llama-bias", "llama" },
    { "llama-linear", "tiny-llama-linear", "llama" },
    { "llama-yarn", "tiny-llama-yarn", "llama" },
    { "smollm", "tiny-smollm", "llama" },
    { "mistral", "tiny-mistral", "llama" },
    { "smollm3", "../gguf/smollm3", "smollm3" },
    { "qwen2", "tiny-qwen2", "qwen2" },
    { "qwen3", "tiny-qwen3", "qwen3" },
    { "gemma", "tiny-gemma", "gemma" },
    { "gemma3", "tiny-gemma3", "gemma3", std::sqrt(16.0 / 24.0) },
    { "phi3", "tiny-phi3", "phi3" },
    { "phi3-longrope", "tiny-phi3-longrope-short", "phi3" },
    { "phi3-longrope", "tiny-phi3-longrope-long", "phi3" },
    { "olmo2", "tiny-olmo2", "olmo2" },
    { "neox", "tiny-neox", "gptneox" },
    { "neox-serial", "tiny-neox-serial", "gptneox" },
    { "gpt2", "tiny-gpt2", "gpt2" },
};

std::filesystem::path filePath(const std::string& name)
{
    return std::filesystem::path(ROPESCOPE_TEST_DATA) / "gguf/converted" / (name + ".gguf");
}

/// max |found - expected| / max |expected|, at most `worst` before.
void note(double& worst, const MatrixRM& found, const MatrixRM& expected)
{
    const auto error = static_cast<double>((found - expected).cwiseAbs().maxCoeff()
                                           / expected.cwiseAbs().maxCoeff());
    worst = std::max(worst, error);
}

} // namespace

class TestGgufArchitectures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLayerAgreesWithTransformers_data()
    {
        QTest::addColumn<std::string>("file");
        QTest::addColumn<std::string>("reference");
        QTest::addColumn<std::string>("architecture");
        QTest::addColumn<double>("queryScale");
        for (const Row& row : kRows) {
            const std::string name = std::string(row.file) + " " + row.reference;
            QTest::newRow(name.c_str()) << std::string(row.file) << std::string(row.reference)
                                        << std::string(row.architecture) << row.queryScale;
        }
    }
    void everyLayerAgreesWithTransformers()
    {
        QFETCH(std::string, file);
        QFETCH(std::string, reference);
        QFETCH(std::string, architecture);
        QFETCH(double, queryScale);
        QCOMPARE(GgufSource::open(filePath(file)).value().architecture(), architecture);
        const Reference expected(reference);
        const auto model = test::openModel(filePath(file));
        const auto result
            = test::capture(*model, expected.ids("token_ids"),
                            { .withValues = true, .withLogits = true, .withHiddenStates = true });
        double worst = 0.0;
        for (int layer = 0; layer < model->config().numLayers; ++layer) {
            const std::string prefix = "layers." + std::to_string(layer) + ".";
            for (const std::string which : { "q", "k", "v", "attention" }) {
                if (!expected.has(prefix + which))
                    continue;
                MatrixRM wanted = expected.matrix(prefix + which);
                if (which == "q")
                    wanted *= static_cast<float>(queryScale);
                const MatrixRM found = which == "attention"
                    ? test::attentionMaps(*result.trace, layer)
                    : test::stacked(*result.trace, layer, which);
                ROPESCOPE_COMPARE(found, wanted, 0.0, kTolerance);
                note(worst, found, wanted);
            }
            const std::string hidden = "hidden." + std::to_string(layer);
            if (expected.has(hidden)) {
                const MatrixRM& found = result.hiddenStates[static_cast<std::size_t>(layer)];
                ROPESCOPE_COMPARE(found, expected.matrix(hidden), 0.0, kTolerance);
                note(worst, found, expected.matrix(hidden));
            }
        }
        ROPESCOPE_COMPARE(result.logits, expected.matrix("logits"), 0.0, kTolerance);
        note(worst, result.logits, expected.matrix("logits"));
        std::printf("%-10s %-14s %.1e\n", architecture.c_str(), file.c_str(), worst);
    }
};

QTEST_GUILESS_MAIN(TestGgufArchitectures)
#include "tst_gguf_architectures.moc"
