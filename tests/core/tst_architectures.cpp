// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every architecture against transformers in float32; see tests/data/make_reference.py. The numbers
// that this prints are the table of the README.
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include "tests/support/files.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/models.h"
#include "tests/support/reference.h"

using namespace ropescope;
using test::Reference;

namespace {

constexpr double kTolerance = 1e-4;

/// A model of tests/data/models with its reference. Some differ from another in config.json only.
struct Row {
    const char* model;
    const char* reference; ///< nullptr: called like the model
    const char* weightsOf; ///< nullptr: its own
};

constexpr Row kRows[] = {
    { "tiny-llama" },
    { "tiny-llama3" },
    { "tiny-llama-bias" },
    { "tiny-llama-linear" },
    { "tiny-llama-dynamic" },
    { "tiny-llama-yarn" },
    { "tiny-smollm" },
    { "tiny-mistral" },
    { "tiny-qwen2" },
    { "tiny-qwen2-window" },
    { "tiny-qwen2-window-old", "tiny-qwen2-window", "tiny-qwen2-window" },
    { "tiny-qwen3" },
    { "tiny-gemma" },
    { "tiny-gemma3" },
    { "tiny-gemma3-old", "tiny-gemma3", "tiny-gemma3" },
    { "tiny-phi3" },
    { "tiny-phi3-longrope", "tiny-phi3-longrope-short" },
    { "tiny-phi3-longrope", "tiny-phi3-longrope-long" },
    { "tiny-phi3-longrope-old", "tiny-phi3-longrope-long", "tiny-phi3-longrope" },
    { "tiny-neox" },
    { "tiny-neox-old", "tiny-neox", "tiny-neox" },
    { "tiny-neox-serial" },
    { "tiny-olmo2" },
    { "tiny-smollm3" },
    { "tiny-gpt2" },
    { "tiny-opt" },
    { "built-in" },
};

/// max |found - expected| / max |expected|
double relativeError(const MatrixRM& found, const MatrixRM& expected)
{
    if (found.rows() != expected.rows() || found.cols() != expected.cols())
        return INFINITY;
    return static_cast<double>((found - expected).cwiseAbs().maxCoeff()
                               / expected.cwiseAbs().maxCoeff());
}

struct Errors {
    double queriesAndKeys = 0.0;
    double maps = 0.0;
    double logits = 0.0;
};

} // namespace

class TestArchitectures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLayerAgreesWithTransformers_data()
    {
        QTest::addColumn<std::string>("model");
        QTest::addColumn<std::string>("reference");
        QTest::addColumn<std::string>("weightsOf");
        for (const Row& row : kRows) {
            const std::string reference = row.reference ? row.reference : row.model;
            const std::string name = std::string(row.model) + " " + reference;
            QTest::newRow(name.c_str()) << std::string(row.model) << reference
                                        << std::string(row.weightsOf ? row.weightsOf : "");
        }
    }
    void everyLayerAgreesWithTransformers()
    {
        QFETCH(std::string, model);
        QFETCH(std::string, reference);
        QFETCH(std::string, weightsOf);
        QTemporaryDir directory;
        std::filesystem::path path = test::modelPath(model);
        if (!weightsOf.empty()) {
            path = directory.path().toStdString();
            test::copyModel(weightsOf, path);
            std::filesystem::copy_file(test::modelPath(model) / "config.json", path / "config.json",
                                       std::filesystem::copy_options::overwrite_existing);
        }
        const auto opened = test::openModel(path);
        compare(*opened, Reference(reference));
    }

    void generatedTokensAgreeWithTransformers_data()
    {
        QTest::addColumn<std::string>("model");
        for (const Row& row : kRows) {
            if (row.reference == nullptr && Reference(row.model).has("generated"))
                QTest::newRow(row.model) << std::string(row.model);
        }
    }
    void generatedTokensAgreeWithTransformers()
    {
        QFETCH(std::string, model);
        const Reference reference(model);
        const auto opened = test::openModel(test::modelPath(model));
        const auto expected = reference.ids("generated");
        const auto prompt = reference.ids("token_ids");
        const auto result
            = test::capture(*opened, prompt, { .generate = static_cast<int>(expected.size()) });
        // Generation ends with the model's end token; the reference goes on.
        const std::vector<std::int64_t> found(result.trace->tokenIds().begin()
                                                  + static_cast<std::ptrdiff_t>(prompt.size()),
                                              result.trace->tokenIds().end());
        QVERIFY(!found.empty() && found.size() <= expected.size());
        QCOMPARE(found,
                 std::vector<std::int64_t>(expected.begin(),
                                           expected.begin()
                                               + static_cast<std::ptrdiff_t>(found.size())));
        const auto& ends = opened->config().endTokens;
        QVERIFY(found.size() == expected.size()
                || std::ranges::find(ends, found.back()) != ends.end());
    }

    void everyArchitectureIsCompared()
    {
        for (const Architecture& architecture : architectures())
            QVERIFY2(m_errors.contains(std::string(architecture.name)), architecture.name.data());
    }

    /// The README states what was measured once; other BLAS kernels round otherwise, not worse.
    void theTableOfTheReadmeHolds()
    {
        const std::string readme
            = test::readFile(std::filesystem::path(ROPESCOPE_SOURCE_DIR) / "README.md");
        for (const Architecture& architecture : architectures()) {
            const Errors& measured = m_errors[std::string(architecture.name)];
            std::printf("| %s | `%s` | %.1e | %.1e | %.1e |\n", architecture.models.data(),
                        architecture.name.data(), measured.queriesAndKeys, measured.maps,
                        measured.logits);
        }
        for (const Architecture& architecture : architectures()) {
            const Errors& measured = m_errors[std::string(architecture.name)];
            const std::string row = "| " + std::string(architecture.models) + " | `"
                + std::string(architecture.name) + "` | ";
            const std::size_t at = readme.find(row);
            QVERIFY2(at != std::string::npos, row.c_str());
            double stated[3] = {};
            QCOMPARE(std::sscanf(readme.c_str() + at + row.size(), "%lf | %lf | %lf", &stated[0],
                                 &stated[1], &stated[2]),
                     3);
            constexpr double kOtherRounding = 4.0;
            checkTokenizers(readme.substr(at + row.size()));
            QVERIFY2(measured.queriesAndKeys <= kOtherRounding * stated[0], row.c_str());
            QVERIFY2(measured.maps <= kOtherRounding * stated[1], row.c_str());
            QVERIFY2(measured.logits <= kOtherRounding * stated[2], row.c_str());
        }
    }

private:
    /// The last column names kinds of tokenizers that tst_tokenizer_reference compares.
    static void checkTokenizers(const std::string& rest)
    {
        const QString row = QString::fromStdString(rest.substr(0, rest.find('\n')));
        const QStringList columns = row.split(u'|', Qt::SkipEmptyParts);
        QCOMPARE(columns.size(), 4);
        for (const QString& kind : columns.back().split(u',')) {
            const auto folder = test::modelPath("tokenizer-" + kind.trimmed().toStdString());
            QVERIFY2(std::filesystem::exists(folder / "tokenizer.json"), qPrintable(kind));
        }
    }

    void compare(const LanguageModel& model, const Reference& reference)
    {
        const auto result
            = test::capture(model, reference.ids("token_ids"),
                            { .withValues = true, .withLogits = true, .withHiddenStates = true });
        Errors& worst = m_errors[std::string(model.config().architecture.name)];
        const auto note = [](double& place, double error) { place = std::max(place, error); };
        for (int layer = 0; layer < model.config().numLayers; ++layer) {
            const std::string prefix = "layers." + std::to_string(layer) + ".";
            for (const std::string which : { "q", "k", "v" }) {
                const MatrixRM found = test::stacked(*result.trace, layer, which);
                const MatrixRM expected = reference.matrix(prefix + which);
                ROPESCOPE_COMPARE(found, expected, 0.0, kTolerance);
                if (which != "v")
                    note(worst.queriesAndKeys, relativeError(found, expected));
            }
            if (reference.has(prefix + "attention")) {
                const MatrixRM found = test::attentionMaps(*result.trace, layer);
                const MatrixRM expected = reference.matrix(prefix + "attention");
                ROPESCOPE_COMPARE(found, expected, 0.0, kTolerance);
                note(worst.maps, relativeError(found, expected));
            }
            const std::string hidden = "hidden." + std::to_string(layer);
            if (reference.has(hidden)) {
                ROPESCOPE_COMPARE(result.hiddenStates[static_cast<std::size_t>(layer)],
                                  reference.matrix(hidden), 0.0, kTolerance);
            }
        }
        const MatrixRM logits = reference.matrix("logits");
        ROPESCOPE_COMPARE(result.logits, logits, 0.0, kTolerance);
        note(worst.logits, relativeError(result.logits, logits));
        ROPESCOPE_COMPARE(MatrixRM(result.nextToken), MatrixRM(logits.bottomRows(1)), 0.0,
                          kTolerance);
    }

    std::map<std::string, Errors> m_errors; ///< the worst of each architecture
};

QTEST_GUILESS_MAIN(TestArchitectures)
#include "tst_architectures.moc"
