// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/open_source.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <string_view>

#include <fmt/core.h>

#include "core/formats/llama2c_model.h"
#include "core/formats/model_files.h"
#include "core/io/gguf_file.h"
#include "core/trace/trace_file.h"

namespace ropescope {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kHdf5Signature = "\x89HDF\r\n\x1a\n"sv;
/// HDF5 allows a user block of 0, 512, 1024, 2048 .. bytes in front of its signature, doubled up to
/// the end of the file.
constexpr std::streamoff kLeastUserBlock = 512;

bool hasBytes(std::ifstream& file, std::streamoff offset, std::string_view expected)
{
    std::string found(expected.size(), '\0');
    file.clear();
    file.seekg(offset);
    file.read(found.data(), static_cast<std::streamsize>(found.size()));
    return file.gcount() == static_cast<std::streamsize>(expected.size()) && found == expected;
}

bool isHdf5(std::ifstream& file)
{
    file.seekg(0, std::ios::end);
    const std::streamoff size = file.tellg();
    for (std::streamoff offset = 0; offset < size; offset = std::max(kLeastUserBlock, 2 * offset)) {
        if (hasBytes(file, offset, kHdf5Signature))
            return true;
    }
    return false;
}

} // namespace

Result<SourceKind> sourceKind(const std::filesystem::path& path)
{
    const std::string name = path.string();
    std::error_code problem;
    const std::filesystem::file_status status = std::filesystem::status(path, problem);
    if (status.type() == std::filesystem::file_type::not_found) {
        return fail(ErrorCode::NotFound,
                    fmt::format("No such file: {}; give a trace (.h5), a model or a session "
                                "(.ropescope).",
                                name));
    }
    if (problem) {
        return fail(ErrorCode::Unreadable,
                    fmt::format("{} cannot be read: {}.", name, problem.message()));
    }
    if (std::filesystem::is_directory(status))
        return SourceKind::Model;
    if (!std::filesystem::is_regular_file(status)) {
        return fail(
            ErrorCode::Unsupported,
            fmt::format("{} is neither a file nor a folder; give a trace (.h5), a model or a "
                        "session (.ropescope).",
                        name));
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return fail(ErrorCode::Unreadable,
                    fmt::format("{} cannot be read: {}.", name, std::strerror(errno)));
    }
    if (isHdf5(file))
        return SourceKind::Trace;
    if (path.extension() == ".ropescope")
        return SourceKind::Session;
    if (looksLikeGguf(path) || looksLikeLlama2c(path))
        return SourceKind::Model;
    if (belongsToModel(path)) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("{} is one file of a model; give its directory, {}.", name,
                                std::filesystem::absolute(path).parent_path().string()));
    }
    return fail(ErrorCode::Unsupported,
                fmt::format("{} is neither a trace (HDF5) nor a model (GGUF, llama2.c) nor a "
                            "session (.ropescope); make a trace with 'ropescope capture'.",
                            name));
}

Result<OpenedSource> openSource(const std::filesystem::path& path)
{
    const Result<SourceKind> kind = sourceKind(path);
    if (!kind)
        return tl::unexpected(kind.error());
    switch (*kind) {
    case SourceKind::Trace:
        return openTraceFile(path).map([](TracePtr trace) {
            return OpenedSource { std::move(trace), nullptr };
        });
    case SourceKind::Model:
        return LanguageModel::open(path).map([](std::shared_ptr<const LanguageModel> model) {
            return OpenedSource { nullptr, std::move(model) };
        });
    case SourceKind::Session:
        break;
    }
    return fail(ErrorCode::InvalidArgument,
                fmt::format("{} is a session; open it in the window: ropescope {}.", path.string(),
                            path.string()));
}

} // namespace ropescope
