// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/chart_export.h"

#include <QCoreApplication>
#include <QFileDialog>

#include "core/io/atomic_file.h"

namespace ropescope {

namespace {

std::optional<QString> sentenceOf(const Result<void>& written)
{
    if (written)
        return std::nullopt;
    return QString::fromStdString(written.error().message);
}

} // namespace

std::optional<QString> saveTable(QWidget* parent, const QString& name, const std::string& csv)
{
    const QString path = QFileDialog::getSaveFileName(
        parent, QCoreApplication::translate("ChartExport", "Save the table"),
        name + QStringLiteral(".csv"),
        QCoreApplication::translate("ChartExport", "Tables (*.csv)"));
    if (path.isEmpty())
        return std::nullopt;
    return sentenceOf(writeFile(path.toStdString(), csv));
}

std::optional<QString> saveCharts(QWidget* parent, const QString& name, const ChartFigure& figure)
{
    const QString path = QFileDialog::getSaveFileName(
        parent, QCoreApplication::translate("ChartExport", "Export the curves"),
        name + QStringLiteral(".svg"),
        QCoreApplication::translate("ChartExport", "Figures (*.svg *.pdf *.png)"));
    if (path.isEmpty())
        return std::nullopt;
    return sentenceOf(writeCharts(figure, path.toStdString(), "the window"));
}

} // namespace ropescope
