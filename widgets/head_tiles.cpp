// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/head_tiles.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

#include "widgets/small_font.h"

namespace ropescope {

HeadTiles::HeadTiles(int side, QWidget* parent)
    : QWidget(parent)
    , m_side(side)
    , m_row(new QHBoxLayout(this))
{
    setObjectName("headTiles");
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(4);
    m_row->addStretch(1);
}

QToolButton* HeadTiles::makeButton()
{
    auto* const button = new QToolButton(this);
    const auto index = m_buttons.size();
    button->setObjectName(QStringLiteral("tile%1").arg(index));
    button->setProperty("tile", true);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize({ m_side, m_side });
    button->setFont(smallFont(font()));
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Preferred,
                          QSizePolicy::Fixed); // a low picture shows nothing
    button->installEventFilter(this);
    connect(button, &QToolButton::clicked, this, [this, index] {
        if (index < m_tiles.size())
            emit headPicked(m_tiles[index].id);
    });
    m_row->insertWidget(static_cast<int>(index), button);
    m_buttons.push_back(button);
    return button;
}

void HeadTiles::setTiles(const std::vector<HeadTile>& tiles)
{
    std::vector<QIcon> pictures(tiles.size());
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const auto before = std::ranges::find(m_tiles, tiles[i].id, &HeadTile::id);
        if (before != m_tiles.end())
            pictures[i] = m_buttons[static_cast<std::size_t>(before - m_tiles.begin())]->icon();
    }
    m_tiles = tiles;
    while (m_buttons.size() < m_tiles.size())
        makeButton();
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setVisible(i < m_tiles.size());
        if (i >= m_tiles.size())
            continue;
        m_buttons[i]->setText(m_tiles[i].text);
        m_buttons[i]->setToolTip(m_tiles[i].tip);
        m_buttons[i]->setAccessibleName(m_tiles[i].tip);
        m_buttons[i]->setIcon(pictures[i]);
    }
}

void HeadTiles::setPicture(HeadId id, const QImage& image)
{
    const auto tile = std::ranges::find(m_tiles, id, &HeadTile::id);
    if (tile == m_tiles.end())
        return;
    const double pixels = m_side * devicePixelRatioF();
    QPixmap picture = QPixmap::fromImage(image.scaled(
        QSize(qRound(pixels), qRound(pixels)), Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    picture.setDevicePixelRatio(devicePixelRatioF());
    m_buttons[static_cast<std::size_t>(tile - m_tiles.begin())]->setIcon(picture);
}

bool HeadTiles::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int step = key == Qt::Key_Right ? 1 : key == Qt::Key_Left ? -1 : 0;
    const auto at = std::ranges::find(m_buttons, object);
    if (step == 0 || at == m_buttons.end())
        return QWidget::eventFilter(object, event);
    const auto next = (at - m_buttons.begin()) + step;
    if (next >= 0 && next < static_cast<std::ptrdiff_t>(m_tiles.size()))
        m_buttons[static_cast<std::size_t>(next)]->setFocus(Qt::OtherFocusReason);
    return true;
}

} // namespace ropescope
