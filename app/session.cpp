// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/session.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "core/attention/cell.h"
#include "gpu/cpu/cpu_renderer.h"
#include "widgets/image_conversion.h"

namespace ropescope {

namespace {

constexpr int kThumbnailTokens = 1024; ///< thumbnails show the beginning of longer prompts
constexpr int kThumbnailPixels = 96;
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

/// The wanted head if the trace has it, else the first one that it has.
std::optional<HeadId> availableHead(const TraceInfo& info, HeadId wanted)
{
    if (checkHead(info, wanted))
        return wanted;
    for (int layer = 0; layer < info.numLayers; ++layer) {
        if (const HeadId first { { layer }, { 0 } }; checkHead(info, first))
            return first;
    }
    return std::nullopt;
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

Result<TracePtr> captureTrace(const LanguageModel& model, const std::vector<std::int64_t>& ids,
                              ThreadPool& pool, const Progress& progress, std::stop_token stop)
{
    auto captured = model.capture(ids, {}, pool, progress, std::move(stop));
    if (!captured)
        return tl::unexpected(captured.error());
    return TracePtr(std::move(captured->trace));
}

/// Any ids but those below 1 (the end-of-text token of the built-in model); the same every time.
std::vector<std::int64_t> randomIds(int count, int vocabulary)
{
    std::mt19937_64 engine(1);
    std::vector<std::int64_t> ids { 0 };
    while (static_cast<int>(ids.size()) < count)
        ids.push_back(
            1 + static_cast<std::int64_t>(engine() % static_cast<unsigned>(vocabulary - 1)));
    return ids;
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

void Session::open(const std::filesystem::path& path, const QString& prompt)
{
    startOpening([this, path, prompt](const Progress& progress,
                                      const std::stop_token& stop) -> Result<Opened> {
        auto source = openSource(path);
        if (!source)
            return tl::unexpected(source.error());
        Opened opened { path, std::move(*source), prompt };
        if (!opened.source.model)
            return opened;
        const auto ids = opened.source.model->tokenize(prompt.toStdString());
        if (!ids)
            return tl::unexpected(ids.error());
        auto trace = captureTrace(*opened.source.model, *ids, *m_pool, progress, stop);
        if (!trace)
            return tl::unexpected(trace.error());
        opened.source.trace = std::move(*trace);
        return opened;
    });
}

void Session::run(const QString& prompt)
{
    startOpening([this, path = m_path, model = m_source.model,
                  prompt](const Progress& progress, const std::stop_token& stop) -> Result<Opened> {
        const auto ids = model->tokenize(prompt.toStdString());
        if (!ids)
            return tl::unexpected(ids.error());
        auto trace = captureTrace(*model, *ids, *m_pool, progress, stop);
        if (!trace)
            return tl::unexpected(trace.error());
        return Opened { path, { std::move(*trace), model }, prompt };
    });
}

void Session::runRandom(int tokens)
{
    startOpening([this, path = m_path, model = m_source.model, prompt = m_prompt,
                  tokens](const Progress& progress, const std::stop_token& stop) -> Result<Opened> {
        const int count = std::min(tokens, model->config().maxPositions);
        auto trace = captureTrace(*model, randomIds(count, model->config().vocabSize), *m_pool,
                                  progress, stop);
        if (!trace)
            return tl::unexpected(trace.error());
        return Opened { path, { std::move(*trace), model }, prompt, count };
    });
}

void Session::startOpening(OpenWork work)
{
    emit runProgressed(-1.0);
    const Progress progress = [this](double fraction) {
        QMetaObject::invokeMethod(
            this,
            [this, fraction] {
                if (m_openJob.isRunning())
                    emit runProgressed(fraction);
            },
            Qt::QueuedConnection);
    };
    m_openJob.start([work = std::move(work),
                     progress](const std::stop_token& stop) { return work(progress, stop); },
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
    const TraceInfo& info = opened.source.trace->info();
    const std::optional<HeadId> head = availableHead(info, view().head);
    if (!head) {
        emit failed(tr("%1 holds no queries and keys, so there is no map to draw.")
                        .arg(QString::fromStdString(opened.path.string())));
        return;
    }
    m_pictureJob.cancel();
    m_analysisJob.cancel();
    m_cellJob.cancel();
    m_thumbnailJob.cancel();
    const bool samePlace = opened.path == m_path;
    m_path = std::move(opened.path);
    m_source = std::move(opened.source);
    m_prompt = std::move(opened.prompt);
    m_randomTokens = opened.randomTokens;
    if (!samePlace) {
        // Edits speak of one model's channel pairs; the first source keeps those of the command
        // line.
        ViewState fresh = view();
        if (m_head.head)
            fresh.edit = {};
        m_history = History<ViewState>(fresh);
    }
    m_head = {};
    m_picture.reset();
    m_analysis.reset();
    m_region = wholeMap(info.tokenCount, kFirstPicturePixels);
    m_history.amend([&](ViewState& state) { state.head = *head; });
    emit sourceOpened();
    emit viewChanged();
    loadHead(*head);
}

void Session::showHead(HeadId id)
{
    if (!trace() || id == view().head)
        return;
    if (const auto ok = checkHead(trace()->info(), id); !ok) {
        emit failed(QString::fromStdString(ok.error().message));
        return;
    }
    m_history.amend([&](ViewState& state) { state.head = id; });
    emit viewChanged();
    loadHead(id);
}

void Session::loadHead(HeadId id)
{
    m_headJob.start([trace = trace(), id](const std::stop_token&) { return trace->head(id); },
                    [this](Result<HeadTrace> head) {
                        if (!head) {
                            emit failed(QString::fromStdString(head.error().message));
                            if (m_head.head) // the head before stays
                                m_history.amend([&](ViewState& s) { s.head = m_head.head->id; });
                            emit viewChanged();
                            reportIfIdle();
                            return;
                        }
                        m_head = { std::make_shared<const HeadTrace>(std::move(*head)), nullptr };
                        if (const auto ok = tables(view()); !ok) {
                            emit failed(QString::fromStdString(ok.error().message));
                            m_history.amend([](ViewState& state) { state.edit = {}; });
                            emit viewChanged();
                        }
                        emit headChanged();
                        requestPicture();
                        correlate();
                    });
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
                    drawThumbnails(); // the large picture comes before the small ones
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

void Session::drawThumbnails()
{
    m_thumbnailJob.start(
        [this, trace = trace()](const std::stop_token& stop) {
            CpuRenderer renderer(std::make_shared<ThreadPool>(1)); // leaves the rest to the map
            const TraceInfo& info = trace->info();
            const MapRegion region
                = wholeMap(std::min(info.tokenCount, kThumbnailTokens), kThumbnailPixels);
            int drawn = 0;
            for (int index = 0; index < info.numLayers * info.numHeads; ++index) {
                const HeadId id { { index / info.numHeads }, { index % info.numHeads } };
                if (stop.stop_requested())
                    break;
                auto head = checkHead(info, id) ? trace->head(id) : fail(ErrorCode::NotFound, {});
                if (!head)
                    continue;
                ViewState plain;
                plain.comparison = Comparison::Original;
                const RopeTable rope = makeRopeTable(head->rope, {}).value();
                const auto picture
                    = drawPicture(renderer,
                                  { .head = std::make_shared<const HeadTrace>(std::move(*head)),
                                    .original = rope,
                                    .edited = rope,
                                    .view = plain,
                                    .region = region },
                                  stop);
                if (!picture)
                    continue;
                ++drawn;
                QMetaObject::invokeMethod(
                    this,
                    [this, id, trace, image = toQImage(picture->image)] {
                        if (trace == this->trace())
                            emit thumbnailDrawn(id, image);
                    },
                    Qt::QueuedConnection);
            }
            return drawn;
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
