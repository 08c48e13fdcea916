// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/formula_box.h"

#include <algorithm>
#include <cmath>

#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>

#include "widgets/formula_fence.h"

namespace ropescope {

namespace {

using Kind = FormulaNode::Kind;

constexpr double kScriptSize = 0.72;
constexpr int kSmallestPixels = 7;
constexpr double kThin = 0.17;   ///< em around operators
constexpr double kMedium = 0.22; ///< around binary symbols
constexpr double kThick = 0.28;  ///< around relations

/// How large, and whether there is room to grow.
struct Setting {
    QFont font; ///< upright
    bool displayed = false;
    int depth = 0; ///< of scripts

    [[nodiscard]] double em() const { return QFontInfo(font).pixelSize(); }
    [[nodiscard]] double rule() const { return std::max(1.0, 0.055 * em()); }
    /// Where fraction bars and minus signs lie, above the baseline.
    [[nodiscard]] double axis() const { return 0.5 * QFontMetricsF(font).xHeight(); }
    [[nodiscard]] Setting scaled(double factor) const
    {
        Setting smaller = *this;
        smaller.font.setPixelSize(
            std::max(kSmallestPixels, static_cast<int>(std::lround(factor * em()))));
        return smaller;
    }
    [[nodiscard]] Setting script() const
    {
        Setting smaller = depth < 2 ? scaled(kScriptSize) : *this;
        smaller.depth = depth + 1;
        smaller.displayed = false;
        return smaller;
    }
};

FormulaBox layOut(const FormulaNode& node, const Setting& setting);

FormulaBox textBox(const QString& text, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const QRectF ink = metrics.tightBoundingRect(text);
    return { .width = metrics.horizontalAdvance(text),
             .ascent = std::max(0.0, -ink.top()),
             .descent = std::max(0.0, ink.bottom()),
             .glyphs = { { {}, text, font } } };
}

FormulaBox symbolBox(const FormulaNode& node, const Setting& setting)
{
    const bool grows = node.isLarge && setting.displayed;
    QFont font = grows ? setting.scaled(1.5).font : setting.font;
    font.setItalic(!node.upright);
    FormulaBox box = textBox(node.text, font);
    if (!node.isLarge)
        return box;
    // Its middle on the axis, whatever the font thinks.
    const double drop = 0.5 * (box.ascent - box.descent) - setting.axis();
    box.glyphs.front().baseline.setY(drop);
    box.ascent -= drop;
    box.descent += drop;
    return box;
}

/// A sign is binary only between two things; "−x" and "= −x" are one.
FormulaClass roleAfter(const FormulaNode& node, const FormulaNode* before)
{
    if (node.kind == Kind::Script)
        return roleAfter(node.children[0], before);
    if (node.kind != Kind::Symbol)
        return FormulaClass::Ordinary;
    if (node.role != FormulaClass::Binary)
        return node.role;
    if (before == nullptr)
        return FormulaClass::Ordinary;
    switch (roleAfter(*before, nullptr)) {
    case FormulaClass::Relation:
    case FormulaClass::Open:
    case FormulaClass::Punctuation:
    case FormulaClass::Operator:
        return FormulaClass::Ordinary;
    default:
        return FormulaClass::Binary;
    }
}

double gapBetween(FormulaClass left, FormulaClass right)
{
    const auto either = [&](FormulaClass role) { return left == role || right == role; };
    if (left == FormulaClass::Open || right == FormulaClass::Close
        || right == FormulaClass::Punctuation)
        return 0.0;
    if (either(FormulaClass::Relation))
        return kThick;
    if (either(FormulaClass::Binary))
        return kMedium;
    if (left == FormulaClass::Punctuation)
        return kThin;
    if (left == FormulaClass::Operator)
        return right == FormulaClass::Open ? 0.0 : kThin;
    return right == FormulaClass::Operator ? kThin : 0.0;
}

FormulaBox rowBox(const FormulaNode& node, const Setting& setting)
{
    FormulaBox box;
    const FormulaNode* before = nullptr;
    FormulaClass left = FormulaClass::Ordinary;
    for (const FormulaNode& part : node.children) {
        const FormulaClass role = roleAfter(part, before);
        const bool isSpaced = before != nullptr && part.kind != Kind::Space
            && before->kind != Kind::Space
            && (setting.depth == 0 || left == FormulaClass::Operator
                || role == FormulaClass::Operator);
        if (isSpaced)
            box.width += gapBetween(left, role) * setting.em();
        const FormulaBox inside = layOut(part, setting);
        box.add(inside, { box.width, 0.0 });
        box.width += inside.width;
        before = &part;
        left = role;
    }
    return box;
}

FormulaBox fractionBox(const FormulaNode& node, const Setting& setting)
{
    Setting inner = setting;
    if (!setting.displayed)
        inner = setting.script();
    inner.displayed = false;
    const FormulaBox above = layOut(node.children[0], inner);
    const FormulaBox below = layOut(node.children[1], inner);
    const double rule = setting.rule();
    const double gap = (setting.displayed ? 0.22 : 0.12) * setting.em();
    const double margin = 0.12 * setting.em();
    FormulaBox box { .width = std::max(above.width, below.width) + 2.0 * margin };
    const double bar = -setting.axis();
    box.add(above, { 0.5 * (box.width - above.width), bar - 0.5 * rule - gap - above.descent });
    box.add(below, { 0.5 * (box.width - below.width), bar + 0.5 * rule + gap + below.ascent });
    QPainterPath path({ 0.5 * margin, bar });
    path.lineTo(box.width - 0.5 * margin, bar);
    box.strokes.push_back({ path, rule });
    return box;
}

FormulaBox rootBox(const FormulaNode& node, const Setting& setting)
{
    Setting inner = setting;
    inner.displayed = false;
    const FormulaBox inside = layOut(node.children[0], inner);
    const double em = setting.em();
    const double rule = setting.rule();
    const double top = -std::max(inside.ascent, 0.6 * em) - 0.16 * em;
    const double bottom = inside.descent + 0.05 * em;
    const double hook = 0.55 * em;
    FormulaBox box { .width = hook + inside.width + 0.1 * em };
    box.add(inside, { hook, 0.0 });
    QPainterPath path({ 0.05 * em, -0.3 * em });
    path.lineTo(0.16 * em, -0.38 * em);
    path.lineTo(0.32 * em, bottom);
    path.lineTo(0.5 * em, top);
    path.lineTo(box.width, top);
    box.strokes.push_back({ path, rule });
    box.ascent = std::max(box.ascent, -top + rule);
    box.descent = std::max(box.descent, bottom + rule);
    return box;
}

/// Scripts under and over a sum or a maximum.
FormulaBox limitsBox(const FormulaBox& base, const FormulaBox& below, const FormulaBox& above,
                     const Setting& setting)
{
    const double gap = 0.18 * setting.em();
    FormulaBox box { .width = std::max({ base.width, below.width, above.width }) };
    const auto middle = [&](const FormulaBox& part) { return 0.5 * (box.width - part.width); };
    box.add(base, { middle(base), 0.0 });
    if (below.width > 0.0)
        box.add(below, { middle(below), base.descent + gap + below.ascent });
    if (above.width > 0.0)
        box.add(above, { middle(above), -base.ascent - gap - above.descent });
    return box;
}

FormulaBox scriptBox(const FormulaNode& node, const Setting& setting)
{
    const FormulaNode& nucleus = node.children[0];
    const FormulaBox base = layOut(nucleus, setting);
    const Setting inner = setting.script();
    const FormulaBox below = layOut(node.children[1], inner);
    const FormulaBox above = layOut(node.children[2], inner);
    if (nucleus.hasLimits && setting.displayed)
        return limitsBox(base, below, above, setting);

    const double em = setting.em();
    const double xHeight = QFontMetricsF(setting.font).xHeight();
    double rise = std::max(0.75 * xHeight, base.ascent - 0.32 * em) + 0.02 * em;
    double drop = std::max(0.22 * em, base.descent + 0.06 * em);
    const bool hasBelow = below.width > 0.0;
    const bool hasAbove = above.width > 0.0;
    if (hasBelow && hasAbove) {
        const double missing = 0.16 * em - (rise - above.descent + drop - below.ascent);
        if (missing > 0.0) {
            rise += 0.5 * missing;
            drop += 0.5 * missing;
        }
    }
    const bool leans = nucleus.kind == Kind::Symbol && !nucleus.upright;
    FormulaBox box;
    box.add(base, {});
    box.width = base.width;
    if (hasAbove) {
        const double lean = leans ? 0.06 * em : 0.02 * em;
        box.add(above, { base.width + lean, -rise });
        box.width = std::max(box.width, base.width + lean + above.width);
    }
    if (hasBelow) {
        box.add(below, { base.width, drop });
        box.width = std::max(box.width, base.width + below.width);
    }
    box.width += 0.04 * em;
    return box;
}

FormulaBox fenceBox(const FormulaNode& node, const Setting& setting)
{
    const FormulaBox inside = layOut(node.children[0], setting);
    const double axis = setting.axis();
    const double half
        = std::max({ inside.ascent - axis, inside.descent + axis, 0.42 * setting.em() })
        + 0.08 * setting.em();
    const FenceSize size { .top = -axis - half, .bottom = -axis + half, .em = setting.em() };
    const FormulaBox left = fenceSide(node.text[0], size, setting.rule());
    const FormulaBox right = fenceSide(node.text[1], size, setting.rule());
    FormulaBox box { .width = left.width + inside.width + right.width };
    box.add(left, {});
    box.add(inside, { left.width, 0.0 });
    box.add(right, { left.width + inside.width, 0.0 });
    return box;
}

FormulaBox accentBox(const FormulaNode& node, const Setting& setting)
{
    FormulaBox box = layOut(node.children[0], setting);
    const double em = setting.em();
    const double y = -box.ascent - 0.12 * em;
    QPainterPath path;
    if (node.text == QLatin1String("bar")) {
        path.moveTo(0.04 * em, y);
        path.lineTo(box.width, y);
        box.ascent += 0.12 * em + setting.rule();
    } else {
        const double middle = 0.5 * box.width + 0.05 * em;
        path.moveTo(middle - 0.17 * em, y);
        path.lineTo(middle, y - 0.14 * em);
        path.lineTo(middle + 0.17 * em, y);
        box.ascent += 0.26 * em + setting.rule();
    }
    box.strokes.push_back({ path, setting.rule() });
    return box;
}

FormulaBox layOut(const FormulaNode& node, const Setting& setting)
{
    switch (node.kind) {
    case Kind::Row:
        return rowBox(node, setting);
    case Kind::Symbol:
        return symbolBox(node, setting);
    case Kind::Text:
        return textBox(node.text, setting.font);
    case Kind::Space:
        return { .width = node.space * setting.em() };
    case Kind::Fraction:
        return fractionBox(node, setting);
    case Kind::Root:
        return rootBox(node, setting);
    case Kind::Script:
        return scriptBox(node, setting);
    case Kind::Fence:
        return fenceBox(node, setting);
    case Kind::Accent:
        return accentBox(node, setting);
    }
    return {};
}

} // namespace

void FormulaBox::add(const FormulaBox& other, QPointF offset)
{
    ascent = std::max(ascent, other.ascent - offset.y());
    descent = std::max(descent, other.descent + offset.y());
    for (const Glyphs& part : other.glyphs)
        glyphs.push_back({ part.baseline + offset, part.text, part.font });
    for (const Stroke& part : other.strokes)
        strokes.push_back({ part.path.translated(offset), part.width });
}

FormulaBox layOutFormula(const FormulaNode& node, const QFont& font, FormulaStyle style)
{
    Setting setting { .font = font, .displayed = style == FormulaStyle::Displayed };
    setting.font.setItalic(false);
    setting.font.setPixelSize(QFontInfo(font).pixelSize());
    return layOut(node, setting);
}

void paintFormula(QPainter& painter, const FormulaBox& box, QPointF baseline)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const FormulaBox::Glyphs& part : box.glyphs) {
        painter.setFont(part.font);
        painter.drawText(baseline + part.baseline, part.text);
    }
    QPen pen = painter.pen();
    painter.setBrush(Qt::NoBrush);
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::MiterJoin);
    for (const FormulaBox::Stroke& part : box.strokes) {
        pen.setWidthF(part.width);
        painter.setPen(pen);
        painter.drawPath(part.path.translated(baseline));
    }
    painter.restore();
}

} // namespace ropescope
