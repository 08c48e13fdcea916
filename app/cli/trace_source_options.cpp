// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/trace_source_options.h"

#include <fmt/core.h>

#include "core/rope/rope_edit.h"

namespace ropescope {
namespace {

constexpr int kMaxTokens = 1 << 20;

} // namespace

void addTraceSourceOptions(CommandParser& parser)
{
    parser.addValue("text", "S", "Where PATH is a model: the prompt.");
    parser.addValue("text-file", "F",
                    "A file with the prompt, UTF-8. Without PATH, of the built-in model.");
    parser.addValue("token-ids", "F",
                    "A file with token ids, separated by white space or commas, as the prompt.");
    parser.addValue("max-tokens", "N", "Use only the first N tokens of the prompt.");
    parser.addValue("synthetic", "KIND",
                    "In place of PATH, a head made to show a pattern, as 'ropescope synthesize' "
                    "makes it: sink, diagonal, periodic, seasonal, random or massive.");
    parser.addValue("tokens", "N", "Length of the synthetic head (512).");
    parser.addValue("synthetic-base", "C", "RoPE base that the synthetic head is made for (1e6).");
}

TraceSource readTraceSource(OptionReader& options)
{
    TraceSource source;
    source.path = options.optionalPositional();
    source.text = options.unicodeText("text");
    source.textFile = options.text("text-file");
    source.idsFile = options.text("token-ids");
    source.maxTokens = options.integer("max-tokens", 1, kMaxTokens);
    source.synthetic = options.text("synthetic").value_or(std::string());
    source.syntheticTokens = options.integer("tokens", 1, kMaxTokens);
    source.syntheticBase = options.number("synthetic-base", kMinBase, kMaxBase);
    const int prompts
        = source.text.has_value() + source.textFile.has_value() + source.idsFile.has_value();
    if (prompts > 1)
        options.reject("Give the prompt by one of --text, --text-file and --token-ids");
    if (!source.synthetic.empty()) {
        if (!source.path.empty() || prompts > 0)
            options.reject("--synthetic stands in place of a trace or a model with its prompt");
        if (!synthesisKindFromName(source.synthetic)) {
            options.reject(fmt::format("--synthetic: '{}' should be one of sink, diagonal, "
                                       "periodic, seasonal, random, massive",
                                       source.synthetic));
        }
    } else if (source.syntheticTokens || source.syntheticBase) {
        options.reject("--tokens and --synthetic-base speak of a synthetic head; add --synthetic "
                       "KIND");
    } else if (source.path.empty() && prompts == 0) {
        options.reject("PATH is missing; give a trace, a model with a prompt, or --text-file F for "
                       "the built-in model");
    }
    if (source.maxTokens && prompts == 0)
        options.reject("--max-tokens speaks of a prompt; add --text-file F");
    return source;
}

std::vector<NamedFile> filesOf(const TraceSource& source)
{
    return { { "PATH", source.path },
             { "--text-file", source.textFile.value_or("") },
             { "--token-ids", source.idsFile.value_or("") } };
}

} // namespace ropescope
