// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the session tells those of its parts that compress and prune, and they it.
#include "app/session.h"

namespace ropescope {

void Session::prepareUses()
{
    connect(this, &Session::sourceOpened, this, [this] {
        m_cache.setSource(m_source.source);
        m_prune.setSource(m_source.source);
    });
    connect(this, &Session::headChanged, this, [this] { m_cache.setHead(m_heads.original->id); });
    connect(&m_cache, &CacheJobs::failed, this, &Session::failed);
    connect(&m_prune, &PruneJobs::failed, this, &Session::failed);
}

} // namespace ropescope
