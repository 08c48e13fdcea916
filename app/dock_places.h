// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

class QDockWidget;
class QMainWindow;
template <typename T> class QList;

namespace ropescope {

/// Where one dock is. QMainWindow::saveState says the same, but its bytes may only be trusted where
/// the program itself has kept them: QMainWindow::restoreState writes wherever they tell it to.
struct DockPlace {
    enum class Side { Left, Right, Top, Bottom, Floating };

    std::string dock; ///< objectName
    Side side = Side::Left;
    bool hidden = false;
    std::string behind; ///< the dock in front of it, whose tab it is; empty: none is
    int x = 0;          ///< in pixels of the window, or of the screen when it floats
    int y = 0;
    int width = 0;
    int height = 0;

    bool operator==(const DockPlace&) const = default;
};

/// Of these docks of a window that is shown.
[[nodiscard]] std::vector<DockPlace> dockPlaces(const QMainWindow& window,
                                                const QList<QDockWidget*>& docks);

/// Puts each of these docks where it is said to be, sized as far as the window lets it; places of
/// other docks are passed over, docks without a place stay on their side.
void placeDocks(QMainWindow& window, const QList<QDockWidget*>& docks,
                const std::vector<DockPlace>& places);

} // namespace ropescope
