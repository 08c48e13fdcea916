// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "app/edit_text.h"
#include "core/trace/trace_file.h"
#include "tests/app/model_copy.h"
#include "tests/app/window.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/models.h"
#include "widgets/head_gain_menu.h"
#include "widgets/head_grid.h"
#include "widgets/next_token_card.h"
#include "widgets/pair_bars.h"
#include "widgets/rope_panel.h"
#include "widgets/source_panel.h"
#include "widgets/theory_panel.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

const std::string kModel = ROPESCOPE_SOURCE_DIR "/resources/model";
const QString kPrompt = QStringLiteral("Call me Ishmael. Some years ago, never mind how long "
                                       "precisely, having little or no money in my purse.");
constexpr HeadId kEarly { { 0 }, { 3 } };
constexpr HeadId kLate { { 5 }, { 4 } };

double largest(const ValueMap& map)
{
    double result = 0.0;
    for (const float value : map.values) {
        if (!std::isnan(value))
            result = std::max(result, std::abs(static_cast<double>(value)));
    }
    return result;
}

/// A trace of two layers: the second is left without rotation, or both heads have no RoPE at all.
TracePtr unrotatedTrace(bool anyRope)
{
    constexpr int kTokens = 24;
    constexpr int kDim = 8;
    MemoryTraceContent content;
    content.info = { .model = "unrotated", .creator = "test", .numLayers = 2, .numHeads = 1 };
    content.info.numKvHeads = 1;
    content.info.headDim = kDim;
    content.info.tokenCount = kTokens;
    content.info.attentionScale = 1.0;
    if (anyRope) {
        content.info.rope.rotaryDim = kDim;
        content.info.rope.theta = defaultTheta(1e4, kDim);
    }
    content.info.layers.resize(2);
    for (LayerInfo& layer : content.info.layers)
        layer.rope = content.info.rope;
    std::ranges::fill(content.info.layers[1].rope.theta, 0.0);
    for (int layer = 0; layer < 2; ++layer) {
        LayerTensors& tensors = content.layers.emplace_back();
        tensors.q = MatrixRM::Random(kTokens, kDim);
        tensors.k = MatrixRM::Random(kTokens, kDim);
    }
    return std::make_shared<const MemoryTrace>(std::move(content));
}

} // namespace

/// Edits that run the whole model again, masks, and text that the model goes on with.
class TestModelEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = makeWindow();
        m_failures.clear();
        connect(&session(), &Session::failed, this,
                [this](const QString& sentence) { m_failures << sentence; });
        m_window->setTheme(Theme::darkTheme());
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void laterLayersFeelAnEditOfTheWholeModel()
    {
        open(kLate);
        commit(wholeModel({ .relocations = { { 17, 2 } }, .gains = { { 4, 0.5 } } }));
        const MapValues& values = *session().picture()->values;
        QCOMPARE(values.depth, EditDepth::WholeModel);
        QVERIFY(!test::difference(values.head->q, session().head()->q, 1e-3).empty());
        QCOMPARE(values.originalHead, session().head());

        const auto captured = test::capture(*model(), session().trace()->tokenIds(),
                                            { .edit = session().view().edit });
        ROPESCOPE_COMPARE(values.head->q, captured.trace->head(kLate)->q, 0.0);
        const RopeTable table
            = makeRopeTable(session().head()->rope, session().view().edit).value();
        QCOMPARE(values.edited.theta, table.theta);
        QCOMPARE(values.edited.gain, table.gain); // which no trace can tell
        QCOMPARE(session().analysis()->edited, values.edited);

        session().showHead(kEarly);
        waitUntilIdle();
        const MapValues& early = *session().picture()->values;
        QCOMPARE(early.head->id, kEarly);
        ROPESCOPE_COMPARE(early.head->q, session().head()->q, 0.0); // nothing came before it
        QCOMPARE(early.edited.theta, table.theta);
    }

    void aMaskIsFeltBehindItsLayerOnly()
    {
        open({ { 3 }, { 2 } });
        ViewState view = withHeadGain(session().view(), { { 3 }, { 2 } }, 0.0);
        view.comparison = Comparison::Difference;
        commit(view);
        QCOMPARE(largest(session().picture()->values->map), 0.0);
        for (const HeadId same : { HeadId { { 3 }, { 5 } }, HeadId { { 1 }, { 0 } } }) {
            session().showHead(same);
            waitUntilIdle();
            QCOMPARE(largest(session().picture()->values->map), 0.0);
        }
        session().showHead(kLate);
        waitUntilIdle();
        QVERIFY(largest(session().picture()->values->map) > 1e-4);
        QVERIFY(session().nextToken().divergence > 0.0);
    }

    void originalShowsTheUneditedRun()
    {
        open(kLate);
        const std::vector<float> plain = session().picture()->values->map.values;
        ViewState view = withHeadGain(session().view(), { { 2 }, { 1 } }, 0.0);
        commit(view);
        QVERIFY(!sameValues(plain));
        const auto edited = session().analysis()->measured;
        view.comparison = Comparison::Original;
        commit(view);
        QVERIFY(sameValues(plain));
        QVERIFY(session().analysis()->measured != edited); // the curves follow the map
        QVERIFY(describeEdit(*session().picture()->values).isEmpty());
    }

    void undoTakesBackDepthAndMasks()
    {
        open(kLate);
        const std::vector<float> plain = session().picture()->values->map.values;
        auto* const grid = m_window->findChild<HeadGrid*>();
        session().showHead({ { 2 }, { 1 } });
        waitUntilIdle();
        QTest::keyClick(grid, Qt::Key_M);
        waitUntilIdle();
        QCOMPARE(session().view().depth, EditDepth::WholeModel);
        QCOMPARE(session().view().headGains,
                 (std::map<HeadId, double> { { { { 2 }, { 1 } }, 0 } }));
        QVERIFY(child<QToolButton>("depthWholeModel")->isChecked());
        QCOMPARE(grid->gainOf({ { 2 }, { 1 } }), 0.0);
        session().showHead(kLate);
        waitUntilIdle();
        const std::vector<float> masked = session().picture()->values->map.values;
        QVERIFY(!sameValues(plain));

        for (int step = 0; step < 3; ++step) // the choice of this head, the mask, that of the other
            session().undo();
        waitUntilIdle();
        QCOMPARE(session().view().depth, EditDepth::ThisHead);
        QVERIFY(session().view().headGains.empty());
        QVERIFY(!session().editedRun());
        QVERIFY(sameValues(plain));
        for (int step = 0; step < 3; ++step)
            session().redo();
        waitUntilIdle();
        QVERIFY(sameValues(masked));

        session().showHead({ { 2 }, { 1 } });
        waitUntilIdle();
        QTest::keyClick(grid, Qt::Key_M); // and unmasked again
        waitUntilIdle();
        QVERIFY(session().view().headGains.empty());
        QVERIFY(!session().editedRun());
    }

    void thePictureStaysUntilTheRunIsThere()
    {
        open(kLate);
        const auto before = session().picture()->values;
        commitOnly(wholeModel({ .base = 3e4 }));
        QVERIFY(!session().isIdle());
        QCOMPARE(session().picture()->values, before);
        session().setRegion({ { 0, 10 }, { 0, 10 }, 10, 10 }); // still the map of before
        QTRY_COMPARE(session().picture()->values->region.width, 10);
        QCOMPARE(session().picture()->values->head, before->head);
        waitUntilIdle();
        QCOMPARE(session().picture()->values->edit.base, std::optional(3e4));
        QVERIFY(session().picture()->values->head != before->head);
    }

    void manyChangesEndInOneRun()
    {
        open(kLate);
        QSignalSpy ended(&session(), &Session::runEnded);
        for (int step = 1; step <= 20; ++step) {
            session().previewView(wholeModel({ .base = 1e4 * step }));
            QTest::qWait(2);
        }
        commit(session().view());
        QCOMPARE(ended.count(), 1);
        QCOMPARE(session().editedRun()->edit.rope.base, std::optional(2e5));
        commit(session().view()); // nothing new: no run
        QCOMPARE(ended.count(), 1);
    }

    void aCancelledRunLeavesTheEditWithThisHead()
    {
        open(kLate);
        commitOnly(wholeModel({ .base = 3e4 }));
        session().cancelRun();
        waitUntilIdle();
        QCOMPARE(session().view().depth, EditDepth::ThisHead);
        QCOMPARE(session().view().edit.base, std::optional(3e4));
        QVERIFY(!session().editedRun());
        QCOMPARE(session().picture()->values->head, session().head());
        QCOMPARE(session().picture()->values->edit.base, std::optional(3e4));

        child<QToolButton>("depthWholeModel")->click(); // a second thought
        waitUntilIdle();
        QVERIFY(session().editedRun());
        QVERIFY(m_failures.isEmpty());
    }

    void aRunThatFailsIsASentence()
    {
        open(kLate);
        commit(withHeadGain(session().view(), { { 9 }, { 0 } }, 0.0));
        QCOMPARE(m_failures.size(), 1);
        QVERIFY2(m_failures.front().contains("layer 9"), qPrintable(m_failures.front()));
        QCOMPARE(session().view().depth, EditDepth::ThisHead);
        QVERIFY(session().picture());
    }

    void anotherPromptRunsUnderTheSameEdit()
    {
        open(kLate);
        commit(withHeadGain(session().view(), { { 2 }, { 1 } }, 0.5));
        const auto first = session().editedRun();
        session().run("It was a bright cold day in April.");
        waitUntilIdle();
        QVERIFY(session().editedRun() && session().editedRun() != first);
        QCOMPARE(session().editedRun()->edit, first->edit);
        QCOMPARE(session().editedRun()->trace->tokenIds(), session().trace()->tokenIds());
    }

    void heldGainsComeFromTheMenu()
    {
        open(kLate);
        auto* const menu = m_window->findChild<HeadGainMenu*>();
        emit menu->gainChosen({ { 1 }, { 2 } }, 0.25);
        waitUntilIdle();
        QCOMPARE(session().editedRun()->edit.headGains.at({ { 1 }, { 2 } }), 0.25);
        QVERIFY(describeEdit(*session().picture()->values).contains("L1 H2 × 0.25"));
        emit menu->resetAllRequested();
        waitUntilIdle();
        QVERIFY(!session().editedRun());
        QCOMPARE(session().view().depth, EditDepth::WholeModel);
    }

    void tracesAreEditedAHeadAtATime()
    {
        openTrace(unrotatedTrace(true));
        QVERIFY(!child<QToolButton>("depthWholeModel")->isEnabled());
        QVERIFY(child<QToolButton>("depthWholeModel")->toolTip().contains("open the model"));
        QVERIFY(!m_window->findChild<NextTokenCard*>()->isVisible());
        QVERIFY(!child<QPushButton>("sourceContinue")->isVisible());
        QTest::keyClick(m_window->findChild<HeadGrid*>(), Qt::Key_M);
        waitUntilIdle();
        QVERIFY(session().view().headGains.empty());
        QVERIFY(child<QLabel>("messageText")->text().contains("open the model"));
    }

    void aTraceCannotBeAskedForTheWholeModel()
    {
        ViewState view = session().view(); // as the command line does before anything is open
        view.edit.base = 500.0;
        view.depth = EditDepth::WholeModel;
        session().commitView(view);
        openTrace(unrotatedTrace(true));
        QCOMPARE(m_failures.size(), 1);
        QVERIFY2(m_failures.front().contains("needs the model"), qPrintable(m_failures.front()));
        QCOMPARE(session().view().depth, EditDepth::ThisHead);
        QCOMPARE(session().picture()->values->edit.base, std::optional(500.0));
    }

    void editsOfTheWholeModelEndWithTheSource()
    {
        open(kLate);
        commit(withHeadGain(session().view(), { { 2 }, { 1 } }, 0.0));
        openTrace(unrotatedTrace(true));
        QVERIFY(session().view().headGains.empty());
        QCOMPARE(session().view().depth, EditDepth::ThisHead);
        QVERIFY(!session().editedRun());
        QVERIFY(m_failures.isEmpty());
    }

    void theModelGoesOnWithTheText()
    {
        open(kLate);
        const std::vector<std::int64_t> before = session().trace()->tokenIds();
        child<QPushButton>("sourceContinue")->click();
        waitUntilIdle();
        const std::vector<std::int64_t> after = session().trace()->tokenIds();
        const auto expected
            = test::capture(*model(), before, { .generate = SourcePanel::kContinueBy });
        QCOMPARE(after, expected.trace->tokenIds());
        QCOMPARE(session().source().promptTokens, static_cast<int>(before.size()));
        auto* const box = child<QPlainTextEdit>("sourcePrompt");
        QVERIFY(box->toPlainText().startsWith(kPrompt));
        QCOMPARE(box->toPlainText(),
                 kPrompt + QString::fromStdString(session().source().continuation));
        QCOMPARE(box->extraSelections().size(), 1);
        QVERIFY(child<QLabel>("tokens")->text().contains("generated"));
        QCOMPARE(session().head()->tokenCount(), static_cast<int>(after.size()));

        child<QPushButton>("sourceContinue")->click(); // and on, with the same tokens
        waitUntilIdle();
        const std::vector<std::int64_t> further = session().trace()->tokenIds();
        QVERIFY(further.size() > after.size());
        QVERIFY(std::equal(after.begin(), after.end(), further.begin()));
        QCOMPARE(session().source().promptTokens, static_cast<int>(before.size()));
    }

    void anotherTextIsTakenBeforeTheModelGoesOn()
    {
        open(kLate);
        session().continueRun("Once upon a time", 4, 0.7);
        waitUntilIdle();
        QCOMPARE(session().source().prompt, std::string("Once upon a time"));
        QVERIFY(!session().source().continuation.empty());
        const auto ids = model()->tokenize("Once upon a time").value();
        QCOMPARE(session().source().promptTokens, static_cast<int>(ids.size()));
        QCOMPARE(session().trace()->tokenIds().size(), ids.size() + 4);
    }

    void anEditedModelSpeaksForItself()
    {
        open(kLate);
        const std::vector<std::int64_t> before = session().trace()->tokenIds();
        ViewState view = session().view();
        for (int head = 0; head < 8; ++head)
            view = withHeadGain(view, { { 1 }, { head } }, 0.0);
        commit(view);
        session().continueRun(kPrompt, 16, 0.0);
        waitUntilIdle();
        const auto expected
            = test::capture(*model(), before, { .headGains = view.headGains, .generate = 16 });
        QCOMPARE(session().trace()->tokenIds(), expected.trace->tokenIds());
        const auto plain = test::capture(*model(), session().trace()->tokenIds(), {});
        ROPESCOPE_COMPARE(session().head()->q, plain.trace->head(kLate)->q, 0.0);
        ROPESCOPE_COMPARE(
            session().picture()->values->head->q,
            test::capture(*model(), session().trace()->tokenIds(), { .headGains = view.headGains })
                .trace->head(kLate)
                ->q,
            0.0);
    }

    void nextTokensAreShownBeforeAndAfter()
    {
        open(kLate);
        QVERIFY(m_window->findChild<NextTokenCard*>()->isVisible());
        QVERIFY(child<QLabel>("nextTokenDivergence")->text().isEmpty());
        const auto run = test::capture(*model(), session().trace()->tokenIds(), {});
        QCOMPARE(session().nextToken(), compareNextTokens(run.nextToken, run.nextToken, 8));
        commit(withHeadGain(session().view(), { { 1 }, { 0 } }, 0.0));
        const auto edited = test::capture(*model(), session().trace()->tokenIds(),
                                          { .headGains = session().view().headGains });
        QCOMPARE(session().nextToken(), compareNextTokens(run.nextToken, edited.nextToken, 8));
        QVERIFY(child<QLabel>("nextTokenDivergence")->text().startsWith("KL "));
    }

    void aModelWithoutRopeIsShownAndNotEdited()
    {
        openTrace(unrotatedTrace(false));
        QVERIFY(session().picture());
        QVERIFY(!m_window->findChild<PairBars*>()->isEnabled());
        QVERIFY2(child<QLabel>("ropeReason")->text().contains("model has no RoPE"),
                 qPrintable(child<QLabel>("ropeReason")->text()));
        ViewState view = session().view();
        view.edit.base = 500.0; // from the command line, say
        commit(view);
        QVERIFY(m_failures.isEmpty());
        QVERIFY(describeEdit(*session().picture()->values).isEmpty());
    }

    void anUnrotatedLayerKeepsTheEditForTheOthers()
    {
        openTrace(unrotatedTrace(true));
        ViewState view = session().view();
        view.edit.relocations = { { 0, 3 } };
        commit(view);
        session().showHead({ { 1 }, { 0 } });
        waitUntilIdle();
        QCOMPARE(session().picture()->values->head->id, (HeadId { { 1 }, { 0 } }));
        QCOMPARE(session().picture()->values->edited, session().picture()->values->original);
        QVERIFY(describeEdit(*session().picture()->values).isEmpty());
        QVERIFY(!m_window->findChild<PairBars*>()->isEnabled());
        QVERIFY(child<QLabel>("ropeReason")->text().contains("layer is left without rotation"));
        const auto& cards = m_window->findChild<TheoryPanel*>()->content().cards;
        QVERIFY(
            cards[static_cast<std::size_t>(Pattern::Periodic)].remark.contains("does not turn"));
        session().showHead({ { 0 }, { 0 } });
        waitUntilIdle();
        QCOMPARE(session().view().edit, view.edit);
        QVERIFY(session().picture()->values->edited != session().picture()->values->original);
        QVERIFY(m_window->findChild<PairBars*>()->isEnabled());
        QVERIFY(m_failures.isEmpty());
    }

    void anUnrotatedLayerOfAModelFeelsTheOthers()
    {
        const test::ModelCopy copy(ROPESCOPE_TEST_DATA "/models/tiny-llama");
        copy.replace("config.json", "LlamaForCausalLM", "SmolLM3ForCausalLM");
        copy.replace("config.json", "\"vocab_size\"", "\"no_rope_layers\": [1, 0], \"vocab_size\"");
        const auto smol = test::openModel(copy.path().toStdString());
        auto plain = test::capture(*smol, { 5, 6, 7, 8, 9, 10, 11 }, {});
        const SourceRun unedited { .path = {},
                                   .source = { plain.trace, smol },
                                   .prompt = {},
                                   .continuation = {},
                                   .nextToken = plain.nextToken,
                                   .likeliest = {} };
        ViewState view;
        view.edit.base = 100.0;
        view.edit.gains[2] = 0.5;
        view.depth = EditDepth::WholeModel;
        ThreadPool pool(2);
        const auto run = runEdited(unedited, modelEdit(view, smol->config()), pool, {}, {}).value();
        const HeadPair first = readHeads(*plain.trace, run, { { 0 }, { 1 } }).value();
        const HeadPair second = readHeads(*plain.trace, run, { { 1 }, { 1 } }).value();
        ROPESCOPE_COMPARE(first.edited->q, first.original->q, 0.0);
        QVERIFY(!test::difference(second.edited->q, second.original->q, 1e-4).empty());
        const RopePair rotated = ropeTables(first, view.edit).value();
        QCOMPARE(rotated.edited, makeRopeTable(first.original->rope, view.edit).value());
        const RopePair unrotated = ropeTables(second, view.edit).value();
        QVERIFY(!second.edited->rope.rotates());
        QCOMPARE(unrotated.edited, unrotated.original);
    }

private:
    Session& session() { return m_window->session(); }
    [[nodiscard]] std::shared_ptr<const LanguageModel> model()
    {
        return session().source().source.model;
    }
    template <class T> [[nodiscard]] T* child(const char* name) const
    {
        auto* const found = m_window->findChild<T*>(name);
        Q_ASSERT(found);
        return found;
    }
    void waitUntilIdle()
    {
        QTRY_VERIFY_WITH_TIMEOUT(session().isIdle(), 30000);
        QCoreApplication::processEvents();
    }
    void open(HeadId head)
    {
        session().open(kModel, kPrompt, head);
        waitUntilIdle();
        QVERIFY(session().picture());
    }
    void openTrace(const TracePtr& trace)
    {
        const std::string path = m_folder.filePath("trace.h5").toStdString();
        QVERIFY(writeTraceFile(*trace, path));
        session().open(path, {});
        waitUntilIdle();
        QCOMPARE(session().trace()->info().model, trace->info().model);
    }
    [[nodiscard]] ViewState wholeModel(const RopeEdit& edit)
    {
        ViewState view = session().view();
        view.edit = edit;
        view.depth = EditDepth::WholeModel;
        return view;
    }
    void commitOnly(const ViewState& view) { session().commitView(view); }
    void commit(const ViewState& view)
    {
        session().commitView(view);
        waitUntilIdle();
    }
    /// NaN above the diagonal counts as the same.
    [[nodiscard]] bool sameValues(const std::vector<float>& values)
    {
        return std::ranges::equal(
            session().picture()->values->map.values, values,
            [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); });
    }

    QTemporaryDir m_folder;
    QStringList m_failures;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestModelEdits)
#include "tst_model_edits.moc"
