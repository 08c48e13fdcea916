// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/manual_text.h"

#include <algorithm>
#include <utility>

#include <QImage>
#include <QResizeEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextTable>

namespace ropescope {

namespace {

constexpr int kMargin = 48; ///< of the text, and a scroll bar
constexpr double kCellPadding = 4.0;
constexpr double kParagraphGap = 7.0;
constexpr double kHeadingGap = 14.0;
constexpr double kLineHeight = 125.0; ///< percent

/// Markdown comes set solid.
void letBreathe(QTextDocument& document, const QBrush& rule)
{
    QTextCursor cursor(&document);
    cursor.beginEditBlock(); // laid out once, not after every block
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        const bool isCode = format.hasProperty(QTextFormat::BlockCodeFence)
            || format.hasProperty(QTextFormat::BlockCodeLanguage) || format.nonBreakableLines();
        if (format.headingLevel() > 0)
            format.setTopMargin(block == document.begin() ? 0.0 : kHeadingGap);
        if (!isCode) {
            format.setLineHeight(kLineHeight, QTextBlockFormat::ProportionalHeight);
            format.setBottomMargin(block.textList() != nullptr ? kParagraphGap / 2 : kParagraphGap);
        } else if (!block.next().blockFormat().nonBreakableLines()) {
            format.setBottomMargin(kParagraphGap);
        }
        cursor.setPosition(block.position());
        cursor.setBlockFormat(format);
    }
    for (QTextFrame* const frame : document.rootFrame()->childFrames()) {
        auto* const table = qobject_cast<QTextTable*>(frame);
        if (table == nullptr)
            continue;
        QTextTableFormat format = table->format();
        format.setCellPadding(kCellPadding);
        format.setCellSpacing(0.0);
        format.setBorderCollapse(true);
        format.setBorder(1.0);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(rule);
        format.setBottomMargin(kParagraphGap);
        table->setFormat(format);
    }
    cursor.endEditBlock();
}

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
    const int room = std::max(width() - kMargin, kMargin);
    if (image.width() <= room)
        return image;
    // Sharp on a screen of more than one pixel a point.
    const double ratio = devicePixelRatioF();
    const int pixels = std::min(image.width(), static_cast<int>(room * ratio));
    image = image.scaledToWidth(pixels, Qt::SmoothTransformation);
    image.setDevicePixelRatio(std::max(static_cast<double>(pixels) / room, 1.0));
    return image;
}

void ManualText::doSetSource(const QUrl& name, QTextDocument::ResourceType type)
{
    // In one edit, or else Qt lays the page out anew after every word that it reads, and a table of
    // fifty rows takes a third of a second.
    QTextCursor edit(document());
    edit.beginEditBlock();
    QTextBrowser::doSetSource(name, type);
    letBreathe(*document(), palette().brush(QPalette::Mid));
    edit.endEditBlock();
    if (name.hasFragment())
        scrollToAnchor(name.fragment()); // places are known only now
}

void ManualText::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    // Of the widget: the text's own width changes with its scroll bar, and would never rest.
    if (width() != m_fittedWidth)
        QMetaObject::invokeMethod(this, &ManualText::fitPictures, Qt::QueuedConnection);
}

void ManualText::fitPictures()
{
    if (std::exchange(m_fittedWidth, width()) == width()
        || !document()->toRawText().contains(QChar::ObjectReplacementCharacter))
        return;
    const int place = verticalScrollBar()->value();
    reload();
    verticalScrollBar()->setValue(place);
}

} // namespace ropescope
