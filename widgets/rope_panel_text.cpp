// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/rope_panel_text.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include "widgets/slot_edit.h"

namespace ropescope {

PairBarsContent barsContent(const RopePanelState& state)
{
    const int pairs = state.table.pairCount();
    const auto count = static_cast<std::size_t>(pairs);
    if (state.original.theta.size() != count || state.table.gain.size() != count)
        return {};

    PairBarsContent content;
    content.slotOfPair = slotsOfPairs(state.edit, pairs);
    content.slotWavelength.resize(count);
    RopeTable turning = state.table; // still slots keep their places on the axis
    if (state.edit.truncation && state.edit.truncation->kind == Truncation::Kind::Still) {
        RopeEdit without = state.edit;
        without.truncation.reset();
        turning = makeRopeTable(state.config, without).value_or(state.table);
        for (const double theta : state.table.theta)
            content.still.push_back(theta == 0.0);
    }
    for (const int pair : state.edit.meanPairs) {
        content.mean.resize(count);
        if (pair < pairs)
            content.mean[static_cast<std::size_t>(pair)] = true;
    }
    for (int pair = 0; pair < pairs; ++pair) {
        const int slot = content.slotOfPair[static_cast<std::size_t>(pair)];
        content.slotWavelength[static_cast<std::size_t>(slot)] = turning.wavelength(pair);
        content.originalWavelength.push_back(state.original.wavelength(pair));
        content.coordinates.push_back(state.table.coordinates(pair));
    }
    content.gain = state.table.gain;
    if (state.energy.share.size() == count) {
        content.share = state.energy.share;
        content.dominantPair = state.energy.dominantPair;
    }
    for (const auto& [pair, partner] : state.edit.relocations) {
        if (std::ranges::find(content.movedByUser, pair) == content.movedByUser.end())
            content.movedByUser.push_back(pair);
    }
    return content;
}

QString scalingText(const RopeConfig& config)
{
    if (config.scalingJson.empty())
        return QCoreApplication::translate("RopePanel", "none");
    const QJsonObject words
        = QJsonDocument::fromJson(QByteArray::fromStdString(config.scalingJson)).object();
    const QString type = words.value("rope_type").toString(words.value("type").toString());
    if (type == "default")
        return QCoreApplication::translate("RopePanel", "none");
    if (type.isEmpty())
        return QCoreApplication::translate("RopePanel", "custom");
    const double factor = words.value("factor").toDouble(1.0);
    return factor == 1.0 ? type : QStringLiteral("%1 × %2").arg(type).arg(factor, 0, 'g', 4);
}

} // namespace ropescope
