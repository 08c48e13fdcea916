// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "widgets/fold_card.h"
#include "widgets/head_tiles.h"

using namespace ropescope;

namespace {

constexpr HeadId kFirst { { 5 }, { 4 } };
constexpr HeadId kSecond { { 1 }, { 0 } };
constexpr HeadId kThird { { 7 }, { 7 } };

QImage filled(const QColor& colour)
{
    QImage image(8, 8, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

} // namespace

class TestHeadTiles : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_tiles = std::make_unique<HeadTiles>(32);
        m_picked.clear();
        connect(m_tiles.get(), &HeadTiles::headPicked, this,
                [this](HeadId id) { m_picked.push_back(id); });
        m_tiles->setTiles({ { kFirst, "5·4", "the first" }, { kSecond, "1·0", "the second" } });
        m_tiles->show();
        m_tiles->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_tiles.get()));
    }
    void cleanup() { m_tiles.reset(); }

    void aClickAndSpacePick()
    {
        QTest::mouseClick(button(1), Qt::LeftButton);
        QTest::keyClick(button(0), Qt::Key_Space);
        QCOMPARE(m_picked, (std::vector<HeadId> { kSecond, kFirst }));
        QCOMPARE(button(1)->accessibleName(), "the second");
    }

    void arrowsMoveTheFocus()
    {
        button(0)->setFocus();
        QTest::keyClick(button(0), Qt::Key_Left); // the first already
        QVERIFY(button(0)->hasFocus());
        QTest::keyClick(button(0), Qt::Key_Right);
        QVERIFY(button(1)->hasFocus());
        QTest::keyClick(button(1), Qt::Key_Right);
        QVERIFY(button(1)->hasFocus());
    }

    void picturesStayWithTheirHead()
    {
        m_tiles->setPicture(kSecond, filled(Qt::red));
        m_tiles->setPicture(kThird, filled(Qt::green)); // no tile: nothing happens
        m_tiles->setTiles({ { kSecond, "1·0", "now first" } });
        QCOMPARE(button(0)->icon().pixmap(32).toImage().pixelColor(16, 16), QColor(Qt::red));
        QVERIFY(!button(1)->isVisible());
        m_tiles->setTiles({ { kThird, "7·7", "new" }, { kSecond, "1·0", "second again" } });
        QVERIFY(button(0)->icon().isNull());
        QCOMPARE(button(1)->icon().pixmap(32).toImage().pixelColor(16, 16), QColor(Qt::red));
    }

    void aFoldedCardHidesItsBody()
    {
        FoldCard card("Similar heads", "similar");
        auto* const body = new QWidget;
        card.addWidget(body);
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        const QSignalSpy toggled(&card, &FoldCard::toggled);
        QVERIFY(body->isVisible());
        const int open = card.sizeHint().height();
        QTest::keyClick(card.findChild<QToolButton*>("similarFold"), Qt::Key_Space);
        QVERIFY(!body->isVisible() && !card.isOpen());
        QVERIFY(card.sizeHint().height() < open);
        QCOMPARE(toggled.count(), 1);
        card.setOpen(true);
        QVERIFY(body->isVisible());
        QCOMPARE(toggled.count(), 1); // the setter emits nothing
    }

private:
    QToolButton* button(int index)
    {
        return m_tiles->findChild<QToolButton*>(QStringLiteral("tile%1").arg(index));
    }

    std::unique_ptr<HeadTiles> m_tiles;
    std::vector<HeadId> m_picked;
};

QTEST_MAIN(TestHeadTiles)
#include "tst_head_tiles.moc"
