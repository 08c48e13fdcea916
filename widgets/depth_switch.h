// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "widgets/edit_depth.h"

class QToolButton;

namespace ropescope {

/// The choice how far an edit reaches: "This head" or "Whole model".
class DepthSwitch : public QWidget {
    Q_OBJECT

public:
    explicit DepthSwitch(QWidget* parent = nullptr);

    /// Emits nothing.
    void setDepth(EditDepth depth);
    /// A sentence why there is no choice, shown as tooltip; empty: there is one.
    void setReason(const QString& reason);

signals:
    void depthChosen(ropescope::EditDepth depth);

private:
    QToolButton* m_head = nullptr;
    QToolButton* m_model = nullptr;
};

} // namespace ropescope

Q_DECLARE_METATYPE(ropescope::EditDepth)
