// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>
#include <QTemporaryDir>

namespace ropescope::soak {

/// A folder in which the monkey may do as it likes: home, settings, working directory, and copies
/// of files to open. To be made before the application.
class Playground {
public:
    Playground();

    /// Makes traces, models, sessions and lessons, whole and broken ones.
    void fill();
    /// Files and folders to open.
    [[nodiscard]] const QStringList& sources() const { return m_sources; }
    [[nodiscard]] const QStringList& lessons() const { return m_lessons; }
    [[nodiscard]] QString tinyTrace() const;
    /// Where a file may be written; `number` tells names apart.
    [[nodiscard]] QString output(int number, const QString& suffix) const;

private:
    void copyFiles(const QString& from, const QStringList& names);
    void copyModel(const QString& name);

    QTemporaryDir m_folder;
    QStringList m_sources;
    QStringList m_lessons;
};

} // namespace ropescope::soak
