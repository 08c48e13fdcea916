// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QString>
#include <QStringList>
#include <QWidget>

#include "widgets/cell_mapping.h"
#include "widgets/kept_marks.h"
#include "widgets/theme.h"

namespace ropescope {

/// What stands around and on a map, besides its picture.
struct MapDecorations {
    CellMapping mapping;
    QString title;
    QString subtitle;
    double keyLabels = 0.0; ///< pixels below the map, before the axis' title
    QString pooling;        ///< how many tokens stand on a pixel, where they are several
    std::optional<Cell> crosshair;
    QStringList card;             ///< at the crosshair, headline first
    std::optional<double> period; ///< tokens; a bracket of that length
    KeptMarksPtr kept;            ///< which keys a compressed cache keeps; may be null
    QString placeholder;          ///< instead of the picture
    bool busy = false;
};

/// Draws the decorations. A transparent widget above the plot, so that following the mouse never
/// draws the plot again.
class MapOverlay : public QWidget {
    Q_OBJECT

public:
    static constexpr int kTitleHeight = 30;  ///< above the map
    static constexpr int kTitleRoom = 21;    ///< for an axis title, outside of the labels
    static constexpr int kLeftMargin = 78;   ///< for labels and title of the query axis
    static constexpr int kBottomMargin = 70; ///< of the key axis

    explicit MapOverlay(QWidget* parent);

    void setDecorations(const MapDecorations& decorations);
    void setTheme(const Theme& theme);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintFrame(QPainter& painter) const;
    void paintTitles(QPainter& painter) const;
    void paintPeriod(QPainter& painter) const;
    void paintCrosshair(QPainter& painter) const;
    void paintCard(QPainter& painter) const;
    void paintNotices(QPainter& painter) const;
    [[nodiscard]] QRectF cardRect(QSizeF size) const;

    MapDecorations m_shown;
    Theme m_theme = Theme::darkTheme();
};

} // namespace ropescope
