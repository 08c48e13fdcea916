// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/panel_text.h"

#include <fmt/core.h>

#include "app/edit_text.h"
#include "app/quantity_names.h"
#include "core/theory/head_number.h"

namespace ropescope {
namespace {

const QString kSeparator = QStringLiteral(", ");

QString withCapital(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

/// The edit of a panel that stands beside others.
QStringList namedEdit(const FigureRequest& request, const MapValues& values)
{
    QStringList parts = describeEdit(values).split(kSeparator, Qt::SkipEmptyParts);
    const bool isOneOfSeveral = request.edits.size() > 1 || request.comparisons.size() > 1;
    if (values.comparison == Comparison::Difference)
        parts.prepend(QStringLiteral("edited − original"));
    else if (parts.isEmpty() && isOneOfSeveral)
        parts << QStringLiteral("unedited");
    return parts;
}

} // namespace

PanelText panelText(const FigureRequest& request, const MapValues& values, const std::string& model)
{
    const HeadId id = values.head->id;
    const std::string head = fmt::format("Layer {} · Head {}", id.layer.value, id.head.value);
    if (request.panelCount() == 1)
        return { fmt::format("{} · {}", model, head), describeEdit(values).toStdString() };
    QStringList edit = namedEdit(request, values);
    if (request.heads.size() > 1)
        return { head, edit.join(kSeparator).toStdString() };
    const QString title = withCapital(edit.takeFirst());
    return { title.toStdString(), edit.join(kSeparator).toStdString() };
}

std::string colourLabel(const MapValues& values)
{
    const int rows = values.region.rowCells(0).size();
    const int columns = values.region.columnCells(0).size();
    std::string label = quantityLabel(values.quantity);
    if (values.comparison == Comparison::Difference)
        label += ", edited − original";
    if (rows > 1 || columns > 1) {
        const char* const pooled = values.quantity.isCyclic() ? "middle"
            : values.pool == Pool::Max                        ? "max"
                                                              : "mean";
        label += fmt::format(", {} of {} × {} cells", pooled, rows, columns);
    }
    return label;
}

Result<std::string> noteText(const std::vector<std::string>& notes, const HeadTrace& head,
                             const RopeTable& table, std::span<const std::int64_t> ids,
                             const std::stop_token& stop)
{
    if (notes.empty())
        return std::string();
    const auto theory
        = headTheory(head, table, ids, { .withBounds = false, .withSpectra = false }, stop);
    if (!theory)
        return tl::unexpected(theory.error());
    std::string text;
    for (const std::string& note : notes) {
        const HeadNumber* const number = findHeadNumber(note);
        if (number == nullptr) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("There is no number of heads called '{}'.", note));
        }
        const std::optional<double> value = number->of(*theory);
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number->title,
                            value ? fmt::format("{:.3g}", *value) : "none");
    }
    return text;
}

} // namespace ropescope
