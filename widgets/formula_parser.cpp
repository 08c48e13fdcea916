// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/formula_parser.h"

#include <array>
#include <utility>

#include "core/base/nearest_name.h"
#include "widgets/formula_symbols.h"

namespace ropescope {

namespace {

using Kind = FormulaNode::Kind;

constexpr int kDeepest = 64; ///< nesting that no reader follows and no stack should

constexpr std::array<std::string_view, 11> kStructures { "frac", "sqrt",  "left", "right",
                                                         "hat",  "bar",   "text", "mathrm",
                                                         "quad", "qquad", "dfrac" };

struct SpaceCommand {
    const char* name;
    double em;
};

constexpr SpaceCommand kSpaces[] = { { ",", 0.17 },   { ":", 0.22 },    { ";", 0.28 }, { " ", 0.3 },
                                     { "quad", 1.0 }, { "qquad", 2.0 }, { "!", -0.17 } };

FormulaNode row(std::vector<FormulaNode> parts)
{
    if (parts.size() == 1)
        return std::move(parts.front());
    return { .kind = Kind::Row, .children = std::move(parts) };
}

QString unknownCommand(const QString& name)
{
    std::vector<std::string_view> names = formulaSymbolNames();
    names.insert(names.end(), kStructures.begin(), kStructures.end());
    const std::string_view nearest = nearestName(name.toStdString(), names);
    return nearest.empty()
        ? QStringLiteral("there is no command \\%1.").arg(name)
        : QStringLiteral("there is no command \\%1; did you mean \\%2?")
              .arg(name, QString::fromUtf8(nearest.data(), static_cast<qsizetype>(nearest.size())));
}

/// Recursive descent; the first problem ends it.
class Parser {
public:
    explicit Parser(const QString& tex)
        : m_tex(tex)
    {
    }

    Result<FormulaNode> parse()
    {
        FormulaNode all = parseRow();
        if (m_problem.isEmpty() && !atEnd())
            reject(QStringLiteral("a } closes nothing."));
        if (!m_problem.isEmpty()) {
            return fail(
                ErrorCode::Malformed,
                QStringLiteral("In the formula $%1$ %2").arg(m_tex, m_problem).toStdString());
        }
        return all;
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_tex.size(); }
    [[nodiscard]] bool isAt(QChar character) const { return !atEnd() && m_tex[m_at] == character; }

    void skipSpaces()
    {
        while (!atEnd() && m_tex[m_at].isSpace())
            ++m_at;
    }

    FormulaNode reject(const QString& problem)
    {
        if (m_problem.isEmpty())
            m_problem = problem;
        m_at = m_tex.size();
        return {};
    }

    FormulaNode rejectDepth() { return reject(QStringLiteral("parts are nested too deeply.")); }

    /// Up to the end, a } or a \right, which stay.
    FormulaNode parseRow()
    {
        if (++m_depth > kDeepest)
            return rejectDepth();
        std::vector<FormulaNode> parts;
        for (skipSpaces(); !atEnd() && !isAt(u'}') && !isAtRight(); skipSpaces())
            parts.push_back(parseScripts(parseNucleus()));
        --m_depth;
        return row(std::move(parts));
    }

    [[nodiscard]] bool isAtRight() const
    {
        const QStringView rest = QStringView(m_tex).mid(m_at);
        return rest.startsWith(u"\\right") && (rest.size() == 6 || !rest[6].isLetter());
    }

    FormulaNode parseNucleus()
    {
        const QChar first = m_tex[m_at];
        if (first == u'{')
            return parseGroup();
        if (first == u'\\')
            return parseCommand();
        if (first == u'_' || first == u'^')
            return {}; // a script on nothing
        if (first.isDigit())
            return parseNumber();
        ++m_at;
        return formulaCharacter(first);
    }

    FormulaNode parseNumber()
    {
        const qsizetype begin = m_at;
        while (
            !atEnd()
            && (m_tex[m_at].isDigit()
                || (m_tex[m_at] == u'.' && m_at + 1 < m_tex.size() && m_tex[m_at + 1].isDigit())))
            ++m_at;
        return { .kind = Kind::Symbol, .text = m_tex.mid(begin, m_at - begin), .upright = true };
    }

    FormulaNode parseGroup()
    {
        ++m_at;
        FormulaNode inside = parseRow();
        if (!m_problem.isEmpty())
            return inside;
        if (!isAt(u'}'))
            return reject(QStringLiteral("a { is not closed."));
        ++m_at;
        return inside;
    }

    /// One { } or one symbol, as after _ and \frac.
    FormulaNode parseArgument(const QString& of)
    {
        skipSpaces();
        if (atEnd() || isAt(u'}') || isAt(u'_') || isAt(u'^'))
            return reject(QStringLiteral("%1 lacks what belongs to it, as in %1{x}.").arg(of));
        if (++m_depth > kDeepest)
            return rejectDepth();
        FormulaNode argument = parseNucleus();
        --m_depth;
        return argument;
    }

    FormulaNode parseScripts(FormulaNode base)
    {
        FormulaNode below;
        FormulaNode power;
        std::vector<FormulaNode> above;
        bool hasAny = false;
        for (skipSpaces(); isAt(u'_') || isAt(u'^') || isAt(u'\''); skipSpaces()) {
            const QChar mark = m_tex[m_at++];
            hasAny = true;
            if (mark == u'\'') {
                above.push_back(formulaSymbol(QStringLiteral("prime")).value());
                continue;
            }
            FormulaNode& place = mark == u'_' ? below : power;
            if (!place.isEmpty())
                return reject(QStringLiteral("there are two %1 on one symbol.").arg(mark));
            place = parseArgument(mark);
            if (mark == u'^')
                above.push_back(power);
        }
        if (!hasAny)
            return base;
        return { .kind = Kind::Script,
                 .children = { std::move(base), std::move(below),
                               above.empty() ? FormulaNode() : row(std::move(above)) } };
    }

    QString parseName()
    {
        const qsizetype begin = m_at;
        while (!atEnd() && m_tex[m_at].isLetter())
            ++m_at;
        if (m_at == begin && !atEnd())
            ++m_at; // \, and the like
        return m_tex.mid(begin, m_at - begin);
    }

    FormulaNode parseCommand()
    {
        ++m_at;
        const QString name = parseName();
        if (name == QLatin1String("frac") || name == QLatin1String("dfrac")) {
            FormulaNode above = parseArgument(QStringLiteral("\\frac"));
            FormulaNode below = parseArgument(QStringLiteral("\\frac{…}"));
            return { .kind = Kind::Fraction, .children = { std::move(above), std::move(below) } };
        }
        if (name == QLatin1String("sqrt"))
            return { .kind = Kind::Root, .children = { parseArgument(QStringLiteral("\\sqrt")) } };
        if (name == QLatin1String("hat") || name == QLatin1String("bar")) {
            return { .kind = Kind::Accent,
                     .text = name,
                     .children = { parseArgument(QStringLiteral("\\%1").arg(name)) } };
        }
        if (name == QLatin1String("text") || name == QLatin1String("mathrm"))
            return parseText(name);
        if (name == QLatin1String("left"))
            return parseFence();
        for (const SpaceCommand& space : kSpaces) {
            if (name == QLatin1String(space.name))
                return { .kind = Kind::Space, .space = space.em };
        }
        if (auto symbol = formulaSymbol(name))
            return *symbol;
        return reject(name.isEmpty() ? QStringLiteral("a \\ stands at the end.")
                                     : unknownCommand(name));
    }

    FormulaNode parseText(const QString& command)
    {
        skipSpaces();
        const qsizetype end = isAt(u'{') ? m_tex.indexOf(u'}', m_at) : -1;
        if (end < 0)
            return reject(QStringLiteral("\\%1 needs its words in { }.").arg(command));
        FormulaNode text { .kind = Kind::Text, .text = m_tex.mid(m_at + 1, end - m_at - 1) };
        m_at = end + 1;
        return text;
    }

    QChar parseDelimiter()
    {
        skipSpaces();
        if (atEnd())
            return {};
        QString name(m_tex[m_at++]);
        if (name == QLatin1String("\\")) {
            const auto symbol = formulaSymbol(parseName());
            name = symbol ? symbol->text : QString();
        }
        return name.isEmpty() || !QStringLiteral("()[]|{}.⟨⟩‖").contains(name) ? QChar() : name[0];
    }

    FormulaNode parseFence()
    {
        const QChar left = parseDelimiter();
        if (left.isNull())
            return reject(QStringLiteral("\\left needs one of ( [ | \\{ \\langle or a dot."));
        FormulaNode inside = parseRow();
        if (!m_problem.isEmpty())
            return inside;
        if (!isAtRight())
            return reject(QStringLiteral("a \\left has no \\right."));
        m_at += 6;
        const QChar right = parseDelimiter();
        if (right.isNull())
            return reject(QStringLiteral("\\right needs one of ) ] | \\} \\rangle or a dot."));
        return { .kind = Kind::Fence,
                 .text = QString(left) + right,
                 .children = { std::move(inside) } };
    }

    QString m_tex;
    qsizetype m_at = 0;
    int m_depth = 0;
    QString m_problem;
};

} // namespace

Result<FormulaNode> parseFormula(const QString& tex)
{
    if (tex.trimmed().isEmpty())
        return fail(ErrorCode::Malformed, "A formula between dollar signs is empty.");
    return Parser(tex).parse();
}

} // namespace ropescope
