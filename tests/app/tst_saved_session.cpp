// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/saved_session.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/atomic_file.h"

using namespace ropescope;

namespace {

SavedSession fullSession()
{
    SavedSession session { .source = {}, .prompt = "Call me Ishmael. \"Größe\" 鯨" };
    session.view.head = { { 7 }, { 6 } };
    session.view.edit.base = 123456.789;
    session.view.edit.relocations = { { 14, 2 }, { 2, 5 } };
    session.view.edit.truncation = { 20, Truncation::Kind::Still };
    session.view.edit.meanPairs = { 14, 26 };
    session.view.edit.gains = { { 3, 0.0 }, { 9, -1.25 } };
    session.view.edit.pairing = RopePairing::Interleaved;
    session.view.depth = EditDepth::WholeModel;
    session.view.headGains = { { { { 1 }, { 2 } }, 0.0 }, { { { 3 }, { 4 } }, 1.5 } };
    session.view.comparison = Comparison::Difference;
    session.view.quantity = { QuantityKind::Contribution, 14 };
    session.view.pool = Pool::Mean;
    session.view.scale = ScaleKind::Sqrt;
    session.view.colourMap = "magma";
    session.view.range = ValueRange { 0.1F, 0.7F };
    session.view.leaveOutSink = true;
    session.view.thresholds
        = { .reAccess = 0.3, .sequential = 0.25, .periodic = 0.1, .seasonal = 0.9 };
    session.view.rows = TokenRange { 16, 64 };
    session.view.columns = TokenRange { 0, 48 };
    session.page = "lag";
    session.docks = { { .dock = "ropePaneDock",
                        .side = DockPlace::Side::Floating,
                        .x = -7,
                        .y = 8,
                        .width = 300,
                        .height = 200 },
                      { .dock = "a", .side = DockPlace::Side::Top, .hidden = true },
                      { .dock = "b", .side = DockPlace::Side::Bottom, .behind = "c" },
                      { .dock = "c", .side = DockPlace::Side::Right } };
    return session;
}

} // namespace

class TestSavedSession : public QObject {
    Q_OBJECT

private slots:
    void init() { QVERIFY(m_folder.isValid()); }

    void whatIsSavedComesBack()
    {
        const SavedSession session = fullSession();
        const std::string path = file("whole.ropescope");
        QVERIFY(saveSession(session, path).has_value());
        const auto read = loadSession(path);
        QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
        QVERIFY(read->view == session.view);
        QCOMPARE(read->prompt, session.prompt);
        QVERIFY(read->source.empty());
        QVERIFY(read->view.rows == session.view.rows);
        QVERIFY(read->view.columns == session.view.columns);
        QCOMPARE(read->page, session.page);
        QVERIFY(read->docks == session.docks);
    }

    /// A session and its trace can move together.
    void theSourceIsRelativeToTheFile()
    {
        SavedSession session;
        session.source = file("traces/a.h5");
        QVERIFY(QDir(m_folder.path()).mkpath("old/traces"));
        session.source = file("old/traces/a.h5");
        QVERIFY(saveSession(session, file("old/s.ropescope")).has_value());
        QVERIFY(QDir(m_folder.path()).rename("old", "new"));
        const auto read = loadSession(file("new/s.ropescope"));
        QVERIFY(read.has_value());
        QCOMPARE(read->source.string(), file("new/traces/a.h5"));
        QVERIFY(QDir(m_folder.path()).rename("new", "old"));
    }

    void aSessionOfFewWordsIsFilledIn()
    {
        const auto read
            = loaded(R"({"format": "ropescope-session", "version": 1, "layer": 3, "head": 1})");
        QVERIFY(read.has_value());
        ViewState expected;
        expected.head = { { 3 }, { 1 } };
        QVERIFY(read->view == expected);
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const char* fields, const char* named) {
            QTest::newRow(name) << QByteArray(R"({"format": "ropescope-session", "version": 1, )")
                    + fields
                    + "}" << QString(named);
        };
        QTest::newRow("another format")
            << QByteArray(R"({"format": "x", "version": 1})") << "is no session";
        QTest::newRow("a newer version")
            << QByteArray(R"({"format": "ropescope-session", "version": 2})") << "version 2";
        QTest::newRow("no JSON") << QByteArray("{") << "s.ropescope";
        QTest::newRow("a list") << QByteArray("[]") << "expected a JSON object";
        row("a negative layer", R"("layer": -1)", "layer");
        row("a pair of three", R"("edit": {"relocate": [[1, 2, 3]]})", "relocate");
        row("a negative slot", R"("edit": {"relocate": [[1, -2]]})", "relocate");
        row("two truncations", R"("edit": {"still": 3, "truncate": 3})", "exclude");
        row("a slot below 0", R"("edit": {"truncate": -1})", "truncate");
        row("means of no pairs", R"("edit": {"mean_pairs": ["a"]})", "mean_pairs");
        row("a gain without a pair", R"("edit": {"gains": {"x": 1}})", "gains");
        row("a base of 0", R"("edit": {"base": 0})", "base");
        row("a pairing of its own", R"("edit": {"pairing": "thirds"})", "thirds");
        row("a quantity of its own", R"("quantity": "love")", "love");
        row("a colour map of its own", R"("colour_scale": {"map": "jet"})", "jet");
        row("a falling range", R"("colour_scale": {"range": {"low": 1, "high": 0}})", "rise");
        row("half a range", R"("colour_scale": {"range": {"low": 1}})", "high");
        row("rows that fall", R"("view_range": {"rows": [9, 3]})", "rows");
        row("a threshold above 1", R"("thresholds": {"periodic": 2})", "periodic");
        row("a depth of its own", R"("depth": "half")", "half");
        row("head gains that are no list", R"("head_gains": 3)", "head_gains");
        row("docks as text", R"("docks": "AAAA/w==")", "\"docks\" should be a list");
        row("a dock without a name", R"("docks": [{"side": "left"}])", "dock");
        row("a side of its own", R"("docks": [{"dock": "a", "side": "inside"}])", "inside");
        row("a dock too wide", R"("docks": [{"dock": "a", "width": 1e9}])", "width");
        row("a head gain without a head", R"("head_gains": [{"layer": 1, "gain": 0}])", "head");
    }
    void whatIsWrongIsNamed()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, named);
        const auto read = loaded(text);
        QVERIFY(!read.has_value());
        const QString message = QString::fromStdString(read.error().message);
        QVERIFY2(message.contains(named), qPrintable(message));
    }

    void bookmarksBeyondAllMeasureAreRefused()
    {
        QByteArray list = R"({"name": "a"})";
        for (int i = 0; i < 1000; ++i)
            list += R"(, {"name": "a"})";
        const auto read = loaded(R"({"format": "ropescope-session", "version": 1, "bookmarks": [)"
                                 + list + "]}");
        QVERIFY(!read.has_value());
        QVERIFY(QString::fromStdString(read.error().message)
                    .contains("\"bookmarks\" has 1001 entries, expected at most 1000."));
    }

    void aFileBeyondAllMeasureIsNotRead()
    {
        const std::string path = file("huge.ropescope");
        QVERIFY(writeFile(path, "{").has_value());
        std::filesystem::resize_file(path, (1 << 24) + 1); // of which the disk holds a byte
        const auto read = loadSession(path);
        QVERIFY(!read.has_value());
        QVERIFY(QString::fromStdString(read.error().message)
                    .contains("huge.ropescope has 16777217 bytes, expected at most 16777216."));
    }

    void aMissingFileIsNamed()
    {
        const auto read = loadSession(file("missing.ropescope"));
        QVERIFY(!read.has_value());
        QVERIFY(QString::fromStdString(read.error().message).contains("missing.ropescope"));
    }

private:
    [[nodiscard]] std::string file(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }

    [[nodiscard]] Result<SavedSession> loaded(const QByteArray& text) const
    {
        const std::string path = file("s.ropescope");
        if (const auto done = writeFile(path, text.toStdString()); !done)
            return tl::unexpected(done.error());
        return loadSession(path);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestSavedSession)
#include "tst_saved_session.moc"
