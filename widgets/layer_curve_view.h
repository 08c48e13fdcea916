// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "core/theory/trace_theory.h"
#include "widgets/theme.h"

class QButtonGroup;
class QCPGraph;
class QCustomPlot;
class QLabel;

namespace ropescope {

/// How alike queries and keys are over layers: the mean of each layer as a line, its heads as dots,
/// by one of the three definitions of TokenSimilarity. A click on a dot, or an arrow key, picks a
/// head.
class LayerCurveView : public QWidget {
    Q_OBJECT

public:
    enum class Definition { Pairwise, PairwiseWindow, Consecutive };

    explicit LayerCurveView(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Null: not known yet.
    void setTheory(std::shared_ptr<const TraceTheory> theory);
    /// Shown while there is no theory.
    void setPlaceholder(const QString& sentence);
    /// Emits nothing.
    void setSelected(HeadId id);
    void setDefinition(Definition definition);
    [[nodiscard]] Definition definition() const { return m_definition; }

    /// Where the query dot of a head stands, in the plot's pixels; nothing where it has none.
    [[nodiscard]] std::optional<QPointF> dotOf(HeadId id) const;
    [[nodiscard]] QCustomPlot* plot() const { return m_plot; }

signals:
    void headPicked(ropescope::HeadId id);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Side { Query, Key };
    struct Dot {
        const HeadTheory* head = nullptr;
        Side side = Side::Query;
        QPointF at; ///< in the plot's coordinates
    };

    [[nodiscard]] std::optional<double> value(const TokenSimilarity& similarity) const;
    [[nodiscard]] std::vector<Dot> dotsOf(Side side) const;
    [[nodiscard]] std::optional<Dot> nearestDot(QPointF pixel) const;
    [[nodiscard]] QString describe(HeadId id) const;
    void refresh();
    void showSelection();
    void showReadout(const std::optional<Dot>& dot);

    Theme m_theme = Theme::darkTheme();
    std::shared_ptr<const TraceTheory> m_theory;
    QString m_placeholder;
    Definition m_definition = Definition::Pairwise;
    HeadId m_selected;

    QCustomPlot* m_plot;
    QCPGraph* m_queryDots;
    QCPGraph* m_keyDots;
    QCPGraph* m_queryMeans;
    QCPGraph* m_keyMeans;
    QCPGraph* m_chosen; ///< rings around the dots of the selected head
    QButtonGroup* m_definitions;
    QLabel* m_readout;
    QLabel* m_legend;
};

} // namespace ropescope
