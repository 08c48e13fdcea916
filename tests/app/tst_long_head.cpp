// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The window with a head of 131,072 tokens on the processor: an exact map takes seconds, so
// pictures come coarse first, edits do not wait for it, and the event loop goes on turning.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"
#include "tests/app/window.h"
#include "widgets/heatmap_view.h"
#include "widgets/rope_panel.h"

using namespace ropescope;
using namespace ropescope::test;

class TestLongHead : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto trace = synthesize({ .kind = SynthesisKind::Massive,
                                        .tokens = 131072,
                                        .headDim = 64,
                                        .base = 1e6,
                                        .pair = 30 });
        QVERIFY2(trace.has_value(), trace ? "" : trace.error().message.c_str());
        m_path = m_folder.filePath("long.h5").toStdString();
        QVERIFY(writeTraceFile(**trace, m_path).has_value());
    }
    void init()
    {
        m_window = makeWindow();
        m_window->resize(1280, 800);
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void editsAndZoomsAreShownBeforeTheMapIsExact()
    {
        // Counts turns of the event loop, so that a blocked one shows.
        int turns = 0;
        QTimer heartbeat;
        connect(&heartbeat, &QTimer::timeout, this, [&] { ++turns; });
        heartbeat.start(10);

        session().open(m_path, {});
        QTRY_VERIFY_WITH_TIMEOUT(session().picture().has_value(), 60'000);
        QVERIFY(share() < 1.0); // shown before it could be exact
        const int turnsBefore = turns;

        // A pair moved by hand, step by step: each step is shown, in order, none exact.
        std::vector<double> wanted { wantedTheta() }; // better pictures of what is there may come
        std::vector<double> shown = wanted;
        connect(&session(), &Session::pictureDrawn, this, [&] {
            const auto& values = *session().picture()->values;
            QVERIFY(values.exactShare < 1.0);
            if (shown.back() != values.edited.theta.at(30))
                shown.push_back(values.edited.theta.at(30));
        });
        for (int slot = 2; slot <= 6; ++slot) {
            ViewState view = session().view();
            view.edit.relocations = { { 30, slot } };
            session().previewView(view);
            wanted.push_back(wantedTheta());
            QTRY_COMPARE_WITH_TIMEOUT(shownTheta(), wantedTheta(), 60'000);
        }
        QCOMPARE(shown, wanted);
        QVERIFY(turns > turnsBefore);

        // Zoomed in, the same head costs what is shown and the sums of its rows.
        session().commitView(session().view());
        session().setRegion({ { 130'000, 130'200 }, { 129'000, 129'200 }, 400, 400 });
        disconnect(&session(), &Session::pictureDrawn, this, nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(
            session().picture()->values->region.rows == (TokenRange { 130'000, 130'200 }), 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(share(), 1.0, 60'000);
        QCOMPARE(shownTheta(), wantedTheta());
    }

    void closingDoesNotWaitForTheMap()
    {
        session().open(m_path, {});
        QTRY_VERIFY_WITH_TIMEOUT(session().picture().has_value(), 60'000);
        QVERIFY(share() < 1.0);
        m_window.reset(); // ends here, not when the map is exact
    }

private:
    [[nodiscard]] Session& session() const { return m_window->session(); }
    [[nodiscard]] double share() const { return session().picture()->values->exactShare; }
    [[nodiscard]] double shownTheta() const
    {
        return session().picture()->values->edited.theta.at(30);
    }
    [[nodiscard]] double wantedTheta() const
    {
        return makeRopeTable(session().head()->rope, session().view().edit)->theta.at(30);
    }

    QTemporaryDir m_folder;
    std::string m_path;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestLongHead)
#include "tst_long_head.moc"
