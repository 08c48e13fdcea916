// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/prune/order_file.h"

#include <set>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/atomic_file.h"
#include "core/io/json_fields.h"
#include "core/io/json_file.h"
#include "core/prune/layer_scores_file.h"

namespace ropescope {

namespace {

constexpr int kMostLayers = 1 << 20;

} // namespace

Result<PruneOrder> readPruneOrder(const std::filesystem::path& path)
{
    const Result<nlohmann::json> json = readJsonFile(path);
    if (!json)
        return tl::unexpected(json.error());
    JsonFields fields(*json, path.string());
    PruneOrder result { .method = fields.text("method", std::string()),
                        .model = fields.text("model", std::string()),
                        .order = {} };
    const nlohmann::json* list = fields.require("prune_order");
    if (list != nullptr && !list->is_array()) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'prune_order' must be a list of layers, found {}.",
                                  path.string(), describeJson(*list)));
    }
    if (fields.error())
        return tl::unexpected(*fields.error());
    std::set<int> seen;
    for (const nlohmann::json& entry : *list) {
        const bool isLayer = entry.is_number_integer() && entry >= 0 && entry < kMostLayers;
        if (!isLayer || !seen.insert(entry.get<int>()).second) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: entry {} of 'prune_order' must be a layer that was not "
                                    "named before, found {}.",
                                    path.string(), result.order.size(), describeJson(entry)));
        }
        result.order.push_back(entry.get<int>());
    }
    return result;
}

Result<void> writeTappaOrder(const TappaOrder& order, const std::string& model,
                             const std::filesystem::path& path)
{
    const nlohmann::ordered_json json {
        { "method", kTappaMethod },
        { "formula", "tappa_score = bi_norm + beta * (1 - q_similarity_norm)" },
        { "model", model },
        { "beta", order.beta },
        { "bi", order.blockInfluence },
        { "q_similarity", order.qSimilarity },
        { "bi_norm", order.blockInfluenceNorm },
        { "q_similarity_norm", order.qSimilarityNorm },
        { "tappa_score", order.score },
        { "prune_order", order.order }
    };
    return writeFile(path,
                     json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
}

Result<void> writeShortGptOrder(std::span<const double> blockInfluence, const std::string& model,
                                const std::filesystem::path& path)
{
    const nlohmann::ordered_json json {
        { "method", kShortGptMethod },
        { "score_type", kBlockInfluenceType },
        { "model", model },
        { "bi", std::vector<double>(blockInfluence.begin(), blockInfluence.end()) },
        { "prune_order", ascendingOrder(blockInfluence) }
    };
    return writeFile(path,
                     json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
}

} // namespace ropescope
