// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QWidget>

#include "gpu/colour_scale.h"
#include "widgets/scale_axis.h"
#include "widgets/theme.h"

namespace ropescope {

class ColourBarHandle;

/// All that a colour bar shows.
struct ColourBarState {
    ColourScale scale;    ///< its low and high are where the handles stand
    ValueRange dataRange; ///< values of the picture; the axis spans these and the handles
    std::vector<int>
        histogram; ///< counts in equal steps of the scaled axis over dataRange, low first
    QString label; ///< "probability, log"
};

/// The legend of a map: ramp, value axis, histogram and two handles for the ends of the colour
/// range. Drag a handle, or focus it and use the arrows (Shift: ten times as far); double click
/// autofits.
class ColourBar : public QWidget {
    Q_OBJECT

public:
    explicit ColourBar(QWidget* parent = nullptr);

    /// A handle that is being dragged stays where the hand holds it.
    void setState(const ColourBarState& state);
    [[nodiscard]] const ColourBarState& state() const { return m_state; }
    void setTheme(const Theme& theme);
    /// Without it the bar is narrower.
    void setHistogramShown(bool shown);

    /// Where on this widget a value stands, in logical pixels from the top.
    [[nodiscard]] double yOf(double value) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    /// On every step of a drag or key: draw with it.
    void rangeEdited(float low, float high);
    /// The hand let go: worth an undo step.
    void rangeCommitted(float low, float high);
    void autofitRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    bool m_showsHistogram = true;

    [[nodiscard]] QRectF rampRect() const;
    [[nodiscard]] ScaleAxis axis() const;
    void setEnd(bool high, double position);
    void nudge(bool high, int steps);
    void fitLabel();
    void placeHandles();
    void connectHandle(ColourBarHandle* handle, bool high);
    void paintRamp(QPainter& painter) const;
    void paintAxis(QPainter& painter) const;
    void paintHistogram(QPainter& painter) const;

    ColourBarState m_state;
    Theme m_theme = Theme::darkTheme();
    std::optional<ValueRange>
        m_heldRange;       ///< the axis during a drag: it must not run away under the hand
    bool m_edited = false; ///< since the handle was grabbed
    ColourBarHandle* m_low;
    ColourBarHandle* m_high;
};

} // namespace ropescope
