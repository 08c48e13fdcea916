// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/pdf_bytes.h"

#include <fmt/core.h>

namespace ropescope {

void setPdfPageSize(QByteArray& pdf, QSizeF points)
{
    const qsizetype begin = pdf.indexOf("/MediaBox [");
    const qsizetype end = pdf.indexOf(']', begin);
    if (begin < 0 || end < 0)
        return;
    const QList<QByteArray> corners
        = pdf.mid(begin, end - begin).mid(qstrlen("/MediaBox [")).simplified().split(' ');
    if (corners.size() != 4)
        return;
    const double top = corners[3].toDouble();
    const std::string box = fmt::format("/MediaBox [0 {:.3f} {:.3f} {:g}", top - points.height(),
                                        points.width(), top);
    if (static_cast<qsizetype>(box.size()) <= end - begin) {
        pdf.replace(begin, end - begin,
                    QByteArray::fromStdString(box).leftJustified(end - begin, ' '));
    }
}

void removePdfDate(QByteArray& pdf)
{
    const qsizetype begin = pdf.indexOf("/CreationDate (D:");
    const qsizetype end = pdf.indexOf(')', begin);
    if (begin >= 0 && end >= 0)
        pdf.replace(begin, end + 1 - begin, QByteArray(end + 1 - begin, ' '));
}

} // namespace ropescope
