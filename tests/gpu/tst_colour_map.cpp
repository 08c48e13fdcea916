// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <set>

#include <Eigen/Core>
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

/// Source: Ottosson, "A perceptual color space for image processing", 2020.
Eigen::Vector3d oklab(std::uint32_t colour)
{
    const auto linear = [&](unsigned shift) {
        const double x = static_cast<double>(colour >> shift & 0xffU) / 255.0;
        return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
    };
    const Eigen::Vector3d rgb(linear(0), linear(8), linear(16));
    Eigen::Matrix3d toCones;
    toCones << 0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566,
        0.0883024619, 0.2817188376, 0.6299787005;
    Eigen::Matrix3d toLab;
    toLab << 0.2104542553, 0.7936177850, -0.0040720468, 1.9779984951, -2.4285922050, 0.4505937099,
        0.0259040371, 0.7827717662, -0.8086757660;
    const Eigen::Vector3d cones = (toCones * rgb).array().max(0.0).pow(1.0 / 3.0).matrix();
    return toLab * cones;
}

int red(std::uint32_t colour) { return static_cast<int>(colour & 0xffU); }
int blue(std::uint32_t colour) { return static_cast<int>(colour >> 16U & 0xffU); }

} // namespace

class TestColourMap : public QObject {
    Q_OBJECT

private slots:
    void theMapsAreFoundByName()
    {
        QCOMPARE(colourMaps().size(), 7U);
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
            if (map.diverging || map.cyclic)
                continue;
            for (std::size_t i = 8; i < map.colours.size(); ++i)
                QVERIFY2(luminance(map.colours[i]) > luminance(map.colours[i - 8]),
                         map.name.data());
        }
    }

    void cyclicMapsCloseWithEvenSteps()
    {
        const ColourMap* const map = findColourMap("phase");
        QVERIFY(map->cyclic);
        double shortest = 1e9;
        double longest = 0.0;
        // Four colours apart, so that rounding to bytes does not show.
        for (std::size_t i = 0; i < 256; i += 4) {
            const double step
                = (oklab(map->colours[(i + 4) % 256]) - oklab(map->colours[i])).norm();
            shortest = std::min(shortest, step);
            longest = std::max(longest, step);
        }
        QVERIFY2(longest < 1.25 * shortest,
                 qPrintable(QStringLiteral("%1 to %2").arg(shortest).arg(longest)));
        QVERIFY(luminance(map->colours[128]) > 0.7);
        QVERIFY(luminance(map->colours[0]) < 0.1);
        for (std::size_t i = 1; i < 128; ++i) {
            // Equal lightness on both sides, where the hue tells the sign.
            QVERIFY(std::abs(luminance(map->colours[i]) - luminance(map->colours[255 - i])) < 0.06);
        }
        QVERIFY(blue(map->colours[64]) > red(map->colours[64]) + 60);
        QVERIFY(red(map->colours[192]) > blue(map->colours[192]) + 60);
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
