// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/formula_browser.h"

#include <cmath>

#include <QAbstractTextDocumentLayout>
#include <QDesktopServices>
#include <QEvent>
#include <QFontInfo>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextList>
#include <QWheelEvent>

#include "widgets/formula_text.h"

namespace ropescope {

namespace {

constexpr double kLineGap = 0.2;       ///< em between lines
constexpr double kParagraphGap = 0.65; ///< em between paragraphs

/// Markdown's own distances are those of a dense page; this is read from the back row.
void loosen(QTextDocument& document, double em)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format;
        const double overhang = formulaOverhang(block);
        format.setLineHeight(kLineGap * em + overhang, QTextBlockFormat::LineDistanceHeight);
        format.setTopMargin(0.0);
        const bool withinList = block.textList() != nullptr && block.next().textList() != nullptr;
        const bool isLast = !block.next().isValid();
        const double gap = isLast ? 0.0 : (withinList ? 0.4 : 1.0) * kParagraphGap * em;
        format.setBottomMargin(gap + overhang);
        QTextCursor(block).mergeBlockFormat(format);
    }
}

} // namespace

FormulaBrowser::FormulaBrowser(const QString& objectName, QWidget* parent)
    : QTextBrowser(parent)
{
    setObjectName(objectName);
    setFrameShape(QFrame::NoFrame);
    setProperty("page", true);
    setOpenLinks(false);
    connect(this, &QTextBrowser::anchorClicked, this, [](const QUrl& link) {
        if (link.scheme() == QLatin1String("https") || link.scheme() == QLatin1String("http"))
            QDesktopServices::openUrl(link);
    });
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // keys turn the page; the mouse still selects text
    document()->setDocumentMargin(0.0);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            [this](const QSizeF& size) {
                setFixedHeight(static_cast<int>(std::ceil(size.height())) + 1);
            });
}

void FormulaBrowser::setContent(const QString& markdown)
{
    m_markdown = markdown;
    setAccessibleDescription(markdown);
    render();
}

/// No file is read: what is shown may be a stranger's. Where there is no picture Qt would look for
/// the file itself, so this is one of nothing.
QVariant FormulaBrowser::loadResource(int /*type*/, const QUrl& /*name*/)
{
    QImage nothing(1, 1, QImage::Format_ARGB32_Premultiplied);
    nothing.fill(Qt::transparent);
    return nothing;
}

void FormulaBrowser::render()
{
    m_pixels = QFontInfo(font()).pixelSize();
    document()->setDefaultFont(font());
    QTextCursor edit(document());
    edit.beginEditBlock(); // laid out once, not after every word
    setFormulaMarkdown(*document(), m_markdown);
    loosen(*document(), m_pixels);
    edit.endEditBlock();
}

void FormulaBrowser::changeEvent(QEvent* event)
{
    QTextBrowser::changeEvent(event);
    const bool isRestyled
        = event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange;
    if (isRestyled)
        QMetaObject::invokeMethod(this, &FormulaBrowser::renderAnew, Qt::QueuedConnection);
}

/// Not while the window is given its style, which takes long enough.
void FormulaBrowser::renderAnew()
{
    if (QFontInfo(font()).pixelSize() != m_pixels)
        render();
}

/// It never scrolls itself; what it stands in may.
void FormulaBrowser::wheelEvent(QWheelEvent* event) { event->ignore(); }

} // namespace ropescope
