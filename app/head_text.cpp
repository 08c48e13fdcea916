// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/head_text.h"

#include <QCoreApplication>

namespace ropescope {

QString headText(HeadId id)
{
    return QCoreApplication::translate("HeadText", "Layer %1 · Head %2")
        .arg(id.layer.value)
        .arg(id.head.value);
}

} // namespace ropescope
