// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/chart_text.h"

#include <QCoreApplication>

namespace ropescope {

QString chartText(const QString& words)
{
    return QCoreApplication::translate("Charts", words.toUtf8().constData());
}

} // namespace ropescope
