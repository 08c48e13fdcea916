// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <fmt/core.h>

#include "app/cli/commands.h"
#include "app/input_file.h"
#include "app/open_source.h"
#include "app/report/source_report.h"
#include "core/formats/model_files.h"
#include "core/io/text_file.h"
#include "core/trace/trace_file.h"

namespace ropescope {
namespace {

struct Request {
    std::filesystem::path path;
    std::optional<std::string> text;
    std::optional<std::string> textFile;
    bool json = false;

    [[nodiscard]] bool tokenizes() const { return text || textFile; }
};

void declareOptions(CommandParser& parser)
{
    parser.addFlag("json", "Write JSON, for scripts.");
    parser.addValue("tokenize", "S", "Add token_ids and tokens of this text; needs no weights.");
    parser.addValue("tokenize-file", "F", "The same for the text of a file, UTF-8.");
}

Result<void> addTokens(Report& report, const Request& request)
{
    const Result<std::string> text
        = request.text ? Result<std::string>(*request.text) : readTextFile(*request.textFile);
    if (!text)
        return tl::unexpected(ofOption("tokenize-file", text.error()));
    const Result<ModelDescription> description = readModelDescription(request.path);
    const auto tokenizer = description ? openTokenizer(*description)
                                       : Tokenizer::open(request.path / "tokenizer.json");
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    const auto ids = tokenizer->encode(*text);
    if (!ids) {
        return tl::unexpected(
            request.text ? ofOption("tokenize", ids.error())
                         : ofOption("tokenize-file", inFile(*request.textFile, ids.error())));
    }
    const auto pieces = tokenizer->pieces(*ids);
    if (!pieces)
        return tl::unexpected(pieces.error());
    report["token_ids"] = *ids;
    report["tokens"] = *pieces;
    return {};
}

Result<Report> makeReport(const Request& request, SourceKind kind)
{
    if (kind == SourceKind::Trace)
        return openTraceFile(request.path).map([](const TracePtr& trace) {
            return traceReport(*trace);
        });
    Result<Report> report = modelReport(request.path);
    // A tokenizer is worth asking even where the rest of the model is broken or absent.
    if (!report && request.tokenizes())
        report = Report { { "kind", "model" }, { "unsupported", { report.error().message } } };
    if (report && request.tokenizes()) {
        if (auto added = addTokens(*report, request); !added)
            return tl::unexpected(added.error());
    }
    return report;
}

CommandResult<void> run(OptionReader& options, const CommandContext& context)
{
    Request request;
    request.path = options.onlyPositional("PATH");
    request.text = options.unicodeText("tokenize");
    request.textFile = options.text("tokenize-file");
    request.json = options.has("json");
    if (request.text && request.textFile)
        options.reject("Give the text by --tokenize or by --tokenize-file, not by both");
    if (auto read = options.finish(); !read)
        return read;

    const Result<SourceKind> kind = sourceKind(request.path);
    if (!kind)
        return jobFailed(kind.error());
    if (*kind == SourceKind::Session) {
        return jobFailed({ ErrorCode::Unsupported,
                           fmt::format("{} is a session; open it in the window: ropescope {}.",
                                       request.path.string(), request.path.string()) });
    }
    if (*kind == SourceKind::Trace && request.tokenizes()) {
        return jobFailed({ ErrorCode::Unsupported,
                           fmt::format("{} is a trace and has no tokenizer; give the model's "
                                       "directory.",
                                       request.path.string()) });
    }
    const Result<Report> report = makeReport(request, *kind);
    if (!report)
        return jobFailed(report.error());
    context.out << (request.json
                        ? report->dump(2, ' ', false, Report::error_handler_t::replace) + '\n'
                        : reportText(*report));
    return {};
}

} // namespace

Command infoCommand()
{
    return { .usage = { .name = "info",
                        .arguments = "PATH [--json] [--tokenize S | --tokenize-file F]",
                        .summary = "Says what a trace or a model is: shapes, rope, "
                                   "tokens, and what is unsupported and why." },
             .declareOptions = declareOptions,
             .run = run };
}

} // namespace ropescope
