// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractTextDocumentLayout>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "app/key_help.h"
#include "app/manual_text.h"
#include "app/manual_window.h"

using namespace ropescope;

namespace {

const QString kHelp = QStringLiteral(ROPESCOPE_SOURCE_DIR "/resources/help");

} // namespace

class TestManualWindow : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("ROPESCOPE_RESOURCES", ROPESCOPE_SOURCE_DIR "/resources"); }

    void itBeginsWithTheIndex()
    {
        ManualWindow manual;
        QCOMPARE(manual.pageNames().front(), ManualWindow::kFirstPage);
        QVERIFY(manual.pageNames().size() > 5);
        QVERIFY(text(manual)->toPlainText().contains(QStringLiteral("microscope")));
    }

    void thePageChosenIsTheOneShown()
    {
        ManualWindow manual;
        QVERIFY(manual.showPage(QStringLiteral("capture")));
        QVERIFY(text(manual)->source().fileName() == QStringLiteral("capture.md"));
        QVERIFY(!manual.showPage(QStringLiteral("nonsense")));
    }

    /// By itself Qt does so after every word that it reads: 72 times here.
    void aPageIsLaidOutAFewTimesOnly()
    {
        ManualWindow manual;
        manual.show();
        QVERIFY(QTest::qWaitForWindowExposed(&manual));
        QSignalSpy sizes(text(manual)->document()->documentLayout(),
                         &QAbstractTextDocumentLayout::documentSizeChanged);
        QVERIFY(manual.showPage(QStringLiteral("finding-heads")));
        QVERIFY(text(manual)->document()->size().height() > 300.0);
        QVERIFY2(sizes.count() <= 10, qPrintable(QString::number(sizes.count())));
    }

    void aWordLeavesThePagesThatHaveIt()
    {
        ManualWindow manual;
        auto* const find = manual.findChild<QLineEdit*>();
        auto* const list = manual.findChild<QListWidget*>();
        find->setText(QStringLiteral("pyramidkv"));
        int shown = 0;
        for (int row = 0; row < list->count(); ++row)
            shown += list->item(row)->isHidden() ? 0 : 1;
        QVERIFY(shown >= 1 && shown < list->count());
        QVERIFY(!list->currentItem()->isHidden());
        QVERIFY(text(manual)->textCursor().hasSelection());
        find->clear();
        for (int row = 0; row < list->count(); ++row)
            QVERIFY(!list->item(row)->isHidden());
    }

    void aWidthAtWhichAScrollBarComesAndGoesIsNoTrouble()
    {
        ManualWindow manual;
        manual.show();
        for (const QString& name : manual.pageNames()) {
            manual.showPage(name);
            for (int width = 600; width < 700; width += 9) {
                manual.resize(width, 500);
                QTest::qWait(0);
            }
        }
        QVERIFY(!text(manual)->toPlainText().isEmpty());
    }

    void everyLinkAndPictureIsThere()
    {
        static const QRegularExpression link(QStringLiteral("\\]\\(([^)#\\s]+)"));
        QStringList missing;
        const QDir folder(kHelp);
        for (const QString& page : folder.entryList({ QStringLiteral("*.md") }, QDir::Files)) {
            QFile file(folder.filePath(page));
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto found = link.globalMatch(QString::fromUtf8(file.readAll()));
            while (found.hasNext()) {
                const QString target = found.next().captured(1);
                if (!target.contains(QLatin1String("://")) && !folder.exists(target))
                    missing << page + QStringLiteral(" -> ") + target;
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
    }

    void thePageOfKeysHasThemAll()
    {
        QFile file(kHelp + QStringLiteral("/keys.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString page = QString::fromUtf8(file.readAll());
        for (const KeyHelp& help : keyHelp()) {
            const QString row
                = QStringLiteral("| %1 | %2 |")
                      .arg(QString::fromUtf8(help.keys), QString::fromUtf8(help.action));
            QVERIFY2(page.contains(row), qPrintable(row));
        }
    }

    void everyPageIsInTheIndex()
    {
        QFile file(kHelp + QStringLiteral("/index.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString index = QString::fromUtf8(file.readAll());
        ManualWindow manual;
        for (const QString& name : manual.pageNames()) {
            if (name != ManualWindow::kFirstPage)
                QVERIFY2(index.contains(name + QStringLiteral(".md")), qPrintable(name));
        }
    }

private:
    static ManualText* text(ManualWindow& manual) { return manual.findChild<ManualText*>(); }
};

QTEST_MAIN(TestManualWindow)
#include "tst_manual_window.moc"
