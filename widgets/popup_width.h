// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractItemView>
#include <QComboBox>

namespace ropescope {

/// The list of a narrow combo box may be as wide as its longest entry. After the entries are set.
inline void letPopupBeWide(QComboBox* combo)
{
    constexpr int kPadding = 36; ///< frame, margins and a scroll bar
    combo->view()->setMinimumWidth(combo->view()->sizeHintForColumn(0) + kPadding);
}

} // namespace ropescope
