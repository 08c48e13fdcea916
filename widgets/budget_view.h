// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <vector>

#include "widgets/budget_bars.h"
#include "widgets/plot_page.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace ropescope {

class BusyBar;

/// What a way to share out a budget costs; nothing where it was not measured.
struct BudgetCost {
    QString name;
    int look = -1; ///< of curveLook(); -1: by hand
    std::optional<double> mass;
    std::optional<double> error;
    std::optional<double> divergence;
    std::optional<double> perplexity;
};

/// Budgets of layers by several methods and by hand, and what each way costs.
class BudgetView : public PlotPage {
    Q_OBJECT

public:
    explicit BudgetView(QWidget* parent = nullptr);

    /// What can be chosen: budgets, and methods to begin from; emits nothing.
    void setChoices(const std::vector<int>& budgets, const QStringList& starts);
    void setChosen(int budget, const QString& start);
    void setContent(BudgetBarsContent content);
    void setHand(std::vector<int> hand);
    /// pending: those of the hand are of a moment ago.
    void setCosts(std::vector<BudgetCost> costs, bool pending);
    /// Nothing is measured yet: what to do. Empty: it is.
    void setHint(const QString& text);
    [[nodiscard]] QString hint() const;
    void setRunnable(bool runnable);
    void setBusy(std::optional<double> progress);

    [[nodiscard]] BudgetBars* bars() const { return m_bars; }
    /// Without markup.
    [[nodiscard]] QString costText() const;

signals:
    void runRequested();
    void cancelRequested();
    void budgetChosen(int budget);
    void startChosen(const QString& method);
    void budgetMoved(int index, int wanted);
    void tableRequested();

protected:
    void paintCurves() override;

private:
    void showCosts();
    void showParts();

    std::vector<BudgetCost> m_costList;
    bool m_pending = false;
    bool m_busy = false;
    bool m_runnable = false;
    QComboBox* m_budget;
    QComboBox* m_start;
    QPushButton* m_reset;
    QPushButton* m_run;
    QPushButton* m_table;
    BusyBar* m_progress;
    BudgetBars* m_bars;
    QLabel* m_costs;
    QLabel* m_hint;
};

} // namespace ropescope
