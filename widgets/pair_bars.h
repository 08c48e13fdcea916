// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "widgets/pair_bars_layout.h"
#include "widgets/pair_parts.h"
#include "widgets/theme.h"

namespace ropescope {

/// Channel pairs as bars: height is the share of the head's energy, place is the wavelength of the
/// slot that a pair holds. A bar can be dragged to another slot.
///
/// Keys: Left/Right select a pair, Shift+Left/Right move it by one slot, Up/Down change its gain by
/// 0.1, Delete switches its gain between 0 and 1, R asks for a reset, Escape abandons a drag.
class PairBars : public QWidget {
    Q_OBJECT

public:
    explicit PairBars(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Emits nothing. A drag that is under way goes on when the number of pairs stays.
    void setContent(PairBarsContent content);
    /// What makes the logit of one cell, over the bars; none ends it. Parts of another number of
    /// pairs are not shown.
    void setParts(const std::optional<PairParts>& parts);
    /// Emits nothing; -1 selects none.
    void setSelectedPair(int pair);
    /// Ends a drag without a word: what was dragged is no longer there.
    void abandonDrag();

    [[nodiscard]] int selectedPair() const { return m_selected; }
    [[nodiscard]] const PairBarsContent& content() const { return m_content; }
    [[nodiscard]] const std::optional<PairParts>& parts() const { return m_parts; }
    /// The column of a slot in widget coordinates, for tests and callouts.
    [[nodiscard]] QRect slotColumn(int slot) const;
    [[nodiscard]] bool isDragging() const { return m_drag.has_value(); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void pairSelected(int pair);
    void moveStarted(int pair);
    /// Live, once per new slot; the slot counts from the edit as it was at moveStarted.
    void moved(int pair, int slot);
    void moveFinished(int pair);
    void moveCancelled(int pair);
    /// One finished gesture each.
    void gainRequested(int pair, double gain);
    void resetRequested();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Drag {
        int pair = -1;
        int slot = -1;
        int pressX = 0;
        bool moving = false; ///< past the start distance
    };

    [[nodiscard]] PairBarsLayout places() const;
    [[nodiscard]] QString describe(int pair) const;
    [[nodiscard]] const PairParts* shownParts() const;
    void select(int pair);
    void moveSelected(int step);
    void cancelDrag();
    void updateAccessibleText();

    Theme m_theme = Theme::darkTheme();
    PairBarsContent m_content;
    std::optional<PairParts> m_parts;
    int m_selected = -1;
    int m_hovered = -1;
    std::optional<Drag> m_drag;
};

} // namespace ropescope
