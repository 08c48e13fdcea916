// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QImage>
#include <QPointer>
#include <QStringList>
#include <QTimer>
#include <QWidget>

#include "core/attention/map_region.h"
#include "widgets/cell_mapping.h"
#include "widgets/map_overlay.h"
#include "widgets/theme.h"

class QCustomPlot;

namespace ropescope {

class ImagePlottable;

/// A painted map and the cells that it shows.
struct HeatmapPicture {
    QImage image;
    MapRegion region;
    int tokenCount = 0;
};

/// What is known of one cell. The view itself writes the pieces, positions and lag above these
/// lines.
struct CellCard {
    int query = 0;
    int key = 0;
    QStringList lines; ///< "logit 4.82   p 0.061", "pair 14: 78 % of the logit"
};

/// An attention map on token axes. Whoever listens answers regionRequested with a picture; until it
/// comes, the last one stays in its right place. Owns the visible range, knows no head.
///
/// Wheel zooms at the cursor, drag pans, double click fits. Keys: arrows move the crosshair (Shift:
/// by 10), Escape lets go, + and - zoom, F fits.
class HeatmapView : public QWidget {
    Q_OBJECT

public:
    explicit HeatmapView(QWidget* parent = nullptr);
    ~HeatmapView() override;

    /// One piece a token. A new count shows the whole map and forgets picture and crosshair.
    void setTokens(const QStringList& pieces);
    /// For traces that know no text.
    void setTokenCount(int count);
    /// Names the cell under the crosshair again: its values may be others now.
    void setPicture(const HeatmapPicture& picture);
    void setTitle(const QString& title, const QString& subtitle);
    void setTheme(const Theme& theme);
    /// Shown when the crosshair is (still) on that cell.
    void setCellCard(const CellCard& card);
    /// Draws a bracket as long as the predicted period; none hides it.
    void setPeriodMarker(std::optional<double> tokens);
    /// Marks the keys that a compressed cache keeps; null ends it.
    void setKeptMarks(const KeptMarksPtr& marks);
    [[nodiscard]] const KeptMarksPtr& keptMarks() const { return m_shown.kept; }
    /// Instead of the picture, for empty and error states; an empty text ends it.
    void setPlaceholder(const QString& text);
    /// Says so in a corner when it lasts longer than 150 ms.
    void setBusy(bool busy);
    /// Stands right of the map: the colour bar. Its contents, inside its margins, are as tall as
    /// the map. The view becomes its parent.
    void setSideWidget(QWidget* widget);

    [[nodiscard]] const CellMapping& mapping() const { return m_shown.mapping; }
    /// What the view wants to be given, as last requested.
    [[nodiscard]] MapRegion region() const { return m_region; }
    [[nodiscard]] std::optional<Cell> crosshair() const { return m_shown.crosshair; }
    /// Of the side widget, with its gap; 0 without one.
    [[nodiscard]] int sideWidth() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

public slots:
    void fit();
    /// That part of the map; cut to what there is.
    void showCells(ropescope::CellSpan rows, ropescope::CellSpan columns);
    /// factor > 1 magnifies, at the crosshair or else the middle.
    void zoom(double factor);
    /// Moves the crosshair as the keyboard does; a cell outside the map is ignored.
    void pointAt(int query, int key);
    /// Takes the crosshair away.
    void letGo();

signals:
    void regionRequested(ropescope::MapRegion region);
    void cellHovered(int query, int key);
    void cellLeft();

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRectF areaFor(const CellMapping& mapping) const;
    void setMapping(const CellMapping& mapping);
    void showPicture();
    void updateAxes();
    void requestRegion();
    void moveCrosshair(std::optional<Cell> cell);
    void decorate();

    QCustomPlot* m_plot;
    ImagePlottable* m_image; ///< the plot owns it
    MapOverlay* m_overlay;
    QPointer<QWidget> m_side;
    QTimer m_busyDelay;

    Theme m_theme = Theme::darkTheme();
    QStringList m_pieces;
    HeatmapPicture m_picture;
    MapDecorations m_shown;           ///< also the one place of mapping and crosshair
    MapRegion m_region;               ///< last requested
    std::optional<QPointF> m_pressed; ///< where the button went down
    QPointF m_lastDrag;
    bool m_dragging = false;
};

} // namespace ropescope
