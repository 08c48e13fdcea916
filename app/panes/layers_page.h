// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/panes/session_page.h"
#include "app/session.h"

namespace ropescope {

class LayerCurveView;

/// How alike the queries and keys of each layer are, as a page under the map.
class LayersPage : public SessionPage {
    Q_OBJECT

public:
    explicit LayersPage(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme) override;

private:
    LayerCurveView* m_curve;
};

} // namespace ropescope
