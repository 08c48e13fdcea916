// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QString>

namespace ropescope {

/// A length in tokens with about four digits: 14.90, 204.7, 2635, 305,971, 2.65 million.
[[nodiscard]] QString wavelengthText(double tokens);

/// A RoPE base in full: 10,000, 500,000, 1,234.5.
[[nodiscard]] QString baseText(double base);

/// A RoPE base in few letters: 1e6, 5e5, 10000 becomes 1e4, others as in baseText.
[[nodiscard]] QString shortBaseText(double base);

/// That many decimals, with a minus rather than a hyphen: "−0.13".
[[nodiscard]] QString fixedText(double value, int decimals);

/// "1 token", "331 tokens", translated.
[[nodiscard]] QString tokensText(int tokens);

/// A share of a whole: "40 %", "1.3 %", "< 0.1 %".
[[nodiscard]] QString shareText(double share);

/// Reads "1e6", "500,000", "500 000", "500k", "1.5M". Nothing for text that is no finite number.
[[nodiscard]] std::optional<double> parseNumber(const QString& text);

} // namespace ropescope
