// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure/figure_request.h"

#include <QLocale>
#include <QRegularExpression>

#include "app/edit_text.h"
#include "app/quantity_names.h"

namespace ropescope {
namespace {

/// As short as reads back as the same number.
QString text(double value) { return QString::number(value, 'g', QLocale::FloatingPointShortest); }

QString text(float value) { return QString::number(static_cast<double>(value), 'g', 9); }

QString name(Comparison comparison)
{
    switch (comparison) {
    case Comparison::Original:
        return QStringLiteral("original");
    case Comparison::Difference:
        return QStringLiteral("difference");
    case Comparison::Edited:
        break;
    }
    return QStringLiteral("edited");
}

QString name(ScaleKind scale)
{
    switch (scale) {
    case ScaleKind::Log:
        return QStringLiteral("log");
    case ScaleKind::Sqrt:
        return QStringLiteral("sqrt");
    case ScaleKind::Linear:
        break;
    }
    return QStringLiteral("linear");
}

QStringList headArguments(const std::vector<HeadId>& heads)
{
    if (heads.size() == 1) {
        return { QStringLiteral("--layer"), QString::number(heads.front().layer.value),
                 QStringLiteral("--head"), QString::number(heads.front().head.value) };
    }
    QStringList names;
    for (const HeadId& id : heads)
        names << QStringLiteral("%1:%2").arg(id.layer.value).arg(id.head.value);
    return { QStringLiteral("--heads"), names.join(u',') };
}

QStringList editArguments(const FigureRequest& request)
{
    QStringList words;
    if (request.edits.size() == 1) {
        words << editOptions(request.edits.front()).split(u' ', Qt::SkipEmptyParts);
    } else {
        for (const RopeEdit& edit : request.edits)
            words << QStringLiteral("--panel") << editOptions(edit);
    }
    if (request.view.depth == EditDepth::WholeModel)
        words << QStringLiteral("--whole-model");
    for (const auto& [id, gain] : request.view.headGains) {
        const QString head = QStringLiteral("%1:%2").arg(id.layer.value).arg(id.head.value);
        if (gain == 0.0)
            words << QStringLiteral("--mask-head") << head;
        else
            words << QStringLiteral("--head-gain") << head + u':' + text(gain);
    }
    if (request.comparisons != std::vector { Comparison::Edited }) {
        QStringList names;
        for (const Comparison comparison : request.comparisons)
            names << name(comparison);
        words << QStringLiteral("--show") << names.join(u',');
    }
    return words;
}

QStringList mapArguments(const FigureRequest& request)
{
    const ViewState& view = request.view;
    QStringList words;
    const auto range = [&](const char* option, const std::optional<TokenRange>& tokens) {
        if (tokens) {
            words << QLatin1String(option)
                  << QStringLiteral("%1:%2").arg(tokens->begin).arg(tokens->end);
        }
    };
    if (view.quantity != Quantity {})
        words << QStringLiteral("--quantity")
              << QString::fromStdString(quantityName(view.quantity));
    if (view.pool == Pool::Mean)
        words << QStringLiteral("--pool") << QStringLiteral("mean");
    if (request.size) {
        words << QStringLiteral("--size")
              << QStringLiteral("%1x%2").arg(request.size->first).arg(request.size->second);
    }
    range("--rows", request.rows);
    range("--columns", request.columns);
    if (view.leaveOutSink)
        words << QStringLiteral("--leave-out-sink");
    return words;
}

QStringList colourArguments(const FigureRequest& request)
{
    const ViewState& view = request.view;
    QStringList words { QStringLiteral("--colormap"), QString::fromStdString(view.colourMap),
                        QStringLiteral("--scale"), name(view.scale) };
    if (view.range) {
        words << QStringLiteral("--range") << text(view.range->low) + u':' + text(view.range->high);
    }
    if (request.sharedRange)
        words << QStringLiteral("--shared-range");
    return words;
}

QStringList styleArguments(const FigureStyle& style)
{
    const FigureStyle usual;
    QStringList words { QStringLiteral("--width-mm"), text(style.widthMm) };
    const auto flag = [&](bool differs, const char* option) {
        if (differs)
            words << QLatin1String(option);
    };
    if (!style.family.empty())
        words << QStringLiteral("--font") << QString::fromStdString(style.family);
    if (style.points != usual.points)
        words << QStringLiteral("--font-size") << text(style.points);
    if (style.columns != 0)
        words << QStringLiteral("--columns-of-panels") << QString::number(style.columns);
    if (style.ticks == TickKind::Tokens)
        words << QStringLiteral("--ticks") << QStringLiteral("tokens");
    if (style.dotsPerInch != usual.dotsPerInch)
        words << QStringLiteral("--dpi") << QString::number(style.dotsPerInch);
    flag(!style.title, "--no-title");
    flag(!style.colourBar, "--no-colour-bar");
    flag(style.letters, "--letters");
    return words;
}

} // namespace

ViewState panelView(const FigureRequest& request, HeadId head, const RopeEdit& edit,
                    Comparison comparison)
{
    ViewState view = request.view;
    view.head = head;
    view.edit = edit;
    view.comparison = comparison;
    return view;
}

QStringList renderArguments(const FigureRequest& request)
{
    QStringList words = sourceArguments(request.source);
    if (request.scores.empty())
        words << headArguments(request.heads);
    else
        words << QStringLiteral("--scores") << QString::fromStdString(request.scores);
    words << editArguments(request);
    if (request.scores.empty()) // a map of layers and heads has nothing of these
        words << mapArguments(request);
    words << colourArguments(request);
    if (request.scores.empty() && !request.notes.empty()) {
        QStringList names;
        for (const std::string& note : request.notes)
            names << QString::fromStdString(note);
        words << QStringLiteral("--notes") << names.join(u',');
    }
    FigureStyle style = request.style;
    if (!request.scores.empty())
        style.ticks = FigureStyle().ticks;
    words << styleArguments(style);
    const auto file = [&](const char* option, const std::string& path) {
        if (!path.empty())
            words << QLatin1String(option) << QString::fromStdString(path);
    };
    file("--data", request.data);
    file("--caption", request.caption);
    if (request.backend != Backend::Auto) {
        words << QStringLiteral("--backend")
              << (request.backend == Backend::Cpu ? QStringLiteral("cpu")
                                                  : QStringLiteral("vulkan"));
    }
    file("--output", request.output);
    return words;
}

std::string shellLine(const QStringList& words)
{
    static const QRegularExpression kSpecial(QStringLiteral("[^A-Za-z0-9_@%+=:,./-]"));
    QStringList quoted;
    for (QString word : words) {
        if (word.isEmpty() || word.contains(kSpecial))
            word = u'\'' + word.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
        quoted << word;
    }
    return quoted.join(u' ').toStdString();
}

std::string renderCommandLine(const FigureRequest& request)
{
    return shellLine(QStringList { QStringLiteral("ropescope"), QStringLiteral("render") }
                     + renderArguments(request));
}

} // namespace ropescope
