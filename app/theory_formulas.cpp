// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/theory_formulas.h"

#include <QCoreApplication>

namespace ropescope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("ropescope", text); }

} // namespace

QString patternFormula(Pattern pattern)
{
    switch (pattern) {
    case Pattern::ReAccess:
        return tr("Theorem 5.1: the same keys again and again, vertical stripes.\n"
                  "|z[t+1,i] − z[t,i]| ≤ s ( |q_{t+1} − q_t| |k_i| + Σ_m 2 |sin(θ_m / 2)| |q_t^m| "
                  "|k_i^m| )\n"
                  "Small when queries are alike and the energy is in slow pairs.");
    case Pattern::Sequential:
        return tr(
            "Theorem 5.2: a fixed lag, a diagonal.\n"
            "|z[t+1,i+1] − z[t,i]| ≤ s ( |q_{t+1} − q_t| |k_{i+1}| + |q_t| |k_{i+1} − k_i| )\n"
            "Small when queries are alike and keys are alike; the rotation plays no part.");
    case Pattern::Periodic:
        return tr(
            "Theorem 5.3: diagonals every T = 2π/θ of the dominant pair.\n"
            "|z[t,i−T] − z[t,i]| ≤ s ( |q_t| |k_{i−T} − k_i| + Σ_m 2 |sin(T θ_m / 2)| |q_t^m| "
            "|k_i^m| ), and the same for z[t+T,i] with the queries' change\n"
            "Small when one pair dominates and keys are alike: its sine is 0 at T.");
    case Pattern::Seasonal:
        return tr(
            "Theorem 5.4: a grid of period L.\n"
            "|z[t+a,i+b] − z[t,i]| ≤ s ( |q_{t+a} − q_t| |k_{i+b}| + |q_t| |k_{i+b} − k_i| + "
            "Σ_m 2 |sin((a−b) θ_m / 2)| |q_t^m| |k_i^m| ) for (a, b) = (L, 0), (0, L), (L, L)\n"
            "Small when queries and keys repeat after L and L θ_m is near a multiple of 2π.");
    case Pattern::Unpredictable:
        break;
    }
    return tr("Proposition 4.1: when queries jump, the map must jump.\n"
              "max_i |z[t+1,i] − z[t,i]| ≥ c1 |q_{t+1} − q_t| − c2, c1 = s max_i |k_i| |cos of the "
              "angle between the jump and R k_i|, c2 = s max_i |q_t · (R_{t+1−i} − R_{t−i}) k_i|\n"
              "The bound is from below: the measured jump stands beyond the tick.");
}

QString evidenceMeaning(Pattern pattern)
{
    switch (pattern) {
    case Pattern::ReAccess:
        return tr("The strongest stripe: mean probability of one key, mostly the first token.");
    case Pattern::Sequential:
        return tr("The strongest diagonal: mean probability at one lag.");
    case Pattern::Periodic:
        return tr("How much of the attention comes at one phase of the measured period.");
    case Pattern::Seasonal:
        return tr("How strongly queries and keys repeat, times what the rotation leaves of it.");
    case Pattern::Unpredictable:
        break;
    }
    return {};
}

} // namespace ropescope
