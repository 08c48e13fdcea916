// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/operand_cache.h"

#include <algorithm>

#include "gpu/vulkan/check.h"

namespace ropescope::vulkan {
namespace {

/// Before and after an edit, and a quantity beside each.
constexpr std::size_t kEntries = 4;
constexpr Eigen::Index kChannelGroup = 4;

Result<void> upload(const Device& device, Transfer& transfer, const MatrixRM& rows, Buffer& target)
{
    const auto bytes = [](const MatrixRM& m) {
        return std::as_bytes(std::span(m.data(), static_cast<std::size_t>(m.size())));
    };
    const Eigen::Index rest = rows.cols() % kChannelGroup;
    if (rest == 0)
        return transfer.upload(device, bytes(rows), target);
    MatrixRM padded = MatrixRM::Zero(rows.rows(), rows.cols() + kChannelGroup - rest);
    padded.leftCols(rows.cols()) = rows;
    return transfer.upload(device, bytes(padded), target);
}

} // namespace

Result<DeviceOperands*> OperandCache::get(const Device& device, Transfer& transfer,
                                          const MapRequest& request)
{
    const OperandKey wanted = operandKey(request.quantity, request.rope);
    const auto hit = std::ranges::find_if(m_entries, [&](const DeviceOperands& entry) {
        return entry.head == request.head && entry.contents == wanted;
    });
    if (hit != m_entries.end()) {
        m_entries.splice(m_entries.begin(), m_entries, hit);
        return &m_entries.front();
    }

    const auto operands = prepareOperands(*request.head, request.rope, request.quantity);
    if (!operands)
        return tl::unexpected(operands.error());
    if (m_entries.size() < kEntries)
        m_entries.emplace_front();
    else
        m_entries.splice(m_entries.begin(), m_entries, std::prev(m_entries.end()));

    DeviceOperands& entry = m_entries.front();
    entry.head = nullptr; // no hit until all of it is there
    entry.summedRows = {};
    ROPESCOPE_TRY(upload(device, transfer, operands->query, entry.query));
    ROPESCOPE_TRY(upload(device, transfer, operands->key, entry.key));
    entry.tokenCount = static_cast<std::uint32_t>(operands->tokenCount());
    entry.channels
        = static_cast<std::uint32_t>((operands->query.cols() + kChannelGroup - 1) / kChannelGroup);
    entry.causal = operands->causal;
    entry.slidingWindow = static_cast<std::uint32_t>(std::max(operands->slidingWindow, 0));
    ROPESCOPE_TRY(
        entry.rowSums.reserve(device, std::size_t { entry.tokenCount } * 2 * sizeof(float)));
    entry.contents = wanted;
    entry.head = request.head;
    return &entry;
}

} // namespace ropescope::vulkan
