// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include <QTest>

#include "core/base/half.h"

using namespace ropescope;

namespace {

/// The definition, in double: sign, 5 bits of exponent, 10 bits of fraction.
double halfByDefinition(std::uint16_t bits)
{
    const double sign = (bits & 0x8000) != 0 ? -1.0 : 1.0;
    const int exponent = bits >> 10 & 0x1f;
    const int fraction = bits & 0x3ff;
    if (exponent == 31)
        return fraction != 0 ? std::nan("") : sign * std::numeric_limits<double>::infinity();
    if (exponent == 0)
        return sign * std::ldexp(fraction, -24);
    return sign * std::ldexp(1024 + fraction, exponent - 25);
}

} // namespace

class TestHalf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHalfIsExact()
    {
        for (int bits = 0; bits <= 0xffff; ++bits) {
            const auto half = static_cast<std::uint16_t>(bits);
            const double expected = halfByDefinition(half);
            const float found = floatFromHalf(half);
            QVERIFY2(std::isnan(expected) ? std::isnan(found) : found == expected,
                     qPrintable(QString::number(bits, 16)));
            QCOMPARE(std::signbit(found), bits >= 0x8000);
        }
    }

    void bfloat16IsTheUpperHalfOfAFloat()
    {
        for (const float value : { 0.0f, -0.0f, 1.0f, -2.5f, 1e38f, 0x1p-130f }) {
            const auto bits = std::bit_cast<std::uint32_t>(value);
            const std::uint32_t upper = bits & 0xffff0000U;
            QCOMPARE(std::bit_cast<std::uint32_t>(
                         floatFromBfloat16(static_cast<std::uint16_t>(bits >> 16))),
                     upper);
        }
        QVERIFY(std::isinf(floatFromBfloat16(0x7f80)));
        QVERIFY(std::isnan(floatFromBfloat16(0x7fc0)));
    }

    void everyPatternOfAnArrayIsWidenedLikeASingleNumber()
    {
        constexpr std::size_t kPatterns = 0x10000;
        std::vector<std::byte> bytes;
        for (std::size_t bits = 0; bits < kPatterns; ++bits) {
            bytes.push_back(static_cast<std::byte>(bits & 0xff));
            bytes.push_back(static_cast<std::byte>(bits >> 8));
        }
        // Begun at several places, each pattern passes through whole vectors and through the rest.
        for (const std::size_t first : { 0, 1, 2, 5, 31, 0xfff0 }) {
            std::vector<float> half(kPatterns - first);
            std::vector<float> bfloat(kPatterns - first);
            widenHalf(std::span(bytes).subspan(2 * first), half);
            widenBfloat16(std::span(bytes).subspan(2 * first), bfloat);
            for (std::size_t i = 0; i < half.size(); ++i) {
                const auto word = static_cast<std::uint16_t>(first + i);
                QCOMPARE(std::bit_cast<std::uint32_t>(half[i]),
                         std::bit_cast<std::uint32_t>(floatFromHalf(word)));
                QCOMPARE(std::bit_cast<std::uint32_t>(bfloat[i]),
                         std::bit_cast<std::uint32_t>(floatFromBfloat16(word)));
            }
        }
        widenHalf({}, {});
        widenBfloat16({}, {});
    }

    void unalignedArraysAreWidenedLikeSingleNumbers()
    {
        std::vector<std::byte> bytes { std::byte { 0xaa } };
        for (int i = 0; i < 2 * 37; ++i)
            bytes.push_back(static_cast<std::byte>(i * 41 % 251));
        std::vector<float> half(37);
        std::vector<float> bfloat(37);
        widenHalf(std::span(bytes).subspan(1), half);
        widenBfloat16(std::span(bytes).subspan(1), bfloat);
        for (std::size_t i = 0; i < half.size(); ++i) {
            const auto word
                = static_cast<std::uint16_t>(std::to_integer<int>(bytes[1 + 2 * i])
                                             | std::to_integer<int>(bytes[2 + 2 * i]) << 8);
            QCOMPARE(std::bit_cast<std::uint32_t>(half[i]),
                     std::bit_cast<std::uint32_t>(floatFromHalf(word)));
            QCOMPARE(std::bit_cast<std::uint32_t>(bfloat[i]),
                     std::bit_cast<std::uint32_t>(floatFromBfloat16(word)));
        }
    }
};

QTEST_GUILESS_MAIN(TestHalf)
#include "tst_half.moc"
