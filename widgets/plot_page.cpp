// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/plot_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QStackedLayout>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

#include "widgets/card.h"
#include "widgets/elided_label.h"
#include "widgets/plain_tip.h"
#include "widgets/plot_theme.h"
#include "widgets/qcp.h"

namespace ropescope {

PlotPage::PlotPage(const QString& objectName, const QString& accessibleName, QWidget* parent)
    : QWidget(parent)
    , m_readout(new ElidedLabel)
    , m_legend(makeLabel("legend", "muted"))
    , m_placeholder(makeLabel("placeholder", "muted"))
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setFocusPolicy(Qt::StrongFocus);
    setAutoFillBackground(true);
    m_readout->setObjectName(QStringLiteral("readout"));
    m_readout->setProperty("muted", true);
    m_legend->setTextFormat(Qt::RichText);
    m_placeholder->setAlignment(Qt::AlignCenter);
    m_placeholder->setWordWrap(true);
    // Words that are longer than their room must not widen the window.
    m_legend->setMinimumWidth(1);

    auto* const content = new QWidget;
    m_head = new QHBoxLayout;
    m_head->setContentsMargins(4, 2, 8, 0);
    m_head->setSpacing(10);
    m_head->addWidget(m_readout, 1);
    m_head->addWidget(m_legend);
    m_row = new QHBoxLayout;
    m_row->setSpacing(0);
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(2);
    m_column->addLayout(m_head);
    m_column->addLayout(m_row, 1);
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(content);
    m_stack->addWidget(m_placeholder);
}

void PlotPage::setTheme(const Theme& theme)
{
    m_theme = theme;
    QPalette behind = palette();
    behind.setColor(QPalette::Window, theme.window);
    setPalette(behind);
    for (QCustomPlot* const plot : m_plots)
        paintCurvePlot(*plot, theme, font());
    paintCurves();
}

void PlotPage::setPlaceholder(const QString& text)
{
    m_placeholder->setText(text);
    m_stack->setCurrentIndex(text.isEmpty() ? 0 : 1);
    if (!text.isEmpty())
        setAccessibleDescription(text);
}

QString PlotPage::placeholder() const { return m_placeholder->text(); }

QString PlotPage::readout() const { return m_readout->text(); }

QString PlotPage::legendText() const
{
    return QTextDocumentFragment::fromHtml(m_legend->text()).toPlainText();
}

QCustomPlot* PlotPage::addPlot(const QString& objectName, int stretch)
{
    auto* const plot = new QCustomPlot;
    plot->setObjectName(objectName);
    plot->setMinimumSize(120, 90); // its own hint grows with margins that are set by hand
    plot->installEventFilter(this);
    m_plots << plot;
    m_row->addWidget(plot, stretch);
    return plot;
}

void PlotPage::addView(QWidget* view, int stretch) { m_row->addWidget(view, stretch); }

void PlotPage::addControl(QWidget* control) { m_head->insertWidget(m_head->count() - 1, control); }

void PlotPage::setReadout(const QString& text)
{
    m_readout->setText(text);
    m_readout->setToolTip(plainTip(text)); // it may name a token
}

void PlotPage::giveReadoutALine()
{
    m_head->removeWidget(m_readout);
    m_head->addStretch(1);
    m_readout->setContentsMargins(4, 0, 8, 0);
    m_column->insertWidget(1, m_readout);
}

void PlotPage::setLegend(const QList<QPair<QColor, QString>>& entries, const QString& tip)
{
    QStringList parts;
    for (const auto& [colour, text] : entries) {
        parts << (colour.isValid() ? QStringLiteral("<span style='color:%1'>—&nbsp;%2</span>")
                                         .arg(colour.name(), text.toHtmlEscaped())
                                   : text.toHtmlEscaped());
    }
    m_legend->setText(parts.join(QStringLiteral("&nbsp;&nbsp;&nbsp;")));
    m_legend->setToolTip(plainTip(tip));
    setAccessibleDescription(legendText());
}

void PlotPage::hover(QCustomPlot* /*plot*/, const QPointF& /*position*/) { }
void PlotPage::press(QCustomPlot* /*plot*/, const QPointF& /*position*/) { }
void PlotPage::endHover() { }

bool PlotPage::eventFilter(QObject* object, QEvent* event)
{
    auto* const plot = qobject_cast<QCustomPlot*>(object);
    if (plot != nullptr && event->type() == QEvent::MouseMove)
        hover(plot, static_cast<QMouseEvent*>(event)->position());
    if (plot != nullptr && event->type() == QEvent::MouseButtonPress) {
        setFocus(Qt::MouseFocusReason);
        press(plot, static_cast<QMouseEvent*>(event)->position());
    }
    if (plot != nullptr && event->type() == QEvent::Leave)
        endHover();
    return QWidget::eventFilter(object, event);
}

void PlotPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setTheme(m_theme);
}

} // namespace ropescope
