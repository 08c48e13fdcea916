// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/npy.h"

#include <cmath>
#include <cstring>
#include <limits>

#include <QTest>

using namespace ropescope;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

qsizetype headerLength(const QByteArray& bytes)
{
    return static_cast<unsigned char>(bytes[8]) + 256 * static_cast<unsigned char>(bytes[9]);
}

} // namespace

class TestNpy : public QObject {
    Q_OBJECT
private slots:
    void beginsWithMagicAndVersion();
    void headerNamesTypeOrderAndShape();
    void dataStartOnAMultipleOf64_data();
    void dataStartOnAMultipleOf64();
    void valuesAreLittleEndianFloatsInRowOrder();
};

void TestNpy::beginsWithMagicAndVersion()
{
    QCOMPARE(npyBytes({ 1, 1, { 0.0F } }).left(8), QByteArray("\x93NUMPY\x01\x00", 8));
}

void TestNpy::headerNamesTypeOrderAndShape()
{
    const QByteArray bytes = npyBytes({ 3, 2, { 1, 2, 3, 4, 5, 6 } });
    const QByteArray header = bytes.mid(10, headerLength(bytes));
    QCOMPARE(header.trimmed(),
             QByteArray("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"));
    QVERIFY(header.endsWith('\n'));
}

void TestNpy::dataStartOnAMultipleOf64_data()
{
    QTest::addColumn<int>("width");
    for (const int width : { 1, 9, 10, 99, 100, 1024, 12345 })
        QTest::addRow("%d", width) << width;
}

void TestNpy::dataStartOnAMultipleOf64()
{
    QFETCH(const int, width);
    const QByteArray bytes
        = npyBytes({ width, 1, std::vector<float>(static_cast<std::size_t>(width)) });
    QCOMPARE((10 + headerLength(bytes)) % 64, 0);
    QCOMPARE(bytes.size(), 10 + headerLength(bytes) + 4 * width);
}

void TestNpy::valuesAreLittleEndianFloatsInRowOrder()
{
    const QByteArray bytes = npyBytes({ 2, 2, { 1.0F, kNan, -2.5F, 0.1F } });
    const QByteArray data = bytes.right(16);
    QCOMPARE(data.left(4), QByteArray("\x00\x00\x80\x3f", 4));
    float second = 0.0F;
    std::memcpy(&second, data.constData() + 4, 4);
    QVERIFY(std::isnan(second));
    QCOMPARE(data.mid(8, 4), QByteArray("\x00\x00\x20\xc0", 4));
}

QTEST_GUILESS_MAIN(TestNpy)
#include "tst_npy.moc"
