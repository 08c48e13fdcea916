// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/compression_view.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "widgets/card.h"
#include "widgets/chart_text.h"
#include "widgets/curve_list.h"
#include "widgets/popup_width.h"
#include "widgets/score_legend.h"
#include "widgets/score_map.h"

namespace ropescope {

namespace {

constexpr int kLossesWidth = 24; ///< characters
constexpr const char* kColours = "magma";

} // namespace

CompressionView::CompressionView(QWidget* parent)
    : ChartPage(QStringLiteral("compressionView"), tr("Compressing the key-value cache"), parent)
    , m_measure(new QComboBox)
    , m_budget(new QComboBox)
    , m_marks(new QCheckBox(tr("on the map")))
    , m_side(new QWidget)
    , m_losses(new ScoreMap)
    , m_legend(new ScoreLegend)
{
    m_measure->setObjectName("cacheMeasure");
    m_measure->setAccessibleName(tr("What the curves show"));
    m_measure->setToolTip(tr("What the curves show"));
    m_budget->setObjectName("cacheBudget");
    m_budget->setAccessibleName(tr("Budget"));
    m_budget->setToolTip(tr("Entries a layer and key head on average, for the map and the heads"));
    m_marks->setObjectName("cacheMarks");
    m_marks->setToolTip(tr("Dim the keys on the map that the chosen method drops, and show beside "
                           "it what each query loses"));
    addControl(m_measure);
    addControl(m_budget);
    addControl(m_marks);
    addButtons(tr("Measure"), tr("Compresses the cache by every method and budget"));
    addLegend(nullptr);

    auto* const title = makeLabel("lossesTitle", "note");
    title->setText(tr("attention lost, layers × heads"));
    m_losses->setColourMap(findColourMap(kColours));
    m_legend->setColourMap(findColourMap(kColours));
    m_side->setFixedWidth(fontMetrics().averageCharWidth() * kLossesWidth);
    auto* const column = new QVBoxLayout(m_side);
    column->setContentsMargins(8, 0, 8, 4);
    column->setSpacing(2);
    column->addWidget(title);
    column->addWidget(m_losses, 1);
    column->addWidget(m_legend);
    addView(m_side, 0);

    connect(m_measure, &QComboBox::currentIndexChanged, this, &CompressionView::showMeasure);
    connect(m_budget, &QComboBox::currentTextChanged, this, [this](const QString& text) {
        if (!text.isEmpty())
            emit pointChosen(markedCurve(), text.toInt());
    });
    connect(list(), &CurveList::curveChosen, this, [this](const QString& name) {
        emit pointChosen(name, m_budget->currentText().toInt());
    });
    connect(m_marks, &QCheckBox::toggled, this, &CompressionView::marksToggled);
    connect(m_losses, &ScoreMap::headPicked, this, &CompressionView::headPicked);
    setCharts({});
    setTheme(theme());
}

void CompressionView::setCharts(std::vector<CurveChart> charts)
{
    m_charts = std::move(charts);
    {
        const QSignalBlocker silent(m_measure);
        const QString shown = m_measure->currentText();
        m_measure->clear();
        for (const CurveChart& chart : m_charts)
            m_measure->addItem(chartText(chart.title));
        m_measure->setCurrentIndex(std::max(0, m_measure->findText(shown)));
        letPopupBeWide(m_measure);
    }
    {
        const QSignalBlocker silent(m_budget);
        const QString shown = m_budget->currentText();
        m_budget->clear();
        if (!m_charts.empty()) {
            for (const double budget : m_charts.front().xTicks)
                m_budget->addItem(QString::number(budget));
        }
        m_budget->setCurrentIndex(std::max(0, m_budget->findText(shown)));
    }
    for (QWidget* const control : std::initializer_list<QWidget*> { m_measure, m_budget, m_marks })
        control->setVisible(!m_charts.empty());
    m_side->setVisible(!m_charts.empty());
    showMeasure();
}

void CompressionView::showMeasure()
{
    const int index = m_measure->currentIndex();
    setChart(index < 0 ? CurveChart {} : m_charts[static_cast<std::size_t>(index)]);
}

void CompressionView::setChosen(const QString& curve, int budget)
{
    const QSignalBlocker silent(m_budget);
    m_budget->setCurrentIndex(m_budget->findText(QString::number(budget)));
    setMark(curve, budget);
    setSummary(curve.isEmpty() ? QString()
                               : tr("%1 keeps %2 entries a layer and key head on average; click a "
                                    "point to choose another")
                                     .arg(curve)
                                     .arg(budget));
}

void CompressionView::setLosses(int layers, int heads, std::vector<double> losses)
{
    m_losses->setScores(layers, heads, std::move(losses), tr("attention lost"));
    m_legend->setRange(m_losses->range(), tr("not measured"));
}

void CompressionView::setSelected(HeadId id) { m_losses->setSelected(id); }

void CompressionView::setMarksShown(bool shown)
{
    const QSignalBlocker silent(m_marks);
    m_marks->setChecked(shown);
}

void CompressionView::paintCurves()
{
    ChartPage::paintCurves();
    m_losses->setTheme(theme());
    m_legend->setTheme(theme());
}

} // namespace ropescope
