// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/prune/layer_scores_file.h"

#include <cmath>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/atomic_file.h"
#include "core/io/json_fields.h"
#include "core/io/json_file.h"

namespace ropescope {

Result<LayerScores> readLayerScores(const std::filesystem::path& path)
{
    const Result<nlohmann::json> json = readJsonFile(path);
    if (!json)
        return tl::unexpected(json.error());
    JsonFields fields(*json, path.string());
    LayerScores result { .model = fields.text("model", std::string()),
                         .type = fields.text("score_type", std::string()),
                         .scores = {} };
    const nlohmann::json* list = fields.require("scores");
    if (list != nullptr && (!list->is_array() || list->empty())) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'scores' must be a list of one number a layer, found {}.",
                                  path.string(), describeJson(*list)));
    }
    if (fields.error())
        return tl::unexpected(*fields.error());
    for (const nlohmann::json& score : *list) {
        if (!score.is_number() || !std::isfinite(score.get<double>())) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: the score of layer {} must be a finite number, found {}.",
                                    path.string(), result.scores.size(), describeJson(score)));
        }
        result.scores.push_back(score.get<double>());
    }
    return result;
}

Result<void> writeLayerScores(const LayerScores& scores, const std::filesystem::path& path)
{
    const nlohmann::ordered_json json { { "score_type", scores.type },
                                        { "model", scores.model },
                                        { "scores", scores.scores } };
    return writeFile(path,
                     json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
}

} // namespace ropescope
