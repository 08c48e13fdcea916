// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/safetensors_directory.h"

#include <cassert>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"

namespace ropescope {

namespace {

bool isPlainFileName(const std::string& name)
{
    return !name.empty() && name != "." && name != ".."
        && name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

} // namespace

Result<SafetensorsDirectory> SafetensorsDirectory::open(const std::filesystem::path& directory)
{
    const std::filesystem::path single = directory / "model.safetensors";
    const std::filesystem::path index = directory / "model.safetensors.index.json";
    SafetensorsDirectory opened;
    opened.m_directory = directory;
    std::error_code ignored;
    if (std::filesystem::exists(single, ignored)) {
        Result<SafetensorsFile> file = SafetensorsFile::open(single);
        if (!file)
            return tl::unexpected(file.error());
        opened.m_files.push_back(std::move(*file));
        for (const auto& entry : opened.m_files.front().tensors())
            opened.m_fileOfTensor.emplace(entry.first, 0);
        return opened;
    }
    if (std::filesystem::exists(index, ignored)) {
        if (const Result<void> read = opened.openShards(index); !read)
            return tl::unexpected(read.error());
        return opened;
    }
    return fail(ErrorCode::NotFound,
                fmt::format("{} has no weights: neither model.safetensors nor "
                            "model.safetensors.index.json is there.",
                            directory.string()));
}

Result<void> SafetensorsDirectory::openShards(const std::filesystem::path& indexFile)
{
    const Result<nlohmann::json> index = readJsonFile(indexFile);
    if (!index)
        return tl::unexpected(index.error());
    if (!index->is_object() || !index->contains("weight_map")
        || !(*index)["weight_map"].is_object()) {
        return fail(
            ErrorCode::Malformed,
            fmt::format("{}: expected an object with a 'weight_map' object.", indexFile.string()));
    }
    std::map<std::string, std::size_t> fileNumbers;
    for (const auto& [tensor, file] : (*index)["weight_map"].items()) {
        if (!file.is_string() || !isPlainFileName(file.get<std::string>())) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: tensor '{}': expected the name of a file in the same "
                                    "directory, found {}.",
                                    indexFile.string(), tensor, describeJson(file)));
        }
        const auto [number, isNew]
            = fileNumbers.try_emplace(file.get<std::string>(), m_files.size());
        if (isNew) {
            Result<SafetensorsFile> shard = SafetensorsFile::open(m_directory / number->first);
            if (!shard)
                return tl::unexpected(shard.error());
            m_files.push_back(std::move(*shard));
        }
        const SafetensorsFile& shard = m_files[number->second];
        if (!shard.tensors().contains(tensor)) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{} promises tensor '{}' in {}, which does not have it.",
                                    indexFile.string(), tensor, shard.path().string()));
        }
        m_fileOfTensor.emplace(tensor, number->second);
    }
    return {};
}

std::vector<std::string_view> SafetensorsDirectory::names() const
{
    std::vector<std::string_view> names;
    for (const auto& entry : m_fileOfTensor)
        names.push_back(entry.first);
    return names;
}

const SafetensorsFile& SafetensorsDirectory::shardOf(std::string_view name) const
{
    const auto file = m_fileOfTensor.find(name);
    assert(file != m_fileOfTensor.end());
    return m_files[file->second];
}

const TensorView& SafetensorsDirectory::view(std::string_view name) const
{
    return shardOf(name).tensors().find(name)->second;
}

const std::filesystem::path& SafetensorsDirectory::fileOf(std::string_view name) const
{
    return shardOf(name).path();
}

} // namespace ropescope
