// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dock_places.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include <QDockWidget>
#include <QGuiApplication>
#include <QMainWindow>
#include <QScreen>

namespace ropescope {

namespace {

using Side = DockPlace::Side;

constexpr std::pair<Side, Qt::DockWidgetArea> kAreas[] = {
    { Side::Left, Qt::LeftDockWidgetArea },
    { Side::Right, Qt::RightDockWidgetArea },
    { Side::Top, Qt::TopDockWidgetArea },
    { Side::Bottom, Qt::BottomDockWidgetArea },
};

Side sideOf(Qt::DockWidgetArea wanted)
{
    for (const auto& [side, area] : kAreas) {
        if (area == wanted)
            return side;
    }
    return Side::Left;
}

Qt::DockWidgetArea areaOf(Side wanted)
{
    for (const auto& [side, area] : kAreas) {
        if (side == wanted)
            return area;
    }
    return Qt::LeftDockWidgetArea; // one that floats goes there when it is put back
}

/// A dock and where it is to be.
struct Placed {
    QDockWidget* dock = nullptr;
    QRect rect;
};

int firstPixel(const QRect& rect, Qt::Orientation along)
{
    return along == Qt::Horizontal ? rect.left() : rect.top();
}

int lastPixel(const QRect& rect, Qt::Orientation along)
{
    return along == Qt::Horizontal ? rect.right() : rect.bottom();
}

Qt::Orientation across(Qt::Orientation along)
{
    return along == Qt::Horizontal ? Qt::Vertical : Qt::Horizontal;
}

/// The docks in groups one after another along a direction, cut wherever no dock is in the way.
/// Each begins with the one in its corner if all of them did.
std::vector<std::vector<Placed>> inGroups(std::vector<Placed> docks, Qt::Orientation along)
{
    std::stable_sort(docks.begin(), docks.end(), [along](const Placed& a, const Placed& b) {
        return firstPixel(a.rect, along) < firstPixel(b.rect, along);
    });
    std::vector<std::vector<Placed>> groups;
    int reached = std::numeric_limits<int>::min();
    for (const Placed& placed : docks) {
        if (firstPixel(placed.rect, along) > reached)
            groups.emplace_back();
        groups.back().push_back(placed);
        reached = std::max(reached, lastPixel(placed.rect, along));
    }
    return groups;
}

/// Shares out the room of the first dock, the one in the corner, which alone is in the window
/// already: docks in QMainWindow are split along one direction and then, within a part, across it.
void shareRoom(QMainWindow& window, const std::vector<Placed>& docks, Qt::Orientation along)
{
    std::vector<std::vector<Placed>> groups = inGroups(docks, along);
    if (groups.size() == 1) {
        along = across(along);
        groups = inGroups(docks, along);
    }
    if (groups.size() == 1) { // they overlap, which no window says of itself
        for (std::size_t i = 1; i < docks.size(); ++i)
            window.splitDockWidget(docks[i - 1].dock, docks[i].dock, along);
        return;
    }
    for (std::size_t i = 1; i < groups.size(); ++i)
        window.splitDockWidget(groups[i - 1].front().dock, groups[i].front().dock, along);
    for (const std::vector<Placed>& group : groups)
        shareRoom(window, group, across(along));
}

void placeSide(QMainWindow& window, Qt::DockWidgetArea area, std::vector<Placed> docks)
{
    if (docks.empty())
        return;
    const bool upright = area == Qt::LeftDockWidgetArea || area == Qt::RightDockWidgetArea;
    const Qt::Orientation along = upright ? Qt::Vertical : Qt::Horizontal;
    std::stable_sort(docks.begin(), docks.end(), [](const Placed& a, const Placed& b) {
        return std::pair(a.rect.top(), a.rect.left()) < std::pair(b.rect.top(), b.rect.left());
    });
    window.addDockWidget(area, docks.front().dock);
    shareRoom(window, docks, along);
}

void floatAt(QDockWidget& dock, QRect rect)
{
    dock.setFloating(true);
    const QScreen* const there = QGuiApplication::screenAt(rect.center());
    const QRect screen = (there != nullptr ? there : dock.screen())->availableGeometry();
    rect.setSize(rect.size().boundedTo(screen.size()).expandedTo(dock.minimumSizeHint()));
    rect.moveLeft(std::clamp(rect.left(), screen.left(),
                             std::max(screen.left(), screen.right() - rect.width())));
    rect.moveTop(std::clamp(rect.top(), screen.top(),
                            std::max(screen.top(), screen.bottom() - rect.height())));
    dock.setGeometry(rect);
}

/// Of a dock that is a tab: the dock that is shown there. Qt keeps the others outside of the
/// window.
QDockWidget* shownInstead(const QMainWindow& window, QDockWidget* tab)
{
    const auto isInside = [&window](const QDockWidget* dock) {
        return !dock->isHidden() && window.rect().intersects(dock->geometry());
    };
    if (tab->isHidden() || tab->isFloating() || isInside(tab))
        return nullptr;
    const QList<QDockWidget*> tabs = window.tabifiedDockWidgets(tab);
    const auto found = std::find_if(tabs.begin(), tabs.end(), isInside);
    return found != tabs.end() ? *found : nullptr;
}

/// A dock and the place that it is to take.
struct Wanted {
    QDockWidget* dock = nullptr;
    DockPlace place;

    [[nodiscard]] QRect rect() const { return { place.x, place.y, place.width, place.height }; }
    [[nodiscard]] bool isDocked() const { return !place.hidden && place.side != Side::Floating; }
};

using WantedDocks = std::vector<Wanted>;

/// The one that is to be shown instead of this one; the end if it is shown itself.
WantedDocks::const_iterator frontOf(const WantedDocks& docks, const Wanted& tab)
{
    return std::find_if(docks.begin(), docks.end(), [&tab](const Wanted& other) {
        return other.isDocked() && other.place.behind.empty()
            && other.place.dock == tab.place.behind;
    });
}

WantedDocks wantedDocks(const QList<QDockWidget*>& docks, const std::vector<DockPlace>& places)
{
    WantedDocks wanted;
    for (QDockWidget* const dock : docks) {
        const auto place = std::find_if(places.begin(), places.end(), [dock](const DockPlace& one) {
            return one.dock == dock->objectName().toStdString();
        });
        if (place != places.end())
            wanted.push_back({ dock, *place });
    }
    return wanted;
}

void resizeAll(QMainWindow& window, const QList<Placed>& placed)
{
    QList<QDockWidget*> docks;
    QList<int> widths;
    QList<int> heights;
    for (const Placed& one : placed) {
        docks << one.dock;
        widths << std::max(1, one.rect.width());
        heights << std::max(1, one.rect.height());
    }
    window.resizeDocks(docks, widths, Qt::Horizontal);
    window.resizeDocks(docks, heights, Qt::Vertical);
}

} // namespace

std::vector<DockPlace> dockPlaces(const QMainWindow& window, const QList<QDockWidget*>& docks)
{
    std::vector<DockPlace> places;
    for (QDockWidget* const dock : docks) {
        QDockWidget* const front = shownInstead(window, dock);
        const QRect rect = (front != nullptr ? front : dock)->geometry();
        places.push_back(
            { .dock = dock->objectName().toStdString(),
              .side = dock->isFloating() ? Side::Floating : sideOf(window.dockWidgetArea(dock)),
              .hidden = dock->isHidden(),
              .behind = front != nullptr ? front->objectName().toStdString() : std::string(),
              .x = rect.x(),
              .y = rect.y(),
              .width = rect.width(),
              .height = rect.height() });
    }
    return places;
}

void placeDocks(QMainWindow& window, const QList<QDockWidget*>& docks,
                const std::vector<DockPlace>& places)
{
    const WantedDocks wanted = wantedDocks(docks, places);
    for (const Wanted& one : wanted) {
        one.dock->setFloating(false);
        window.removeDockWidget(one.dock);
    }
    QList<Placed> shown;
    for (const auto& [side, area] : kAreas) {
        std::vector<Placed> here;
        for (const Wanted& one : wanted) {
            if (one.isDocked() && one.place.side == side && frontOf(wanted, one) == wanted.end())
                here.push_back({ one.dock, one.rect() });
        }
        placeSide(window, area, here);
        std::copy(here.begin(), here.end(), std::back_inserter(shown));
    }
    for (const Wanted& one : wanted) {
        if (const auto front = frontOf(wanted, one); one.isDocked() && front != wanted.end())
            window.tabifyDockWidget(front->dock, one.dock);
        else if (!one.isDocked())
            window.addDockWidget(areaOf(one.place.side), one.dock);
        one.dock->setVisible(!one.place.hidden);
        if (one.place.side == Side::Floating)
            floatAt(*one.dock, one.rect());
    }
    for (const Placed& one : shown)
        one.dock->raise();
    resizeAll(window, shown);
}

} // namespace ropescope
