// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/content_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/busy_bar.h"
#include "widgets/card.h"
#include "widgets/content_grid.h"

namespace ropescope {

namespace {

QString rank(const QString& name, const std::optional<double>& value)
{
    return value ? QStringLiteral("%1 %2").arg(name).arg(*value, 0, 'f', 2)
                 : QStringLiteral("%1 –").arg(name);
}

} // namespace

ContentView::ContentView(QWidget* parent)
    : QWidget(parent)
    , m_reading(makeLabel("contentReading", "strong"))
    , m_ranks(makeLabel("contentRanks", "muted"))
    , m_key(makeLabel("contentKey", "muted"))
    , m_grid(new ContentGrid)
    , m_run(new QPushButton(tr("Compare with random tokens")))
    , m_progress(new BusyBar)
{
    setObjectName("contentView");
    setAccessibleName(tr("Content or position?"));
    setAutoFillBackground(true);
    m_run->setObjectName("contentRun");
    m_run->setToolTip(tr("Runs the model on as many random tokens, and labels all heads of both "
                         "runs: patterns that stay are made by position, not by content"));
    m_ranks->setToolTip(tr("Spearman's rank correlation over heads of each pattern's score, on the "
                           "text against on random tokens; 1: the heads rank alike"));
    m_key->setText(
        tr("A re-access · D diagonal (sequential) · P periodic · S seasonal · a dot: none · "
           "filled: stays on random tokens"));
    for (QLabel* const label : { m_reading, m_ranks, m_key })
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_progress->setText(tr("Comparing…"));
    m_progress->hide();
    auto* const head = new QHBoxLayout;
    head->addWidget(m_reading, 1);
    head->addWidget(m_progress);
    head->addWidget(m_run);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 4);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_ranks);
    column->addWidget(m_grid, 1);
    column->addWidget(m_key);
    connect(m_run, &QPushButton::clicked, this, &ContentView::runRequested);
    connect(m_progress, &BusyBar::cancelRequested, this, &ContentView::cancelRequested);
    connect(m_grid, &ContentGrid::headPicked, this, &ContentView::headPicked);
    setTheme(Theme::darkTheme());
    setReason(tr("Open a model to compare."));
}

void ContentView::setTheme(const Theme& theme)
{
    QPalette behind = palette();
    behind.setColor(QPalette::Window, theme.window);
    setPalette(behind);
    m_grid->setTheme(theme);
}

void ContentView::setReason(const QString& reason)
{
    m_reason = reason;
    m_reading->setText(reason.isEmpty() ? tr("Which patterns stay when the tokens are random?")
                                        : reason);
    m_ranks->clear();
    m_grid->setComparison({});
    m_key->hide();
    m_run->setEnabled(reason.isEmpty());
}

void ContentView::setComparison(const ContentComparison& comparison)
{
    m_reading->setText(tr("%1 of %2 heads with a pattern keep it on random tokens")
                           .arg(comparison.kept())
                           .arg(comparison.withPattern()));
    m_ranks->setText(tr("Same ranking of heads (Spearman): ")
                     + QStringList { rank(tr("re-access"), comparison.reAccess),
                                     rank(tr("sequential"), comparison.sequential),
                                     rank(tr("periodic"), comparison.periodic),
                                     rank(tr("seasonal"), comparison.seasonal) }
                           .join(QStringLiteral(" · ")));
    m_grid->setComparison(comparison);
    m_key->show();
}

void ContentView::setBusy(std::optional<double> progress)
{
    m_progress->setVisible(progress.has_value());
    m_run->setVisible(!progress);
    if (progress)
        m_progress->setProgress(*progress);
}

QString ContentView::reading() const { return m_reading->text(); }

} // namespace ropescope
