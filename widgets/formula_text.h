// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include <QString>

class QTextBlock;
class QTextDocument;

namespace ropescope {

/// A formula within a Markdown text.
struct MarkdownFormula {
    qsizetype begin = 0; ///< of its first dollar sign
    qsizetype end = 0;   ///< behind its last one
    QString tex;
    bool displayed = false; ///< $$ … $$: on a line of its own
};

/// All formulas, $…$ and $$…$$, in order. \$ is a dollar sign; code holds no formulas. As in other
/// readers, a $ before a space opens none and one after a space closes none, so that prices pass.
[[nodiscard]] std::vector<MarkdownFormula> markdownFormulas(const QString& markdown);

/// Fills the document with a Markdown text whose formulas are drawn, in the document's font and
/// colours. A formula that cannot be read stands there as it was written.
void setFormulaMarkdown(QTextDocument& document, const QString& markdown);

/// How far formulas within the text of a block hang below its letters, in pixels: what its lines
/// need to be farther apart.
[[nodiscard]] double formulaOverhang(const QTextBlock& block);

} // namespace ropescope
