// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Kept entries and their quality against NumPy; see tests/data/make_cache_reference.py.
#include <cmath>
#include <limits>

#include <QTest>
#include <nlohmann/json.hpp>

#include "core/cache/cache_policy.h"
#include "core/cache/cache_quality.h"
#include "core/io/json_file.h"
#include "core/trace/trace_file.h"

using namespace ropescope;
using Json = nlohmann::json;

namespace {

const std::filesystem::path kData = ROPESCOPE_TEST_DATA;
constexpr double kTolerance = 2e-8; ///< the file is rounded to 1e-9

const Json& cases()
{
    static const Json all = readJsonFile(kData / "reference/cache.json").value()["cases"];
    return all;
}

KeptEntries entriesOf(const Json& json)
{
    KeptEntries kept;
    for (int layer = 0; json.contains(std::to_string(layer)); ++layer) {
        KeptLayer& entry = kept.emplace_back(KeptLayer { { layer }, {} });
        const Json& heads = json[std::to_string(layer)];
        for (int head = 0; heads.contains(std::to_string(head)); ++head)
            entry.keyHeads.push_back(heads[std::to_string(head)].get<std::vector<int>>());
    }
    return kept;
}

} // namespace

class TestCacheReference : public QObject {
    Q_OBJECT
private slots:
    void everyMethodKeepsTheSameEntries_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases().size(); ++i) {
            const Json& c = cases()[i];
            const std::string alpha = c["alpha"].is_null() ? "inf" : c["alpha"].dump();
            QTest::addRow("%s, prompt of %d, alpha %s", c["trace"].get<std::string>().c_str(),
                          c["prompt"].get<int>(), alpha.c_str())
                << static_cast<int>(i);
        }
    }

    void everyMethodKeepsTheSameEntries()
    {
        QFETCH(const int, index);
        const Json& c = cases()[static_cast<std::size_t>(index)];
        const TracePtr trace
            = openTraceFile(kData / "cache" / (c["trace"].get<std::string>() + ".h5")).value();
        ThreadPool pool(2);
        const int prompt = c["prompt"].get<int>();
        const PromptObservation observed = observePrompt(*trace, prompt, pool, {}, {}).value();
        PolicySettings settings;
        if (!c["alpha"].is_null())
            settings.alpha = c["alpha"].get<double>();
        for (const auto& [method, budgets] : c["kept"].items()) {
            const CachePolicy* const policy = findCachePolicy(method);
            QVERIFY2(policy != nullptr, method.c_str());
            for (const auto& [budget, expected] : budgets.items()) {
                const KeptEntries kept
                    = keptEntries(observed, *policy, std::stoi(budget), settings);
                QVERIFY2(kept == entriesOf(expected), (method + ", budget " + budget).c_str());
                const auto measured
                    = measureKept(*trace, prompt, std::vector<KeptEntries> { kept }, pool, {}, {})
                          .value();
                for (const HeadQuality& head : measured.front()) {
                    const Json& pair
                        = c["quality"][method][budget][std::to_string(head.id.layer.value)]
                           [static_cast<std::size_t>(head.id.head.value)];
                    const std::string where = method + ", budget " + budget + ", head "
                        + std::to_string(head.id.layer.value) + ":"
                        + std::to_string(head.id.head.value);
                    QVERIFY2(std::abs(head.attentionMass - pair[0].get<double>()) < kTolerance,
                             where.c_str());
                    QVERIFY2(std::abs(*head.outputError - pair[1].get<double>()) < kTolerance,
                             where.c_str());
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestCacheReference)
#include "tst_cache_reference.moc"
