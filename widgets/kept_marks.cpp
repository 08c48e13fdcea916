// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/kept_marks.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QImage>
#include <QPainter>

namespace ropescope {

namespace {

constexpr double kDim = 0.76; ///< of what is gone
constexpr double kBarRoom = 2.0;

/// The mean of `values` over the tokens that pixel `pixel` of `pixels` covers; tokens beyond the
/// end count as `beyond`.
template <class Values>
double meanUnder(const Values& values, const CellSpan& span, int pixel, int pixels, double beyond)
{
    const double begin = span.begin + span.size() * pixel / pixels;
    const double end = span.begin + span.size() * (pixel + 1) / pixels;
    const int first = static_cast<int>(std::floor(begin));
    const int last = std::max(first + 1, static_cast<int>(std::ceil(end - 1e-9)));
    double sum = 0.0;
    for (int token = first; token < last; ++token) {
        const auto at = static_cast<std::size_t>(token);
        sum += token >= 0 && at < values.size() ? static_cast<double>(values[at]) : beyond;
    }
    return sum / (last - first);
}

/// A row of pixels, one for each column of the map.
QImage keptRow(const KeptMarks& marks, const CellMapping& mapping, const QColor& colour,
               bool paintsKept)
{
    const int pixels = std::max(1, static_cast<int>(std::lround(mapping.area().width())));
    QImage row(pixels, 1, QImage::Format_ARGB32_Premultiplied);
    for (int x = 0; x < pixels; ++x) {
        const double kept = meanUnder(marks.isKept, mapping.columns(), x, pixels, 1.0);
        QColor shade = colour;
        shade.setAlphaF(static_cast<float>(paintsKept ? kept : kDim * (1.0 - kept)));
        row.setPixelColor(x, 0, shade);
    }
    return row;
}

void paintPromptEnd(QPainter& painter, const KeptMarks& marks, const CellMapping& mapping,
                    const Theme& theme)
{
    const QRectF area = mapping.area();
    const QPointF corner = mapping.pixelAt(marks.promptTokens, marks.promptTokens);
    if (corner.y() <= area.top() || corner.y() >= area.bottom())
        return;
    painter.setPen(QPen(theme.predicted, 1.0, Qt::DashLine));
    painter.drawLine(QPointF(area.left(), corner.y()), QPointF(area.right(), corner.y()));
    const QString text = QCoreApplication::translate("KeptMarks", "prompt ends");
    const QFontMetricsF metrics(painter.font());
    if (metrics.horizontalAdvance(text) + 12.0 > area.right() - corner.x())
        return;
    painter.setPen(theme.predicted);
    painter.drawText(QRectF(corner.x(), corner.y() - metrics.height() - 2.0,
                            area.right() - corner.x() - 6.0, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, text);
}

void paintLost(QPainter& painter, const KeptMarks& marks, const CellMapping& mapping,
               const Theme& theme)
{
    const QRectF area = mapping.area();
    const auto pixels = static_cast<int>(std::lround(area.height()));
    const QRectF strip(area.right() + kBarRoom, area.top(), kLostStrip - kBarRoom, area.height());
    painter.fillRect(strip, mixed(theme.window, theme.border, 0.5));
    const QColor pale = mixed(theme.window, theme.predicted, 0.45);
    const bool measuresAll = marks.promptTokens >= static_cast<int>(marks.lost.size());
    for (int y = 0; y < pixels; ++y) {
        const double lost = meanUnder(marks.lost, mapping.rows(), y, pixels, 0.0);
        const double row = mapping.rows().begin + mapping.rows().size() * (y + 0.5) / pixels;
        painter.fillRect(QRectF(strip.left(), strip.top() + y, strip.width() * lost, 1.0),
                         row >= marks.promptTokens || measuresAll ? theme.predicted : pale);
    }
}

} // namespace

int KeptMarks::keptCount() const
{
    return static_cast<int>(std::count(isKept.begin(), isKept.end(), true));
}

double KeptMarks::meanLost() const
{
    const auto first = promptTokens < static_cast<int>(lost.size()) ? promptTokens : 0;
    double sum = 0.0;
    for (auto at = static_cast<std::size_t>(first); at < lost.size(); ++at)
        sum += lost[at];
    return lost.empty() ? 0.0
                        : sum / static_cast<double>(lost.size() - static_cast<std::size_t>(first));
}

void paintKeptMarks(QPainter& painter, const KeptMarks& marks, const CellMapping& mapping,
                    const Theme& theme)
{
    const QRectF area = mapping.area();
    painter.save();
    painter.setClipRect(area);
    painter.drawImage(area, keptRow(marks, mapping, theme.window, false));
    paintPromptEnd(painter, marks, mapping, theme);
    painter.restore();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawImage(QRectF(area.left(), area.top() - kKeptStrip - 1.0, area.width(), kKeptStrip),
                      keptRow(marks, mapping, theme.measured, true));
    paintLost(painter, marks, mapping, theme);
    painter.restore();
}

} // namespace ropescope
