// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/scaling_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace ropescope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("ropescope", text); }

QString number(double value) { return QString::number(value, 'g', 6); }

QString words(const RopeScaling& scaling)
{
    const QString factor = tr("factor %1").arg(number(scaling.factor));
    const QString original = tr("original context %1").arg(scaling.originalPositions);
    switch (scaling.type) {
    case RopeScalingType::Default:
        return tr("no scaling: θ = base^(−2m/r)");
    case RopeScalingType::Linear:
        return tr("linear: %1, positions squeezed together").arg(factor);
    case RopeScalingType::Dynamic:
        return tr("dynamic (NTK): %1, %2; the base grows with longer sequences")
            .arg(factor, original);
    case RopeScalingType::Llama3:
        return tr("llama3: %1, %2, bands from %3 to %4 turns")
            .arg(factor, original, number(scaling.lowFrequencyFactor),
                 number(scaling.highFrequencyFactor));
    case RopeScalingType::Yarn:
        return tr("YaRN: %1, %2, ramp from %3 down to %4 turns")
            .arg(factor, original, number(scaling.betaFast), number(scaling.betaSlow));
    case RopeScalingType::LongRope:
        return tr("LongRoPE: a divisor a pair, %1, %2").arg(factor, original);
    case RopeScalingType::Factors:
        return tr("a divisor a pair, from the model's file");
    case RopeScalingType::Proportional:
        return tr("proportional: %1, the first %2 pairs turn")
            .arg(factor)
            .arg(scaling.turningPairs);
    }
    return {};
}

} // namespace

QString describeScaling(const RopeConfig& config)
{
    if (config.rotaryDim == 0)
        return tr("no RoPE");
    QStringList parts { words(config.scaling) };
    if (config.attentionFactor != 1.0) {
        parts << tr("attention factor %1 (its square, %2, on rotated logits)")
                     .arg(number(config.attentionFactor),
                          number(config.attentionFactor * config.attentionFactor));
    }
    const ScaledFrequencies said
        = scaledFrequencies(config.base, config.rotaryDim, config.scaling, config.scaledLength);
    if (!sameFrequencies(said.theta, config.theta))
        parts << tr("the frequencies of the file differ from this");
    return parts.join(QStringLiteral("; "));
}

} // namespace ropescope
