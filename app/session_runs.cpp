// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the session opens sources and runs models.
#include <algorithm>
#include <chrono>

#include "app/resource_paths.h"
#include "app/session.h"
#include "widgets/post.h"

namespace ropescope {

namespace {

constexpr int kFirstPicturePixels = 1024;
constexpr std::chrono::milliseconds kQuiet { 250 }; ///< a rerun that is over soon needs no bar

MapRegion wholeMap(int tokens, int pixels)
{
    const int size = std::min(tokens, pixels);
    return { { 0, tokens }, { 0, tokens }, size, size };
}

/// The head that was asked for, or else the one of before, or else the first that the trace has.
Result<HeadId> headToShow(const TraceInfo& info, std::optional<HeadId> asked, HeadId before)
{
    if (asked) {
        if (const auto ok = checkHead(info, *asked); !ok)
            return tl::unexpected(ok.error());
        return *asked;
    }
    if (hasHead(info, before))
        return before;
    for (int layer = 0; layer < info.numLayers; ++layer) {
        if (const HeadId first { { layer }, { 0 } }; hasHead(info, first))
            return first;
    }
    return fail(ErrorCode::NotFound,
                "This trace holds no queries and keys, so there is no map to draw.");
}

} // namespace

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

void Session::restore(const SavedSession& saved)
{
    const QString prompt = QString::fromStdString(saved.prompt);
    remember(prompt);
    startOpening(
        [saved](ThreadPool& pool, const Progress& progress, const std::stop_token& stop) {
            const auto path = saved.source.empty() ? resourcePath("model") : saved.source;
            if (saved.randomTokens > 0) {
                return openAndRunRandom(path, saved.prompt, saved.randomTokens, pool, progress,
                                        stop);
            }
            return openAndRun(path, saved.prompt, pool, progress, stop);
        },
        saved.view.head, Restored { saved.view, saved.bookmarks, saved.file });
}

void Session::openSynthetic(const SynthesisOptions& options, const ViewState& view)
{
    startOpening(
        [options](ThreadPool&, const Progress&, const std::stop_token&) {
            return synthesize(options).map([](TracePtr trace) {
                SourceRun run { .path = trace->info().model };
                run.source.trace = std::move(trace);
                return run;
            });
        },
        view.head, Restored { view, {} });
}

SavedSession Session::saved() const
{
    const bool isBuiltIn = m_source.path == resourcePath("model");
    return { .source = isBuiltIn ? std::filesystem::path() : m_source.path,
             .prompt = m_source.source.model ? m_source.prompt + m_source.continuation : "",
             .randomTokens = m_source.randomTokens,
             .view = view(),
             .bookmarks = m_bookmarks,
             .file = m_file };
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

void Session::continueRun(const QString& text, int tokens, double temperature)
{
    if (!m_source.source.model)
        return;
    if (text.toStdString() != m_source.prompt + m_source.continuation)
        remember(text);
    const Continuation continuation { tokens, temperature, ++m_continuations };
    const ModelEdit edit = wantedEdit();
    startOpening(
        [before = m_source, text = text.toStdString(), continuation,
         edit](ThreadPool& pool, const Progress& progress, const std::stop_token& stop) {
            return continueText(before, text, continuation,
                                { .edit = edit.rope, .headGains = edit.headGains }, pool, progress,
                                stop);
        },
        std::nullopt);
}

Progress Session::progressOfNextRun(std::chrono::milliseconds quiet)
{
    const auto shownFrom = std::chrono::steady_clock::now() + quiet;
    return [this, shownFrom, run = ++m_runCount](double fraction) {
        if (std::chrono::steady_clock::now() < shownFrom)
            return;
        post(this, [this, run, fraction] {
            if (run == m_runCount && (m_openJob.isRunning() || m_rerunJob.isRunning()))
                emit runProgressed(fraction);
        });
    };
}

/// wanted: shown of the new source; without it, the present view as far as it fits.
void Session::startOpening(OpenWork work, std::optional<HeadId> head,
                           std::optional<Restored> wanted)
{
    dropRerun();
    emit runProgressed(-1.0);
    m_openJob.start(
        [work = std::move(work), pool = m_pool, progress = progressOfNextRun({}), head,
         before = this->view().head](const std::stop_token& stop) -> Result<Opened> {
            auto run = work(*pool, progress, stop);
            if (!run)
                return tl::unexpected(run.error());
            const auto id = headToShow(run->source.trace->info(), head, before);
            if (!id)
                return tl::unexpected(id.error());
            auto first = readHeads(*run->source.trace, nullptr, *id);
            if (!first)
                return tl::unexpected(first.error());
            return Opened { std::move(*run), std::move(*first) };
        },
        [this, wanted = std::move(wanted)](Result<Opened> opened) {
            emit runEnded();
            if (opened) {
                adopt(std::move(*opened), wanted);
                if (wanted && wanted->bookmarks)
                    setBookmarks(*wanted->bookmarks);
            } else {
                if (opened.error().code != ErrorCode::Cancelled)
                    emit failed(QString::fromStdString(opened.error().message));
                settle(); // a rerun may have had to make room
            }
            reportIfIdle();
        });
}

void Session::cancelRun()
{
    if (m_openJob.isRunning()) {
        m_openJob.cancel();
        emit runEnded();
        settle();
    } else if (dropRerun()) {
        keepToThisHead();
    }
    reportIfIdle();
}

void Session::adopt(Opened opened, const std::optional<Restored>& wanted)
{
    cancelHeadJobs();
    m_thumbnailJob.cancel();
    const bool keepsEdits = !trace() || wanted.has_value();
    const bool samePlace = opened.run.path == m_source.path;
    m_source = std::move(opened.run);
    m_edited.reset();
    m_loadingRun.reset();
    if (!samePlace || wanted) {
        // Edits, pairs and ranges speak of one model; the first source keeps those asked for.
        ViewState fresh = wanted ? wanted->view : view();
        m_file = wanted ? wanted->file : std::filesystem::path();
        if (!keepsEdits) {
            fresh.edit = {};
            fresh.quantity = {};
            fresh.range.reset();
        }
        if (keepsEdits && !m_source.source.model && fresh.depth == EditDepth::WholeModel)
            emit failed(tr("A trace holds one run: an edit of the whole model needs the model."));
        if (!keepsEdits || !m_source.source.model) {
            fresh.depth = EditDepth::ThisHead;
            fresh.headGains.clear();
        }
        m_history = History<ViewState>(fresh);
        m_stepped.reset();
    }
    m_picture.reset();
    m_otherPicture.reset();
    m_theory.reset();
    m_heads = {}; // views that ask for a region of the new map must not get the old head
    m_data = {};
    m_thumbnailTrace.reset();
    dropScores();
    m_lastCell.reset();
    forgetCurves();
    m_region = wholeMap(trace()->info().tokenCount, kFirstPicturePixels);
    m_history.amend([&](ViewState& state) {
        state.head = opened.heads.original->id;
        if (!wanted) { // another text has other tokens
            state.rows.reset();
            state.columns.reset();
        }
    });
    emit sourceOpened();
    if (!wantedEdit().isIdentity())
        m_drawnEdit = {}; // the unedited map comes first
    setHeads(std::move(opened.heads));
}

ModelEdit Session::wantedEdit() const
{
    const auto& model = m_source.source.model;
    return model ? modelEdit(view(), model->config()) : ModelEdit {};
}

/// Changes that follow closely upon each other end in one run.
void Session::scheduleRerun(const ModelEdit& edit)
{
    const bool underWay = m_rerunDelay.isRunning() || m_rerunJob.isRunning();
    if (underWay && edit == m_rerunning)
        return;
    m_rerunJob.cancel();
    m_rerunning = edit;
    m_rerunDelay.start();
}

void Session::rerun()
{
    m_rerunJob.start(
        [unedited = m_source, edit = m_rerunning, pool = m_pool,
         progress = progressOfNextRun(kQuiet)](const std::stop_token& stop) {
            return runEdited(unedited, edit, *pool, progress, stop);
        },
        [this](Result<std::shared_ptr<const EditedRun>> run) {
            emit runEnded();
            if (run) {
                m_edited = std::move(*run);
                settle();
            } else {
                if (run.error().code != ErrorCode::Cancelled)
                    emit failed(QString::fromStdString(run.error().message));
                keepToThisHead();
            }
            reportIfIdle();
        });
}

/// True when there was something to drop.
bool Session::dropRerun()
{
    const bool wasRunning = m_rerunJob.isRunning();
    if (!wasRunning && !m_rerunDelay.isRunning())
        return false;
    m_rerunDelay.cancel();
    m_rerunJob.cancel();
    if (wasRunning)
        emit runEnded();
    return true;
}

void Session::keepToThisHead()
{
    ViewState view = this->view();
    view.depth = EditDepth::ThisHead;
    commitView(view);
}

} // namespace ropescope
