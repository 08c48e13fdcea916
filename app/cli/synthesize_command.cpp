// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <limits>

#include <fmt/core.h>

#include "app/cli/command_parser.h"
#include "app/cli/commands.h"
#include "app/cli/output_file.h"
#include "app/cli/synthesis_check.h"
#include "app/input_file.h"
#include "core/base/counted.h"
#include "core/rope/rope_edit.h"
#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"

namespace ropescope {
namespace {

constexpr int kMaxHeadDim = 1024;

void declareOptions(CommandParser& parser)
{
    parser.addValue("o,output", "T.h5", "The trace to write.");
    parser.addValue("tokens", "N", "Length (512).");
    parser.addValue("head-dim", "D", "Head dimension, even (128).");
    parser.addValue("base", "C", "RoPE base (1e6).");
    parser.addValue("pair", "M", "The dominant channel pair (one that suits KIND).");
    parser.addValue("period", "L", "Period of the seasonal kind, in tokens.");
    parser.addValue("seed", "S", "The same seed gives the same trace (1).");
}

SynthesisOptions readOptions(OptionReader& reader)
{
    SynthesisOptions options;
    const std::string name = reader.onlyPositional("KIND");
    const auto kind = synthesisKindFromName(name);
    if (!kind) {
        reader.reject(fmt::format("'{}' is no kind of trace; choose sink, diagonal, periodic, "
                                  "seasonal, random or massive",
                                  name));
    }
    options.kind = kind.value_or(options.kind);
    options.tokens = reader.integer("tokens", 1, kMostSynthesisTokens).value_or(options.tokens);
    options.headDim = reader.integer("head-dim", 2, kMaxHeadDim).value_or(options.headDim);
    options.base = reader.number("base", kMinBase, kMaxBase).value_or(options.base);
    options.pair = reader.integer("pair", 0, kMaxHeadDim / 2 - 1);
    options.period = reader.integer("period", 2, kMostSynthesisTokens);
    options.seed = reader.seed("seed").value_or(options.seed);
    return options;
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    const SynthesisOptions wanted = readOptions(options);
    const std::string output = requiredOutput(options, "output", { ".h5", ".hdf5" });
    if (auto read = options.finish(); !read)
        return read;

    const Result<SynthesisPlan> plan = planSynthesis(wanted);
    if (!plan)
        return usageError(plan.error().message);
    if (auto checked = checkOutputs({ { "--output", output } }, {}); !checked)
        return checked;
    if (auto possible = checkSynthesis(wanted, *plan); !possible)
        return possible;
    const Result<TracePtr> trace = synthesize(wanted);
    if (!trace) // of a plan that is right only a sink in a pair that turns too fast
        return usageError((wanted.pair ? "--pair: " : "--base: ") + trace.error().message);
    if (auto asAsked = checkMadeHead(wanted, *plan, **trace); !asAsked)
        return asAsked;
    if (auto written = writeTraceFile(**trace, output); !written)
        return jobFailed(written.error());
    if (!context.quiet)
        context.out << fmt::format("Wrote {}: {}.\n", output, counted(wanted.tokens, "token"));
    return {};
}

} // namespace

Command synthesizeCommand()
{
    return { .usage = { .name = "synthesize",
                        .arguments = "KIND --output T.h5 [options]",
                        .summary = "Makes a trace of one head whose pattern is known; options "
                                   "that would make another are refused.\n"
                                   "KIND: sink, diagonal, periodic, seasonal, random or massive." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
