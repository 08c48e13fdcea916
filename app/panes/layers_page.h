// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/session.h"
#include "widgets/theme.h"

namespace ropescope {

class LayerCurveView;

/// How alike the queries and keys of each layer are, as a page under the map.
class LayersPage : public QWidget {
    Q_OBJECT

public:
    explicit LayersPage(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);

private:
    LayerCurveView* m_curve;
};

} // namespace ropescope
