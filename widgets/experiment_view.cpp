// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/experiment_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QCheckBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolTip>

#include "widgets/busy_bar.h"
#include "widgets/card.h"
#include "widgets/number_text.h"
#include "widgets/plot_theme.h"
#include "widgets/qcp.h"
#include "widgets/replot.h"

namespace ropescope {

namespace {

constexpr int kSlotsWidth = 11; ///< characters
constexpr int kBasesWidth = 16;
constexpr double kReach = 12.0;        ///< pixels from a point that still point at it
constexpr double kLeastResidual = 2.5; ///< percent that the lower axis shows at least

/// width: in characters.
QLineEdit* makeList(const char* objectName, const QString& name, const QString& tip, int characters)
{
    auto* const list = new QLineEdit;
    list->setObjectName(objectName);
    list->setAccessibleName(name);
    list->setToolTip(tip);
    list->setPlaceholderText(name);
    list->setFixedWidth(list->fontMetrics().averageCharWidth() * characters);
    return list;
}

/// Numbers separated by commas or blanks, each in [lowest, highest]; nothing for anything else.
std::optional<std::vector<double>> numbersIn(const QString& text, double lowest, double highest)
{
    std::vector<double> numbers;
    static const QRegularExpression kBetween(QStringLiteral("[,;\\s]+"));
    for (const QString& word : text.split(kBetween, Qt::SkipEmptyParts)) {
        const std::optional<double> number = parseNumber(word);
        if (!number || *number < lowest || *number > highest)
            return std::nullopt;
        numbers.push_back(*number);
    }
    if (numbers.empty())
        return std::nullopt;
    return numbers;
}

} // namespace

ExperimentView::ExperimentView(QWidget* parent)
    : PlotPage(QStringLiteral("experimentView"),
               tr("Experiment: predicted against measured periods"), parent)
    , m_plot(addPlot(QStringLiteral("experimentPlot"), 3))
    , m_residualPlot(addPlot(QStringLiteral("residualPlot"), 2))
    , m_identity(m_plot->addGraph())
    , m_measured(m_plot->addGraph())
    , m_missing(m_plot->addGraph())
    , m_residuals(m_residualPlot->addGraph())
    , m_zero(m_residualPlot->addGraph())
    , m_mark(m_plot->addGraph())
    , m_slots(makeList("experimentSlots", tr("slots"),
                       tr("The slots that the head's dominant pair is moved to, as in 2, 3, 5"),
                       kSlotsWidth))
    , m_bases(makeList("experimentBases", tr("bases"),
                       tr("The RoPE bases under which it is moved, as in 1e4, 1e6"), kBasesWidth))
    , m_all(new QCheckBox(tr("all heads")))
    , m_run(new QPushButton(tr("Measure")))
    , m_export(new QPushButton(tr("CSV…")))
    , m_progress(new BusyBar)
{
    setUpCurvePlot(*m_plot, tr("predicted 2π/θ (tokens)"), tr("measured (tokens)"));
    setUpCurvePlot(*m_residualPlot, tr("predicted 2π/θ (tokens)"), tr("error (%)"));
    for (QCPAxis* const axis : { m_plot->xAxis, m_plot->yAxis, m_residualPlot->xAxis })
        axis->setScaleType(QCPAxis::stLogarithmic);
    m_plot->setToolTip(tr("A hollow point has no period in the lag profile. Click a point to see "
                          "its edit."));
    m_residualPlot->setToolTip(tr("How far the measured period is from the predicted one"));
    for (QCPGraph* const graph : { m_measured, m_missing, m_residuals, m_mark })
        graph->setLineStyle(QCPGraph::lsNone);
    m_all->setObjectName("experimentAllHeads");
    m_all->setToolTip(tr("The dominant pair of every head of this source, not of the one shown"));
    m_run->setObjectName("experimentRun");
    m_run->setToolTip(tr("Moves the pair and measures the period of each lag profile"));
    m_export->setObjectName("experimentExport");
    m_export->setToolTip(tr("The table as ropescope experiment writes it"));
    m_progress->setText(tr("Measuring…"));
    for (const auto& [text, list] :
         { std::pair { tr("Slots"), m_slots }, std::pair { tr("Bases"), m_bases } }) {
        auto* const label = new QLabel(text);
        label->setTextFormat(Qt::PlainText);
        label->setBuddy(list);
        label->setToolTip(list->toolTip());
        addControl(label);
        addControl(list);
    }
    for (QWidget* const control :
         std::initializer_list<QWidget*> { m_all, m_run, m_progress, m_export })
        addControl(control);
    giveReadoutALine();
    m_progress->hide();
    connect(m_run, &QPushButton::clicked, this, &ExperimentView::run);
    connect(m_export, &QPushButton::clicked, this, &ExperimentView::exportRequested);
    connect(m_progress, &BusyBar::cancelRequested, this, &ExperimentView::cancelRequested);
    for (QLineEdit* const list : { m_slots, m_bases }) {
        connect(list, &QLineEdit::textChanged, this, &ExperimentView::checkLists);
        connect(list, &QLineEdit::returnPressed, this, &ExperimentView::run);
    }
    setTheme(theme());
    setHead(0, 0.0, tr("No head is shown yet."));
    setRows({});
}

void ExperimentView::setHead(int pairCount, double modelBase, const QString& reason)
{
    const bool another = pairCount != m_pairCount || modelBase != m_modelBase;
    m_pairCount = pairCount;
    m_modelBase = modelBase;
    m_reason = reason;
    setPlaceholder(reason);
    if (another && pairCount > 0) {
        QStringList slotNames;
        for (const int slot : { 2, 3, 5 }) {
            if (slot < pairCount)
                slotNames << QString::number(slot);
        }
        std::vector<double> bases { 1e4, 1e5, 1e6 };
        if (std::ranges::find(bases, modelBase) == bases.end())
            bases.push_back(modelBase);
        QStringList baseNames;
        for (const double base : bases)
            baseNames << (shortBaseText(base).contains(',') ? QString::number(base, 'g', 9)
                                                            : shortBaseText(base));
        m_slots->setText(slotNames.join(QStringLiteral(", ")));
        m_bases->setText(baseNames.join(QStringLiteral(", ")));
    }
    checkLists();
}

std::optional<RelocationPlan> ExperimentView::plan() const
{
    const auto places = numbersIn(m_slots->text(), 0, m_pairCount - 1);
    const auto bases = numbersIn(m_bases->text(), kMinBase, kMaxBase);
    if (!m_reason.isEmpty() || !places || !bases)
        return std::nullopt;
    RelocationPlan plan { .targets = {}, .bases = *bases, .from = {} };
    for (const double place : *places) {
        if (place != std::floor(place))
            return std::nullopt;
        plan.targets.push_back(static_cast<int>(place));
    }
    return plan;
}

void ExperimentView::checkLists()
{
    const auto places = numbersIn(m_slots->text(), 0, m_pairCount - 1);
    const bool whole = places
        && std::ranges::all_of(*places, [](double place) { return place == std::floor(place); });
    setStyleFlag(m_slots, "invalid", !whole);
    setStyleFlag(m_bases, "invalid", !numbersIn(m_bases->text(), kMinBase, kMaxBase));
    m_run->setEnabled(!m_busy && plan().has_value());
}

void ExperimentView::run()
{
    const auto wanted = plan();
    if (wanted && !m_busy)
        emit runRequested(*wanted, m_all->isChecked());
}

void ExperimentView::setBusy(std::optional<double> progress)
{
    m_busy = progress.has_value();
    m_progress->setVisible(m_busy);
    m_run->setVisible(!m_busy);
    if (progress)
        m_progress->setProgress(*progress);
    checkLists();
}

void ExperimentView::setRows(std::vector<HeadRelocations> heads)
{
    m_heads = std::move(heads);
    m_points.clear();
    for (const HeadRelocations& head : m_heads) {
        for (const Relocation& row : head.rows)
            m_points.push_back({ head.id, row });
    }
    m_current = -1;
    m_export->setEnabled(!m_points.empty());
    showPoints();
    showCurrent();
}

void ExperimentView::showPoints()
{
    for (QCPGraph* const graph : { m_identity, m_measured, m_missing, m_residuals, m_zero })
        graph->data()->clear();
    double low = std::numeric_limits<double>::max();
    double high = 0.0;
    double widest = kLeastResidual;
    for (const Point& point : m_points) {
        const double predicted = point.row.predicted;
        if (!std::isfinite(predicted))
            continue;
        const double measured = point.row.measured ? point.row.measured->tokens : predicted;
        (point.row.measured ? m_measured : m_missing)->addData(predicted, measured);
        if (const auto error = point.row.relativeError()) {
            m_residuals->addData(predicted, 100.0 * *error);
            widest = std::max(widest, std::abs(100.0 * *error));
        }
        low = std::min({ low, predicted, measured });
        high = std::max({ high, predicted, measured });
    }
    if (high == 0.0) {
        low = 1.0;
        high = 100.0;
    }
    low /= 1.25;
    high *= 1.25;
    for (const double end : { low, high }) {
        m_identity->addData(end, end);
        m_zero->addData(end, 0.0);
    }
    for (QCPAxis* const axis : { m_plot->xAxis, m_plot->yAxis, m_residualPlot->xAxis }) {
        axis->setRange(low, high);
        setLogTicks(*axis, low, high);
    }
    m_residualPlot->yAxis->setRange(-1.1 * widest, 1.1 * widest);
    paintCurves();
}

void ExperimentView::paintCurves()
{
    using Style = QCPScatterStyle;
    const Style full(Style::ssDisc, QPen(theme().measured), QBrush(theme().measured), 7.0);
    m_identity->setPen(QPen(theme().predicted, 1.0, Qt::DashLine));
    m_zero->setPen(QPen(theme().predicted, 1.0, Qt::DashLine));
    m_measured->setScatterStyle(full);
    m_residuals->setScatterStyle(full);
    m_missing->setScatterStyle(
        Style(Style::ssCircle, QPen(theme().mutedText, 1.3), Qt::NoBrush, 8.0));
    m_mark->setScatterStyle(Style(Style::ssCircle, QPen(theme().text, 1.6), Qt::NoBrush, 13.0));
    for (QCustomPlot* const plot : { m_plot, m_residualPlot })
        replotSoon(*plot);
}

QPointF ExperimentView::pointAt(int row) const
{
    const Relocation& at = m_points[static_cast<std::size_t>(row)].row;
    return { m_plot->xAxis->coordToPixel(at.predicted),
             m_plot->yAxis->coordToPixel(at.measured ? at.measured->tokens : at.predicted) };
}

int ExperimentView::nearest(QCustomPlot* plot, const QPointF& position) const
{
    int best = -1;
    double least = kReach * kReach;
    for (int i = 0; i < static_cast<int>(m_points.size()); ++i) {
        const Relocation& row = m_points[static_cast<std::size_t>(i)].row;
        QPointF place = pointAt(i);
        if (plot == m_residualPlot) {
            if (!row.measured)
                continue;
            place = { plot->xAxis->coordToPixel(row.predicted),
                      plot->yAxis->coordToPixel(100.0 * *row.relativeError()) };
        }
        const QPointF way = place - position;
        const double distance = QPointF::dotProduct(way, way);
        if (distance < least) {
            least = distance;
            best = i;
        }
    }
    return best;
}

QString ExperimentView::describe(const Point& point) const
{
    const Relocation& row = point.row;
    QString text = tr("predicted %1").arg(wavelengthText(row.predicted));
    text += row.measured ? tr(" · measured %1 (%2 %)")
                               .arg(wavelengthText(row.measured->tokens))
                               .arg(fixedText(100.0 * *row.relativeError(), 2))
                         : tr(" · no period");
    return text
        + tr(" · L%1 H%2 pair %3 → %4, base %5, %6 of energy")
              .arg(point.id.layer.value)
              .arg(point.id.head.value)
              .arg(row.pair)
              .arg(row.slot)
              .arg(shortBaseText(row.base), shareText(row.share));
}

QString ExperimentView::summary() const
{
    if (m_points.empty())
        return tr("Moves the dominant pair: does its period follow 2π/θ?");
    const RelocationCount count = countRelocations(m_heads);
    return tr("%1 of %2 with a period, %3 within %4 % of 2π/θ")
        .arg(count.measured)
        .arg(count.all)
        .arg(count.agreeing)
        .arg(100.0 * kPeriodAgreement);
}

void ExperimentView::showCurrent()
{
    m_mark->data()->clear();
    if (m_current >= 0) {
        const Point& point = m_points[static_cast<std::size_t>(m_current)];
        m_mark->addData(point.row.predicted,
                        point.row.measured ? point.row.measured->tokens : point.row.predicted);
    }
    setReadout(m_current < 0 ? summary() : describe(m_points[static_cast<std::size_t>(m_current)]));
    replotSoon(*m_plot);
}

void ExperimentView::hover(QCustomPlot* plot, const QPointF& position)
{
    const int index = nearest(plot, position);
    if (index == m_current)
        return;
    m_current = index;
    showCurrent();
    if (index < 0)
        QToolTip::hideText();
    else // the line above may be too short for all of it
        QToolTip::showText(plot->mapToGlobal(position.toPoint()),
                           describe(m_points[static_cast<std::size_t>(index)])
                               .replace(QStringLiteral(" · "), QStringLiteral("\n")),
                           plot);
}

void ExperimentView::endHover()
{
    m_current = -1;
    showCurrent();
}

void ExperimentView::press(QCustomPlot* plot, const QPointF& position)
{
    choose(nearest(plot, position));
}

void ExperimentView::choose(int index)
{
    if (index < 0)
        return;
    const Point point = m_points[static_cast<std::size_t>(index)]; // the owner may answer with rows
    emit pointChosen(point.id, point.row);
}

void ExperimentView::keyPressEvent(QKeyEvent* event)
{
    const auto count = static_cast<int>(m_points.size());
    if (count > 0 && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        const int step = event->key() == Qt::Key_Right ? 1 : -1;
        m_current = m_current < 0 ? (step > 0 ? 0 : count - 1) : (m_current + step + count) % count;
        showCurrent();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        choose(m_current);
    } else {
        PlotPage::keyPressEvent(event);
    }
}

} // namespace ropescope
