// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/npy.h"

#include <QtEndian>
#include <fmt/core.h>

namespace ropescope {
namespace {

constexpr std::size_t kAlignment = 64; ///< the data start here, so that a reader can map the file

std::string header(const std::string& shape)
{
    std::string text
        = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}), }}", shape);
    constexpr std::size_t kPreamble = 10; ///< magic, version, header length
    const std::size_t used = (kPreamble + text.size() + 1) % kAlignment;
    text.append(used == 0 ? 0 : kAlignment - used, ' ');
    text += '\n';
    return text;
}

QByteArray bytesOf(const std::string& shape, std::span<const ValueMap> maps)
{
    const std::string description = header(shape);
    QByteArray bytes("\x93NUMPY\x01\x00", 8);
    const quint16 length = qToLittleEndian(static_cast<quint16>(description.size()));
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length);
    bytes.append(description.data(), static_cast<qsizetype>(description.size()));
    for (const ValueMap& map : maps) {
        const qsizetype begin = bytes.size();
        bytes.resize(begin + static_cast<qsizetype>(map.values.size() * sizeof(float)));
        qToLittleEndian<float>(map.values.data(), static_cast<qsizetype>(map.values.size()),
                               bytes.data() + begin);
    }
    return bytes;
}

} // namespace

QByteArray npyBytes(const ValueMap& map)
{
    return bytesOf(fmt::format("{}, {}", map.height, map.width), { &map, 1 });
}

QByteArray npyBytes(std::span<const ValueMap> maps)
{
    return bytesOf(fmt::format("{}, {}, {}", maps.size(), maps.front().height, maps.front().width),
                   maps);
}

} // namespace ropescope
