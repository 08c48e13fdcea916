// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/similar_heads.h"

#include <QLabel>

#include "app/head_text.h"
#include "widgets/card.h"
#include "widgets/head_tiles.h"

namespace ropescope {

namespace {

constexpr std::size_t kMost = 5;
constexpr int kSide = 34;

} // namespace

SimilarHeads::SimilarHeads(Session* session, QWidget* parent)
    : FoldCard(tr("Similar heads"), QStringLiteral("similarHeads"), parent)
    , m_session(session)
    , m_tiles(new HeadTiles(kSide))
    , m_message(makeLabel("similarMessage", "muted"))
{
    m_tiles->setObjectName(QStringLiteral("similarTiles"));
    m_tiles->setAccessibleName(tr("Similar heads"));
    m_message->setWordWrap(true);
    addWidget(m_tiles);
    addWidget(m_message);
    connect(m_tiles, &HeadTiles::headPicked, session, &Session::showHead);
    connect(session, &Session::thumbnailDrawn, this, [this](HeadId id, const QImage& image) {
        m_pictures[id] = image;
        m_tiles->setPicture(id, image);
    });
    connect(session, &Session::sourceOpened, this, [this] { m_pictures.clear(); });
    connect(session, &Session::scoresChanged, this, &SimilarHeads::learn);
    connect(session, &Session::viewChanged, this, [this] {
        if (m_session->view().head != m_shown)
            refresh();
    });
    refresh();
}

void SimilarHeads::learn()
{
    m_likeness.reset();
    if (const auto& theory = m_session->allHeads())
        m_likeness.emplace(theory->heads);
    refresh();
}

void SimilarHeads::refresh()
{
    m_shown = m_session->view().head;
    std::vector<HeadTile> tiles;
    if (m_likeness) {
        for (const auto& [id, distance] : m_likeness->nearest(m_shown, kMost)) {
            tiles.push_back(
                { id, QStringLiteral("%1·%2").arg(id.layer.value).arg(id.head.value),
                  tr("%1, distance %2: root mean square difference of nine numbers of the map, in "
                     "standard deviations over all heads")
                      .arg(headText(id))
                      .arg(distance, 0, 'f', 2) });
        }
    }
    m_tiles->setTiles(tiles);
    for (const HeadTile& tile : tiles) {
        if (const auto picture = m_pictures.find(tile.id); picture != m_pictures.end())
            m_tiles->setPicture(tile.id, picture->second);
    }
    m_tiles->setVisible(!tiles.empty());
    m_message->setVisible(tiles.empty());
    m_message->setText(m_likeness ? tr("There is no head to compare with.")
                                  : tr("Known once all heads are scored."));
}

} // namespace ropescope
