// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/npy.h"

#include <QtEndian>
#include <fmt/core.h>

namespace ropescope {
namespace {

constexpr std::size_t kAlignment = 64; ///< the data start here, so that a reader can map the file

std::string header(const ValueMap& map)
{
    std::string text = fmt::format(
        "{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}", map.height, map.width);
    constexpr std::size_t kPreamble = 10; ///< magic, version, header length
    const std::size_t used = (kPreamble + text.size() + 1) % kAlignment;
    text.append(used == 0 ? 0 : kAlignment - used, ' ');
    text += '\n';
    return text;
}

} // namespace

QByteArray npyBytes(const ValueMap& map)
{
    const std::string description = header(map);
    QByteArray bytes("\x93NUMPY\x01\x00", 8);
    const quint16 length = qToLittleEndian(static_cast<quint16>(description.size()));
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length);
    bytes.append(description.data(), static_cast<qsizetype>(description.size()));
    const qsizetype begin = bytes.size();
    bytes.resize(begin + static_cast<qsizetype>(map.values.size() * sizeof(float)));
    qToLittleEndian<float>(map.values.data(), static_cast<qsizetype>(map.values.size()),
                           bytes.data() + begin);
    return bytes;
}

} // namespace ropescope
