// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/gguf_rope.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

namespace ropescope {

namespace {

using nlohmann::json;

constexpr double kUsualBase = 10000.0;
constexpr double kLargestBase = 1e12;
constexpr double kLargestFactor = 1e6;
constexpr int kLongestContext = 1 << 24;

/// Numbers by which the frequency of each channel pair is divided.
json pairFactors(const TensorView& tensor, const std::string& name, GgufFields& fields,
                 int rotaryDim)
{
    const std::vector<long long> expected { rotaryDim / 2 };
    if (tensor.type != TensorType::Float32 || tensor.shape != expected) {
        fields.reject(ErrorCode::Malformed,
                      fmt::format("{}: tensor '{}' must be F32 of shape {}, found {} of shape {}.",
                                  fields.where(), name, describeShape(expected), tensor.typeName,
                                  describeShape(tensor.shape)));
        return json::array();
    }
    std::vector<float> factors(static_cast<std::size_t>(tensor.elementCount()));
    tensor.widen(0, factors);
    const bool usable = std::ranges::all_of(
        factors, [](float factor) { return std::isfinite(factor) && factor > 0.0F; });
    if (!usable) {
        fields.reject(
            ErrorCode::Malformed,
            fmt::format("{}: tensor '{}' must hold positive numbers.", fields.where(), name));
    }
    return factors;
}

class RopeReader {
public:
    RopeReader(const GgufSource& source, GgufFields& fields, int headDim)
        : m_source(source)
        , m_fields(fields)
    {
        m_rope.base = fields.number(key("freq_base"), 1.0, kLargestBase, kUsualBase);
        m_rope.rotaryDim = fields.integer(key("dimension_count"), 2, headDim, headDim);
        // Before the scaling had a type it was linear, and 0 stood for none.
        m_type = fields.text(key("scaling.type"), "linear");
        const double before = fields.number(key("scale_linear"), 0.0, kLargestFactor, 1.0);
        m_factor = fields.number(key("scaling.factor"), 0.0, kLargestFactor, before);
        if (m_factor == 0.0 || m_type == "none")
            m_factor = 1.0;
        m_attentionFactor = fields.number(key("scaling.attn_factor"), 0.0, kLargestFactor, 1.0);
    }

    GgufRope read()
    {
        const TensorView* shortFactors = m_source.tensor("rope_factors_short.weight");
        const TensorView* longFactors = m_source.tensor("rope_factors_long.weight");
        const TensorView* factors = m_source.tensor("rope_freqs.weight");
        if (m_type != "none" && m_type != "linear" && m_type != "yarn" && m_type != "longrope")
            refuse(fmt::format("'{}' '{}'", key("scaling.type"), m_type));
        else if (shortFactors != nullptr && longFactors != nullptr)
            readLongRope(*shortFactors, *longFactors);
        else if (m_type == "longrope")
            reject("the type longrope needs the tensors 'rope_factors_short.weight' and "
                   "'rope_factors_long.weight'");
        else if (m_type == "yarn")
            readYarn(factors != nullptr);
        else if (factors != nullptr)
            readFactors(*factors);
        else if (m_attentionFactor != 1.0)
            refuse(fmt::format("'{}' with the type {}", key("scaling.attn_factor"), m_type));
        else if (m_factor != 1.0)
            m_rope.scaling = { { "rope_type", "linear" }, { "factor", m_factor } };
        return std::move(m_rope);
    }

private:
    [[nodiscard]] std::string key(std::string_view name) const
    {
        return fmt::format("{}.rope.{}", m_source.architecture(), name);
    }

    void refuse(const std::string& what)
    {
        m_fields.reject(ErrorCode::Unsupported,
                        fmt::format("{}: {} is not supported.", m_fields.where(), what));
    }

    void reject(const std::string& what)
    {
        m_fields.reject(ErrorCode::Malformed, fmt::format("{}: {}.", m_fields.where(), what));
    }

    void readLongRope(const TensorView& shortFactors, const TensorView& longFactors)
    {
        m_rope.scaling = {
            { "rope_type", "longrope" },
            { "short_factor",
              pairFactors(shortFactors, "rope_factors_short.weight", m_fields, m_rope.rotaryDim) },
            { "long_factor",
              pairFactors(longFactors, "rope_factors_long.weight", m_fields, m_rope.rotaryDim) },
            { "original_max_position_embeddings",
              m_fields.integer(key("scaling.original_context_length"), 1, kLongestContext) },
            { "attention_factor", m_attentionFactor },
        };
    }

    void readYarn(bool hasFactors)
    {
        if (hasFactors)
            refuse("YaRN together with the tensor 'rope_freqs.weight'");
        if (m_factor == 1.0)
            return;
        m_rope.scaling = { { "rope_type", "yarn" }, { "factor", m_factor } };
        const std::string original = key("scaling.original_context_length");
        if (m_fields.has(original)) {
            m_rope.scaling["original_max_position_embeddings"]
                = m_fields.integer(original, 1, kLongestContext);
        }
        for (const char* name : { "beta_fast", "beta_slow" }) {
            const std::string beta = key(fmt::format("scaling.yarn_{}", name));
            if (m_fields.has(beta))
                m_rope.scaling[name] = m_fields.number(beta, 0.0, kLargestFactor);
        }
        // Here the key multiplies YaRN's own factor, which Hugging Face's key replaces.
        const double own
            = m_fields.number(key("scaling.yarn_attn_factor"), 0.0, kLargestFactor, 1.0);
        const double multiplier = m_attentionFactor * own;
        if (multiplier != 1.0) {
            m_rope.scaling["attention_factor"]
                = multiplier * (1.0 + 0.1 * std::log(std::max(m_factor, 1.0)));
        }
    }

    void readFactors(const TensorView& tensor)
    {
        json factors = pairFactors(tensor, "rope_freqs.weight", m_fields, m_rope.rotaryDim);
        for (json& factor : factors)
            factor = factor.get<double>() * m_factor;
        m_rope.scaling = { { "rope_type", "factors" },
                           { "factors", std::move(factors) },
                           { "attention_factor", m_attentionFactor } };
    }

    const GgufSource& m_source;
    GgufFields& m_fields;
    GgufRope m_rope;
    std::string m_type;
    double m_factor = 1.0;
    double m_attentionFactor = 1.0;
};

} // namespace

GgufRope readGgufRope(const GgufSource& source, GgufFields& fields, int headDim)
{
    return RopeReader(source, fields, headDim).read();
}

} // namespace ropescope
