// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/edit_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "widgets/number_text.h"

namespace ropescope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("EditText", text); }

QString number(double value) { return QString::number(value, 'g', 6); }

} // namespace

QString describeEdit(const RopeEdit& edit)
{
    QStringList parts;
    for (const auto& [pair, slot] : edit.relocations)
        parts << tr("pair %1 ↔ slot %2").arg(pair).arg(slot);
    if (edit.base)
        parts << tr("base %1").arg(baseText(*edit.base));
    for (const auto& [pair, gain] : edit.gains)
        parts << tr("gain of pair %1: %2").arg(pair).arg(number(gain));
    if (edit.pairing)
        parts << (*edit.pairing == RopePairing::HalfSplit ? tr("read half-split")
                                                          : tr("read interleaved"));
    return parts.join(QStringLiteral(", "));
}

QString editOptions(const RopeEdit& edit)
{
    QStringList options;
    if (edit.base)
        options << QStringLiteral("--base %1").arg(QString::number(*edit.base, 'g', 17));
    for (const auto& [pair, slot] : edit.relocations)
        options << QStringLiteral("--relocate %1:%2").arg(pair).arg(slot);
    for (const auto& [pair, gain] : edit.gains)
        options << QStringLiteral("--gain %1:%2").arg(pair).arg(QString::number(gain, 'g', 17));
    if (edit.pairing) {
        options << (*edit.pairing == RopePairing::HalfSplit
                        ? QStringLiteral("--pairing half")
                        : QStringLiteral("--pairing interleaved"));
    }
    return options.join(QLatin1Char(' '));
}

} // namespace ropescope
