// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/lessons/lesson_file.h"
#include "app/lessons/lesson_rehearsal.h"
#include "gpu/cpu/cpu_renderer.h"

using namespace ropescope;

namespace {

const QString kLessons = QStringLiteral(ROPESCOPE_SOURCE_DIR "/resources/lessons");

const QByteArray kLesson = "---\ntitle: T\n---\n"
                           "---\ntitle: One\nsource: {synthesize: {kind: sink, tokens: 96, "
                           "head_dim: 32}}\nclaims: [{sink_mass: above 0.9}]\n---\nText.\n"
                           "---\ntitle: Two\nstate: {edit: {base: 10000}}\n---\nMore.\n"
                           "---\ntitle: Three\nsource: {synthesize: {kind: diagonal, tokens: 64, "
                           "head_dim: 32}}\n---\nLast.\n";

void save(const QString& path, const QByteArray& text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace

class TestLessons : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        auto pool = std::make_shared<ThreadPool>(2);
        m_session = std::make_unique<Session>(std::make_unique<CpuRenderer>(pool), pool);
        m_player = std::make_unique<LessonPlayer>(m_session.get());
        m_path = m_folder.filePath(QStringLiteral("lesson.md"));
        save(m_path, kLesson);
    }

    void cleanup()
    {
        m_player.reset();
        m_session.reset();
    }

    void whatTheLessonsSayIsTrue_data()
    {
        QTest::addColumn<QString>("name");
        const QStringList names = QDir(kLessons).entryList({ QStringLiteral("*.md") });
        QCOMPARE(names.size(), 8);
        for (const QString& name : names)
            QTest::newRow(qPrintable(name)) << name;
    }

    void whatTheLessonsSayIsTrue()
    {
        QFETCH(QString, name);
        const std::filesystem::path path = (kLessons + u'/' + name).toStdString();
        const auto opened = m_player->open(path);
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().message.c_str());
        QVERIFY(m_player->page().count >= 4);
        const auto problems = rehearse(*m_player, *m_session);
        QStringList failures;
        for (const LessonProblem& problem : problems)
            failures << QString::fromStdString(problemText(problem, path));
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
    }

    void everyStepClaimsSomething()
    {
        for (const QString& name : QDir(kLessons).entryList({ QStringLiteral("*.md") })) {
            const auto lesson = readLesson((kLessons + u'/' + name).toStdString());
            QVERIFY(lesson.has_value());
            for (const LessonStep& step : lesson->steps)
                QVERIFY2(!step.claims.empty(), step.title.c_str());
        }
    }

    void aClaimThatIsWrongIsReportedWithItsLine()
    {
        save(m_path, QByteArray(kLesson).replace("above 0.9", "below 0.1"));
        QVERIFY(m_player->open(m_path.toStdString()).has_value());
        const auto problems = rehearse(*m_player, *m_session);
        QCOMPARE(problems.size(), std::size_t { 1 });
        QCOMPARE(problems[0].line, 7);
        QVERIFY(QString::fromStdString(problems[0].sentence).contains("sink_mass is 0.9"));
    }

    void aHeadThatIsNotThereIsReported()
    {
        save(m_path,
             QByteArray(kLesson).replace("head_dim: 32}}\nclaims",
                                         "head_dim: 32}}\nstate: {layer: 7}\nclaims"));
        QVERIFY(m_player->open(m_path.toStdString()).has_value());
        QVERIFY(!rehearse(*m_player, *m_session).empty());
    }

    void stepsGoForthAndBackAndStayWithinTheLesson()
    {
        QVERIFY(m_player->open(m_path.toStdString()).has_value());
        QTRY_VERIFY(m_session->isIdle() && m_session->trace());
        m_player->goTo(-1);
        QCOMPARE(m_player->index(), 0);
        m_player->goTo(1);
        QCOMPARE(m_session->view().edit.base, std::optional(10000.0));
        QCOMPARE(m_player->page().title, QStringLiteral("Two"));
        QCOMPARE(m_player->page().nextTitle, QStringLiteral("Three"));
        m_player->goTo(2);
        QTRY_COMPARE(m_session->trace()->info().model, std::string("synthetic diagonal"));
        m_player->goTo(3);
        QCOMPARE(m_player->index(), 2);
        m_player->goTo(0); // over a step, back to the first source
        QTRY_COMPARE(m_session->trace()->info().model, std::string("synthetic sink"));
        QVERIFY(m_session->view().edit.isIdentity());
    }

    void hurriedStepsEndWithTheLastOne()
    {
        QVERIFY(m_player->open(m_path.toStdString()).has_value());
        m_player->goTo(2);
        m_player->goTo(0);
        m_player->goTo(1);
        QTRY_VERIFY(m_session->isIdle() && m_session->trace());
        QCOMPARE(m_session->trace()->info().model, std::string("synthetic sink"));
        QCOMPARE(m_session->view().edit.base, std::optional(10000.0));
    }

    void aStepThatWasChangedCanBeHadBack()
    {
        QVERIFY(m_player->open(m_path.toStdString(), 1).has_value());
        QTRY_VERIFY(m_session->isIdle() && m_session->trace());
        QVERIFY(!m_player->isChanged());
        ViewState view = m_session->view();
        view.edit.base = 100.0;
        m_session->commitView(view);
        QVERIFY(m_player->isChanged());
        m_player->restore();
        QCOMPARE(m_session->view().edit.base, std::optional(10000.0));
        QVERIFY(!m_player->isChanged());
    }

    void aSavedFileIsReadAgainAndTheStepStays()
    {
        QVERIFY(m_player->open(m_path.toStdString(), 1).has_value());
        QTRY_VERIFY(m_session->isIdle() && m_session->trace());
        save(m_path, QByteArray(kLesson).replace("10000", "500"));
        QTRY_COMPARE(m_session->view().edit.base, std::optional(500.0));
        QCOMPARE(m_player->index(), 1);
    }

    void aFileReplacedByAnotherIsReadAgain()
    {
        QVERIFY(m_player->open(m_path.toStdString(), 1).has_value());
        QTRY_VERIFY(m_session->isIdle() && m_session->trace());
        for (const char* const base : { "700", "800" }) { // as editors do it, twice
            const QString other = m_folder.filePath(QStringLiteral("new.md"));
            save(other, QByteArray(kLesson).replace("10000", base));
            std::filesystem::rename(other.toStdString(), m_path.toStdString());
            QTRY_COMPARE(m_session->view().edit.base, std::optional(QByteArray(base).toDouble()));
        }
    }

    void aSavedMistakeIsReportedAndTheLessonGoesOn()
    {
        QVERIFY(m_player->open(m_path.toStdString(), 1).has_value());
        QTRY_VERIFY(m_session->isIdle() && m_session->trace());
        QSignalSpy problems(m_player.get(), &LessonPlayer::problemFound);
        save(m_path, QByteArray(kLesson).replace("base:", "bsae:"));
        QTRY_VERIFY(!problems.isEmpty());
        QVERIFY(problems.last()[0].toString().contains(QStringLiteral("lesson.md:12: 'bsae'")));
        QCOMPARE(m_player->page().title, QStringLiteral("Two"));
        save(m_path, kLesson);
        QTRY_COMPARE(problems.last()[0].toString(), QString());
    }

    void aLessonWithAMistakeDoesNotReplaceTheOneThatIsOpen()
    {
        QVERIFY(m_player->open(m_path.toStdString(), 1).has_value());
        const QString other = m_folder.filePath(QStringLiteral("other.md"));
        save(other, "# nothing\n");
        const auto opened = m_player->open(other.toStdString());
        QVERIFY(!opened.has_value());
        QVERIFY(QString::fromStdString(opened.error().message).contains("other.md:1:"));
        QCOMPARE(m_player->page().title, QStringLiteral("Two"));
    }

private:
    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<LessonPlayer> m_player;
};

QTEST_MAIN(TestLessons)
#include "tst_lessons.moc"
