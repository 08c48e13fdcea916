// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/curve_look.h"

#include <array>

#include <QPolygonF>

namespace ropescope {

namespace {

constexpr double kReach = 3.0;

enum class Shape { Disc, Square, Diamond, Up, Down, Cross };

struct Row {
    const char* onDark;
    const char* onLight;
    Qt::PenStyle line;
    Shape shape;
    bool isFilled;
};

constexpr std::array<Row, kCurveLooks> kRows { {
    { "#b8bec6", "#5f6670", Qt::SolidLine, Shape::Disc, true },
    { "#b8bec6", "#5f6670", Qt::DashLine, Shape::Disc, false },
    { "#e69f00", "#b87700", Qt::SolidLine, Shape::Square, true },
    { "#2fbf8f", "#00805d", Qt::SolidLine, Shape::Up, true },
    { "#2fbf8f", "#00805d", Qt::DashLine, Shape::Up, false },
    { "#56b4e9", "#0072b2", Qt::SolidLine, Shape::Diamond, true },
    { "#e08fbb", "#a8447c", Qt::SolidLine, Shape::Down, true },
    { "#ff7a45", "#c94b00", Qt::SolidLine, Shape::Cross, true },
    { "#ff7a45", "#c94b00", Qt::DashLine, Shape::Square, false },
    { "#f0e442", "#7d7400", Qt::DashDotLine, Shape::Diamond, false },
} };

QPainterPath path(Shape shape)
{
    QPainterPath result;
    const auto polygon = [&](std::initializer_list<QPointF> corners) {
        result.addPolygon(QPolygonF(QList<QPointF>(corners)));
        result.closeSubpath();
    };
    constexpr double kSide = 0.85 * kReach; // squares look larger than they are
    switch (shape) {
    case Shape::Disc:
        result.addEllipse(QPointF(0, 0), 0.95 * kReach, 0.95 * kReach);
        break;
    case Shape::Square:
        result.addRect(-kSide, -kSide, 2 * kSide, 2 * kSide);
        break;
    case Shape::Diamond:
        polygon({ { 0, -kReach }, { kReach, 0 }, { 0, kReach }, { -kReach, 0 } });
        break;
    case Shape::Up:
        polygon({ { 0, -kReach }, { kReach, kSide }, { -kReach, kSide } });
        break;
    case Shape::Down:
        polygon({ { 0, kReach }, { kReach, -kSide }, { -kReach, -kSide } });
        break;
    case Shape::Cross:
        result.moveTo(-kSide, -kSide);
        result.lineTo(kSide, kSide);
        result.moveTo(-kSide, kSide);
        result.lineTo(kSide, -kSide);
        break;
    }
    return result;
}

} // namespace

CurveLook curveLook(int index)
{
    const Row& row
        = kRows[static_cast<std::size_t>(((index % kCurveLooks) + kCurveLooks) % kCurveLooks)];
    return { QColor(row.onDark), QColor(row.onLight), row.line, path(row.shape), row.isFilled };
}

} // namespace ropescope
