// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <QImage>
#include <QObject>
#include <QString>

#include "app/bookmark.h"
#include "app/cache_jobs.h"
#include "app/curve_data.h"
#include "app/head_analysis.h"
#include "app/head_pair.h"
#include "app/history.h"
#include "app/job_list.h"
#include "app/long_job.h"
#include "app/map_picture.h"
#include "app/model_run.h"
#include "app/prune_jobs.h"
#include "app/reference.h"
#include "app/saved_session.h"
#include "core/attention/cell.h"
#include "core/base/thread_pool.h"
#include "core/theory/trace_theory.h"
#include "core/trace/synthesize.h"
#include "gpu/renderer.h"
#include "widgets/latest_job.h"
#include "widgets/live_job.h"
#include "widgets/rest_timer.h"

namespace ropescope {

/// Values of the cell under the cursor.
struct CellReading {
    int query = 0;
    int key = 0;
    double logit = 0.0;
    std::optional<double> probability; ///< none while its row is still being summed
    std::vector<double> contributions; ///< [r/2] each pair's part of the logit; may be empty
};

/// The only stateful object: what is open, what of it is shown, and the work under way. Edits come
/// in as values, results go out as signals; what is stale is cancelled. Lives in the GUI thread and
/// never blocks it. When something fails, what was there before stays.
///
/// An edit of the whole model takes a run: until it is there, everything shows what it showed
/// before. A run that fails or is cancelled leaves the edit with this head alone.
class Session : public QObject {
    Q_OBJECT

public:
    Session(std::unique_ptr<Renderer> renderer, std::shared_ptr<ThreadPool> pool,
            QObject* parent = nullptr);
    ~Session() override;

    /// Opens a trace or a model; a model then runs the prompt. Shows `head`, which must be there,
    /// or else the head of before if there is one like it.
    void open(const std::filesystem::path& path, const QString& prompt,
              std::optional<HeadId> head = std::nullopt);
    /// Opens what a session file names and shows it as it was; an empty source is the built-in
    /// model.
    void restore(const SavedSession& saved);
    /// A head whose pattern is known, made on the spot.
    void openSynthetic(const SynthesisOptions& options, const ViewState& view);
    /// What a session file is to keep, but for what only the window knows.
    [[nodiscard]] SavedSession saved() const;
    /// Runs the open model on another prompt.
    void run(const QString& prompt);
    /// Runs the open model on that many random tokens: patterns that stay need no content.
    void runRandom(int tokens);
    /// Has the open model go on with a text: the one on show, or another prompt. It speaks under
    /// the present edit where that is one of the whole model.
    void continueRun(const QString& text, int tokens, double temperature);
    void cancelRun();

    /// One step to undo.
    void showHead(HeadId id);
    /// The same, but one step together with the calls before it, while nothing else happens
    /// between.
    void stepToHead(HeadId id);
    /// The pair that Contribution and the pages under the map speak of; no undo step.
    void selectPair(int pair);
    void setRegion(const MapRegion& region);
    /// Live: shown at once, no undo step until commitView.
    void previewView(const ViewState& view);
    void commitView(const ViewState& view);
    void undo();
    void redo();
    /// Of a bookmark or an experiment: head and all, as one step.
    void goTo(const ViewState& view);
    void setBookmarks(std::vector<Bookmark> bookmarks);
    /// Scores of all heads of the run on show are wanted from now on, or no longer.
    void wantScores(bool wanted);
    /// Theory of the shown head is wanted, live, from now on, or no longer.
    void wantTheory(bool wanted);
    /// Draws these heads of the run on show as maps of that many pixels; replaces what was asked
    /// for before.
    void drawExamples(const std::vector<HeadId>& heads, int pixels);
    /// Answers at once with the logit and its parts, and again with the probability; the newest
    /// cell wins.
    void readCell(int query, int key);
    /// Which page under the map is visible: only its content is computed, and again whenever what
    /// it depends on changes.
    void wantCurves(const CurveWish& wish);
    /// What is shown becomes what everything is compared with: it takes the place of the unedited
    /// head until it is let go, whatever is opened meanwhile. Nothing where no head is shown.
    void pinReference();
    /// The same with a head that is not shown, under the present edit.
    void pinHead(HeadId id);
    void unpinReference();
    /// A picture of the original side too is wanted from now on, or no longer.
    void wantOther(bool wanted);
    /// Which part of it; as setRegion.
    void setOtherRegion(const MapRegion& region);
    /// Is there such a cell in what is shown? Says failed() where not.
    [[nodiscard]] bool checkCell(const Cell& cell);
    /// Nobody looks at a cell any more: a reading under way is not delivered.
    void leaveCell();

    [[nodiscard]] const SourceRun& source() const { return m_source; }
    /// The last prompt that was not empty, for the next model that is opened.
    [[nodiscard]] const QString& prompt() const { return m_prompt; }
    [[nodiscard]] const TracePtr& trace() const { return m_source.source.trace; }
    /// The head that is shown, as the unedited run has it; null before the first.
    [[nodiscard]] const std::shared_ptr<const HeadTrace>& head() const { return m_heads.original; }
    /// The shown head's pairs of massive energy, unedited.
    [[nodiscard]] const std::vector<int>& massivePairs() const { return m_heads.massive; }
    /// The edited run that is compared with the unedited one; null where there is none.
    [[nodiscard]] const std::shared_ptr<const EditedRun>& editedRun() const { return m_heads.run; }
    /// What is likely to come next: before and after the edited run, where there is one.
    [[nodiscard]] const NextTokenChange& nextToken() const
    {
        return m_heads.run ? m_heads.run->nextToken : m_source.likeliest;
    }
    [[nodiscard]] const ViewState& view() const { return m_history.present(); }
    [[nodiscard]] const std::vector<Bookmark>& bookmarks() const { return m_bookmarks; }
    /// That keeps what is shown; empty: none yet. Another source has none unless it came from one.
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }
    void setFile(const std::filesystem::path& file) { m_file = file; }
    [[nodiscard]] bool canUndo() const { return m_history.canUndo(); }
    [[nodiscard]] bool canRedo() const { return m_history.canRedo(); }
    [[nodiscard]] const std::optional<MapPicture>& picture() const { return m_picture; }
    /// What is compared with instead of the unedited head.
    [[nodiscard]] const std::optional<Reference>& reference() const { return m_reference; }
    /// Of the original side, in the colours of picture(); none where it is not wanted.
    [[nodiscard]] const std::optional<MapPicture>& otherPicture() const { return m_otherPicture; }
    /// The logit of a cell on the original side; none where there is no such cell.
    [[nodiscard]] std::optional<double> otherLogit(int query, int key) const;
    [[nodiscard]] const std::optional<HeadAnalysis>& analysis() const { return m_analysis; }
    /// All heads of the run on show; null while that is not known. Nothing of an edit of one head
    /// is in it.
    [[nodiscard]] const std::shared_ptr<const TraceTheory>& allHeads() const { return m_allHeads; }
    /// Would it take a moment only?
    [[nodiscard]] bool scoringIsQuick() const;
    /// Of the head and rotation on show, or a little older; nothing while none is known of the
    /// head.
    [[nodiscard]] const std::optional<HeadTheory>& theory() const { return m_theory; }
    /// theory() is older than what is shown, and the newer one is under way.
    [[nodiscard]] bool isTheoryPending() const { return m_theoryJob.isRunning(); }
    /// The pair that the user chose on this head, else the dominant one; -1 while it is not known.
    [[nodiscard]] int selectedPair() const;
    /// Of the page that is visible, for the last cell that was read.
    [[nodiscard]] const CurveData& curves() const { return m_curves; }
    /// Compresses the cache of the prompt on show.
    [[nodiscard]] CacheJobs& cache() { return m_cache; }
    /// Takes layers and heads out of the model on show.
    [[nodiscard]] PruneJobs& prune() { return m_prune; }
    /// Where pages enlist work of their own.
    [[nodiscard]] JobList& jobs() { return m_jobs; }
    [[nodiscard]] const Renderer& renderer() const { return *m_renderer; }
    /// Picture, curves and thumbnails belong to the present view.
    [[nodiscard]] bool isSettled() const { return m_jobs.isSettled(); }
    /// Nothing is under way: scores, theory and the work of pages included.
    [[nodiscard]] bool isIdle() const { return m_jobs.isIdle(); }

signals:
    void sourceOpened();     ///< another trace: tokens, shape, prompt
    void viewChanged();      ///< view(), canUndo(), canRedo()
    void headChanged();      ///< head() holds another head
    void nextTokenChanged(); ///< nextToken(), editedRun()
    void pictureDrawn();     ///< picture(), perhaps coarse; a finished one follows
    void otherDrawn();       ///< otherPicture()
    void referenceChanged(); ///< reference()
    void bookmarksChanged(); ///< bookmarks()
    void analysed();         ///< analysis()
    void cellRead(const ropescope::CellReading& reading); ///< again once the probability is known
    /// Asked for, but its query does not see that key; follows cellLeft().
    void cellUnseen(int query, int key);
    void cellLeft(); ///< no cell is read any more, or it is one that its query does not see
    void pairSelected(int pair);            ///< selectedPair() was chosen, wherever
    void curvesRead();                      ///< curves()
    void scoresProgressed(double fraction); ///< 0 .. 1 while heads are scored
    void scoresChanged();                   ///< allHeads(); nothing of them is under way
    void theoryStarted();                   ///< isTheoryPending()
    void theoryChanged(); ///< theory(); once a hand rests, again with bounds on more queries
    void thumbnailDrawn(ropescope::HeadId id, const QImage& image);
    void exampleDrawn(ropescope::HeadId id, const QImage& image);
    void runProgressed(double fraction); ///< 0 .. 1 while a prompt runs; below 0 while opening
    void runEnded();                     ///< done, failed or cancelled
    void failed(const QString& sentence);
    void settled(); ///< isSettled()
    void becameIdle();

private:
    using OpenWork
        = std::function<Result<SourceRun>(ThreadPool&, const Progress&, const std::stop_token&)>;

    /// A source together with the head to show first: what cannot be read replaces nothing.
    struct Opened {
        SourceRun run;
        HeadPair heads;
    };

    /// What is to be shown of a source once it is open.
    struct Restored {
        ViewState view;
        std::optional<std::vector<Bookmark>> bookmarks; ///< in place of those there
        std::filesystem::path file {};                  ///< that keeps it; empty: none
    };

    // session_runs.cpp: runs of models
    void remember(const QString& prompt);
    void startOpening(OpenWork work, std::optional<HeadId> head,
                      std::optional<Restored> wanted = std::nullopt);
    void adopt(Opened opened, const std::optional<Restored>& wanted);
    [[nodiscard]] Progress progressOfNextRun(std::chrono::milliseconds quiet);
    [[nodiscard]] ModelEdit wantedEdit() const;
    void scheduleRerun(const ModelEdit& edit);
    void rerun();
    bool dropRerun();
    void keepToThisHead();

    // session_scores.cpp: scores of all heads
    void startScores();
    void dropScores();

    // session_theory.cpp: theory of the shown head
    struct TheoryInput {
        std::shared_ptr<const HeadTrace> head;
        RopeTable table;
        TracePtr trace; ///< whose tokens they are
        bool operator==(const TheoryInput&) const = default;
    };
    void dropTheory();
    void requestTheory();
    void refineTheory();
    // session_uses.cpp: compressing and pruning
    void prepareUses();
    // session_curves.cpp: the page under the map
    [[nodiscard]] std::optional<CurveRequest> curveRequest() const;
    void requestCurves();
    void forgetCurves();

    // session_compare.cpp: the original side
    void pin(const HeadPair& heads, const RopeEdit& edit, bool original);
    void fitReference();
    [[nodiscard]] QString referenceName() const;
    [[nodiscard]] const std::shared_ptr<const HeadTrace>& otherHead() const;
    [[nodiscard]] RopePair comparedTables(RopePair both) const;
    [[nodiscard]] PictureRequest pictureRequest(RopePair both) const;
    void requestOther();

    // session.cpp: what is shown
    void enlistJobs();
    void cancelHeadJobs();
    void showStep(HeadId before);
    void settle();
    void loadHeads(HeadId id, const std::shared_ptr<const EditedRun>& run, const RopeEdit& edit);
    void setHeads(HeadPair heads);
    void correlate();
    [[nodiscard]] bool showsOriginal() const;
    /// The head that the picture, or in a difference its edited side, is of.
    [[nodiscard]] const std::shared_ptr<const HeadTrace>& shownHead() const;
    void showView();
    void requestPicture();
    void showPartial(MapPicture picture, const std::stop_token& stop);
    void requestAnalysis();
    [[nodiscard]] std::shared_ptr<const EditedRun> shownRun() const;
    void startThumbnails();
    void reportIfIdle();

    std::unique_ptr<Renderer> m_renderer;
    std::shared_ptr<ThreadPool> m_pool;
    std::mutex m_rendererMutex; ///< a cancelled run may still hold the renderer for a moment

    QString m_prompt;
    SourceRun m_source;           ///< its trace is null until something is open
    unsigned m_runCount = 0;      ///< tells the progress of a cancelled run from that of the next
    unsigned m_continuations = 0; ///< each draws other tokens
    std::shared_ptr<const EditedRun> m_edited; ///< the last one of this source; may be null
    ModelEdit m_rerunning;                     ///< what the coming or present rerun is for

    HeadPair m_heads;     ///< what is shown
    RopeEdit m_drawnEdit; ///< of the shown head: the view's, but for runs under way
    HeadId m_loadingHead; ///< what m_headJob reads
    std::shared_ptr<const EditedRun> m_loadingRun;
    RopeEdit m_loadingContent;
    HeadData m_data; ///< of shownHead(); its correlation is null while it is computed
    MapRegion m_region;
    std::optional<Reference> m_reference;
    std::shared_ptr<const HeadTrace> m_referenceStart;  ///< its tokens that the head too has
    std::shared_ptr<const HeadTrace> m_referenceFilled; ///< as long as the head
    bool m_otherWanted = false;
    MapRegion m_otherRegion;
    std::optional<MapPicture> m_otherPicture;
    History<ViewState> m_history { ViewState {} };
    /// The head before a run of stepToHead() and what it led to so far.
    std::optional<std::pair<HeadId, ViewState>> m_stepped;
    std::vector<Bookmark> m_bookmarks;
    std::filesystem::path m_file;
    std::optional<MapPicture> m_picture;
    std::optional<HeadAnalysis> m_analysis;
    bool m_pairChosen = false; ///< since this head is shown
    CurveWish m_curveWish;
    std::optional<CurveRequest> m_curveRequest; ///< that the curves are, or will be, of
    CurveData m_curves;
    std::optional<Cell> m_lastCell; ///< read last; pages keep it when the pointer has left
    bool m_scoresWanted = false;
    TracePtr m_scoredTrace; ///< that m_allHeads is, or will be, of
    std::shared_ptr<const TraceTheory> m_allHeads;
    bool m_theoryWanted = false;
    TheoryInput m_theoryInput; ///< that the theory is, or will be, of
    std::optional<HeadTheory> m_theory;
    TracePtr m_thumbnailTrace; ///< that the thumbnails are, or will be, of

    JobList m_jobs;         ///< outlives the jobs below
    RestTimer m_rerunDelay; ///< an edit that is still changing is not worth a run
    RestTimer m_theoryRest; ///< nor is it worth many queries
    LatestJob<Result<Opened>> m_openJob { m_jobs.threads() };
    LatestJob<Result<std::shared_ptr<const EditedRun>>> m_rerunJob { m_jobs.threads() };
    LatestJob<Result<HeadPair>> m_headJob { m_jobs.threads() };
    LatestJob<HeadData> m_correlationJob { m_jobs.threads() };
    LiveJob<Result<MapPicture>> m_pictureJob { m_jobs.threads() };
    LiveJob<Result<MapPicture>> m_otherJob { m_jobs.threads() };
    LatestJob<Result<HeadPair>> m_pinJob { m_jobs.threads() };
    LiveJob<HeadAnalysis> m_analysisJob { m_jobs.threads() };
    LatestJob<Result<CellValue>> m_cellJob { m_jobs.threads() };
    LiveJob<Result<CurveData>> m_curvesJob { m_jobs.threads() };
    LatestJob<int> m_thumbnailJob { m_jobs.threads() };
    LongJob<Result<std::shared_ptr<const TraceTheory>>> m_scoreJob { &m_jobs };
    LatestJob<int> m_exampleJob { m_jobs.threads() };
    LiveJob<Result<HeadTheory>> m_theoryJob { m_jobs.threads() };
    LatestJob<Result<TheoremBounds>> m_refineJob { m_jobs.threads() };
    CacheJobs m_cache { &m_jobs };
    PruneJobs m_prune { &m_jobs };
};

} // namespace ropescope
