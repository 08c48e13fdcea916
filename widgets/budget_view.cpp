// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/budget_view.h"

#include <numeric>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTextDocumentFragment>

#include "widgets/busy_bar.h"
#include "widgets/card.h"
#include "widgets/curve_look.h"

namespace ropescope {

namespace {

constexpr int kCostWidth = 40; ///< characters

QString cellOf(const std::optional<double>& value, int digits)
{
    return value ? QString::number(*value, 'f', digits) : QStringLiteral("–");
}

} // namespace

BudgetView::BudgetView(QWidget* parent)
    : PlotPage(QStringLiteral("budgetView"), tr("Budgets of layers"), parent)
    , m_budget(new QComboBox)
    , m_start(new QComboBox)
    , m_reset(new QPushButton(tr("Reset")))
    , m_run(new QPushButton(tr("Measure")))
    , m_table(new QPushButton(tr("CSV…")))
    , m_progress(new BusyBar)
    , m_bars(new BudgetBars)
    , m_costs(makeLabel("budgetCosts", "note"))
    , m_hint(makeLabel("budgetHint", "muted"))
{
    m_budget->setObjectName("budgetOfLayers");
    m_budget->setAccessibleName(tr("Budget"));
    m_budget->setToolTip(tr("Entries a layer and key head on average"));
    m_start->setObjectName("budgetStart");
    m_start->setAccessibleName(tr("Begin from"));
    m_start->setToolTip(tr("The shares to begin from; its rule chooses the entries of each layer"));
    m_reset->setObjectName("budgetReset");
    m_reset->setToolTip(tr("The shares of the method again"));
    m_run->setObjectName("budgetRun");
    m_run->setToolTip(tr("Compresses the cache by every method and budget"));
    m_table->setObjectName("budgetTable");
    m_table->setToolTip(tr("Budgets of all layers and what they cost as a table"));
    m_progress->setText(tr("Measuring…"));
    m_costs->setTextFormat(Qt::RichText);
    m_costs->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_costs->setContentsMargins(8, 4, 8, 0);
    m_costs->setMinimumWidth(fontMetrics().averageCharWidth() * kCostWidth);
    m_costs->setToolTip(tr("mass: attention mass kept · error: relative output error, means over "
                           "heads · KL and perplexity of the continuation, where a model is open"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    for (QWidget* const control :
         std::initializer_list<QWidget*> { m_budget, m_start, m_reset, m_run, m_progress, m_table })
        addControl(control);
    giveReadoutALine();
    addView(m_bars, 3);
    addView(m_costs, 0);
    addView(m_hint, 3);
    connect(m_budget, &QComboBox::currentTextChanged, this,
            [this](const QString& text) { emit budgetChosen(text.toInt()); });
    connect(m_start, &QComboBox::currentTextChanged, this, &BudgetView::startChosen);
    connect(m_reset, &QPushButton::clicked, this,
            [this] { emit startChosen(m_start->currentText()); });
    connect(m_run, &QPushButton::clicked, this, &BudgetView::runRequested);
    connect(m_table, &QPushButton::clicked, this, &BudgetView::tableRequested);
    connect(m_progress, &BusyBar::cancelRequested, this, &BudgetView::cancelRequested);
    connect(m_bars, &BudgetBars::budgetMoved, this, &BudgetView::budgetMoved);
    setFocusProxy(m_bars);
    showParts();
    setTheme(theme());
}

void BudgetView::setChoices(const std::vector<int>& budgets, const QStringList& starts)
{
    const QSignalBlocker silentBudget(m_budget);
    const QSignalBlocker silentStart(m_start);
    m_budget->clear();
    for (const int budget : budgets)
        m_budget->addItem(QString::number(budget));
    m_start->clear();
    m_start->addItems(starts);
}

void BudgetView::setChosen(int budget, const QString& start)
{
    const QSignalBlocker silentBudget(m_budget);
    const QSignalBlocker silentStart(m_start);
    m_budget->setCurrentIndex(m_budget->findText(QString::number(budget)));
    m_start->setCurrentIndex(m_start->findText(start));
}

void BudgetView::setContent(BudgetBarsContent content)
{
    setLegend({ { theme().predicted, tr("q-similarity") } }); // the table names the bars
    m_bars->setContent(std::move(content));
    setHand(m_bars->content().hand);
}

void BudgetView::setHand(std::vector<int> hand)
{
    m_bars->setHand(std::move(hand));
    const std::vector<int>& now = m_bars->content().hand;
    setReadout(now.empty() ? QString()
                           : tr("%1 entries a key head in all layers, whatever is moved · drag a "
                                "grey bar, or arrow keys")
                                 .arg(std::accumulate(now.begin(), now.end(), 0)));
}

void BudgetView::setCosts(std::vector<BudgetCost> costs, bool pending)
{
    m_costList = std::move(costs);
    m_pending = pending;
    showCosts();
}

void BudgetView::showCosts()
{
    const auto head = [](const QString& name) {
        return QStringLiteral("<td align='right' style='padding-left:10px'>%1</td>").arg(name);
    };
    QString rows = QStringLiteral("<tr><td></td>") + head(tr("mass")) + head(tr("error"))
        + head(tr("KL")) + head(tr("perplexity")) + QStringLiteral("</tr>");
    for (const BudgetCost& cost : m_costList) {
        const QColor colour = cost.look < 0 ? theme().text : curveLook(cost.look).on(theme().dark);
        const bool isHatched = cost.look >= 0 && !curveLook(cost.look).isFilled;
        const QString waiting = cost.look < 0 && m_pending ? QStringLiteral(" …") : QString();
        const QString row
            = QStringLiteral("<tr><td><span style='color:%1'>%2</span> %3%4</td>")
                  .arg(colour.name(), isHatched ? QStringLiteral("▨") : QStringLiteral("■"),
                       cost.name.toHtmlEscaped(), waiting)
            + head(cellOf(cost.mass, 3)) + head(cellOf(cost.error, 3))
            + head(cellOf(cost.divergence, 3)) + head(cellOf(cost.perplexity, 2))
            + QStringLiteral("</tr>");
        rows += row;
    }
    m_costs->setText(m_costList.empty() ? QString()
                                        : QStringLiteral("<table>%1</table>").arg(rows));
}

void BudgetView::setHint(const QString& text)
{
    m_hint->setText(text);
    if (!text.isEmpty())
        setAccessibleDescription(text);
    showParts();
}

QString BudgetView::hint() const { return m_hint->text(); }

void BudgetView::setRunnable(bool runnable)
{
    m_runnable = runnable;
    showParts();
}

void BudgetView::setBusy(std::optional<double> progress)
{
    m_busy = progress.has_value();
    if (progress)
        m_progress->setProgress(*progress);
    showParts();
}

void BudgetView::showParts()
{
    const bool isThere = m_hint->text().isEmpty();
    for (QWidget* const part :
         std::initializer_list<QWidget*> { m_budget, m_start, m_reset, m_table, m_bars, m_costs })
        part->setVisible(isThere);
    m_hint->setVisible(!isThere);
    m_progress->setVisible(m_busy);
    m_run->setVisible(m_runnable && !m_busy);
}

QString BudgetView::costText() const
{
    return QTextDocumentFragment::fromHtml(m_costs->text()).toPlainText();
}

void BudgetView::paintCurves()
{
    m_bars->setTheme(theme());
    if (!m_bars->content().layers.empty())
        setContent(BudgetBarsContent(m_bars->content()));
    showCosts();
}

} // namespace ropescope
