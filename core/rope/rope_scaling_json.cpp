// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rope/rope_scaling_json.h"

#include <array>

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"

namespace ropescope {

namespace {

struct TypeName {
    std::string_view name;
    RopeScalingType type;
};

constexpr std::array kTypes {
    TypeName { "default", RopeScalingType::Default },
    TypeName { "linear", RopeScalingType::Linear },
    TypeName { "dynamic", RopeScalingType::Dynamic },
    TypeName { "llama3", RopeScalingType::Llama3 },
    TypeName { "yarn", RopeScalingType::Yarn },
    TypeName { "longrope", RopeScalingType::LongRope },
    TypeName { "su", RopeScalingType::LongRope }, // LongRoPE's name in early Phi-3 files
    TypeName { "factors", RopeScalingType::Factors },
    TypeName { "proportional", RopeScalingType::Proportional },
};

constexpr double kMostFactor = 1e6;
constexpr double kLeastFactor = 1e-6;
constexpr int kMostPositions = 1 << 28;

RopeScalingType readType(JsonFields& fields)
{
    const std::string name = fields.text("rope_type", fields.text("type", "default"));
    const auto found = std::ranges::find(kTypes, name, &TypeName::name);
    if (found != kTypes.end())
        return found->type;
    std::vector<std::string_view> known;
    for (const TypeName& type : kTypes)
        known.push_back(type.name);
    fields.reject(ErrorCode::Unsupported,
                  fmt::format("{}: the RoPE type '{}' is not supported; known are {}.",
                              fields.where(), name, fmt::join(known, ", ")));
    return RopeScalingType::Default;
}

std::vector<double> readDivisors(JsonFields& fields, const char* key, int pairCount)
{
    const nlohmann::json* list = fields.require(key);
    if (list == nullptr)
        return {};
    std::vector<double> divisors;
    if (list->is_array()) {
        for (const nlohmann::json& item : *list) {
            const double value = item.is_number() ? item.get<double>() : 0.0;
            if (value >= kLeastFactor && value <= kMostFactor)
                divisors.push_back(value);
        }
    }
    if (!list->is_array() || divisors.size() != list->size()
        || divisors.size() != static_cast<std::size_t>(pairCount)) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: '{}' must be a list of {} positive numbers, one for each "
                                  "channel pair, found {}.",
                                  fields.where(), key, pairCount, describeJson(*list)));
        return {};
    }
    return divisors;
}

/// Many files leave the number out where it follows from others.
int readOriginalPositions(JsonFields& fields, const RopeScalingContext& context)
{
    std::optional<int> fallback;
    if (context.originalPositions > 0)
        return context.originalPositions; // Phi-3's own comes before the one in here
    if (context.maxPositions > 0)
        fallback = context.maxPositions;
    return fields.integer("original_max_position_embeddings", 2, kMostPositions, fallback);
}

double readFactor(JsonFields& fields, std::optional<double> fallback = {})
{
    return fields.number("factor", kLeastFactor, kMostFactor, fallback);
}

void readYarn(JsonFields& fields, RopeScaling& scaling)
{
    scaling.betaFast = fields.number("beta_fast", kLeastFactor, kMostFactor, scaling.betaFast);
    scaling.betaSlow = fields.number("beta_slow", kLeastFactor, kMostFactor, scaling.betaSlow);
    scaling.truncate = fields.boolean("truncate", true);
    scaling.mscale = fields.number("mscale", 0.0, kMostFactor, 0.0);
    scaling.mscaleAllDim = fields.number("mscale_all_dim", 0.0, kMostFactor, 0.0);
}

void readLlama3(JsonFields& fields, RopeScaling& scaling)
{
    scaling.lowFrequencyFactor = fields.number("low_freq_factor", kLeastFactor, kMostFactor);
    scaling.highFrequencyFactor = fields.number("high_freq_factor", kLeastFactor, kMostFactor);
    if (!fields.error() && scaling.highFrequencyFactor <= scaling.lowFrequencyFactor) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: 'high_freq_factor' must be above 'low_freq_factor' ({}), "
                                  "found {}.",
                                  fields.where(), scaling.lowFrequencyFactor,
                                  scaling.highFrequencyFactor));
    }
}

} // namespace

RopeScaling readRopeScaling(JsonFields& fields, const RopeScalingContext& context)
{
    RopeScaling scaling { .type = readType(fields) };
    switch (scaling.type) {
    case RopeScalingType::Default:
        return scaling;
    case RopeScalingType::Linear:
        scaling.factor = readFactor(fields);
        return scaling;
    case RopeScalingType::Factors:
        scaling.divisors = readDivisors(fields, "factors", context.pairCount);
        break;
    case RopeScalingType::Proportional:
        scaling.factor = readFactor(fields, 1.0);
        scaling.turningPairs = context.turningPairs;
        return scaling;
    case RopeScalingType::Dynamic: // always counts from the model's whole context
        scaling.originalPositions = context.maxPositions > 0
            ? context.maxPositions
            : readOriginalPositions(fields, context);
        break;
    case RopeScalingType::Llama3:
    case RopeScalingType::Yarn:
    case RopeScalingType::LongRope:
        scaling.originalPositions = readOriginalPositions(fields, context);
        break;
    }
    // What follows from the two contexts where only they are given.
    std::optional<double> ratio;
    if (context.maxPositions > 0 && scaling.originalPositions > 0)
        ratio = static_cast<double>(context.maxPositions) / scaling.originalPositions;
    if (scaling.type == RopeScalingType::Dynamic || scaling.type == RopeScalingType::Llama3)
        scaling.factor = readFactor(fields);
    if (scaling.type == RopeScalingType::Yarn || scaling.type == RopeScalingType::LongRope)
        scaling.factor = readFactor(fields, ratio);
    if (scaling.type == RopeScalingType::Llama3)
        readLlama3(fields, scaling);
    if (scaling.type == RopeScalingType::Yarn)
        readYarn(fields, scaling);
    if (scaling.type == RopeScalingType::LongRope) {
        scaling.divisors = readDivisors(fields, "short_factor", context.pairCount);
        scaling.longDivisors = readDivisors(fields, "long_factor", context.pairCount);
    }
    if (fields.has("attention_factor") && scaling.type != RopeScalingType::Dynamic
        && scaling.type != RopeScalingType::Llama3)
        scaling.attentionFactor = fields.number("attention_factor", kLeastFactor, kMostFactor);
    return scaling;
}

} // namespace ropescope
