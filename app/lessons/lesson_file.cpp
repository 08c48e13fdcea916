// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/lessons/lesson_file.h"

#include <algorithm>
#include <optional>

#include <fmt/core.h>

#include "app/lessons/lesson_step_fields.h"
#include "app/resource_paths.h"
#include "core/io/readable_file.h"
#include "core/io/text_file.h"
#include "widgets/formula_parser.h"
#include "widgets/formula_text.h"

namespace ropescope {
namespace {

constexpr std::size_t kMostFileBytes = std::size_t { 4 } << 20;
constexpr std::size_t kMostStepTextBytes = std::size_t { 1 } << 14; ///< of a step, an answer, notes
constexpr std::size_t kMostProblems = 200; ///< after which no further step is read
constexpr std::size_t kMostBytes = std::size_t { 64 } << 20; ///< of the steps together

/// A block of front matter and the Markdown that follows it.
struct Section {
    std::string yaml;
    int yamlLine = 0; ///< its first line in the file, from 1
    std::string text;
    int textLine = 0;
};

bool isFence(std::string_view line)
{
    const std::size_t end = line.find_last_not_of(" \t\r");
    return end != std::string_view::npos && line.substr(0, end + 1) == "---";
}

std::vector<Section> splitSections(std::string_view text, std::vector<LessonProblem>& problems)
{
    std::vector<Section> sections;
    bool inYaml = false;
    int number = 0;
    int opened = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++number;
        if (isFence(line)) {
            if (!inYaml)
                sections.push_back({ .yamlLine = number + 1 });
            else
                sections.back().textLine = number + 1;
            inYaml = !inYaml;
            opened = number;
        } else if (!sections.empty()) {
            std::string& part = inYaml ? sections.back().yaml : sections.back().text;
            part.append(line).append("\n");
        } else if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
            problems.push_back(
                { number, "A lesson begins with its title between two lines of ---." });
            return {};
        }
    }
    if (inYaml)
        problems.push_back({ opened, "This block of fields has no second line of ---." });
    if (sections.empty() && problems.empty())
        problems.push_back({ 1, "The file is empty." });
    return sections;
}

std::string trimmed(const std::string& text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    const std::size_t end = text.find_last_not_of(" \t\r\n");
    return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

/// Nothing where it cannot be read.
std::optional<YAML::Node> yamlOf(const Section& section, std::vector<LessonProblem>& problems)
{
    try {
        const YAML::Node node = YAML::Load(section.yaml);
        if (node.IsMap() || node.IsNull())
            return node;
        problems.push_back({ section.yamlLine,
                             "Between the lines of --- there should be fields, as "
                             "in title: Sinks." });
    } catch (const YAML::Exception& problem) {
        problems.push_back({ section.yamlLine + std::max(0, problem.mark.line),
                             fmt::format("This is no YAML: {}.", problem.msg) });
    }
    return std::nullopt;
}

void checkFormulas(const std::string& markdown, int firstLine, std::vector<LessonProblem>& problems)
{
    if (markdown.size() > kMostStepTextBytes) {
        problems.push_back({ firstLine,
                             fmt::format("A text of {} bytes is more than anybody reads; "
                                         "it may have {}.",
                                         markdown.size(), kMostStepTextBytes) });
        return;
    }
    const QString text = QString::fromStdString(markdown);
    qsizetype counted = 0;
    qsizetype line = firstLine;
    for (const MarkdownFormula& formula : markdownFormulas(text)) {
        line += QStringView(text).mid(counted, formula.begin - counted).count(u'\n');
        counted = formula.begin;
        if (const auto parsed = parseFormula(formula.tex); !parsed)
            problems.push_back({ static_cast<int>(line), parsed.error().message });
    }
}

/// Bytes that a step keeps, also of what it takes over from the one before or repeats.
std::size_t weightOf(const LessonStep& step)
{
    constexpr std::size_t kEntry = 64; ///< of a map, about
    std::size_t bytes = sizeof(step) + step.source.path.native().size() + step.source.text.size()
        + step.title.size() + step.page.size() + step.highlight.place.size() + step.text.size()
        + step.question.size() + step.answer.size() + step.notes.size();
    const RopeEdit& edit = step.view.edit;
    bytes += kEntry
        * (step.view.headGains.size() + edit.gains.size() + edit.relocations.size()
           + edit.meanPairs.size());
    for (const LessonClaim& claim : step.claims)
        bytes += sizeof(claim) + claim.text.size();
    return bytes;
}

LessonStep readStep(const Section& section, const LessonStep* before,
                    const std::filesystem::path& folder, std::vector<LessonProblem>& problems)
{
    checkFormulas(section.text, section.textLine, problems);
    const auto yaml = yamlOf(section, problems);
    if (!yaml)
        return before != nullptr ? *before : LessonStep {}; // later steps are judged all the same
    YamlFields fields(*yaml, "a step", section.yamlLine, problems);
    LessonStep step = stepFromYaml(fields, before, folder);
    step.line = section.yamlLine;
    for (const auto& [name, text] :
         { std::pair("question", &step.question), std::pair("answer", &step.answer),
           std::pair("notes", &step.notes) })
        checkFormulas(*text, fields.line(name), problems);
    step.text = trimmed(section.text);
    if (step.text.empty())
        fields.reject(section.yamlLine, "This step has no text.");
    return step;
}

} // namespace

LessonResult parseLesson(std::string_view text, const std::filesystem::path& path)
{
    std::vector<LessonProblem> problems;
    const std::vector<Section> sections = splitSections(text, problems);
    Lesson lesson { .path = path };
    std::size_t weight = 0;
    for (std::size_t index = 0; index < sections.size(); ++index) {
        const Section& section = sections[index];
        if (index > 0) {
            const LessonStep* const before = lesson.steps.empty() ? nullptr : &lesson.steps.back();
            lesson.steps.push_back(readStep(section, before, path.parent_path(), problems));
            weight += weightOf(lesson.steps.back());
            if (problems.size() > kMostProblems)
                break; // nobody reads more of them
            if (weight > kMostBytes) {
                problems.push_back({ section.yamlLine,
                                     fmt::format("The steps up to this one come to {} MiB with all "
                                                 "that they repeat; a lesson may have {}.",
                                                 weight >> 20, kMostBytes >> 20) });
                break;
            }
            continue;
        }
        const auto yaml = yamlOf(section, problems);
        if (!yaml)
            continue;
        YamlFields fields(*yaml, "a lesson", section.yamlLine, problems);
        fields.allowOnly({ "title", "summary", "author" });
        lesson.title = fields.text("title");
        lesson.summary = fields.text("summary");
        if (lesson.title.empty())
            fields.reject(section.yamlLine, "A lesson needs a title.");
        if (!trimmed(section.text).empty())
            fields.reject(section.textLine,
                          "Text belongs to a step: begin one with fields between "
                          "two lines of ---.");
    }
    if (problems.empty() && lesson.steps.empty())
        problems.push_back({ 1, "The lesson has no step." });
    if (problems.empty())
        return lesson;
    std::stable_sort(problems.begin(), problems.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return tl::unexpected(std::move(problems));
}

LessonResult readLesson(const std::filesystem::path& path)
{
    const Result<std::string> text = readTextFile(path, kMostFileBytes);
    if (!text)
        return tl::unexpected(std::vector<LessonProblem> { { 0, text.error().message } });
    return parseLesson(*text, path);
}

Result<std::filesystem::path> findLesson(const std::string& name)
{
    const auto readable = checkReadable(name);
    if (readable)
        return std::filesystem::path(name);
    if (readable.error().code != ErrorCode::NotFound && name.ends_with(".md"))
        return tl::unexpected(readable.error());
    std::error_code ignored;
    std::vector<std::filesystem::path> lessons;
    for (const auto& entry :
         std::filesystem::directory_iterator(resourcePath("lessons"), ignored)) {
        if (entry.path().extension() == ".md")
            lessons.push_back(entry.path());
    }
    std::sort(lessons.begin(), lessons.end());
    std::string names;
    for (const std::filesystem::path& lesson : lessons) {
        if (lesson.stem().string().find(name) != std::string::npos)
            return lesson;
        names += (names.empty() ? "" : ", ") + lesson.stem().string();
    }
    return fail(ErrorCode::NotFound,
                fmt::format("There is no lesson '{}'; lessons are {}.", name, names));
}

std::string problemText(const LessonProblem& problem, const std::filesystem::path& path)
{
    if (problem.line == 0)
        return problem.sentence;
    return fmt::format("{}:{}: {}", path.filename().string(), problem.line, problem.sentence);
}

} // namespace ropescope
