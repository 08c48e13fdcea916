// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QComboBox>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "app/settings.h"
#include "app/settings_dialog.h"

using namespace ropescope;

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
};

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"
