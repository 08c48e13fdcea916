// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace ropescope {

/// Has the window speak a language from now on, as far as it is translated: "zh_CN", "en"; empty:
/// the system's. Reports, files and messages of the command line stay English, since others read
/// them by machine. Needs a QCoreApplication; windows that are there already keep their language.
void speak(const QString& language);

} // namespace ropescope
