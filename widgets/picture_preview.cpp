// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/picture_preview.h"

#include <cmath>

#include <QPainter>

namespace ropescope {

namespace {

constexpr int kMargin = 16; ///< logical pixels around the paper

} // namespace

PicturePreview::PicturePreview(QWidget* parent)
    : QWidget(parent)
{
    setObjectName("picturePreview");
    setAccessibleName(tr("Preview"));
    setMinimumSize(240, 240);
}

QSize PicturePreview::sizeHint() const { return { 640, 560 }; }

void PicturePreview::setImage(const QImage& image)
{
    m_image = image;
    m_message.clear();
    update();
}

void PicturePreview::setMessage(const QString& sentence)
{
    m_image = {};
    m_message = sentence;
    update();
}

void PicturePreview::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Mid));
    if (m_image.isNull()) {
        painter.drawText(rect().adjusted(kMargin, kMargin, -kMargin, -kMargin),
                         Qt::AlignCenter | Qt::TextWordWrap, m_message);
        return;
    }
    const double ratio = devicePixelRatioF();
    const QSizeF room = size() - QSize(2 * kMargin, 2 * kMargin);
    QSizeF paper = QSizeF(m_image.size()) / ratio;
    if (paper.width() > room.width() || paper.height() > room.height())
        paper.scale(room, Qt::KeepAspectRatio);
    // On whole device pixels, so that a picture in its own size stays sharp.
    const QPointF corner(std::floor((width() - paper.width()) / 2.0 * ratio) / ratio,
                         std::floor((height() - paper.height()) / 2.0 * ratio) / ratio);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(QRectF(corner, paper), m_image);
    painter.setPen(palette().color(QPalette::Dark));
    painter.drawRect(QRectF(corner, paper).adjusted(-0.5, -0.5, 0.5, 0.5));
}

} // namespace ropescope
