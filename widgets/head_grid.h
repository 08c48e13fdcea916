// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QAbstractScrollArea>
#include <QImage>
#include <QString>

#include "core/base/ids.h"
#include "core/theory/pattern_label.h"
#include "gpu/colour_map.h"
#include "widgets/head_grid_layout.h"
#include "widgets/head_grid_painter.h"
#include "widgets/score_ramp.h"
#include "widgets/theme.h"

namespace ropescope {

/// All heads of a model, a row a layer: as thumbnails of their maps or coloured by a score or by
/// their pattern. Scrolls when they do not fit. Per-head vectors are row-major: [layer * heads +
/// head]. Click picks; arrows, Home, End, Page Up and Page Down move the selection and pick. M asks
/// to mask the selected head or to take its mask away, a right click or the menu key for its menu.
class HeadGrid : public QAbstractScrollArea {
    Q_OBJECT

public:
    using Mode = HeadGridMode;
    static constexpr int kSmallestCell = 12; ///< logical pixels
    static constexpr int kLargestCell = 64;

    explicit HeadGrid(QWidget* parent = nullptr);

    /// A new shape forgets thumbnails, scores, notes, order and which heads are there.
    void setShape(int layers, int heads);
    [[nodiscard]] int layers() const { return m_layout.layers(); }
    [[nodiscard]] int heads() const { return m_layout.heads(); }

    void setMode(Mode mode);
    void setThumbnail(HeadId id, const QImage& image);
    void clearThumbnails();
    /// NaN = unknown. Colours run from the smallest to the largest.
    void setScores(const std::vector<double>& scores, const QString& name);
    /// Nothing where no score is known.
    [[nodiscard]] const std::optional<ScoreRange>& scoreRange() const { return m_scoreRange; }
    /// None: unknown; empty: none is known.
    void setPatterns(const std::vector<std::optional<Pattern>>& patterns);
    /// For scores; nullptr blends the theme's colours.
    void setColourMap(const ColourMap* map);
    /// Lines of each head's tooltip below "Layer 7 · Head 6" and its score; may be empty.
    void setNotes(const std::vector<QString>& notes);
    /// Heads that a trace lacks are greyed and cannot be picked. Empty = all are there.
    void setEnabledHeads(const std::vector<bool>& enabled);
    /// Heads that a filter leaves out are veiled and passed over by neighbour(). Empty = none.
    void setDimmed(const std::vector<bool>& dimmed);
    /// Heads that are scaled, 0: masked, are marked; faintly while that is not in force.
    void setGains(const std::map<HeadId, double>& gains, bool inForce);
    /// 1 for a head that is not scaled.
    [[nodiscard]] double gainOf(HeadId id) const;
    /// Sorted or filtered: only these, in this order, in rows as long as before, each with its
    /// layer and head written into it. None = by layer.
    void setOrder(const std::optional<std::vector<HeadId>>& order);
    /// Emits nothing; scrolls there.
    void setSelected(HeadId id);
    [[nodiscard]] HeadId selected() const { return m_selected; }
    void setTheme(const Theme& theme);

    /// The next head in the order shown, or the one before (step -1), around the end, over heads
    /// that are dimmed or not there; none where there is no other.
    [[nodiscard]] std::optional<HeadId> neighbour(HeadId id, int step) const;
    [[nodiscard]] bool isDimmed(HeadId id) const;
    /// Heads in the viewport, to compute their thumbnails first.
    [[nodiscard]] std::vector<HeadId> visibleHeads() const;
    [[nodiscard]] std::optional<HeadId> headAt(QPoint viewportPixel) const;
    /// In the viewport's pixels; empty when the head is filtered out.
    [[nodiscard]] QRect cellRect(HeadId id) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void headPicked(ropescope::HeadId id);
    void maskToggled(ropescope::HeadId id);
    void menuRequested(ropescope::HeadId id, QPoint globalPixel);
    /// Other heads have come into the viewport.
    void visibleHeadsChanged();

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    [[nodiscard]] std::optional<std::size_t> indexOf(HeadId id) const;
    [[nodiscard]] QPoint scrolled() const;
    [[nodiscard]] QRect slotRect(int slot) const;
    [[nodiscard]] bool isThere(HeadId id) const;
    [[nodiscard]] QString describe(HeadId id) const;
    [[nodiscard]] int labelWidth() const;
    void layOut();
    void describeSelection();
    void hover(std::optional<HeadId> id);
    void pick(HeadId id);
    void moveSelection(int by, int direction);

    HeadGridLayout m_layout;
    Mode m_mode = Mode::Thumbnails;
    std::vector<QImage> m_thumbnails;
    std::vector<double> m_scores;
    QString m_scoreName;
    std::optional<ScoreRange> m_scoreRange;
    const ColourMap* m_colourMap = nullptr;
    std::vector<QString> m_notes;
    std::vector<std::optional<Pattern>> m_patterns;
    std::vector<bool> m_enabled;
    std::vector<bool> m_dimmed;
    std::map<HeadId, double> m_gains;
    bool m_gainsInForce = true;
    HeadId m_selected;
    std::optional<HeadId> m_hovered;
    Theme m_theme = Theme::darkTheme();
};

} // namespace ropescope
