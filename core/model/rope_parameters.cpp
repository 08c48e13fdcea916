// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/rope_parameters.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/rope/rope_edit.h"

namespace ropescope {

namespace {

constexpr double kUsualBase = 10000.0;

void requireDefaultType(JsonFields& fields, const std::string& type)
{
    if (type != "default") {
        fields.reject(ErrorCode::Unsupported,
                      fmt::format("{}: RoPE type '{}' is not supported; only 'default' is.",
                                  fields.where(), type));
    }
}

void requireWholeRotation(JsonFields& fields)
{
    const double share = fields.number("partial_rotary_factor", 0.0, 1.0, 1.0);
    if (share != 1.0) {
        fields.reject(
            ErrorCode::Unsupported,
            fmt::format("{}: a 'partial_rotary_factor' of {} is not supported; only 1 is.",
                        fields.where(), share));
    }
}

double readBase(JsonFields& fields)
{
    return fields.number("rope_theta", kMinBase, kMaxBase, kUsualBase);
}

} // namespace

RopeConfig readRopeParameters(JsonFields& fields, int headDim)
{
    RopeConfig rope;
    rope.rotaryDim = headDim;
    rope.pairing = RopePairing::HalfSplit;
    rope.base = readBase(fields);
    requireWholeRotation(fields);
    for (const char* key : { "rope_parameters", "rope_scaling" }) {
        const nlohmann::json* object = fields.find(key);
        if (object == nullptr)
            continue;
        JsonFields own(*object, fmt::format("{}: {}", fields.where(), key));
        requireDefaultType(own, own.text("rope_type", own.text("type", "default")));
        requireWholeRotation(own);
        if (own.has("rope_theta"))
            rope.base = readBase(own);
        if (own.error())
            fields.reject(own.error()->code, own.error()->message);
    }
    rope.theta = defaultTheta(rope.base, rope.rotaryDim);
    return rope;
}

} // namespace ropescope
