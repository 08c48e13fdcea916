// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure_export.h"

#include <QTest>
#include <QFile>

#include "app/quantity_names.h"

using namespace ropescope;

class TestFigure : public QObject {
    Q_OBJECT
private slots:
    void draft();
};

void TestFigure::draft()
{
    static ColourMap map { "test", {}, false };
    for (unsigned i = 0; i < 256; ++i)
        map.colours[i] = 0xFF000000U | i | (i/2) << 8 | (255 - i) << 16;
    Image image { 256, 256, {} };
    for (int y = 0; y < 256; ++y)
        for (int x = 0; x < 256; ++x)
            for (int c = 0; c < 4; ++c)
                image.rgba.push_back(x > y ? 0 : c == 3 ? 255 : static_cast<std::uint8_t>((x * c * 5 + y) % 256));
    Figure f { "Qwen2.5-7B · Layer 3 · Head 5", "pair 14 moved to slot 2", "Attention probability", image, { 0, 256 }, { 0, 256 },
               { &map, ScaleKind::Log, 1e-4F, 1.0F } };
    for (auto s : { "png", "svg", "pdf" })
        QVERIFY(exportFigure(f, std::string("/tmp/fig.") + s, { 85.0, "ropescope render a.h5 --layer 1" }));
}

QTEST_MAIN(TestFigure)
#include "tst_figure.moc"
