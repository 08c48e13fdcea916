// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace ropescope {

/// One step of a lesson, as it is read.
struct LessonPage {
    QString lesson; ///< its title
    QString title;
    int step = 0; ///< from 0
    int count = 0;
    QString text;     ///< Markdown with formulas
    QString question; ///< Markdown; may be empty, as all below
    QString answer;
    QString notes; ///< for who speaks
    QString nextTitle;

    bool operator==(const LessonPage&) const = default;
};

} // namespace ropescope
