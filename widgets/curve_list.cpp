// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/curve_list.h"

#include <algorithm>

#include <QPainter>
#include <QSignalBlocker>

#include "widgets/chart_text.h"
#include "widgets/curve_look.h"
#include "widgets/small_font.h"

namespace ropescope {

namespace {

constexpr QSize kSample { 30, 12 };

/// Names of curves are in the language of the window; this is the curve's own.
QString nameOf(const QListWidgetItem* item) { return item->data(Qt::UserRole).toString(); }

QPixmap sampleOf(const CurveLook& look, const Theme& theme, qreal ratio)
{
    QPixmap picture(kSample * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = look.on(theme.dark);
    const QPointF middle(kSample.width() / 2.0, kSample.height() / 2.0);
    painter.setPen(QPen(colour, 1.6, look.line, Qt::FlatCap));
    painter.drawLine(QPointF(0, middle.y()), QPointF(kSample.width(), middle.y()));
    painter.translate(middle);
    painter.setPen(QPen(colour, 1.2));
    painter.setBrush(look.isFilled ? colour : theme.window);
    painter.drawPath(look.marker);
    return picture;
}

} // namespace

CurveList::CurveList(QWidget* parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("curveList"));
    setAccessibleName(tr("Curves"));
    setToolTip(tr("Tick curves on and off; choose one for the map and the heads"));
    setFrameShape(QFrame::NoFrame);
    setIconSize(kSample);
    setUniformItemSizes(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    setFont(smallFont(font()));
    connect(this, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        const bool shown = item->checkState() == Qt::Checked;
        if (shown == isShown(nameOf(item)))
            return;
        if (shown)
            m_hidden.removeAll(nameOf(item));
        else
            m_hidden << nameOf(item);
        emit shownChanged();
    });
    connect(this, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item != nullptr)
            emit curveChosen(nameOf(item));
    });
}

void CurveList::setTheme(const Theme& theme)
{
    m_theme = theme;
    paintSamples();
}

void CurveList::setCurves(const std::vector<ChartCurve>& curves)
{
    const QSignalBlocker silent(this);
    const QString chosen = currentItem() != nullptr ? nameOf(currentItem()) : QString();
    m_curves = curves;
    clear();
    for (const ChartCurve& curve : curves) {
        auto* const item = new QListWidgetItem(chartText(curve.name), this);
        item->setData(Qt::UserRole, curve.name);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(isShown(curve.name) ? Qt::Checked : Qt::Unchecked);
    }
    paintSamples();
    setChosen(chosen);
}

void CurveList::setChosen(const QString& name)
{
    const QSignalBlocker silent(this);
    const auto found = std::ranges::find(m_curves, name, &ChartCurve::name);
    setCurrentRow(found == m_curves.end() ? -1 : static_cast<int>(found - m_curves.begin()));
}

void CurveList::paintSamples()
{
    const QSignalBlocker silent(this);
    for (int i = 0; i < count(); ++i) {
        const CurveLook look = curveLook(m_curves[static_cast<std::size_t>(i)].look);
        const QPixmap sample = sampleOf(look, m_theme, devicePixelRatioF());
        QIcon icon(sample);
        icon.addPixmap(sample, QIcon::Selected); // not tinted: its colour is what it is for
        item(i)->setIcon(icon);
    }
    viewport()->update();
}

} // namespace ropescope
