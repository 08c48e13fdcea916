// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

/// A text that the window may show in another language. Nothing happens to it here, for core knows
/// no Qt; but the tool that collects texts for translators knows this word
/// (resources/translations).
#define ROPESCOPE_TEXT(context, text) text
