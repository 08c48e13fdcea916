// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/replot.h"

#include <QEvent>

#include "widgets/qcp.h"

namespace ropescope {

namespace {

/// Lives with the plot, until it is shown.
class AwaitsShow final : public QObject {
public:
    explicit AwaitsShow(QCustomPlot* plot)
        : QObject(plot)
        , m_plot(plot)
    {
        setObjectName(name());
        plot->installEventFilter(this);
    }

    [[nodiscard]] static QString name() { return QStringLiteral("awaitsShow"); }

protected:
    bool eventFilter(QObject* object, QEvent* event) override
    {
        if (event->type() == QEvent::Show && !objectName().isEmpty()) {
            setObjectName({}); // it is done
            deleteLater();
            m_plot->replot(QCustomPlot::rpQueuedReplot);
        }
        return QObject::eventFilter(object, event);
    }

private:
    QCustomPlot* m_plot;
};

} // namespace

void replotSoon(QCustomPlot& plot)
{
    if (plot.isVisible() || !plot.window()->isVisible())
        plot.replot(QCustomPlot::rpQueuedReplot);
    else if (plot.findChild<QObject*>(AwaitsShow::name(), Qt::FindDirectChildrenOnly) == nullptr)
        new AwaitsShow(&plot);
}

} // namespace ropescope
