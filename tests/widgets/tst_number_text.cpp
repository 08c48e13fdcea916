// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <limits>

#include <QTest>

#include "widgets/number_text.h"

using namespace ropescope;

class TstNumberText : public QObject {
    Q_OBJECT

private slots:
    void wavelengthsHaveAboutFourDigits_data();
    void wavelengthsHaveAboutFourDigits();
    void basesAreWrittenInFull();
    void basesAreWrittenShort();
    void numbersAreRead_data();
    void numbersAreRead();
    void otherTextIsNoNumber_data();
    void otherTextIsNoNumber();
    void sharesAreWrittenInPercent();
    void negativeNumbersHaveAMinus();
    void oneTokenIsSingular();
};

void TstNumberText::wavelengthsHaveAboutFourDigits_data()
{
    QTest::addColumn<double>("tokens");
    QTest::addColumn<QString>("text");
    QTest::newRow("two decimals") << 14.9 << "14.90";
    QTest::newRow("rounded up") << 99.996 << "100.0";
    QTest::newRow("one decimal") << 204.68 << "204.7";
    QTest::newRow("no decimal") << 2649.6 << "2650";
    QTest::newRow("commas") << 305971.0 << "305,971";
    QTest::newRow("million") << 2.65e6 << "2.65 million";
    QTest::newRow("no rotation") << std::numeric_limits<double>::infinity() << "∞";
}

void TstNumberText::wavelengthsHaveAboutFourDigits()
{
    QFETCH(double, tokens);
    QTEST(wavelengthText(tokens), "text");
}

void TstNumberText::negativeNumbersHaveAMinus()
{
    QCOMPARE(fixedText(-1.5, 2), QString::fromUtf8("−1.50"));
    QCOMPARE(fixedText(3.0, 1), "3.0");
}

void TstNumberText::oneTokenIsSingular()
{
    QCOMPARE(tokensText(1), "1 token");
    QCOMPARE(tokensText(0), "0 tokens");
    QCOMPARE(tokensText(131072), "131,072 tokens");
}

void TstNumberText::basesAreWrittenInFull()
{
    QCOMPARE(baseText(1e6), "1,000,000");
    QCOMPARE(baseText(500000.0), "500,000");
    QCOMPARE(baseText(123.4), "123.4");
}

void TstNumberText::basesAreWrittenShort()
{
    QCOMPARE(shortBaseText(1e6), "1e6");
    QCOMPARE(shortBaseText(1e4), "1e4");
    QCOMPARE(shortBaseText(5e5), "5e5");
    QCOMPARE(shortBaseText(123456.0), "123,456");
    QCOMPARE(shortBaseText(100.0), "100");
}

void TstNumberText::numbersAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("number");
    QTest::newRow("exponent") << "1e6" << 1e6;
    QTest::newRow("commas") << "500,000" << 5e5;
    QTest::newRow("spaces") << " 1 000 000 " << 1e6;
    QTest::newRow("thin spaces") << "1\u202f000" << 1e3;
    QTest::newRow("kilo") << "500k" << 5e5;
    QTest::newRow("mega") << "1.5M" << 1.5e6;
    QTest::newRow("negative") << "-3" << -3.0;
}

void TstNumberText::numbersAreRead()
{
    QFETCH(QString, text);
    QFETCH(double, number);
    const auto read = parseNumber(text);
    QVERIFY(read.has_value());
    QCOMPARE(*read, number);
}

void TstNumberText::otherTextIsNoNumber_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << "";
    QTest::newRow("word") << "large";
    QTest::newRow("infinite") << "inf";
    QTest::newRow("not a number") << "nan";
    QTest::newRow("overflow") << "1e999";
    QTest::newRow("suffix alone") << "k";
    QTest::newRow("two points") << "1.2.3";
}

void TstNumberText::otherTextIsNoNumber()
{
    QFETCH(QString, text);
    QVERIFY(!parseNumber(text).has_value());
}

void TstNumberText::sharesAreWrittenInPercent()
{
    QCOMPARE(shareText(0.4), "40 %");
    QCOMPARE(shareText(0.0131), "1.3 %");
    QCOMPARE(shareText(0.00001), "< 0.1 %");
    QCOMPARE(shareText(0.0), "0 %");
}

QTEST_GUILESS_MAIN(TstNumberText)
#include "tst_number_text.moc"
