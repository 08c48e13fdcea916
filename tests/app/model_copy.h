// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace ropescope::test {

/// A copy of a model directory that a test may damage.
class ModelCopy {
public:
    explicit ModelCopy(const QString& directory)
    {
        for (const QString& name : QDir(directory).entryList(QDir::Files))
            QFile::copy(directory + u'/' + name, m_folder.filePath(name));
    }

    [[nodiscard]] QString path() const { return m_folder.path(); }
    void remove(const QString& name) const { QFile::remove(m_folder.filePath(name)); }
    void truncate(const QString& name, qint64 bytes) const
    {
        QFile::resize(m_folder.filePath(name), bytes);
    }
    void write(const QString& name, const QByteArray& content) const
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
    }
    /// Replaces text in a file; the text must be there.
    void replace(const QString& name, const QByteArray& from, const QByteArray& to) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(name));
        QByteArray content = file.readAll();
        file.close();
        if (!content.contains(from))
            qFatal("%s has no %s", qPrintable(name), from.constData());
        write(name, content.replace(from, to));
    }

private:
    QTemporaryDir m_folder;
};

} // namespace ropescope::test
