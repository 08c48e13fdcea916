// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTimer>
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

    /// As the user asked: the one or the other, or a single map if it is that already.
    void toggleLayout(CompareLayout layout);
    /// A zoom or pan becomes a step to undo when the hand rests; this does not wait.
    void finishZoom();

signals:
    /// What the status bar says of the cell under the crosshair; empty: there is none.
    void cellDescribed(const QString& text);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void wireMap();
    void wireColours();
    void wireOther();
    void showPart();
    void showLayout();
    void shareRoom();
    void showMap();
    void showOther();
    void peek(bool on);
    void endPeek();
    [[nodiscard]] bool wantsOther() const;
    void showSource();
    void showView();
    void showPicture();
    void showAnalysis();
    // map_kept.cpp: what a compressed cache keeps, where that is marked
    void showKept();
    [[nodiscard]] QString keptWords() const;
    [[nodiscard]] QString keptLine(const CellReading& reading) const;
    void showCell(const CellReading& reading);
    void showFailure();

    Session* m_session;
    HeatmapView* m_map;
    HeatmapView* m_other; ///< the original side, beside it; hidden unless split
    ColourBar* m_colourBar;
    QTimer m_flicker;
    QTimer m_zoomRest;
    QTimer m_peekDelay { this }; ///< runs while Shift alone is held and nothing is shown yet
    bool m_followsView = false;  ///< it is the view that moves the map, not a hand
    bool m_showsOther = false;   ///< in the place of the map, for a moment
    bool m_linking = false;      ///< one map moves the other
};

} // namespace ropescope
