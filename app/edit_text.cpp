// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/edit_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "widgets/number_text.h"

namespace ropescope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("ropescope", text); }

constexpr std::size_t kHeadsNamed = 2; ///< more are counted
constexpr std::size_t kPairsNamed = 3;

QString number(double value) { return QString::number(value, 'g', 6); }

QStringList describeGains(const std::map<HeadId, double>& gains)
{
    if (gains.size() > kHeadsNamed)
        return { tr("%1 heads masked or scaled").arg(gains.size()) };
    QStringList parts;
    for (const auto& [id, gain] : gains) {
        const QString name = QStringLiteral("L%1 H%2").arg(id.layer.value).arg(id.head.value);
        parts << (gain == 0.0 ? tr("%1 masked").arg(name) : tr("%1 × %2").arg(name, number(gain)));
    }
    return parts;
}

} // namespace

QString describeEdit(const RopeEdit& edit)
{
    QStringList parts;
    for (const auto& [pair, slot] : edit.relocations)
        parts << tr("pair %1 ↔ slot %2").arg(pair).arg(slot);
    if (edit.base)
        parts << tr("base %1").arg(baseText(*edit.base));
    if (edit.truncation) {
        const bool removes = edit.truncation->kind == Truncation::Kind::Remove;
        parts << (removes ? tr("slots from %1 removed") : tr("slots from %1 stand still"))
                     .arg(edit.truncation->firstSlot);
    }
    for (const auto& [pair, gain] : edit.gains)
        parts << tr("gain of pair %1: %2").arg(pair).arg(number(gain));
    if (edit.meanPairs.size() > kPairsNamed)
        parts << tr("mean of %1 pairs").arg(edit.meanPairs.size());
    else
        for (const int pair : edit.meanPairs)
            parts << tr("mean of pair %1").arg(pair);
    if (edit.pairing)
        parts << (*edit.pairing == RopePairing::HalfSplit ? tr("read half-split")
                                                          : tr("read interleaved"));
    return parts.join(QStringLiteral(", "));
}

QString describeEdit(const MapValues& values)
{
    if (values.comparison == Comparison::Original)
        return {};
    QStringList parts = describeGains(values.headGains);
    if (const QString rope = describeEdit(values.edit); !rope.isEmpty())
        parts.prepend(rope);
    if (values.depth == EditDepth::WholeModel)
        parts << tr("whole model");
    return parts.join(QStringLiteral(", "));
}

QString editOptions(const MapValues& values)
{
    if (values.comparison == Comparison::Original)
        return {};
    QStringList options;
    if (values.depth == EditDepth::WholeModel)
        options << QStringLiteral("--whole-model");
    for (const auto& [id, gain] : values.headGains) {
        const QString head = QStringLiteral("%1:%2").arg(id.layer.value).arg(id.head.value);
        options << (gain == 0.0 ? QStringLiteral("--mask-head %1").arg(head)
                                : QStringLiteral("--head-gain %1:%2")
                                      .arg(head, QString::number(gain, 'g', 17)));
    }
    if (const QString rope = editOptions(values.edit); !rope.isEmpty())
        options.prepend(rope);
    return options.join(QLatin1Char(' '));
}

QString editOptions(const RopeEdit& edit)
{
    QStringList options;
    if (edit.base)
        options << QStringLiteral("--base %1").arg(QString::number(*edit.base, 'g', 17));
    for (const auto& [pair, slot] : edit.relocations)
        options << QStringLiteral("--relocate %1:%2").arg(pair).arg(slot);
    if (edit.truncation) {
        const bool removes = edit.truncation->kind == Truncation::Kind::Remove;
        options << (removes ? QStringLiteral("--truncate %1") : QStringLiteral("--still %1"))
                       .arg(edit.truncation->firstSlot);
    }
    for (const int pair : edit.meanPairs)
        options << QStringLiteral("--mean-pair %1").arg(pair);
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
