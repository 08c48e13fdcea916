// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>

#include <fmt/core.h>

#include "app/cli/commands.h"
#include "app/cli/number_list.h"
#include "app/cli/output_file.h"
#include "app/cli/progress_bar.h"
#include "app/cli/trace_argument.h"
#include "app/input_file.h"
#include "app/report/relocation_csv.h"
#include "core/base/counted.h"
#include "core/base/thread_pool.h"
#include "core/io/atomic_file.h"
#include "core/rope/rope_edit.h"
#include "core/theory/relocation_experiment.h"

namespace ropescope {
namespace {

constexpr int kMaxIndex = 1 << 20;

struct Request {
    std::string trace;
    RelocationPlan plan;
    std::optional<int> layer;
    std::optional<int> head;
    std::string output;
};

void declareOptions(CommandParser& parser)
{
    parser.addValue("o,output", "FILE.csv", "The table to write.");
    parser.addValue("pairs", "A,B,..", "The slots that the pair is moved to.");
    parser.addValue("bases", "C,D,..", "The RoPE bases under which it is moved (the trace's own).");
    parser.addValue("from", "M", "The channel pair that is moved (the head's dominant one).");
    parser.addValue("layer", "L", "Of this layer only (all).");
    parser.addValue("head", "H", "Of this head only (all).");
}

Request readRequest(OptionReader& reader)
{
    Request request;
    request.trace = reader.onlyPositional("T.h5");
    (void)reader.required("pairs", "the slots to move the pair to, as in 2,3,5");
    request.plan.targets = readNumberList<int>(reader, "pairs", 0, kMaxIndex);
    if (reader.has("bases")) {
        (void)reader.required("bases", "RoPE bases, as in 1e6,1e5");
        request.plan.bases = readNumberList<double>(reader, "bases", kMinBase, kMaxBase);
    }
    request.plan.from = reader.integer("from", 0, kMaxIndex);
    request.layer = reader.integer("layer", 0, kMaxIndex);
    request.head = reader.integer("head", 0, kMaxIndex);
    request.output = requiredOutput(reader, "output", { ".csv" });
    return request;
}

/// Layers, heads and pairs that the command line names but the trace lacks.
CommandResult<void> checkAgainst(const TraceInfo& info, const Request& request)
{
    if (!info.rope.rotates()) {
        return jobFailed(
            { ErrorCode::Unsupported,
              fmt::format("{} has no rotation, so there is no pair to move.", request.trace) });
    }
    const auto check
        = [](const char* option, const char* thing, int value, int count) -> CommandResult<void> {
        if (value < count)
            return {};
        return usageError(fmt::format("--{}: there is no {} {}; the trace has {}.", option, thing,
                                      value, numbered(thing, count)));
    };
    if (auto ok = check("layer", "layer", request.layer.value_or(0), info.numLayers); !ok)
        return ok;
    if (auto ok = check("head", "head", request.head.value_or(0), info.numHeads); !ok)
        return ok;
    const int pairs = info.rope.pairCount();
    if (auto ok = check("from", "pair", request.plan.from.value_or(0), pairs); !ok)
        return ok;
    for (const int slot : request.plan.targets) {
        if (auto ok = check("pairs", "pair", slot, pairs); !ok)
            return ok;
    }
    return {};
}

std::vector<HeadId> chosenHeads(const TraceInfo& info, const Request& request)
{
    std::vector<HeadId> heads = rotatingHeads(info);
    std::erase_if(heads, [&request](HeadId id) {
        return request.layer.value_or(id.layer.value) != id.layer.value
            || request.head.value_or(id.head.value) != id.head.value;
    });
    return heads;
}

/// One head is listed, many are counted.
std::string summary(const std::vector<HeadRelocations>& heads)
{
    std::string text;
    if (heads.size() == 1) {
        const HeadRelocations& only = heads.front();
        text = fmt::format("{:>6} {:>10} {:>14} {:>12} {:>9}\n", "pair", "base", "2 pi / theta",
                           "measured", "error");
        for (const Relocation& row : only.rows) {
            text += fmt::format(
                "{:>6} {:>10g} {:>14.2f} {:>12} {:>9}\n", row.slot, row.base, row.predicted,
                row.measured ? fmt::format("{:.2f}", row.measured->tokens) : "none",
                row.measured ? fmt::format("{:+.2f} %", 100.0 * *row.relativeError()) : "");
        }
        return text;
    }
    const RelocationCount count = countRelocations(heads);
    return fmt::format("{}, {}: {} with a period, {} of them within {:g} % of "
                       "2 pi / theta.\n",
                       counted(static_cast<std::int64_t>(heads.size()), "head"),
                       counted(count.all, "relocation"), count.measured, count.agreeing,
                       100.0 * kPeriodAgreement);
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    const Request request = readRequest(options);
    if (auto read = options.finish(); !read)
        return read;
    if (auto checked
        = checkOutputs({ { "--output", request.output } }, { { "T.h5", request.trace } });
        !checked)
        return checked;
    const CommandResult<TracePtr> trace = openTraceArgument(request.trace);
    if (!trace)
        return tl::unexpected(trace.error());
    if (auto checked = checkAgainst((*trace)->info(), request); !checked)
        return checked;
    const std::vector<HeadId> ids = chosenHeads((*trace)->info(), request);
    if (ids.empty()) {
        return jobFailed(
            { ErrorCode::NotFound,
              fmt::format("{}: no chosen layer holds rotating queries and keys.", request.trace) });
    }
    ThreadPool pool(context.machine.threads);
    ProgressBar bar(context, "Moving pairs");
    const auto heads = relocateHeads(**trace, ids, request.plan, pool, bar.progress());
    if (!heads)
        return jobFailed(heads.error());
    if (auto written = writeFile(request.output, relocationCsv(*heads)); !written)
        return jobFailed(written.error());
    if (!context.quiet)
        context.out << summary(*heads) << fmt::format("Wrote {}.\n", request.output);
    return {};
}

} // namespace

Command experimentCommand()
{
    return { .usage
             = { .name = "experiment",
                 .arguments = "T.h5 --pairs A,B,.. --bases C,D,.. [--layer L --head H] -o FILE.csv",
                 .summary = "Moves a head's dominant pair to other slots, under other bases, "
                            "and compares the predicted period with the measured one." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
