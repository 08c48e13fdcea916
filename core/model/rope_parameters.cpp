// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/rope_parameters.h"

#include <cmath>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/rope/rope_edit.h"
#include "core/rope/rope_scaling_json.h"

namespace ropescope {

namespace {

constexpr int kMostPositions = 1 << 28;
constexpr double kLocalBase = 10000.0; // of Gemma 3's sliding layers, where none is given

/// What stands beside the scaling, at the top of config.json.
struct Surroundings {
    double base = 0.0;
    double rotaryShare = 1.0;
    bool defaultIsPartial = false; ///< the share counts without scaling, too
    int maxPositions = 0;
    int originalPositions = 0;
};

double readShare(JsonFields& fields, std::string_view key, double fallback)
{
    return fields.number(key, 0.0, 1.0, fallback);
}

double readBase(JsonFields& fields, std::string_view key, double fallback)
{
    return fields.number(key, kMinBase, kMaxBase, fallback);
}

int rotaryDimOf(JsonFields& fields, double share, int headDim)
{
    const int rotaryDim = static_cast<int>(headDim * share);
    if (rotaryDim < 2 || rotaryDim % 2 != 0) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: a rotary share of {} of {} dimensions must give an even "
                                  "number of them from 2 on, found {}.",
                                  fields.where(), share, headDim, rotaryDim));
        return 0;
    }
    return rotaryDim;
}

/// The words on scaling as a trace will carry them, on their own: what stands beside them in
/// config.json goes along.
std::string wordsOf(nlohmann::json object, const RopeScaling& scaling)
{
    if (scaling.type == RopeScalingType::Default)
        return {};
    if (scaling.originalPositions > 0)
        object["original_max_position_embeddings"] = scaling.originalPositions;
    if (scaling.type == RopeScalingType::Yarn || scaling.type == RopeScalingType::LongRope)
        object["factor"] = scaling.factor;
    return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

RopeConfig readRope(JsonFields& fields, const nlohmann::json* object, const std::string& where,
                    Surroundings around, int headDim)
{
    static const nlohmann::json kNothing = nlohmann::json::object();
    if (object == nullptr)
        object = &kNothing;
    JsonFields own(*object, where);
    if (!object->is_object()) {
        fields.reject(ErrorCode::Malformed, fmt::format("{}: expected an object.", where));
        return {};
    }
    RopeConfig rope;
    rope.pairing = RopePairing::HalfSplit;
    rope.base = readBase(own, "rope_theta", around.base);
    double share = readShare(own, "partial_rotary_factor", around.rotaryShare);
    const std::string type = own.text("rope_type", own.text("type", "default"));
    // The share of a proportional table is of its pairs; the others stand still but are there.
    const int turningPairs = static_cast<int>(headDim * share) / 2;
    if (type == "proportional" || (type == "default" && !around.defaultIsPartial))
        share = 1.0;
    rope.rotaryDim = rotaryDimOf(fields, share, headDim);
    rope.scaling = readRopeScaling(own,
                                   { .pairCount = rope.pairCount(),
                                     .maxPositions = around.maxPositions,
                                     .originalPositions = around.originalPositions,
                                     .turningPairs = turningPairs });
    if (rope.scaling.type == RopeScalingType::Dynamic && rope.rotaryDim <= 2) {
        own.reject(ErrorCode::Malformed,
                   fmt::format("{}: dynamic scaling needs more than 2 rotary dimensions.", where));
    }
    rope.scalingJson = wordsOf(*object, rope.scaling);
    if (rope.scalingJson.size() > kMaxScalingJson) {
        own.reject(ErrorCode::Malformed,
                   fmt::format("{}: has {} characters, expected at most {}.", where,
                               rope.scalingJson.size(), kMaxScalingJson));
    }
    if (own.error())
        fields.reject(own.error()->code, own.error()->message);
    return fields.error() ? rope : ropeForLength(rope, 1);
}

} // namespace

ModelRope readRopeParameters(JsonFields& fields, const Architecture& architecture, int headDim,
                             int maxPositions)
{
    const ConfigKeys& keys = architecture.keys;
    Surroundings around {
        .base = readBase(fields, keys.ropeBase, architecture.ropeBase),
        .rotaryShare = readShare(fields, keys.rotaryShare, architecture.rotaryShare),
        .defaultIsPartial = architecture.partialRotation,
        .maxPositions = maxPositions,
    };
    if (fields.has("original_max_position_embeddings")) {
        around.originalPositions
            = fields.integer("original_max_position_embeddings", 2, kMostPositions);
    }
    const bool twoBases = architecture.window == WindowRule::MostLayers;
    Surroundings local = around;
    if (twoBases)
        local.base = readBase(fields, "rope_local_base_freq", kLocalBase);

    const char* const key = fields.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
    const nlohmann::json* object = fields.find(key);
    const std::string where = fmt::format("{}: {}", fields.where(), key);
    if (object != nullptr && object->is_object() && object->contains("full_attention")) {
        const auto part = [&](const char* name) {
            const nlohmann::json* found = JsonFields(*object, where).find(name);
            if (found == nullptr) {
                fields.reject(ErrorCode::Malformed,
                              fmt::format("{}: the key '{}' is missing.", where, name));
            }
            return found;
        };
        ModelRope rope;
        rope.full
            = readRope(fields, part("full_attention"), where + ".full_attention", around, headDim);
        rope.sliding = readRope(fields, part("sliding_attention"), where + ".sliding_attention",
                                local, headDim);
        return rope;
    }
    ModelRope rope;
    rope.full = readRope(fields, object, where, around, headDim);
    // In the old dialect the scaling speaks of the layers that see all keys.
    rope.sliding = twoBases ? readRope(fields, nullptr, where, local, headDim) : rope.full;
    return rope;
}

} // namespace ropescope
