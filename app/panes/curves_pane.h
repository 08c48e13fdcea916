// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/session.h"
#include "widgets/theme.h"

class QMenu;
class QStackedWidget;

namespace ropescope {

class CellView;
class LagProfileView;
class PageTabs;
class PairWavesView;
class PlotPage;
class RowProfileView;
class SeasonView;
class SessionPage;
class SimilarityView;
class SpectrumView;

/// What stands under the map: pages of curves and numbers about the head, one at a time.
class CurvesPane : public QWidget {
    Q_OBJECT

public:
    explicit CurvesPane(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// The page belongs to the pane from now on; its objectName is what selects it by name.
    void addPage(SessionPage* page, const QString& title, const QString& tip);
    /// False where there is no page of that objectName.
    bool showPage(const QString& name);
    [[nodiscard]] QWidget* currentPage() const;
    /// All pages.
    [[nodiscard]] QMenu* pageMenu() const;

signals:
    void pageChanged(QWidget* page);
    void cellPointed(int query, int key);  ///< on a page: the map should point there too
    void refused(const QString& sentence); ///< by a page

private:
    void makePages();
    void addTab(QWidget* page, const QString& title, const QString& tip);
    void wireSession();
    void wirePages();
    void showSource();
    void showAnalysis();
    void showPair();
    void showCurves();
    /// Why a page shows nothing.
    [[nodiscard]] QString emptyReason(CurvePage page) const;
    /// Tells the session what is visible.
    void wish();
    [[nodiscard]] CurvePage visiblePage() const;

    Session* m_session;
    PageTabs* m_tabs;
    QStackedWidget* m_pages;
    LagProfileView* m_profile;
    RowProfileView* m_row;
    SimilarityView* m_similarity;
    CellView* m_cell;
    PairWavesView* m_pairs;
    SpectrumView* m_spectra;
    SeasonView* m_season;
    std::optional<Cell> m_unseen; ///< pointed at, and masked
    int m_key = -1;               ///< of the last cell that was read
    int m_lag = -1;               ///< of the cell that is read now; -1: none is
};

} // namespace ropescope
