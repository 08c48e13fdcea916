// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/chart_export.h"

#include <QCoreApplication>
#include <QFileDialog>

#include "core/io/atomic_file.h"

namespace ropescope {

namespace {

QString translated(const char* text) { return QCoreApplication::translate("ChartExport", text); }

std::optional<QString> sentenceOf(const Result<void>& written)
{
    if (written)
        return std::nullopt;
    return QString::fromStdString(written.error().message);
}

} // namespace

std::optional<QString> saveTable(QWidget* parent, const QString& name, const std::string& csv)
{
    const QString path
        = QFileDialog::getSaveFileName(parent, translated("Save the table"),
                                       name + QStringLiteral(".csv"), translated("Tables (*.csv)"));
    if (path.isEmpty())
        return std::nullopt;
    return sentenceOf(writeFile(path.toStdString(), csv));
}

std::optional<QString> saveCharts(QWidget* parent, const QString& name, const ChartFigure& figure)
{
    const QString path = QFileDialog::getSaveFileName(parent, translated("Export the curves"),
                                                      name + QStringLiteral(".svg"),
                                                      translated("Figures (*.svg *.pdf *.png)"));
    if (path.isEmpty())
        return std::nullopt;
    return sentenceOf(writeCharts(figure, path.toStdString(), "the window"));
}

} // namespace ropescope
