// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pair_parts.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

namespace ropescope {

namespace {

QString caption(const PairParts& parts, const char* words)
{
    const int pair = strongestPair(parts.parts);
    if (pair < 0)
        return {};
    return QCoreApplication::translate("PairBars", words)
        .arg(parts.query)
        .arg(parts.key)
        .arg(pair)
        .arg(partText(parts.parts[static_cast<std::size_t>(pair)]));
}

} // namespace

int strongestPair(const std::vector<double>& parts)
{
    const auto strongest
        = std::ranges::max_element(parts, {}, [](double part) { return std::abs(part); });
    return strongest == parts.end() ? -1 : static_cast<int>(strongest - parts.begin());
}

QString partText(double part)
{
    const QString size = QString::number(std::abs(part), 'f', 2);
    return (part < 0.0 ? QStringLiteral("−") : QStringLiteral("+")) + size;
}

QString partsCaption(const PairParts& parts)
{
    return caption(
        parts,
        QT_TRANSLATE_NOOP("PairBars",
                          "parts of the logit of (query %1, key %2): strongest pair %3, %4"));
}

QString shortPartsCaption(const PairParts& parts)
{
    return caption(parts,
                   QT_TRANSLATE_NOOP("PairBars", "logit of (%1, %2): strongest pair %3, %4"));
}

} // namespace ropescope
