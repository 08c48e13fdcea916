// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QScrollArea>

namespace ropescope {

/// A column at the side of the window that may be higher than the window: it scrolls upright only,
/// so it is never narrower than what is in it, also when the type grows.
class SideScroll : public QScrollArea {
    Q_OBJECT

public:
    explicit SideScroll(QWidget* content, QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
};

} // namespace ropescope
