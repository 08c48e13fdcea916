// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <memory>

#include "core/io/hdf5_handle.h"

namespace ropescope {

/// A new HDF5 file whose write errors reach the caller but never HDF5: a file that HDF5 1.10 cannot
/// flush, because the disk is full, cannot be closed either, and crashes the program when it exits.
/// After the first error nothing more is written; the file is worthless and to be removed.
class Hdf5Output {
public:
    /// Truncates the file at `path`, which must exist. Dates are left out of the file.
    explicit Hdf5Output(const std::filesystem::path& path);

    /// False when HDF5 could not create the file at all.
    explicit operator bool() const { return static_cast<bool>(m_file); }
    [[nodiscard]] hid_t file() const { return m_file.get(); }
    /// errno of the first failure, 0 while all went well.
    [[nodiscard]] int errorNumber() const { return *m_errorNumber; }
    /// False when HDF5 itself failed; ask errorNumber() too.
    [[nodiscard]] bool close() { return m_file.close(); }

private:
    std::unique_ptr<int> m_errorNumber = std::make_unique<int>(0); ///< outlives m_file
    Hdf5File m_file;
};

} // namespace ropescope
