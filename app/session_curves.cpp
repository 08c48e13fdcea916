// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the session computes what the visible page under the map shows.
#include "app/session.h"

namespace ropescope {

void Session::wantCurves(const CurveWish& wish)
{
    m_curveWish = wish;
    requestCurves();
}

void Session::forgetCurves()
{
    m_curvesJob.cancel();
    m_curveRequest.reset();
    m_curves = {};
    emit curvesRead();
}

/// What the visible page depends on; nothing where it has nothing to show.
std::optional<CurveRequest> Session::curveRequest() const
{
    const CurvePage page = m_curveWish.page;
    if (!m_heads.original || page == CurvePage::LagProfile)
        return std::nullopt;
    const bool ofCell = page == CurvePage::Row || page == CurvePage::Cell;
    if (ofCell && (!m_lastCell || m_lastCell->query >= shownHead()->tokenCount()))
        return std::nullopt;
    auto both = ropeTables(m_heads, m_drawnEdit);
    if (!both)
        return std::nullopt;
    *both = comparedTables(std::move(*both));
    CurveRequest request;
    request.wish.page = page;
    request.head = shownHead();
    if (page == CurvePage::Similarity)
        request.wish = m_curveWish;
    const bool isRaw = page == CurvePage::Spectra;
    if (!isRaw)
        request.table = showsOriginal() ? both->original : both->edited;
    if (page == CurvePage::Row) {
        request.cell = { m_lastCell->query, 0 };
        request.leaveOutSink = view().leaveOutSink;
        const bool edited = m_heads.edited != otherHead() || both->edited != both->original;
        if (edited && !showsOriginal() && m_lastCell->query < otherHead()->tokenCount()) {
            request.original = otherHead();
            request.reference = referenceName();
            request.originalTable = both->original;
        }
    } else if (page == CurvePage::Cell) {
        request.cell = *m_lastCell;
    } else if (page == CurvePage::Pairs) {
        request.pair = selectedPair();
    }
    return request;
}

void Session::requestCurves()
{
    auto request = curveRequest();
    if (!request)
        return forgetCurves();
    if (request == m_curveRequest)
        return;
    m_curveRequest = request;
    m_curvesJob.request(
        [this, request = std::move(*request)](const std::stop_token& stop) -> Result<CurveData> {
            std::unique_lock oneAtATime(m_rendererMutex, std::defer_lock);
            if (request.wish.page == CurvePage::Similarity)
                oneAtATime.lock();
            if (stop.stop_requested())
                return cancelled();
            return computeCurves(*m_renderer, request, stop);
        },
        [this](Result<CurveData> curves) {
            if (!curves && curves.error().code == ErrorCode::DeviceFailure)
                emit failed(QString::fromStdString(curves.error().message));
            m_curves = curves ? std::move(*curves) : CurveData {};
            emit curvesRead();
            reportIfIdle();
        });
}

} // namespace ropescope
