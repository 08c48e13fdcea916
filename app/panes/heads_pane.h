// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QPointer>
#include <QWidget>

#include "app/session.h"
#include "core/theory/head_query.h"
#include "widgets/theme.h"

class QComboBox;
class QPushButton;
class QToolButton;

namespace ropescope {

class FilterLine;
class HeadGainMenu;
class HeadGrid;
class PatternGallery;
class ScoreChooser;
class ScoreMapCard;
class SimilarHeads;

/// All heads: picks one, finds them by a query, orders and colours them by a number, masks and
/// scales them. Below the grid the heads most like the one on show, and a heat map of a number of
/// all.
///
/// Numbers of all heads are computed where that takes a moment only, or where something asked for
/// them: a colouring, an order, a filter, the gallery, the button.
class HeadsPane : public QWidget {
    Q_OBJECT

public:
    explicit HeadsPane(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// The next head in the order shown, or the one before (-1), over those that the filter leaves
    /// out.
    void stepHead(int step);
    void toggleMask(HeadId id);
    void resetHeads();
    void focusFilter();
    void showGallery();

    // For the command line. By the names of headNumbers(); "pattern" colours by pattern.
    void setFilter(const QString& text);
    void setColouring(const QString& name);
    void setOrder(const QString& name);

    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void refused(const QString& sentence);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void makeOrderChoice();
    void wireGrid();
    void wireScores();
    void wireFinder();
    void showSource();
    void showView();
    void askForScores();
    void refusedScores();
    void refresh();
    void showColours();
    void showOrder();
    void showFilter();
    void applyFilter(const QString& text);
    [[nodiscard]] int fixedHeight() const;
    void foldToFit();
    void setHeadGain(HeadId id, double gain);

    Session* m_session;
    Theme m_theme = Theme::darkTheme();
    ScoreChooser* m_scores;
    QComboBox* m_order;
    QToolButton* m_ascending;
    FilterLine* m_filter;
    HeadGrid* m_grid;
    HeadGainMenu* m_headMenu;
    QPushButton* m_start;
    SimilarHeads* m_similar;
    ScoreMapCard* m_map;
    QPointer<PatternGallery> m_gallery;

    std::optional<HeadQuery> m_query;
    PatternThresholds m_thresholds; ///< that the grid shows
    bool m_asked = false;           ///< somebody wants scores, though they take long
    bool m_refused = false;         ///< somebody stopped them
    bool m_folded = false;          ///< by hand: the room decides no longer
};

} // namespace ropescope
