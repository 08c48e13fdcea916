// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/session.h"

#include <algorithm>

#include "app/thumbnails.h"
#include "core/attention/cell.h"
#include "widgets/image_conversion.h"
#include "widgets/post.h"

namespace ropescope {

namespace {

constexpr std::chrono::milliseconds kRerunDelay { 150 };
constexpr std::chrono::milliseconds kTheoryRest { 200 };

bool fitsInto(const MapRegion& region, int tokens)
{
    return region.width > 0 && region.height > 0 && region.rows.end <= tokens
        && region.columns.end <= tokens;
}

} // namespace

Session::Session(std::unique_ptr<Renderer> renderer, std::shared_ptr<ThreadPool> pool,
                 QObject* parent)
    : QObject(parent)
    , m_renderer(std::move(renderer))
    , m_pool(std::move(pool))
    , m_jobs(std::max(1, m_pool->threadCount() / 2)) // the other half draws
    , m_rerunDelay(kRerunDelay, [this] { rerun(); })
    , m_theoryRest(kTheoryRest, [this] { refineTheory(); })
{
    enlistJobs();
    connect(&m_jobs, &JobList::ended, this, &Session::reportIfIdle);
    prepareUses();
}

Session::~Session()
{
    m_jobs.cancelAll(); // ask all before the members' destructors wait for each
}

/// Those that enlist themselves, with neither trait: scores, compressing, pruning, pages.
void Session::enlistJobs()
{
    constexpr JobList::Traits kOfSource { .settles = true };
    constexpr JobList::Traits kOfView { .settles = true, .ofHead = true };
    constexpr JobList::Traits kOfTheory { .ofHead = true };
    for (Job* const job : std::initializer_list<Job*> { &m_openJob, &m_rerunDelay, &m_rerunJob,
                                                        &m_pinJob, &m_thumbnailJob })
        m_jobs.add(*job, kOfSource);
    for (Job* const job :
         std::initializer_list<Job*> { &m_headJob, &m_correlationJob, &m_pictureJob, &m_otherJob,
                                       &m_analysisJob, &m_cellJob, &m_curvesJob })
        m_jobs.add(*job, kOfView);
    for (Job* const job : std::initializer_list<Job*> { &m_theoryRest, &m_theoryJob, &m_refineJob })
        m_jobs.add(*job, kOfTheory);
    m_jobs.add(m_exampleJob, {});
}

void Session::cancelHeadJobs()
{
    m_jobs.cancelOfHead();
    m_theoryInput = {};
    m_curveRequest.reset();
    if (!m_data.correlation)
        m_data = {}; // nobody computes it any more
}

void Session::showHead(HeadId id)
{
    if (id == view().head)
        return;
    ViewState view = this->view();
    view.head = id;
    goTo(view);
}

void Session::stepToHead(HeadId id)
{
    const bool goesOn = m_stepped && m_stepped->second == view() && m_stepped->first != id
        && trace() && hasHead(trace()->info(), id);
    const HeadId began = goesOn ? m_stepped->first : view().head;
    if (goesOn) {
        cancelHeadJobs();
        m_history.amend([id](ViewState& state) { state.head = id; });
        showView();
    } else { // also a step back to where the run began: no step would be left to go on from
        showHead(id);
    }
    m_stepped.emplace(began, view());
}

/// Brings what is shown to the view: at once, or after reading heads or running the model.
void Session::settle()
{
    if (!m_heads.original)
        return;
    const ModelEdit wanted = wantedEdit();
    std::shared_ptr<const EditedRun> run;
    RopeEdit edit = view().edit;
    if (wanted.isIdentity()) {
        dropRerun();
    } else if (m_edited && m_edited->edit == wanted) {
        dropRerun();
        run = m_edited;
    } else {
        scheduleRerun(wanted);
        run = m_heads.run;
        edit = m_drawnEdit;
    }
    const bool rotates = m_heads.original->rope.rotates() && !m_heads.original->holdsMapOnly();
    const RopeEdit content = run || !rotates ? RopeEdit {} : contentPart(edit);
    const bool isShown
        = m_heads.original->id == view().head && m_heads.run == run && m_heads.content == content;
    if (isShown) {
        m_headJob.cancel();
        m_drawnEdit = std::move(edit);
        requestPicture();
        requestAnalysis();
    } else if (!m_headJob.isRunning() || m_loadingHead != view().head || m_loadingRun != run
               || m_loadingContent != contentPart(edit)) {
        loadHeads(view().head, run, edit);
    }
}

void Session::loadHeads(HeadId id, const std::shared_ptr<const EditedRun>& run,
                        const RopeEdit& edit)
{
    m_loadingHead = id;
    m_loadingRun = run;
    m_loadingContent = contentPart(edit);
    const auto known = m_heads.original->id == id ? m_heads.original : nullptr;
    m_headJob.start([trace = trace(), id, run, edit, known](
                        const std::stop_token&) { return readHeads(*trace, run, id, edit, known); },
                    [this](Result<HeadPair> heads) {
                        if (heads) {
                            setHeads(std::move(*heads));
                            return;
                        }
                        emit failed(QString::fromStdString(heads.error().message));
                        m_history.amend([&](ViewState& state) { // the head before stays
                            if (state.head == m_heads.original->id)
                                state.edit.meanPairs.clear(); // it was its edit that failed
                            state.head = m_heads.original->id;
                        });
                        showView();
                    });
}

void Session::setHeads(HeadPair heads)
{
    const bool another = !m_heads.original || m_heads.original->id != heads.original->id;
    const bool anotherRun = !m_heads.original || m_heads.run != heads.run;
    m_heads = std::move(heads);
    fitReference();
    if (another) {
        m_analysis.reset();
        dropTheory(); // of the head before
        m_theory.reset();
        m_pairChosen = false;
    }
    if (!m_heads.run) {
        if (const auto ok = ropeTables(m_heads, view().edit); !ok) {
            emit failed(QString::fromStdString(ok.error().message));
            m_history.amend([](ViewState& state) { state.edit = {}; });
        }
    }
    if (another)
        emit headChanged();
    if (anotherRun)
        emit nextTokenChanged();
    showView();
    reportIfIdle();
}

bool Session::showsOriginal() const { return view().comparison == Comparison::Original; }

const std::shared_ptr<const HeadTrace>& Session::shownHead() const
{
    return showsOriginal() ? otherHead() : m_heads.edited;
}

void Session::correlate()
{
    m_data = { shownHead(), nullptr };
    m_correlationJob.start([head = m_data.head](const std::stop_token&) { return headData(head); },
                           [this](HeadData data) {
                               m_data = std::move(data);
                               requestAnalysis();
                           });
}

void Session::previewView(const ViewState& view)
{
    if (m_heads.original) {
        const HeadPair alone { m_heads.original, m_heads.original, nullptr, {}, {} };
        if (const auto ok = ropeTables(alone, view.edit); !ok) {
            emit failed(QString::fromStdString(ok.error().message));
            return;
        }
    }
    m_history.preview(view);
    showView();
}

void Session::commitView(const ViewState& view)
{
    previewView(view);
    if (this->view() == view)
        m_history.commit(view);
    emit viewChanged();
}

void Session::undo()
{
    const HeadId head = view().head;
    m_history.undo();
    showStep(head);
}

void Session::redo()
{
    const HeadId head = view().head;
    m_history.redo();
    showStep(head);
}

/// What is still under way for another head is of no use.
void Session::showStep(HeadId before)
{
    if (view().head != before)
        cancelHeadJobs();
    showView();
}

void Session::goTo(const ViewState& view)
{
    if (!trace())
        return;
    if (const auto ok = checkHead(trace()->info(), view.head); !ok) {
        emit failed(QString::fromStdString(ok.error().message));
        return;
    }
    if (view.head != this->view().head)
        cancelHeadJobs();
    commitView(view);
}

void Session::setBookmarks(std::vector<Bookmark> bookmarks)
{
    m_bookmarks = std::move(bookmarks);
    emit bookmarksChanged();
}

void Session::showView()
{
    emit viewChanged();
    settle();
}

void Session::setRegion(const MapRegion& region)
{
    if (!trace() || region == m_region || !fitsInto(region, trace()->info().tokenCount))
        return;
    m_region = region;
    requestPicture();
}

void Session::requestPicture()
{
    if (!m_heads.original)
        return;
    requestCurves();
    auto both = ropeTables(m_heads, m_drawnEdit);
    if (!both)
        return; // previewView and setHeads let no such edit pass
    PictureRequest request = pictureRequest(std::move(*both));
    request.region = m_region;
    request.previous = m_picture ? m_picture->values : nullptr;
    m_pictureJob.request(
        [this, request = std::move(request)](const std::stop_token& stop) -> Result<MapPicture> {
            const std::lock_guard oneAtATime(m_rendererMutex);
            if (stop.stop_requested())
                return cancelled();
            return drawPicture(*m_renderer, request, stop, [this, &stop](MapPicture coarse) {
                showPartial(std::move(coarse), stop);
            });
        },
        [this](Result<MapPicture> picture) {
            if (picture) {
                m_picture = std::move(*picture);
                emit pictureDrawn();
                requestOther();
                startThumbnails(); // the large picture comes before the small ones
                startScores();
                requestTheory();
            } else if (picture.error().code != ErrorCode::Cancelled) {
                emit failed(QString::fromStdString(picture.error().message));
            }
            reportIfIdle();
        });
}

/// Called by the thread that draws. A run that was told to stop meanwhile shows nothing more, so no
/// picture of an older edit can land on one of a newer.
void Session::showPartial(MapPicture picture, const std::stop_token& stop)
{
    post(this, [this, stop, picture = std::move(picture)]() mutable {
        if (stop.stop_requested())
            return;
        m_pictureJob.noteShown();
        m_picture = std::move(picture);
        emit pictureDrawn();
    });
}

void Session::requestAnalysis()
{
    if (!m_heads.original)
        return;
    if (m_data.head != shownHead()) {
        m_analysisJob.cancel();
        return correlate(); // and come again
    }
    if (!m_data.correlation)
        return;
    auto both = ropeTables(m_heads, m_drawnEdit);
    if (!both)
        return;
    if (showsOriginal())
        *both = comparedTables(std::move(*both));
    m_analysisJob.request(
        [data = m_data, original = both->original,
         shown = showsOriginal() ? both->original : both->edited](const std::stop_token&) {
            return analyseHead(data, original, shown);
        },
        [this](HeadAnalysis analysis) {
            m_analysis = std::move(analysis);
            emit analysed();
            requestCurves(); // another pair may dominate
            reportIfIdle();
        });
}

/// Null where it is the unedited one.
std::shared_ptr<const EditedRun> Session::shownRun() const
{
    return showsOriginal() ? nullptr : m_heads.run;
}

/// Of the run that is shown, unless they are there.
void Session::startThumbnails()
{
    const auto run = shownRun();
    const TracePtr shown = run ? run->trace : trace();
    if (shown == m_thumbnailTrace)
        return;
    m_thumbnailTrace = shown;
    m_thumbnailJob.start(
        [this, shown, run](const std::stop_token& stop) {
            drawThumbnails(*shown, run.get(), *m_pool, stop, [&](HeadId id, const Image& image) {
                post(this, [this, id, shown, picture = toQImage(image)] {
                    if (shown == m_thumbnailTrace)
                        emit thumbnailDrawn(id, picture);
                });
            });
            return 0;
        },
        [this](int) { reportIfIdle(); });
}

void Session::reportIfIdle()
{
    if (isSettled())
        emit settled();
    if (isIdle())
        emit becameIdle();
}

} // namespace ropescope
