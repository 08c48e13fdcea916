// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/session.h"
#include "widgets/theme.h"

namespace ropescope {

class ColourBar;
class HeatmapView;

/// The attention map of the head, with its colour bar, and the cell under the crosshair.
class MapPane : public QWidget {
    Q_OBJECT

public:
    explicit MapPane(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    [[nodiscard]] HeatmapView* map() const { return m_map; }

signals:
    /// What the status bar says of the cell under the crosshair; empty: there is none.
    void cellDescribed(const QString& text);

private:
    void wireColours();
    void showSource();
    void showView();
    void showPicture();
    void showAnalysis();
    void showTitle();
    void showKept();
    void showCell(const CellReading& reading);
    void showFailure();

    Session* m_session;
    HeatmapView* m_map;
    ColourBar* m_colourBar;
};

} // namespace ropescope
