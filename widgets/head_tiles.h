// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QImage>
#include <QString>
#include <QWidget>

#include "core/base/ids.h"

class QHBoxLayout;
class QToolButton;

namespace ropescope {

/// One head as a small picture.
struct HeadTile {
    HeadId id;
    QString text; ///< one or two lines below the picture
    QString tip;
};

/// A row of heads as small maps with a few words below each; a click, or Space on the one in focus,
/// picks. Left and Right go from tile to tile.
class HeadTiles : public QWidget {
    Q_OBJECT

public:
    /// side  of a picture in logical pixels
    explicit HeadTiles(int side, QWidget* parent = nullptr);

    /// Pictures of heads that stay are kept. Emits nothing.
    void setTiles(const std::vector<HeadTile>& tiles);
    [[nodiscard]] const std::vector<HeadTile>& tiles() const { return m_tiles; }
    /// Of a head that has no tile it is ignored.
    void setPicture(HeadId id, const QImage& image);

signals:
    void headPicked(ropescope::HeadId id);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    QToolButton* makeButton();

    int m_side;
    std::vector<HeadTile> m_tiles;
    std::vector<QToolButton*> m_buttons; ///< at least one a tile; the others are hidden
    QHBoxLayout* m_row;
};

} // namespace ropescope
