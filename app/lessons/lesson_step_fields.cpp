// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/lessons/lesson_step_fields.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "app/view_json.h"
#include "core/io/json_fields.h"
#include "core/trace/synthesis_plan.h"

namespace ropescope {
namespace {

constexpr int kMostTokens = 1 << 13; ///< of what a lesson makes
constexpr int kMostRepeats = 1000;
constexpr std::size_t kMostPromptBytes = std::size_t { 1 } << 20;
constexpr std::size_t kMostClaims = 100; ///< of a step
constexpr int kMostHeadDim = 1024;
constexpr int kMostSeed = 1 << 30;

LessonSource modelFromYaml(YamlFields& fields, const std::filesystem::path& folder)
{
    fields.allowOnly({ "model", "text", "repeat", "random" });
    LessonSource source;
    const std::string model = fields.text("model");
    if (model != "built-in")
        source.path = folder / model;
    const std::string text = fields.text("text");
    const int times = fields.integer("repeat", 1, kMostRepeats).value_or(1);
    if (text.size() * static_cast<std::size_t>(times) > kMostPromptBytes) {
        fields.reject(
            fields.line("text"),
            fmt::format("{} bytes {} times are too much text to read; a step may have {}.",
                        text.size(), times, kMostPromptBytes));
        return source;
    }
    for (int time = 0; time < times; ++time)
        source.text += text;
    source.randomTokens = fields.integer("random", 2, kMostTokens).value_or(0);
    if (!source.text.empty() && source.randomTokens > 0)
        fields.reject(fields.line("random"), "A model reads a text or random tokens, not both.");
    return source;
}

LessonSource synthesisFromYaml(YamlFields& fields)
{
    YamlFields inner = fields.inner("synthesize", "synthesize");
    inner.allowOnly({ "kind", "tokens", "head_dim", "base", "pair", "period", "seed" });
    SynthesisOptions options;
    const std::string name = inner.text("kind");
    const auto kind = synthesisKindFromName(name);
    if (!kind) {
        inner.reject(inner.line("kind"),
                     fmt::format("'kind' should be sink, diagonal, periodic, seasonal, random or "
                                 "massive, and is \"{}\".",
                                 name));
    }
    options.kind = kind.value_or(options.kind);
    options.tokens = inner.integer("tokens", 1, kMostTokens).value_or(options.tokens);
    options.headDim = inner.integer("head_dim", 2, kMostHeadDim).value_or(options.headDim);
    options.base = inner.number("base").value_or(options.base);
    options.pair = inner.integer("pair", 0, kMostHeadDim / 2);
    options.period = inner.integer("period", 2, kMostTokens);
    if (const auto seed = inner.integer("seed", 0, kMostSeed))
        options.seed = static_cast<std::uint64_t>(*seed);
    if (kind) {
        const auto checked = planSynthesis(options).and_then(
            [&](const SynthesisPlan& plan) { return checkPlan(options, plan); });
        if (!checked)
            inner.reject(inner.line(), checked.error().message);
    }
    return { .synthesis = options };
}

LessonSource sourceFromYaml(YamlFields& fields, const std::filesystem::path& folder)
{
    if (fields.has("synthesize")) {
        fields.allowOnly({ "synthesize" });
        return synthesisFromYaml(fields);
    }
    if (fields.has("trace")) {
        fields.allowOnly({ "trace" });
        return { .path = folder / fields.text("trace") };
    }
    if (!fields.has("model"))
        fields.reject(fields.line(), "A source needs one of model, trace and synthesize.");
    return modelFromYaml(fields, folder);
}

/// Field by field, so that each problem has its line.
ViewState viewFromYaml(YamlFields& fields, ViewState view)
{
    const std::vector<std::string_view> names { "layer",        "head",       "edit",     "depth",
                                                "head_gains",   "comparison", "quantity", "pool",
                                                "colour_scale", "thresholds" };
    fields.allowOnly(names);
    fields.inner("edit", "edit")
        .allowOnly({ "base", "relocate", "gains", "pairing", "still", "truncate", "mean_pairs" });
    fields.inner("colour_scale", "colour_scale")
        .allowOnly({ "map", "scale", "range", "leave_out_sink" });
    for (const std::string_view name : names) {
        if (!fields.has(name))
            continue;
        const nlohmann::json one { { std::string(name), jsonFromYaml(fields.node(name)) } };
        JsonFields json(one, "state");
        view = viewFromJson(json, std::move(view));
        if (json.error())
            fields.reject(fields.line(name), json.error()->message);
    }
    return view;
}

std::vector<std::string_view> placeNames()
{
    std::vector<std::string_view> names;
    for (const LessonPlace& place : kLessonPlaces)
        names.emplace_back(place.name);
    return names;
}

LessonHighlight highlightFromYaml(YamlFields& fields)
{
    LessonHighlight highlight;
    if (fields.node("highlight").IsMap()) {
        YamlFields part = fields.inner("highlight", "highlight");
        part.allowOnly({ "rows", "columns", "lag" });
        highlight.rows = part.range("rows");
        highlight.columns = part.range("columns");
        highlight.lags = part.range("lag");
        return highlight;
    }
    highlight.place = fields.text("highlight");
    const std::vector<std::string_view> names = placeNames();
    if (!highlight.place.empty()
        && std::find(names.begin(), names.end(), highlight.place) == names.end()) {
        fields.reject(fields.line("highlight"),
                      fmt::format("'{}' is nothing that can be highlighted; {}", highlight.place,
                                  suggestion(highlight.place, names)));
    }
    return highlight;
}

} // namespace

LessonStep stepFromYaml(YamlFields& fields, const LessonStep* before,
                        const std::filesystem::path& folder)
{
    fields.allowOnly({ "title", "source", "state", "page", "highlight", "question", "answer",
                       "notes", "claims" });
    LessonStep step;
    step.line = fields.line();
    step.title = fields.text("title");
    if (step.title.empty())
        fields.reject(fields.line(), "A step needs a title.");
    if (before != nullptr) {
        step.source = before->source;
        step.view = before->view;
    } else if (!fields.has("source")) {
        fields.reject(fields.line(),
                      "The first step needs a source: a model, a trace or "
                      "synthesize.");
    }
    if (fields.has("source")) {
        YamlFields source = fields.inner("source", "a source");
        LessonSource given = sourceFromYaml(source, folder);
        if (before == nullptr || given != before->source)
            step.view = {};
        step.source = std::move(given);
    }
    if (fields.has("state")) {
        YamlFields state = fields.inner("state", "a state");
        step.view = viewFromYaml(state, step.view);
    }
    step.page = fields.text("page");
    step.highlight = highlightFromYaml(fields);
    step.question = fields.text("question");
    step.answer = fields.text("answer");
    step.notes = fields.text("notes");
    if (!step.answer.empty() && step.question.empty())
        fields.reject(fields.line("answer"), "There is an answer without a question.");
    const YAML::Node claims = fields.node("claims");
    if (claims.IsDefined() && !claims.IsSequence())
        fields.reject(fields.line("claims"), "'claims' should be a list.");
    else if (claims.IsDefined() && claims.size() > kMostClaims)
        fields.reject(fields.line("claims"),
                      fmt::format("{} claims are too many for a step; it may have {}.",
                                  claims.size(), kMostClaims));
    else if (claims.IsDefined()) {
        for (const YAML::Node& claim : claims)
            step.claims.push_back(claimFromYaml(fields, claim));
    }
    return step;
}

} // namespace ropescope
