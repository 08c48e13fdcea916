// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/source_run.h"
#include "app/trace_trial.h"

using namespace ropescope;

class TstTraceTrial : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { setTrialProgram({}); }

    void aTraceThatCrashesTheTrialIsAnErrorAndNotOpened()
    {
        setTrialProgram(script("kill -SEGV $$"));
        const auto run = openAndRun(m_trace, {}, m_pool, {}, {});
        QVERIFY(!run);
        QCOMPARE(run.error().code, ErrorCode::Malformed);
        const QString said = QString::fromStdString(run.error().message);
        QVERIFY2(said.contains("double.h5 is damaged") && said.contains("HDF5"), qPrintable(said));
    }

    void theTrialIsGivenTheTrace()
    {
        const QString seen = m_folder.filePath("seen");
        setTrialProgram(script("printf '%s|' \"$@\" > " + seen));
        QVERIFY(tryTrace(m_trace, {}));
        QFile file(seen);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("info|--|") + m_trace.c_str() + "|");
    }

    void theProgramItselfTriesAWholeTrace()
    {
        setTrialProgram(qEnvironmentVariable("ROPESCOPE_PROGRAM"));
        const auto run = openAndRun(m_trace, {}, m_pool, {}, {});
        QVERIFY2(run, run ? "" : run.error().message.c_str());
    }

    void anErrorInWordsIsLeftToTheOpening()
    {
        setTrialProgram(qEnvironmentVariable("ROPESCOPE_PROGRAM"));
        const auto run = openAndRun(ROPESCOPE_TEST_DATA "/traces/virtual.h5", {}, m_pool, {}, {});
        QVERIFY(!run);
        QVERIFY2(run.error().message.find("virtual dataset") != std::string::npos,
                 run.error().message.c_str());
    }

    void withoutAProgramNothingIsTried() { QVERIFY(tryTrace(m_trace, {})); }

    void aStoppedTrialIsCancelled()
    {
        setTrialProgram(script("exec sleep 60"));
        std::stop_source stop;
        stop.request_stop();
        const auto tried = tryTrace(m_trace, stop.get_token());
        QVERIFY(!tried);
        QCOMPARE(tried.error().code, ErrorCode::Cancelled);
    }

private:
    /// A program that is given what `ropescope` would be.
    QString script(const QString& line)
    {
        const QString path = m_folder.filePath(QStringLiteral("trial%1").arg(m_scripts++));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write(("#!/bin/sh\n" + line + "\n").toUtf8());
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }

    const std::string m_trace = ROPESCOPE_TEST_DATA "/traces/double.h5";
    QTemporaryDir m_folder;
    ThreadPool m_pool { 1 };
    int m_scripts = 0;
};

QTEST_GUILESS_MAIN(TstTraceTrial)

#include "tst_trace_trial.moc"
