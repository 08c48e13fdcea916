// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/session.h"
#include "widgets/theme.h"

namespace ropescope {

class HeadFacts;

/// What theory says of the head.
class TheoryPane : public QWidget {
    Q_OBJECT

public:
    explicit TheoryPane(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);

private:
    HeadFacts* m_facts;
};

} // namespace ropescope
