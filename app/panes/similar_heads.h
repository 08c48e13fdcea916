// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <optional>

#include "app/session.h"
#include "core/theory/head_likeness.h"
#include "widgets/fold_card.h"

class QLabel;

namespace ropescope {

class HeadTiles;

/// The heads whose maps are most like that of the head on show.
class SimilarHeads : public FoldCard {
    Q_OBJECT

public:
    explicit SimilarHeads(Session* session, QWidget* parent = nullptr);

private:
    void learn();
    void refresh();

    Session* m_session;
    HeadTiles* m_tiles;
    QLabel* m_message;
    std::optional<HeadLikeness> m_likeness; ///< of the session's theory
    HeadId m_shown;
    std::map<HeadId, QImage> m_pictures;
};

} // namespace ropescope
