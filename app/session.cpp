// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/session.h"

#include <algorithm>
#include <cmath>

#include "app/thumbnails.h"
#include "core/attention/cell.h"
#include "widgets/image_conversion.h"

namespace ropescope {

namespace {

constexpr int kFirstPicturePixels = 1024;
constexpr int kThreads = 8; ///< for jobs that mostly wait for the ThreadPool's

MapRegion wholeMap(int tokens, int pixels)
{
    const int size = std::min(tokens, pixels);
    return { { 0, tokens }, { 0, tokens }, size, size };
}

bool fitsInto(const MapRegion& region, int tokens)
{
    return region.width > 0 && region.height > 0 && region.rows.end <= tokens
        && region.columns.end <= tokens;
}

/// The head that was asked for, or else the one of before, or else the first that the trace has.
Result<HeadId> headToShow(const TraceInfo& info, std::optional<HeadId> asked, HeadId before)
{
    if (asked) {
        if (const auto ok = checkHead(info, *asked); !ok)
            return tl::unexpected(ok.error());
        return *asked;
    }
    if (checkHead(info, before))
        return before;
    for (int layer = 0; layer < info.numLayers; ++layer) {
        if (const HeadId first { { layer }, { 0 } }; checkHead(info, first))
            return first;
    }
    return fail(ErrorCode::NotFound,
                "This trace holds no queries and keys, so there is no map to draw.");
}

CellReading reading(const CellValue& cell, int query, int key)
{
    CellReading result {
        .query = query, .key = key, .logit = cell.logit, .probability = cell.probability
    };
    const auto strongest
        = std::max_element(cell.contributions.begin(), cell.contributions.end(),
                           [](double a, double b) { return std::abs(a) < std::abs(b); });
    if (strongest != cell.contributions.end()) {
        result.strongestPair = static_cast<int>(strongest - cell.contributions.begin());
        result.strongestContribution = *strongest;
    }
    return result;
}

} // namespace

Session::Session(std::unique_ptr<Renderer> renderer, std::shared_ptr<ThreadPool> pool,
                 QObject* parent)
    : QObject(parent)
    , m_renderer(std::move(renderer))
    , m_pool(std::move(pool))
{
    m_threads.setMaxThreadCount(kThreads);
}

Session::~Session()
{
    for (const auto& cancel : std::initializer_list<std::function<void()>> {
             [this] { m_openJob.cancel(); }, [this] { m_thumbnailJob.cancel(); },
             [this] { m_pictureJob.cancel(); }, [this] { m_headJob.cancel(); } })
        cancel(); // ask all before the members' destructors wait for each
}

void Session::open(const std::filesystem::path& path, const QString& prompt,
                   std::optional<HeadId> head)
{
    remember(prompt);
    startOpening(
        [path, prompt = prompt.toStdString()](ThreadPool& pool, const Progress& progress,
                                              const std::stop_token& stop) {
            return openAndRun(path, prompt, pool, progress, stop);
        },
        head);
}

void Session::remember(const QString& prompt)
{
    if (!prompt.trimmed().isEmpty())
        m_prompt = prompt;
}

void Session::run(const QString& prompt)
{
    if (!m_source.source.model)
        return;
    remember(prompt);
    startOpening(
        [before = m_source, prompt = prompt.toStdString()](
            ThreadPool& pool, const Progress& progress, const std::stop_token& stop) {
            return runPrompt(before, prompt, pool, progress, stop);
        },
        std::nullopt);
}

void Session::runRandom(int tokens)
{
    if (!m_source.source.model)
        return;
    startOpening(
        [before = m_source, tokens](ThreadPool& pool, const Progress& progress,
                                    const std::stop_token& stop) {
            return runRandomTokens(before, tokens, pool, progress, stop);
        },
        std::nullopt);
}

void Session::startOpening(OpenWork work, std::optional<HeadId> head)
{
    emit runProgressed(-1.0);
    const Progress progress = [this, run = ++m_openCount](double fraction) {
        QMetaObject::invokeMethod(
            this,
            [this, run, fraction] {
                if (m_openJob.isRunning() && run == m_openCount)
                    emit runProgressed(fraction);
            },
            Qt::QueuedConnection);
    };
    m_openJob.start(
        [work = std::move(work), pool = m_pool, progress, head,
         before = view().head](const std::stop_token& stop) -> Result<Opened> {
            auto run = work(*pool, progress, stop);
            if (!run)
                return tl::unexpected(run.error());
            const auto id = headToShow(run->source.trace->info(), head, before);
            if (!id)
                return tl::unexpected(id.error());
            auto first = run->source.trace->head(*id);
            if (!first)
                return tl::unexpected(first.error());
            return Opened { std::move(*run), std::move(*first) };
        },
        [this](Result<Opened> opened) {
            emit runEnded();
            if (opened)
                adopt(std::move(*opened));
            else if (opened.error().code != ErrorCode::Cancelled)
                emit failed(QString::fromStdString(opened.error().message));
            reportIfIdle();
        });
}

void Session::cancelRun()
{
    if (!m_openJob.isRunning())
        return;
    m_openJob.cancel();
    emit runEnded();
    reportIfIdle();
}

void Session::adopt(Opened opened)
{
    cancelHeadJobs();
    m_thumbnailJob.cancel();
    const bool first = !trace();
    const bool samePlace = opened.run.path == m_source.path;
    m_source = std::move(opened.run);
    if (!samePlace) {
        // Edits, pairs and ranges speak of one model; the first source keeps those asked for.
        ViewState fresh = view();
        if (!first) {
            fresh.edit = {};
            fresh.quantity = {};
            fresh.range.reset();
        }
        m_history = History<ViewState>(fresh);
    }
    m_picture.reset();
    m_head = {}; // views that ask for a region of the new map must not get the old head
    m_region = wholeMap(trace()->info().tokenCount, kFirstPicturePixels);
    m_history.amend([&](ViewState& state) { state.head = opened.head.id; });
    emit sourceOpened();
    setHead(std::move(opened.head));
}

void Session::cancelHeadJobs()
{
    m_headJob.cancel();
    m_correlationJob.cancel();
    m_pictureJob.cancel();
    m_analysisJob.cancel();
    m_cellJob.cancel();
}

void Session::showHead(HeadId id)
{
    if (!trace() || id == view().head)
        return;
    if (const auto ok = checkHead(trace()->info(), id); !ok) {
        emit failed(QString::fromStdString(ok.error().message));
        return;
    }
    cancelHeadJobs();
    m_history.amend([&](ViewState& state) { state.head = id; });
    emit viewChanged();
    loadHead(id);
}

void Session::loadHead(HeadId id)
{
    m_headJob.start([trace = trace(), id](const std::stop_token&) { return trace->head(id); },
                    [this](Result<HeadTrace> head) {
                        if (head) {
                            setHead(std::move(*head));
                            return;
                        }
                        emit failed(QString::fromStdString(head.error().message));
                        m_history.amend([&](ViewState& state) { // the head before stays
                            state.head = m_head.head->id;
                        });
                        emit viewChanged();
                        requestPicture();
                        correlate();
                    });
}

void Session::setHead(HeadTrace head)
{
    m_head = { std::make_shared<const HeadTrace>(std::move(head)), nullptr };
    m_analysis.reset();
    if (const auto ok = tables(view()); !ok) {
        emit failed(QString::fromStdString(ok.error().message));
        m_history.amend([](ViewState& state) { state.edit = {}; });
    }
    emit headChanged();
    emit viewChanged();
    requestPicture();
    correlate();
}

void Session::selectPair(int pair)
{
    if (pair < 0 || pair == view().quantity.pair)
        return;
    m_history.amend([&](ViewState& state) { state.quantity.pair = pair; });
    emit viewChanged();
    if (view().quantity.kind == QuantityKind::Contribution)
        requestPicture();
}

void Session::correlate()
{
    m_correlationJob.start([head = m_head.head](const std::stop_token&) { return headData(head); },
                           [this](HeadData data) {
                               m_head = std::move(data);
                               requestAnalysis();
                           });
}

Result<std::pair<RopeTable, RopeTable>> Session::tables(const ViewState& view) const
{
    const RopeConfig& config = m_head.head->rope;
    auto original = makeRopeTable(config, {});
    auto edited = makeRopeTable(config, view.edit);
    if (!edited)
        return tl::unexpected(edited.error());
    return std::pair { std::move(*original), std::move(*edited) };
}

void Session::previewView(const ViewState& view)
{
    if (m_head.head) {
        if (const auto ok = tables(view); !ok) {
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
    m_history.amend([&](ViewState& state) { state.head = head; });
    showView();
}

void Session::redo()
{
    const HeadId head = view().head;
    m_history.redo();
    m_history.amend([&](ViewState& state) { state.head = head; });
    showView();
}

void Session::showView()
{
    emit viewChanged();
    requestPicture();
    requestAnalysis();
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
    if (!m_head.head)
        return;
    auto both = tables(view());
    if (!both)
        return; // previewView and loadHead let no such edit pass
    PictureRequest request { .head = m_head.head,
                             .original = std::move(both->first),
                             .edited = std::move(both->second),
                             .view = view(),
                             .region = m_region,
                             .previous = m_picture ? m_picture->values : nullptr };
    m_pictureJob.request(
        [this, request = std::move(request)](const std::stop_token& stop) -> Result<MapPicture> {
            const std::lock_guard oneAtATime(m_rendererMutex);
            if (stop.stop_requested())
                return cancelled();
            return drawPicture(*m_renderer, request, stop);
        },
        [this](Result<MapPicture> picture) {
            if (picture) {
                const bool first = !m_picture;
                m_picture = std::move(*picture);
                emit pictureDrawn();
                if (first)
                    startThumbnails(); // the large picture comes before the small ones
            } else if (picture.error().code != ErrorCode::Cancelled) {
                emit failed(QString::fromStdString(picture.error().message));
            }
            reportIfIdle();
        });
}

void Session::requestAnalysis()
{
    if (!m_head.correlation)
        return;
    auto both = tables(view());
    if (!both)
        return;
    m_analysisJob.request(
        [data = m_head, both = std::move(*both)](const std::stop_token&) {
            return analyseHead(data, both.first, both.second);
        },
        [this](HeadAnalysis analysis) {
            m_analysis = std::move(analysis);
            emit analysed();
            reportIfIdle();
        });
}

void Session::readCell(int query, int key)
{
    if (!m_head.head)
        return;
    auto both = tables(view());
    if (!both)
        return;
    const bool original = view().comparison == Comparison::Original;
    m_cellJob.start(
        [head = m_head.head, table = original ? both->first : both->second, query,
         key](const std::stop_token&) -> Result<CellReading> {
            const auto cell = cellValue(*head, table, query, key);
            if (!cell)
                return tl::unexpected(cell.error());
            return reading(*cell, query, key);
        },
        [this](const Result<CellReading>& cell) {
            if (cell) // a cell above the diagonal has no values: nothing to say
                emit cellRead(*cell);
            reportIfIdle();
        });
}

void Session::startThumbnails()
{
    m_thumbnailJob.start(
        [this, trace = trace()](const std::stop_token& stop) {
            drawThumbnails(*trace, stop, [&](HeadId id, const Image& image) {
                QMetaObject::invokeMethod(
                    this,
                    [this, id, trace, picture = toQImage(image)] {
                        if (trace == this->trace())
                            emit thumbnailDrawn(id, picture);
                    },
                    Qt::QueuedConnection);
            });
            return 0;
        },
        [this](int) { reportIfIdle(); });
}

bool Session::isIdle() const
{
    return !m_openJob.isRunning() && !m_headJob.isRunning() && !m_correlationJob.isRunning()
        && !m_pictureJob.isRunning() && !m_analysisJob.isRunning() && !m_cellJob.isRunning()
        && !m_thumbnailJob.isRunning();
}

void Session::reportIfIdle()
{
    if (isIdle())
        emit becameIdle();
}

} // namespace ropescope
