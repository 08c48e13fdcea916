// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/manual_text.h"

#include <algorithm>

#include <QImage>
#include <QResizeEvent>

namespace ropescope {

namespace {

constexpr int kMargin = 28; ///< of the text, and a scroll bar

} // namespace

ManualText::ManualText(QWidget* parent)
    : QTextBrowser(parent)
{
    setOpenExternalLinks(true);
    document()->setDocumentMargin(12);
}

QVariant ManualText::loadResource(int type, const QUrl& name)
{
    QVariant content = QTextBrowser::loadResource(type, name);
    if (type != QTextDocument::ImageResource)
        return content;
    QImage image;
    if (content.metaType().id() == QMetaType::QByteArray)
        image.loadFromData(content.toByteArray());
    else
        image = content.value<QImage>();
    const int room = std::max(viewport()->width() - kMargin, kMargin);
    if (image.width() <= room)
        return image;
    // Sharp on a screen of more than one pixel a point.
    const double ratio = devicePixelRatioF();
    const int pixels = std::min(image.width(), static_cast<int>(room * ratio));
    image = image.scaledToWidth(pixels, Qt::SmoothTransformation);
    image.setDevicePixelRatio(std::max(static_cast<double>(pixels) / room, 1.0));
    return image;
}

void ManualText::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    if (event->size().width() != event->oldSize().width() && !source().isEmpty())
        reload(); // pictures follow the room
}

} // namespace ropescope
