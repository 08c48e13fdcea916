// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QFile>
#include <QMenuBar>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QXmlStreamReader>

#include "app/main_window.h"
#include "app/translation.h"
#include "gpu/cpu/cpu_renderer.h"
#include "widgets/curve_list.h"

using namespace ropescope;

namespace {

struct Message {
    QString source;
    QString translation;
    bool isFinished = true;
};

std::vector<Message> messages()
{
    QFile file(QStringLiteral(ROPESCOPE_SOURCE_DIR "/resources/translations/ropescope_zh_CN.ts"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<Message> list;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("source")) {
            list.push_back({ .source = xml.readElementText(), .translation = {} });
        } else if (xml.name() == QLatin1String("translation")) {
            list.back().isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
            list.back().translation
                = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        }
    }
    return list;
}

QSet<QString> placeholders(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("%(\\d+|n)"));
    QSet<QString> found;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        found << match.next().captured();
    return found;
}

bool hasMnemonic(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("&[A-Za-z]"));
    return text.contains(pattern);
}

} // namespace

class TestTranslation : public QObject {
    Q_OBJECT

private slots:
    void chineseIsComplete()
    {
        const std::vector<Message> all = messages();
        QVERIFY(all.size() > 800);
        for (const Message& message : all) {
            QVERIFY2(message.isFinished, qPrintable(message.source));
            QVERIFY2(message.source.trimmed().isEmpty() || !message.translation.isEmpty(),
                     qPrintable(message.source));
        }
    }

    void nothingThatIsFilledInIsLost()
    {
        for (const Message& message : messages())
            QVERIFY2(placeholders(message.source) == placeholders(message.translation),
                     qPrintable(message.source + u'|' + message.translation));
    }

    void whatHasAKeyKeepsOne()
    {
        for (const Message& message : messages())
            QVERIFY2(hasMnemonic(message.source) == hasMnemonic(message.translation),
                     qPrintable(message.source + u'|' + message.translation));
    }

    void theWindowSpeaksChinese()
    {
        speak(QStringLiteral("zh_CN"));
        auto pool = std::make_shared<ThreadPool>(1);
        auto renderer = std::make_unique<CpuRenderer>(pool);
        const MainWindow window(std::make_unique<Session>(std::move(renderer), std::move(pool)));
        QCOMPARE(window.menuBar()->actions().front()->text(), QStringLiteral("文件(&F)"));
    }

    void aCurveIsShownInChineseAndKeepsItsOwnName()
    {
        speak(QStringLiteral("zh_CN"));
        CurveList list;
        list.setCurves({ { QStringLiteral("tappa"), 7, {} }, { QStringLiteral("random"), 1, {} } });
        QCOMPARE(list.item(0)->text(), QStringLiteral("tappa"));
        QCOMPARE(list.item(1)->text(), QStringLiteral("随机"));
        QSignalSpy chosen(&list, &CurveList::curveChosen);
        list.setCurrentRow(1);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.front().front().toString(), QStringLiteral("random"));
        list.setChosen(QStringLiteral("tappa"));
        QCOMPARE(list.currentRow(), 0);
        list.item(1)->setCheckState(Qt::Unchecked);
        QVERIFY(!list.isShown(QStringLiteral("random")));
    }
};

QTEST_MAIN(TestTranslation)
#include "tst_translation.moc"
