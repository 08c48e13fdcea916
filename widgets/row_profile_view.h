// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QStringList>

#include "core/attention/row_values.h"
#include "widgets/plot_page.h"

class QCPGraph;
class QCPItemStraightLine;

namespace ropescope {

class SegmentSwitch;
class TokenTicker;

/// What the row view draws.
struct RowProfileContent {
    RowValues shown;
    std::optional<RowValues> original; ///< the same row without the edit that `shown` has
    QString reference;                 ///< name of what `original` is of; empty: the unedited head
    bool leaveOutSink = false;         ///< key 0 plays no part in the range of values
};

/// One query over all keys that it sees: probability, or the logit on demand. Wheel: zoom; drag:
/// move; double click: all keys. Keys: Left, Right (Shift: by 10) move the marked key, + and -
/// zoom, F fits. Close enough, keys are named by their pieces.
class RowProfileView : public PlotPage {
    Q_OBJECT

public:
    explicit RowProfileView(QWidget* parent = nullptr);

    /// Empty for traces that know no text.
    void setTokens(const QStringList& pieces) { m_pieces = pieces; }
    /// The zoom stays while the query stays.
    void setRow(RowProfileContent content);
    /// Emits nothing; -1: none.
    void markKey(int key);
    void showAllKeys();

    [[nodiscard]] QCustomPlot* plot() const { return m_plot; }

signals:
    void keyPointed(int query, int key); ///< by pointer or keyboard

protected:
    void paintCurves() override;
    void hover(QCustomPlot* plot, const QPointF& position) override;
    bool eventFilter(QObject* object, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] bool showsLogits() const;
    [[nodiscard]] const std::vector<double>& values(const RowValues& row) const;
    void showValues();
    void showRange();
    void point(int key);
    void zoom(double factor);
    [[nodiscard]] QString describe(int key) const;

    RowProfileContent m_content;
    QStringList m_pieces;
    int m_marked = -1;

    SegmentSwitch* m_unit;
    QCustomPlot* m_plot;
    QCPGraph* m_shown; ///< the plot owns graphs and items
    QCPGraph* m_original;
    QCPItemStraightLine* m_cursor;
};

} // namespace ropescope
