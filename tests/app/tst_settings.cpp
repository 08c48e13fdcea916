// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QComboBox>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "app/settings.h"
#include "app/settings_dialog.h"
#include "tests/app/window.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

/// Counts how often Qt works out the style of a widget.
class StyleChanges : public QObject {
public:
    explicit StyleChanges(QWidget* widget) { widget->installEventFilter(this); }
    int count = 0;

protected:
    bool eventFilter(QObject* object, QEvent* event) override
    {
        count += event->type() == QEvent::StyleChange ? 1 : 0;
        return QObject::eventFilter(object, event);
    }
};

/// Of the widgets that are seen.
QStringList typesOf(const MainWindow& window)
{
    QStringList lines;
    for (const QWidget* const widget : window.findChildren<QWidget*>()) {
        if (widget->isVisible())
            lines << QStringLiteral("%1 %2: %3 px")
                         .arg(QLatin1String(widget->metaObject()->className()),
                              widget->objectName())
                         .arg(QFontInfo(widget->font()).pixelSize());
    }
    lines.sort();
    return lines;
}

} // namespace

class TestSettings : public QObject {
    Q_OBJECT

private slots:
    void init() { QSettings().clear(); }
    void cleanup() { QSettings().clear(); }

    void nothingStoredIsTheDefault() { QVERIFY(readSettings() == Settings {}); }

    void whatIsWrittenIsReadAgain()
    {
        const Settings settings { .dark = false,
                                  .typePixels = 17,
                                  .language = QStringLiteral("zh_CN"),
                                  .backend = Backend::Cpu,
                                  .threads = 3 };
        writeSettings(settings);
        QVERIFY(readSettings() == settings);
    }

    void nonsenseIsTheDefault()
    {
        QSettings store;
        store.setValue(QStringLiteral("type"), 4000);
        store.setValue(QStringLiteral("backend"), QStringLiteral("abacus"));
        store.setValue(QStringLiteral("threads"), -5);
        store.setValue(QStringLiteral("theme"), QStringLiteral("plaid"));
        const Settings settings = readSettings();
        QCOMPARE(settings.typePixels, Settings::kLargestType);
        QVERIFY(settings.backend == Backend::Auto);
        QCOMPARE(settings.threads, 0);
        QVERIFY(settings.dark);
    }

    void theDialogShowsThemAndTellsOfChanges()
    {
        const Settings settings { .typePixels = 15, .backend = Backend::Vulkan };
        SettingsDialog dialog(settings);
        QVERIFY(dialog.settings() == settings);
        QSignalSpy changed(&dialog, &SettingsDialog::changed);
        dialog.findChild<QComboBox*>(QStringLiteral("themeSetting"))->setCurrentIndex(1);
        dialog.findChild<QSpinBox*>(QStringLiteral("typeSetting"))->setValue(20);
        QCOMPARE(changed.count(), 2);
        const auto last = changed.back().front().value<Settings>();
        QVERIFY(!last.dark);
        QCOMPARE(last.typePixels, 20);
        QVERIFY(last.backend == Backend::Vulkan);
    }

    /// That of a window takes a tenth of a second.
    void anotherWindowOfTheSameLookIsNoWorkForTheFirst()
    {
        const Settings look { .dark = false, .typePixels = 15 };
        const auto first = makeWindow();
        first->apply(look);
        StyleChanges changes(first.get());
        const auto second = makeWindow();
        second->apply(look);
        QCOMPARE(changes.count, 0);
        second->apply({ .dark = true, .typePixels = 15 });
        QCOMPARE(second->styleSheet(), styleSheet(Theme::darkTheme(), 15));
        QCOMPARE(changes.count, 0); // not all in one turn of the event loop
        QTRY_COMPARE(first->styleSheet(), second->styleSheet());
        QCOMPARE(QApplication::palette().color(QPalette::Window),
                 ropescope::palette(Theme::darkTheme()).color(QPalette::Window));
    }

    void aShownWindowTakesTheTypeOfANewOne()
    {
        const auto shown = makeWindow();
        shown->apply({ .typePixels = 13 });
        shown->show();
        QVERIFY(QTest::qWaitForWindowExposed(shown.get()));
        for (const int pixels : { 18, 13 }) {
            shown->apply({ .typePixels = pixels });
            QTRY_VERIFY(shown->isDressed());
            const auto fresh = makeWindow();
            fresh->dress();
            fresh->show();
            QVERIFY(QTest::qWaitForWindowExposed(fresh.get()));
            const QStringList types = typesOf(*shown);
            QVERIFY(types.size() > 50);
            const QStringList wanted = typesOf(*fresh);
            QCOMPARE(types.size(), wanted.size());
            for (int i = 0; i < types.size(); ++i)
                QCOMPARE(types[i], wanted[i]);
        }
    }
};

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"
