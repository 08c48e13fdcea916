// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a head is compared with: its unedited self, or a reference that the user has pinned.
#include "app/edit_text.h"
#include "app/head_text.h"
#include "app/session.h"

namespace ropescope {

void Session::pinReference()
{
    m_pinJob.cancel();
    if (!m_heads.original || (showsOriginal() && m_reference))
        return; // it is what is shown
    pin(m_heads, m_drawnEdit, showsOriginal());
}

void Session::pinHead(HeadId id)
{
    if (!m_heads.original)
        return;
    m_pinJob.start([trace = trace(), run = m_heads.run, id, edit = m_drawnEdit](
                       const std::stop_token&) { return readHeads(*trace, run, id, edit); },
                   [this, edit = m_drawnEdit, trace = trace()](Result<HeadPair> heads) {
                       if (!heads)
                           emit failed(QString::fromStdString(heads.error().message));
                       else if (trace == this->trace()) // nothing else was opened meanwhile
                           pin(*heads, edit, false);
                       reportIfIdle();
                   });
}

/// edit: what was done to this head alone; original: its unedited side.
void Session::pin(const HeadPair& heads, const RopeEdit& edit, bool original)
{
    auto both = ropeTables(heads, edit);
    if (!both)
        return emit failed(QString::fromStdString(both.error().message));
    QStringList name { headText(heads.original->id) };
    const QString change = describeEdit(heads.run ? heads.run->edit.rope : edit);
    if (!original && !change.isEmpty())
        name << change;
    m_reference = Reference { .head = original ? heads.original : heads.edited,
                              .rope = original ? both->original : both->edited,
                              .name = name.join(QStringLiteral(", ")),
                              .model = QString::fromStdString(trace()->info().model),
                              .trace = trace() };
    m_referenceFilled.reset(); // it was of another
    fitReference();
    emit referenceChanged();
    showView();
}

void Session::unpinReference()
{
    m_pinJob.cancel();
    if (!m_reference)
        return;
    m_reference.reset();
    fitReference();
    emit referenceChanged();
    showView();
}

/// Again only for another length: a long head is not copied at every step through the heads.
void Session::fitReference()
{
    const int tokens = m_reference && m_heads.original ? m_heads.original->tokenCount() : 0;
    if (m_referenceFilled && m_referenceFilled->tokenCount() == tokens)
        return;
    m_referenceStart.reset();
    m_referenceFilled.reset();
    if (tokens == 0)
        return;
    m_referenceStart = firstTokens(m_reference->head, tokens);
    m_referenceFilled = filledUp(m_referenceStart, tokens);
}

/// Says where it is from, if from elsewhere.
QString Session::referenceName() const
{
    if (!m_reference)
        return {};
    if (m_reference->trace == trace())
        return m_reference->name;
    if (m_reference->model != QString::fromStdString(trace()->info().model))
        return tr("%1 of %2").arg(m_reference->name, m_reference->model);
    return tr("%1, earlier text").arg(m_reference->name);
}

/// The head of the original side, where the shown one has tokens too.
const std::shared_ptr<const HeadTrace>& Session::otherHead() const
{
    return m_reference ? m_referenceStart : m_heads.original;
}

RopePair Session::comparedTables(RopePair both) const
{
    if (m_reference)
        both.original = m_reference->rope;
    return both;
}

/// But for the region and what may be used again.
PictureRequest Session::pictureRequest(RopePair both) const
{
    ViewState shown = view();
    const EditedRun* const run = m_heads.run.get();
    shown.edit = run ? run->edit.rope : m_drawnEdit;
    shown.depth = run ? EditDepth::WholeModel : EditDepth::ThisHead;
    shown.headGains = run ? run->edit.headGains : std::map<HeadId, double> {};
    if (!run && !m_heads.original->rope.rotates())
        shown.edit = {};
    both = comparedTables(std::move(both));
    return { .head = m_heads.edited,
             .originalHead = m_reference ? m_referenceFilled : m_heads.original,
             .original = std::move(both.original),
             .edited = std::move(both.edited),
             .originalTokens = m_reference ? m_referenceStart->tokenCount() : 0,
             .reference = referenceName(),
             .view = std::move(shown) };
}

void Session::wantOther(bool wanted)
{
    if (m_otherWanted == wanted)
        return;
    m_otherWanted = wanted;
    if (wanted)
        return requestOther();
    m_otherJob.cancel();
    m_otherPicture.reset();
}

void Session::setOtherRegion(const MapRegion& region)
{
    if (region == m_otherRegion)
        return;
    m_otherRegion = region;
    requestOther();
}

/// After the picture itself, whose colours it takes.
void Session::requestOther()
{
    if (!m_otherWanted || !m_heads.original || !m_picture
        || m_otherRegion.rows.end > m_heads.original->tokenCount() || m_otherRegion.width <= 0)
        return;
    auto both = ropeTables(m_heads, m_drawnEdit);
    if (!both)
        return;
    PictureRequest request = pictureRequest(std::move(*both));
    request.view.comparison = Comparison::Original;
    if (view().comparison != Comparison::Difference)
        request.view.range = ValueRange { m_picture->scale.low, m_picture->scale.high };
    request.region = m_otherRegion;
    request.previous = m_otherPicture ? m_otherPicture->values : nullptr;
    m_otherJob.request(
        [this, request = std::move(request)](const std::stop_token& stop) -> Result<MapPicture> {
            const std::lock_guard oneAtATime(m_rendererMutex);
            if (stop.stop_requested())
                return cancelled();
            return drawPicture(*m_renderer, request, stop);
        },
        [this](Result<MapPicture> picture) {
            if (picture && m_otherWanted) {
                m_otherPicture = std::move(*picture);
                emit otherDrawn();
            } else if (!picture && picture.error().code != ErrorCode::Cancelled) {
                emit failed(QString::fromStdString(picture.error().message));
            }
            reportIfIdle();
        });
}

std::optional<double> Session::otherLogit(int query, int key) const
{
    if (!m_heads.original)
        return std::nullopt;
    const auto both = ropeTables(m_heads, m_drawnEdit);
    if (!both || query >= otherHead()->tokenCount())
        return std::nullopt;
    const auto parts = cellParts(*otherHead(), comparedTables(*both).original, query, key);
    return parts ? std::optional(parts->logit) : std::nullopt;
}

} // namespace ropescope
