// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/atomic_file.h"

#include <cerrno>
#include <random>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ropescope {

namespace fs = std::filesystem;

namespace {

std::string reason(const fs::path& path, int errorNumber)
{
    const std::string folder = path.has_parent_path()
        ? fmt::format("the folder {}", path.parent_path().string())
        : "the current folder";
    switch (errorNumber) {
    case ENOENT: {
        // Also the answer of a folder that makes no files, /proc say, and of a link to nowhere.
        std::error_code ignored;
        if (fs::is_symlink(path, ignored))
            return "it is a link into a folder that does not exist";
        if (path.has_parent_path() && !fs::exists(path.parent_path(), ignored))
            return fmt::format("{} does not exist", folder);
        return fmt::format("no file can be made in {}", folder);
    }
    case ENOTDIR:
        return fmt::format("{} is not a folder", path.parent_path().string());
    case EACCES:
    case EPERM:
        return fmt::format("no permission to write in {}", folder);
    case EROFS:
        return "the file system is read-only";
    case ENOSPC:
    case EDQUOT:
        return "the disk is full";
    default:
        return std::generic_category().message(errorNumber);
    }
}

/// The name does not contain the target's: that one may already be as long as names can be.
std::string temporaryName(std::random_device& random)
{
    return fmt::format(".ropescope-{:08x}{:08x}.tmp", random(), random());
}

/// Closes on destruction; close() tells whether that worked.
class Descriptor {
public:
    explicit Descriptor(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    [[nodiscard]] int get() const { return m_descriptor; }
    bool close() { return m_descriptor < 0 || ::close(std::exchange(m_descriptor, -1)) == 0; }

private:
    int m_descriptor;
};

} // namespace

Error unwritable(const fs::path& path, int errorNumber)
{
    return { ErrorCode::Unwritable,
             fmt::format("Cannot write {}: {}.", path.string(), reason(path, errorNumber)) };
}

AtomicFile::AtomicFile(fs::path asked, fs::path target, fs::path temporary)
    : m_asked(std::move(asked))
    , m_target(std::move(target))
    , m_temporary(std::move(temporary))
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_asked(std::move(other.m_asked))
    , m_target(std::move(other.m_target))
    , m_temporary(std::exchange(other.m_temporary, {}))
{
}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept
{
    std::swap(m_asked, other.m_asked);
    std::swap(m_target, other.m_target);
    std::swap(m_temporary, other.m_temporary);
    return *this;
}

AtomicFile::~AtomicFile()
{
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

Result<AtomicFile> AtomicFile::create(const fs::path& path)
{
    std::error_code error;
    fs::path target = path;
    if (fs::is_symlink(path, error)) {
        target = fs::weakly_canonical(path, error);
        if (error)
            return tl::unexpected(unwritable(path, error.value()));
    }
    const fs::file_status existing = fs::status(target, error);
    if (!target.has_filename() || fs::is_directory(existing)) {
        return fail(ErrorCode::Unwritable,
                    fmt::format("Cannot write {}: it is a folder.", path.string()));
    }
    if (fs::exists(existing) && !fs::is_regular_file(existing)) {
        return fail(ErrorCode::Unwritable,
                    fmt::format("Cannot write {}: it is not a regular file.", path.string()));
    }
    if (fs::exists(existing) && ::access(target.c_str(), W_OK) != 0) {
        return fail(ErrorCode::Unwritable,
                    fmt::format("Cannot write {}: the file is write-protected.", path.string()));
    }

    std::random_device random;
    for (int attempt = 0; attempt < 16; ++attempt) {
        fs::path temporary = target.parent_path() / temporaryName(random);
        // Mode 0666 leaves the decision to the user's umask, where mkstemp would give 0600.
        Descriptor file(::open(temporary.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666));
        if (file.get() >= 0) {
            if (fs::exists(existing))
                ::fchmod(file.get(), static_cast<mode_t>(existing.permissions()));
            return AtomicFile(path, std::move(target), std::move(temporary));
        }
        if (errno != EEXIST)
            return tl::unexpected(unwritable(path, errno));
    }
    return tl::unexpected(unwritable(path, EEXIST));
}

Result<void> AtomicFile::commit()
{
    {
        // Without this a power cut could leave the new name on an empty file.
        Descriptor file(::open(m_temporary.c_str(), O_RDONLY | O_CLOEXEC));
        if (file.get() < 0 || ::fsync(file.get()) != 0)
            return tl::unexpected(unwritable(m_asked, errno));
    }
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        return tl::unexpected(unwritable(m_asked, errno));
    m_temporary.clear();
    return {};
}

Result<void> writeFile(const fs::path& path, std::string_view content)
{
    Result<AtomicFile> file = AtomicFile::create(path);
    if (!file)
        return tl::unexpected(file.error());
    Descriptor output(::open(file->temporary().c_str(), O_WRONLY | O_CLOEXEC));
    if (output.get() < 0)
        return tl::unexpected(unwritable(path, errno));
    while (!content.empty()) {
        const ssize_t written = ::write(output.get(), content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return tl::unexpected(unwritable(path, errno));
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (!output.close())
        return tl::unexpected(unwritable(path, errno));
    return file->commit();
}

} // namespace ropescope
