// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/head_analysis.h"

namespace ropescope {

HeadData headData(std::shared_ptr<const HeadTrace> head)
{
    if (head->holdsMapOnly())
        return { std::move(head), std::make_shared<const LagCorrelation>() };
    auto correlation
        = std::make_shared<const LagCorrelation>(lagCorrelation(*head, head->rope.pairing));
    return { std::move(head), std::move(correlation) };
}

HeadAnalysis analyseHead(const HeadData& data, const RopeTable& original, const RopeTable& edited)
{
    HeadAnalysis analysis { .original = original, .edited = edited };
    if (data.head->holdsMapOnly())
        return analysis; // curves and energies are of queries and keys
    analysis.energy = pairEnergy(*data.head, edited);
    const bool samePairing = edited.pairing == data.head->rope.pairing;
    const LagCorrelation correlation
        = samePairing ? LagCorrelation {} : lagCorrelation(*data.head, edited.pairing);
    const LagCorrelation& used = samePairing ? *data.correlation : correlation;
    analysis.measured = measuredLagProfile(used, edited);
    analysis.predicted = predictedLagProfile(used, edited);
    analysis.measuredPeriod = findPeriod(analysis.measured);
    const int pair = analysis.energy.dominantPair;
    if (pair >= 0 && edited.theta[static_cast<std::size_t>(pair)] != 0.0)
        analysis.predictedPeriod = edited.wavelength(pair);
    return analysis;
}

} // namespace ropescope
