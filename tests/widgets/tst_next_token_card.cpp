// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QLabel>
#include <QTest>

#include "widgets/next_token_bars.h"
#include "widgets/next_token_card.h"

using namespace ropescope;

namespace {

NextTokenContent content(bool edited)
{
    NextTokenContent result { .rows = { { " whale", 0.5, 0.25 }, { "", 0.2, 0.4 } },
                              .divergence = {} };
    if (edited)
        result.divergence = 0.1234;
    return result;
}

/// Pixels of that colour in a row of the bars.
int pixels(const QImage& image, const QColor& colour, int top, int height)
{
    int count = 0;
    for (int y = top; y < top + height; ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) == colour.rgb() ? 1 : 0;
    }
    return count;
}

} // namespace

class TestNextTokenCard : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_card = std::make_unique<NextTokenCard>();
        m_card->resize(220, m_card->sizeHint().height());
        m_card->show();
        m_bars = m_card->findChild<NextTokenBars*>();
    }
    void cleanup() { m_card.reset(); }

    void rowsAreToldInWords()
    {
        m_card->setContent(content(false));
        QCOMPARE(m_bars->accessibleDescription(), "“ whale”: 25 %; “token without text”: 40 %");
        m_card->setContent(content(true));
        QCOMPARE(m_bars->describe(0), "“ whale”: 50 % before, 25 % after");
    }

    void divergenceStandsBesideTheTitle()
    {
        auto* const label = m_card->findChild<QLabel*>("nextTokenDivergence");
        m_card->setContent(content(true));
        QCOMPARE(label->text(), "KL 0.123 nats");
        m_card->setContent(content(false));
        QVERIFY(label->text().isEmpty());
    }

    void barsAreAsLongAsTheirProbability()
    {
        const Theme theme = Theme::darkTheme();
        m_card->setContent(content(true));
        const QImage image = m_bars->grab().toImage();
        const int row = m_bars->height() / NextTokenCard::kRows;
        const auto before = pixels(image, restingColour(theme), 0, row);
        const auto after = pixels(image, theme.predicted, 0, row);
        QVERIFY(before > 100);
        QVERIFY(std::abs(before - 2 * after) <= 20); // half as long
        QVERIFY(std::abs(pixels(image, theme.predicted, row, row) - 8 * before / 10) <= 20);
        m_card->setContent(content(false));
        QCOMPARE(pixels(m_bars->grab().toImage(), theme.predicted, 0, m_bars->height()), 0);
    }

    void theCardKeepsItsHeight()
    {
        const int height = m_card->sizeHint().height();
        m_card->setContent({});
        QCOMPARE(m_card->sizeHint().height(), height);
        NextTokenContent many;
        many.rows.assign(16, { "x", 0.01, 0.01 });
        m_card->setContent(many);
        QCOMPARE(m_card->sizeHint().height(), height);
        QVERIFY(!m_bars->grab().isNull());
    }

private:
    std::unique_ptr<NextTokenCard> m_card;
    NextTokenBars* m_bars = nullptr;
};

QTEST_MAIN(TestNextTokenCard)
#include "tst_next_token_card.moc"
