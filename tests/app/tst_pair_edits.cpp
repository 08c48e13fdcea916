// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAction>
#include <QFile>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "app/edit_text.h"
#include "app/panes/curves_pane.h"
#include "app/panes/experiment_page.h"
#include "core/trace/mean_pairs.h"
#include "tests/app/command_call.h"
#include "tests/app/window.h"
#include "tests/support/files.h"
#include "widgets/content_view.h"
#include "widgets/experiment_view.h"
#include "widgets/qcp.h"

using namespace ropescope;
using namespace ropescope::test;
using ropescope::test::call;

namespace {

constexpr HeadId kHead { { 7 }, { 4 } };
const std::string kModel = ROPESCOPE_SOURCE_DIR "/resources/model";
const QString kPrompt = "The sea was calm. The ship went on, and the sea was calm again, and on it "
                        "went until the wind came back from the north and the sails filled.";

} // namespace

/// One-click edits, the experiment and the comparison with random tokens, in the window and on the
/// command line.
class TestPairEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = makeWindow();
        m_failures.clear();
        connect(&session(), &Session::failed, this,
                [this](const QString& sentence) { m_failures << sentence; });
        m_window->setTheme(Theme::darkTheme());
        m_window->resize(1400, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        session().open(kModel, kPrompt, kHead);
        waitUntilIdle();
        QVERIFY(session().picture());
    }
    void cleanup() { m_window.reset(); }

    void oneClickStopsTheSlowPairsAndUndoBringsThemBack()
    {
        const auto before = values();
        trigger("stopSlow");
        QVERIFY(session().view().edit.truncation);
        const int slot = session().view().edit.truncation->firstSlot;
        QCOMPARE(session().analysis()->edited.theta[std::size_t(slot)], 0.0);
        QVERIFY(!sameValues(before));
        QVERIFY(describeEdit(session().view().edit).contains("stand still"));
        session().undo();
        waitUntilIdle();
        QVERIFY(session().view().edit.isIdentity());
        QVERIFY(sameValues(before));
    }

    void theMeanReplacesContentOfThisHeadAlone()
    {
        const auto before = values();
        const auto original = session().head();
        trigger("meanPair");
        const RopeEdit edit = session().view().edit;
        QCOMPARE(edit.meanPairs.size(), std::size_t(1));
        QCOMPARE(session().head(), original);
        const HeadTrace& drawn = *session().picture()->values->head;
        QVERIFY(drawn.q == withMeanPairs(*original, edit).q);
        QVERIFY(!sameValues(before));

        ViewState view = session().view();
        view.comparison = Comparison::Original;
        session().commitView(view);
        waitUntilIdle();
        QVERIFY(sameValues(before));
        view.comparison = Comparison::Edited;
        session().commitView(view);
        waitUntilIdle();
        session().showHead({ { 3 }, { 1 } }); // the edit goes along
        waitUntilIdle();
        QVERIFY(session().picture()->values->head->q == withMeanPairs(*session().head(), edit).q);
        session().showHead(kHead);
        waitUntilIdle();
        trigger("plainPairs");
        QVERIFY(sameValues(before));
    }

    void aRunOfTheModelRefusesMeansInASentence()
    {
        trigger("meanPair");
        ViewState view = session().view();
        view.depth = EditDepth::WholeModel;
        session().commitView(view);
        waitUntilIdle();
        QCOMPARE(m_failures.size(), 1);
        QVERIFY2(m_failures.front().contains("this head alone"), qPrintable(m_failures.front()));
        QCOMPARE(session().view().depth, EditDepth::ThisHead);
        QVERIFY(!session().view().edit.meanPairs.empty());
    }

    void aRunOfTheModelFeelsTheTruncation()
    {
        const auto before = values();
        ViewState view = session().view();
        view.depth = EditDepth::WholeModel;
        view.edit.truncation = { 16, Truncation::Kind::Remove };
        session().commitView(view);
        waitUntilIdle();
        QVERIFY(session().editedRun());
        QVERIFY(!sameValues(before));
        QCOMPARE(session().analysis()->edited.gain[16], 0.0);
        QCOMPARE(session().analysis()->edited.gain[15], 1.0);
        QVERIFY(session().nextToken().divergence > 0.0);
    }

    void aPointOfTheExperimentShowsItsEdit()
    {
        auto* const view = showPage<ExperimentView>("experiment");
        QTest::mouseClick(view->findChild<QPushButton*>("experimentRun"), Qt::LeftButton);
        QVERIFY(!session().isIdle()); // screenshots wait for it
        QTRY_COMPARE_WITH_TIMEOUT(view->heads().size(), std::size_t(1), 30000);
        QCOMPARE(view->heads().front().rows.size(), std::size_t(9));
        auto* const plot = view->findChild<QCustomPlot*>("experimentPlot");
        plot->replot();
        const Relocation& row = view->heads().front().rows[0];
        QTest::mouseClick(plot, Qt::LeftButton, {}, view->pointAt(0).toPoint());
        waitUntilIdle();
        const RopeEdit& edit = session().view().edit;
        QCOMPARE(edit.base, std::optional(row.base));
        QCOMPARE(edit.relocations, (std::vector { std::pair { row.pair, row.slot } }));
        QVERIFY(std::abs(session().analysis()->edited.wavelength(row.pair) - row.predicted)
                < 1e-9 * row.predicted);
        session().undo();
        QVERIFY(session().view().edit.isIdentity());

        QTemporaryDir folder;
        const std::string csv = folder.filePath("experiment.csv").toStdString();
        QVERIFY(m_window->findChild<ExperimentPage*>()->exportTo(csv));
        const std::string text = test::readFile(csv);
        QVERIFY(text.starts_with("layer,head,from_pair,energy_share,pair,base,predicted_period,"
                                 "measured_period,relative_error,period_strength\n7,4,"));
    }

    void patternsAreComparedWithRandomTokens()
    {
        auto* const view = showPage<ContentView>("content");
        QTest::mouseClick(view->findChild<QPushButton*>("contentRun"), Qt::LeftButton);
        QVERIFY(!session().isIdle());
        QTRY_VERIFY_WITH_TIMEOUT(view->reading().contains("keep it on random tokens"), 60000);
        QVERIFY(session().source().randomTokens == 0); // the text stays on show
        QVERIFY(session().isIdle());
    }

    void theCommandLineTruncatesAndReplaces()
    {
        QTemporaryDir folder;
        const QString trace = folder.filePath("t.h5");
        ROPESCOPE_SUCCEEDS(call({ "synthesize", "massive", "--tokens", "64", "-o", trace }));
        const auto drawn = [&](const QStringList& edit) {
            const QString file = folder.filePath("map.npy");
            const auto made = call(QStringList { "render", trace, "--layer", "0", "--head", "0",
                                                 "--quantity", "logit", "-o", file }
                                   + edit);
            return made.code == 0 ? test::readFile(file.toStdString()) : made.err;
        };
        const std::string plain = drawn({});
        QCOMPARE(drawn({ "--truncate", "63" }), drawn({ "--gain", "63:0" }));
        QVERIFY(drawn({ "--still", "2" }) != plain);
        QVERIFY(drawn({ "--mean-pair", "60" }) != plain);
        QVERIFY(drawn({ "--mean-pair", "60", "--mean-pair", "3" })
                != drawn({ "--mean-pair", "60" }));

        const QStringList render { "render", trace, "--layer", "0",
                                   "--head", "0",   "-o",      folder.filePath("x.npy") };
        ROPESCOPE_FAILS(call(render + QStringList { "--truncate", "3", "--still", "4" }), 2,
                        "exclude each other");
        ROPESCOPE_FAILS(call(render + QStringList { "--still", "64" }), 2, "64");
        ROPESCOPE_FAILS(call(render + QStringList { "--mean-pair", "x" }), 2, "--mean-pair");
        ROPESCOPE_FAILS(call({ "capture", "--model", QString::fromStdString(kModel), "--text", "a",
                               "-o", trace, "--mean-pair", "3" }),
                        2, "--mean-pair");
    }

    void theReportNamesTheEdit()
    {
        QTemporaryDir folder;
        const QString trace = folder.filePath("t.h5");
        const QString report = folder.filePath("r.json");
        ROPESCOPE_SUCCEEDS(call({ "synthesize", "massive", "--tokens", "64", "-o", trace }));
        const auto share = [&](const QStringList& edit) {
            const auto made = call(QStringList { "analyze", trace, "-o", report } + edit);
            return made.code == 0 ? QString::fromStdString(test::readFile(report.toStdString()))
                                  : QString::fromStdString(made.err);
        };
        const QString text = share({ "--still", "40", "--mean-pair", "60" });
        QVERIFY2(text.contains("\"still\": 40") && text.contains("\"truncate\": null"),
                 qPrintable(text.left(900)));
        QVERIFY(text.contains("\"mean_pairs\""));
        QVERIFY(share({}) != text);
    }

private:
    Session& session() { return m_window->session(); }
    void waitUntilIdle()
    {
        QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 30000);
        QCoreApplication::processEvents();
    }
    void trigger(const char* name)
    {
        auto* const action = m_window->findChild<QAction*>(name);
        QVERIFY(action && action->isEnabled());
        action->trigger();
        waitUntilIdle();
    }
    [[nodiscard]] std::vector<float> values() { return session().picture()->values->map.values; }
    /// NaN above the diagonal counts as the same.
    [[nodiscard]] bool sameValues(const std::vector<float>& others)
    {
        return std::ranges::equal(values(), others, [](float a, float b) {
            return a == b || (std::isnan(a) && std::isnan(b));
        });
    }
    template <class View> View* showPage(const char* name)
    {
        m_window->curves().showPage(name);
        QCoreApplication::processEvents();
        return m_window->findChild<View*>();
    }

    QStringList m_failures;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestPairEdits)
#include "tst_pair_edits.moc"
