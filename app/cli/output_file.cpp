// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/output_file.h"

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>

#include "app/figure/figure_page.h"
#include "core/formats/model_files.h"
#include "core/io/atomic_file.h"

namespace ropescope {
namespace fs = std::filesystem;

namespace {

/// ".svg, .pdf or .png"
std::string listed(std::initializer_list<std::string_view> endings)
{
    std::string text;
    for (const std::string_view& ending : endings) {
        const bool isLast = &ending + 1 == endings.end();
        text += (text.empty() ? "" : isLast ? " or " : ", ") + std::string(ending);
    }
    return text;
}

/// Also of files that are not there yet.
bool isSameFile(const std::string& one, const std::string& other)
{
    std::error_code error;
    if (fs::equivalent(one, other, error))
        return true;
    const fs::path first = fs::weakly_canonical(one, error);
    return !error && first == fs::weakly_canonical(other, error) && !error;
}

bool isPartOfModel(const std::string& file, const std::string& model)
{
    std::error_code error;
    if (!fs::is_directory(model, error))
        return false;
    const fs::path whole = fs::weakly_canonical(file, error);
    return belongsToModel(whole) && fs::equivalent(whole.parent_path(), model, error);
}

} // namespace

std::string requiredOutput(OptionReader& reader, const char* option,
                           std::initializer_list<std::string_view> endings)
{
    std::string path = reader.required(option, fmt::format("a {} file", listed(endings)));
    if (!path.empty() && std::ranges::find(endings, suffixOf(path)) == endings.end())
        reader.reject(fmt::format("--{}: '{}' should end in {}", option, path, listed(endings)));
    return path;
}

std::string optionalOutput(OptionReader& reader, const char* option,
                           std::initializer_list<std::string_view> endings)
{
    return reader.has(option) ? requiredOutput(reader, option, endings) : std::string();
}

CommandResult<void> checkOutputs(const std::vector<NamedFile>& outputs,
                                 const std::vector<NamedFile>& inputs)
{
    for (auto output = outputs.begin(); output != outputs.end(); ++output) {
        if (output->path.empty())
            continue;
        for (const NamedFile& input : inputs) {
            if (input.path.empty())
                continue;
            if (isSameFile(output->path, input.path)) {
                return usageError(fmt::format("{} and {} are the same file, {}, which would be "
                                              "overwritten; give {} another name.",
                                              output->name, input.name, output->path,
                                              output->name));
            }
            if (isPartOfModel(output->path, input.path)) {
                return usageError(fmt::format("{}: {} is a part of the model that {} names; give "
                                              "it another name.",
                                              output->name, output->path, input.name));
            }
        }
        for (auto earlier = outputs.begin(); earlier != output; ++earlier) {
            if (!earlier->path.empty() && isSameFile(earlier->path, output->path)) {
                return usageError(fmt::format("{} and {} are the same file, {}; give {} another "
                                              "name.",
                                              earlier->name, output->name, output->path,
                                              output->name));
            }
        }
    }
    for (const NamedFile& output : outputs) {
        if (output.path.empty())
            continue;
        if (const Result<AtomicFile> file = AtomicFile::create(output.path); !file)
            return jobFailed(file.error());
    }
    return {};
}

} // namespace ropescope
