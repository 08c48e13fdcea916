// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/operand_cache.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <fmt/core.h>

#include "gpu/vulkan/check.h"
#include "gpu/vulkan/map_plan.h"
#include "gpu/vulkan/rotation_tables.h"
#include "gpu/vulkan/shaders.h"

namespace ropescope::vulkan {

using shared::OperandColumn;

namespace {

/// Before and after an edit, and a quantity beside each.
constexpr std::size_t kEntries = 4;
constexpr std::uint32_t kFloatColumns = 4; ///< a vec4
constexpr std::uint32_t kHalfColumns = 16; ///< a matrix
/// Coordinates are scaled below 2^14, a quarter of float16's range, so that low halves keep bits.
constexpr int kHalfExponent = 14;
constexpr int kLargestExponent = 60; // two of them stay inside float's range

bool isSimilarity(QuantityKind kind)
{
    return kind == QuantityKind::QuerySimilarity || kind == QuantityKind::KeySimilarity;
}

std::span<const std::byte> bytesOf(const MatrixRM& rows)
{
    return std::as_bytes(std::span(rows.data(), static_cast<std::size_t>(rows.size())));
}

std::uint32_t roundUp(std::uint32_t value, std::uint32_t step)
{
    return (value + step - 1) / step * step;
}

/// Exponent of the power of two that brings values up to `largest` below 2^kHalfExponent.
int scaleExponent(double largest)
{
    if (!(largest > 0.0))
        return 0;
    return std::clamp(kHalfExponent - 1 - std::ilogb(largest), -kLargestExponent, kLargestExponent);
}

/// Puts an unused entry, or the least recently used one, in front.
template <class Entry> Entry& renew(std::list<Entry>& entries, std::size_t capacity)
{
    if (entries.size() < capacity)
        entries.emplace_front();
    else
        entries.splice(entries.begin(), entries, std::prev(entries.end()));
    return entries.front();
}

/// Row `coordinate` of the operand, as core/attention/operands.cpp computes it; factors in float.
OperandColumn columnFor(int coordinate, const RopeTable& table, float scale)
{
    const auto channel = static_cast<std::uint32_t>(coordinate);
    OperandColumn column { .channel = channel,
                           .partner = channel,
                           .pair = 0,
                           .kind = shared::kColumnCopy,
                           .factor = scale,
                           .unused0 = 0,
                           .unused1 = 0,
                           .unused2 = 0 };
    if (coordinate >= 2 * table.pairCount())
        return column;
    const int pair
        = table.pairing == RopePairing::HalfSplit ? coordinate % table.pairCount() : coordinate / 2;
    const auto [a, b] = table.coordinates(pair);
    column.partner = static_cast<std::uint32_t>(coordinate == a ? b : a);
    column.pair = static_cast<std::uint32_t>(pair);
    column.kind = coordinate == a ? shared::kColumnFirst : shared::kColumnSecond;
    return column;
}

/// Columns of the query, whose factors hold the attention scale and the gains.
std::vector<OperandColumn> queryColumns(const MapRequest& request, const RopeTable& table,
                                        float scale)
{
    std::vector<int> coordinates;
    if (request.quantity.kind == QuantityKind::Contribution) {
        const auto [a, b] = table.coordinates(request.quantity.pair);
        coordinates = { a, b };
    } else {
        for (int c = 0; c < request.head->headDim(); ++c)
            coordinates.push_back(c);
    }
    std::vector<OperandColumn> columns;
    for (const int coordinate : coordinates) {
        columns.push_back(columnFor(coordinate, table, scale));
        if (columns.back().kind != shared::kColumnCopy)
            columns.back().factor *= static_cast<float>(table.gain[columns.back().pair]);
    }
    return columns;
}

/// The same random signs on both sides, the same in every run.
void giveSigns(std::vector<OperandColumn>& query, std::vector<OperandColumn>& key)
{
    std::mt19937 engine(20260301);
    for (std::size_t i = 0; i < query.size(); ++i) {
        const float sign = (engine() & 1U) != 0 ? 1.0F : -1.0F;
        query[i].factor *= sign;
        key[i].factor *= sign;
    }
}

template <class T>
Result<void> fill(const Device& device, const std::vector<T>& content, Buffer& table)
{
    Transfer mapped; // tables are always mapped: nothing is staged
    return mapped.upload(device, std::as_bytes(std::span(content)), table);
}

} // namespace

Result<OperandCache> OperandCache::create(const Device& device)
{
    OperandCache cache(kEntries);
    for (Side* side : { &cache.m_query, &cache.m_key }) {
        auto program = ComputeProgram::create(device,
                                              { .name = "rotate_operand",
                                                .spirv = rotateOperandShader(),
                                                .bufferCount = 5,
                                                .paramBytes = sizeof(shared::RotateOperandParams),
                                                .constants = {} });
        if (!program)
            return tl::unexpected(program.error());
        side->program = std::move(*program);
    }
    return cache;
}

Result<OperandCache> OperandCache::twin(const Device& device) const
{
    OperandCache cache(1);
    cache.m_rotation = m_rotation;
    auto query = m_query.program.twin(device);
    if (!query)
        return tl::unexpected(query.error());
    cache.m_query.program = std::move(*query);
    auto key = m_key.program.twin(device);
    if (!key)
        return tl::unexpected(key.error());
    cache.m_key.program = std::move(*key);
    return cache;
}

Result<DeviceOperands*> OperandCache::get(const Device& device, Transfer& transfer,
                                          const MapRequest& request)
{
    auto operands = tryGet(device, transfer, request);
    if (operands || operands.error().code != ErrorCode::Unsupported)
        return operands;
    m_entries.clear(); // what other requests left behind may be all that is in the way
    m_heads.clear();
    return tryGet(device, transfer, request);
}

Result<DeviceOperands*> OperandCache::tryGet(const Device& device, Transfer& transfer,
                                             const MapRequest& request)
{
    const OperandKey wanted = operandKey(request.quantity, request.rope);
    const auto hit = std::ranges::find_if(m_entries, [&](const DeviceOperands& entry) {
        return entry.head == request.head && entry.contents == wanted && entry.rotated;
    });
    if (hit != m_entries.end()) {
        m_entries.splice(m_entries.begin(), m_entries, hit);
        return &m_entries.front();
    }
    if (request.quantity.kind == QuantityKind::Contribution
        && (request.quantity.pair < 0 || request.quantity.pair >= request.rope.pairCount())) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Channel pair {} does not exist: this head has {} pairs.",
                                request.quantity.pair, request.rope.pairCount()));
    }
    const auto source = uploaded(device, transfer, request);
    if (!source)
        return tl::unexpected(source.error());
    DeviceOperands& entry = renew(m_entries, m_capacity);
    entry.head = nullptr; // no hit until all of it is there
    entry.rotated = false;
    entry.summedRows = {};
    ROPESCOPE_TRY(prepare(device, **source, request, entry));
    entry.contents = wanted;
    entry.head = request.head;
    return &entry;
}

Result<DeviceHead*> OperandCache::uploaded(const Device& device, Transfer& transfer,
                                           const MapRequest& request)
{
    const bool similarity = isSimilarity(request.quantity.kind);
    const QuantityKind kind = similarity ? request.quantity.kind : QuantityKind::Logit;
    const auto hit = std::ranges::find_if(m_heads, [&](const DeviceHead& entry) {
        return entry.head == request.head && entry.kind == kind;
    });
    if (hit != m_heads.end()) {
        m_heads.splice(m_heads.begin(), m_heads, hit);
        return &m_heads.front();
    }
    DeviceHead& entry = renew(m_heads, m_capacity);
    entry.head = nullptr;
    entry.kind = kind;
    if (similarity) {
        const auto unit = prepareOperands(*request.head, request.rope, request.quantity);
        if (!unit)
            return tl::unexpected(unit.error());
        entry.queryMagnitudes = entry.keyMagnitudes = magnitudesOf(unit->query);
        ROPESCOPE_TRY(transfer.upload(device, bytesOf(unit->query), entry.query));
    } else {
        entry.queryMagnitudes = magnitudesOf(request.head->q);
        entry.keyMagnitudes = magnitudesOf(request.head->k);
        ROPESCOPE_TRY(transfer.upload(device, bytesOf(request.head->q), entry.query));
        ROPESCOPE_TRY(transfer.upload(device, bytesOf(request.head->k), entry.key));
    }
    entry.head = request.head;
    return &entry;
}

Result<void> OperandCache::prepare(const Device& device, const DeviceHead& source,
                                   const MapRequest& request, DeviceOperands& entry)
{
    const bool similarity = isSimilarity(request.quantity.kind);
    const RopeTable table = similarity ? RopeTable {} : request.rope;
    const double attentionScale = similarity ? 1.0 : request.head->attentionScale;
    const int tokens = request.head->tokenCount();

    std::vector<OperandColumn> query
        = queryColumns(request, table, static_cast<float>(attentionScale));
    std::vector<OperandColumn> key = query;
    float largestFactor = 0.0F;
    for (OperandColumn& column : key) {
        largestFactor = std::max(largestFactor, std::abs(column.factor));
        column.factor = 1.0F;
    }
    entry.logitBound
        = logitBound(source.queryMagnitudes, source.keyMagnitudes, table, attentionScale);
    const auto wide = roundUp(static_cast<std::uint32_t>(query.size()), kHalfColumns);
    entry.halves
        = device.hasMatrices() && wide <= kMaxMatrixColumns && entry.logitBound <= kSplitHalfLogits;
    entry.columns
        = entry.halves ? wide : roundUp(static_cast<std::uint32_t>(query.size()), kFloatColumns);
    query.resize(entry.columns); // kColumnZero
    key.resize(entry.columns);
    entry.tokenCount = static_cast<std::uint32_t>(tokens);
    entry.causal = !similarity;
    entry.slidingWindow
        = similarity ? 0U : static_cast<std::uint32_t>(std::max(request.head->slidingWindow, 0));

    const int count = static_cast<int>(entry.columns);
    const bool mixed = entry.halves && canMix(count) && entry.logitBound <= halfLogits(count);
    double growth = 1.0;
    if (mixed) {
        giveSigns(query, key);
        growth = count; // a sum of so many coordinates
    }
    const int queryExponent = scaleExponent(growth * coordinateBound(source.queryMagnitudes, table)
                                            * static_cast<double>(largestFactor));
    const int keyExponent = scaleExponent(growth * coordinateBound(source.keyMagnitudes, table));
    entry.logitScale = entry.halves ? std::ldexp(1.0F, -queryExponent - keyExponent) : 1.0F;
    if (mixed)
        entry.logitScale /= static_cast<float>(count); // a power of two
    m_query.params = { .tokenCount = entry.tokenCount,
                       .rawChannels = static_cast<std::uint32_t>(request.head->headDim()),
                       .pairs = static_cast<std::uint32_t>(table.pairCount()),
                       .columns = entry.columns,
                       .halves = entry.halves ? 1U : 0U,
                       .mixed = mixed ? 1U : 0U,
                       .scale = std::ldexp(1.0F, queryExponent) };
    m_key.params = m_query.params;
    m_key.params.scale = std::ldexp(1.0F, keyExponent);

    if (m_rotation->tokens != tokens || m_rotation->table != table)
        *m_rotation = { table, tokens, rotationTables(table, tokens) };
    const RotationTables& angles = m_rotation->angles;
    ROPESCOPE_TRY(fill(device, angles.coarse, m_coarse));
    ROPESCOPE_TRY(fill(device, angles.fine, m_fine));
    ROPESCOPE_TRY(m_coarse.reserve(device, 1)); // a binding needs a buffer, also without pairs
    ROPESCOPE_TRY(m_fine.reserve(device, 1));
    ROPESCOPE_TRY(fill(device, query, m_query.columns));
    ROPESCOPE_TRY(fill(device, key, m_key.columns));
    // Two float16 are as long as a float. Blocks of rows are read whole.
    const std::size_t bytes
        = (std::size_t { entry.tokenCount } + kMaxMatrixRows) * entry.columns * 4;
    ROPESCOPE_TRY(entry.query.reserve(device, bytes));
    ROPESCOPE_TRY(entry.key.reserve(device, bytes));
    ROPESCOPE_TRY(
        entry.rowSums.reserve(device, std::size_t { entry.tokenCount } * 2 * sizeof(float)));
    m_query.program.bind(device,
                         { &source.query, &m_query.columns, &m_coarse, &m_fine, &entry.query });
    m_key.program.bind(device,
                       { similarity ? &source.query : &source.key, &m_key.columns, &m_coarse,
                         &m_fine, &entry.key });
    return {};
}

void OperandCache::recordRotation(VkCommandBuffer commands) const
{
    constexpr std::uint32_t kLargestRow = 65535;
    const std::uint64_t threads
        = std::uint64_t { m_query.params.tokenCount } * m_query.params.columns / 2;
    const auto groups
        = static_cast<std::uint32_t>((threads + shared::kRotateLine - 1) / shared::kRotateLine);
    const std::uint32_t rows = (groups + kLargestRow - 1) / kLargestRow;
    for (const Side* side : { &m_query, &m_key })
        side->program.record(commands, side->params, std::min(groups, kLargestRow), rows);
}

} // namespace ropescope::vulkan
