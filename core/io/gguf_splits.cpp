// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/gguf_splits.h"

#include <optional>
#include <set>

#include <fmt/core.h>

#include "core/base/utf8.h"

namespace ropescope {

namespace {

constexpr long long kMostParts = 99'999; // five digits in a name

/// An integer of the metadata; `fallback` when absent.
Result<long long> integerOf(const GgufFile& file, const char* key, long long fallback,
                            long long highest)
{
    const GgufValue* value = file.find(key);
    if (value == nullptr)
        return fallback;
    const long long found = value->integer().value_or(-1);
    if (found < 0 || found > highest) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: the key '{}' must be a whole number from 0 to {}, found {}.",
                                file.path().string(), key, highest, value->describe()));
    }
    return found;
}

std::string partSuffix(long long part, long long count)
{
    return fmt::format("-{:05}-of-{:05}.gguf", part + 1, count);
}

/// Whether the file calls itself that part of that many.
Result<void> checkPart(const GgufFile& file, long long part, long long count)
{
    const Result<long long> number = integerOf(file, "split.no", 0, kMostParts);
    if (!number)
        return tl::unexpected(number.error());
    const Result<long long> all = integerOf(file, "split.count", 0, kMostParts);
    if (!all)
        return tl::unexpected(all.error());
    if (*number != part || *all != count) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: it should be part {} of {} ('split.no' {}), but calls itself "
                                "'split.no' {} of 'split.count' {}.",
                                file.path().string(), part + 1, count, part, *number, *all));
    }
    return {};
}

} // namespace

Result<std::vector<std::shared_ptr<const GgufFile>>> openGgufSplits(
    const std::filesystem::path& path)
{
    Result<GgufFile> opened = GgufFile::open(path);
    if (!opened)
        return tl::unexpected(opened.error());
    const Result<long long> count = integerOf(*opened, "split.count", 1, kMostParts);
    if (!count)
        return tl::unexpected(count.error());
    const Result<long long> own = integerOf(*opened, "split.no", 0, kMostParts);
    if (!own)
        return tl::unexpected(own.error());
    std::vector<std::shared_ptr<const GgufFile>> files;
    if (*count <= 1) {
        files.push_back(std::make_shared<const GgufFile>(std::move(*opened)));
        return files;
    }

    const std::string name = path.filename().string();
    const std::string suffix = partSuffix(*own, *count);
    if (*own >= *count || !name.ends_with(suffix)) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("{} is part {} of {} of a model; to find the others its name must "
                                "end with '{}'.",
                                path.string(), *own + 1, *count, suffix));
    }
    const std::string stem = name.substr(0, name.size() - suffix.size());
    std::set<std::string_view> seen;
    for (long long part = 0; part < *count; ++part) {
        const std::filesystem::path sibling
            = path.parent_path() / (stem + partSuffix(part, *count));
        Result<GgufFile> file = GgufFile::open(sibling);
        if (!file)
            return tl::unexpected(file.error());
        if (const Result<void> checked = checkPart(*file, part, *count); !checked)
            return tl::unexpected(checked.error());
        files.push_back(std::make_shared<const GgufFile>(std::move(*file)));
        for (const auto& [tensor, view] : files.back()->tensors()) {
            if (!seen.insert(tensor).second) {
                return fail(ErrorCode::Malformed,
                            fmt::format("{}: tensor '{}' is in a former part, too.",
                                        sibling.string(), spellIllFormed(tensor)));
            }
        }
    }
    const Result<long long> tensors = integerOf(*files.front(), "split.tensors.count",
                                                static_cast<long long>(seen.size()), INT32_MAX);
    if (!tensors)
        return tl::unexpected(tensors.error());
    if (*tensors != static_cast<long long>(seen.size())) {
        return fail(
            ErrorCode::Malformed,
            fmt::format("{}: 'split.tensors.count' is {}, but the {} parts have {} tensors.",
                        files.front()->path().string(), *tensors, *count, seen.size()));
    }
    return files;
}

} // namespace ropescope
