// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/formula_symbols.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace ropescope {

namespace {

struct SymbolEntry {
    const char* name;
    char16_t character;
    FormulaClass role = FormulaClass::Ordinary;
};

constexpr SymbolEntry kSymbols[] = {
    { "alpha", u'α' },
    { "beta", u'β' },
    { "gamma", u'γ' },
    { "delta", u'δ' },
    { "epsilon", u'ε' },
    { "zeta", u'ζ' },
    { "eta", u'η' },
    { "theta", u'θ' },
    { "kappa", u'κ' },
    { "lambda", u'λ' },
    { "mu", u'μ' },
    { "nu", u'ν' },
    { "xi", u'ξ' },
    { "pi", u'π' },
    { "rho", u'ρ' },
    { "sigma", u'σ' },
    { "tau", u'τ' },
    { "phi", u'φ' },
    { "varphi", u'ϕ' },
    { "chi", u'χ' },
    { "psi", u'ψ' },
    { "omega", u'ω' },
    { "Gamma", u'Γ' },
    { "Delta", u'Δ' },
    { "Theta", u'Θ' },
    { "Lambda", u'Λ' },
    { "Pi", u'Π' },
    { "Sigma", u'Σ' },
    { "Phi", u'Φ' },
    { "Psi", u'Ψ' },
    { "Omega", u'Ω' },
    { "infty", u'∞' },
    { "partial", u'∂' },
    { "ldots", u'…' },
    { "cdots", u'⋯' },
    { "prime", u'′' },
    { "ell", u'ℓ' },
    { "pm", u'±', FormulaClass::Binary },
    { "cdot", u'·', FormulaClass::Binary },
    { "times", u'×', FormulaClass::Binary },
    { "div", u'÷', FormulaClass::Binary },
    { "odot", u'⊙', FormulaClass::Binary },
    { "le", u'≤', FormulaClass::Relation },
    { "leq", u'≤', FormulaClass::Relation },
    { "ge", u'≥', FormulaClass::Relation },
    { "geq", u'≥', FormulaClass::Relation },
    { "ne", u'≠', FormulaClass::Relation },
    { "neq", u'≠', FormulaClass::Relation },
    { "approx", u'≈', FormulaClass::Relation },
    { "equiv", u'≡', FormulaClass::Relation },
    { "sim", u'∼', FormulaClass::Relation },
    { "propto", u'∝', FormulaClass::Relation },
    { "ll", u'≪', FormulaClass::Relation },
    { "gg", u'≫', FormulaClass::Relation },
    { "in", u'∈', FormulaClass::Relation },
    { "to", u'→', FormulaClass::Relation },
    { "rightarrow", u'→', FormulaClass::Relation },
    { "Rightarrow", u'⇒', FormulaClass::Relation },
    { "mapsto", u'↦', FormulaClass::Relation },
    { "langle", u'⟨', FormulaClass::Open },
    { "rangle", u'⟩', FormulaClass::Close },
    { "lfloor", u'⌊', FormulaClass::Open },
    { "rfloor", u'⌋', FormulaClass::Close },
    { "{", u'{', FormulaClass::Open },
    { "}", u'}', FormulaClass::Close },
    { "|", u'‖' },
    { "%", u'%' },
    { "$", u'$' },
    { "_", u'_' },
    { "#", u'#' },
    { "&", u'&' },
};

constexpr SymbolEntry kLargeOperators[] = {
    { "sum", u'∑' },
    { "prod", u'∏' },
    { "int", u'∫' },
};

struct FunctionEntry {
    const char* name;
    bool hasLimits = false;
};

constexpr FunctionEntry kFunctions[] = {
    { "cos" },        { "sin" },       { "tan" },       { "exp" },          { "log" },
    { "ln" },         { "arg" },       { "mod" },       { "softmax" },      { "sign" },
    { "mean", true }, { "max", true }, { "min", true }, { "argmax", true }, { "argmin", true },
};

template <class Table> auto* find(const Table& table, const QString& name)
{
    const auto* const entry = std::find_if(std::begin(table), std::end(table), [&](const auto& e) {
        return name == QLatin1String(e.name);
    });
    return entry == std::end(table) ? nullptr : entry;
}

bool isCapitalGreek(QChar character)
{
    return character >= QChar(u'Α') && character <= QChar(u'Ω');
}

} // namespace

std::optional<FormulaNode> formulaSymbol(const QString& name)
{
    FormulaNode node { .kind = FormulaNode::Kind::Symbol };
    if (const auto* const entry = find(kSymbols, name)) {
        const QChar character(entry->character);
        node.text = character;
        node.role = entry->role;
        node.upright = !character.isLetter() || isCapitalGreek(character);
        return node;
    }
    node.role = FormulaClass::Operator;
    node.upright = true;
    if (const auto* const entry = find(kLargeOperators, name)) {
        node.text = QChar(entry->character);
        node.isLarge = true;
        node.hasLimits = name != QLatin1String("int");
        return node;
    }
    if (const auto* const entry = find(kFunctions, name)) {
        node.text = name;
        node.hasLimits = entry->hasLimits;
        return node;
    }
    return std::nullopt;
}

FormulaNode formulaCharacter(QChar character)
{
    FormulaNode node { .kind = FormulaNode::Kind::Symbol, .text = QString(character) };
    node.upright = !character.isLetter();
    switch (character.unicode()) {
    case u'-':
        node.text = QChar(u'−');
        [[fallthrough]];
    case u'+':
    case u'*':
    case u'−':
    case u'·':
        node.role = FormulaClass::Binary;
        break;
    case u'=':
    case u'<':
    case u'>':
    case u':':
    case u'≤':
    case u'≥':
    case u'≈':
        node.role = FormulaClass::Relation;
        break;
    case u'(':
    case u'[':
        node.role = FormulaClass::Open;
        break;
    case u')':
    case u']':
        node.role = FormulaClass::Close;
        break;
    case u',':
    case u';':
        node.role = FormulaClass::Punctuation;
        break;
    default:
        break;
    }
    return node;
}

std::vector<std::string_view> formulaSymbolNames()
{
    std::vector<std::string_view> names;
    for (const auto& entry : kSymbols)
        names.emplace_back(entry.name);
    for (const auto& entry : kLargeOperators)
        names.emplace_back(entry.name);
    for (const auto& entry : kFunctions)
        names.emplace_back(entry.name);
    return names;
}

} // namespace ropescope
