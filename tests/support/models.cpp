// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/models.h"

#include <QtGlobal>

#include "tests/support/files.h"

namespace ropescope::test {

std::filesystem::path modelPath(const std::string& name)
{
    if (name == "built-in")
        return std::filesystem::path(ROPESCOPE_SOURCE_DIR) / "resources/model";
    return std::filesystem::path(ROPESCOPE_TEST_DATA) / "models" / name;
}

std::shared_ptr<const LanguageModel> openModel(const std::filesystem::path& directory)
{
    auto model = LanguageModel::open(directory);
    if (!model)
        qFatal("%s", model.error().message.c_str());
    return *model;
}

CaptureResult capture(const LanguageModel& model, const std::vector<std::int64_t>& tokenIds,
                      const CaptureOptions& options)
{
    static ThreadPool pool(2);
    auto result = model.capture(tokenIds, options, pool, {}, {});
    if (!result)
        qFatal("%s", result.error().message.c_str());
    return std::move(*result);
}

void copyModel(const std::string& name, const std::filesystem::path& to)
{
    std::filesystem::copy(modelPath(name), to, std::filesystem::copy_options::recursive);
}

void editConfig(const std::filesystem::path& directory, std::string_view from, std::string_view to)
{
    const std::filesystem::path file = directory / "config.json";
    writeFile(file, replaced(readFile(file), from, to));
}

} // namespace ropescope::test
