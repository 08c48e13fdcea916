// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <set>

#include <QTest>

#include "gpu/colour_map.h"

using namespace ropescope;

namespace {

/// Relative luminance of sRGB, linear in light.
double luminance(std::uint32_t colour)
{
    const auto linear = [&](int shift) {
        const double x = static_cast<double>(colour >> shift & 0xffU) / 255.0;
        return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(0) + 0.7152 * linear(8) + 0.0722 * linear(16);
}

int red(std::uint32_t colour) { return static_cast<int>(colour & 0xffU); }
int blue(std::uint32_t colour) { return static_cast<int>(colour >> 16U & 0xffU); }

} // namespace

class TestColourMap : public QObject {
    Q_OBJECT

private slots:
    void theMapsAreFoundByName()
    {
        QCOMPARE(colourMaps().size(), 6U);
        QCOMPARE(colourMaps().front().name, std::string_view("viridis"));
        std::set<std::string_view> names;
        for (const ColourMap& map : colourMaps()) {
            QCOMPARE(findColourMap(map.name), &map);
            names.insert(map.name);
        }
        QCOMPARE(names.size(), colourMaps().size());
        QCOMPARE(findColourMap("jet"), nullptr);
    }

    void viridisEndsWhereItShould()
    {
        const ColourMap* const map = findColourMap("viridis");
        QCOMPARE(map->colours.front(), 0xff540144U); // #440154
        QCOMPARE(map->colours.back(), 0xff25e7fdU);  // #fde725
    }

    void everyColourIsOpaque()
    {
        for (const ColourMap& map : colourMaps()) {
            for (const std::uint32_t colour : map.colours)
                QCOMPARE(colour >> 24U, 0xffU);
        }
    }

    void lightnessTellsTheValue()
    {
        for (const ColourMap& map : colourMaps()) {
            if (map.diverging)
                continue;
            for (std::size_t i = 8; i < map.colours.size(); ++i)
                QVERIFY2(luminance(map.colours[i]) > luminance(map.colours[i - 8]),
                         map.name.data());
        }
    }

    void divergingMapsAreLightestInTheMiddleAndSymmetricInLightness()
    {
        const ColourMap* const map = findColourMap("blue-orange");
        QVERIFY(map->diverging);
        for (std::size_t i = 8; i < 128; ++i) {
            QVERIFY(luminance(map->colours[i]) > luminance(map->colours[i - 8]));
            QVERIFY(luminance(map->colours[255 - i]) > luminance(map->colours[255 - i + 8]));
        }
        for (std::size_t i = 0; i < 128; ++i) {
            QVERIFY(std::abs(luminance(map->colours[i]) - luminance(map->colours[255 - i])) < 0.06);
            if (i < 100) {
                QVERIFY(blue(map->colours[i]) > red(map->colours[i]));
                QVERIFY(red(map->colours[255 - i]) > blue(map->colours[255 - i]));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestColourMap)
#include "tst_colour_map.moc"
