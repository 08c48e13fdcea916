// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/hdf5_output.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include <fcntl.h>
#include <unistd.h>
#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif

namespace ropescope {

namespace {

/// What the file access property list carries to the driver; HDF5 copies it byte by byte.
struct DriverInfo {
    int* errorNumber;
};

/// HDF5 keeps a pointer to the base.
struct OutputFile : H5FD_t {
    int descriptor = -1;
    haddr_t allocated = 0;
    haddr_t end = 0;
    int* errorNumber = nullptr;
};

OutputFile& cast(H5FD_t* file) { return *static_cast<OutputFile*>(file); }
const OutputFile& cast(const H5FD_t* file) { return *static_cast<const OutputFile*>(file); }

H5FD_t* openFile(const char* name, unsigned, hid_t access, haddr_t)
{
    const auto* const info = static_cast<const DriverInfo*>(H5Pget_driver_info(access));
    const int descriptor = ::open(name, O_RDWR | O_TRUNC | O_CLOEXEC);
    if (descriptor < 0) {
        *info->errorNumber = errno;
        return nullptr;
    }
    auto file = std::make_unique<OutputFile>();
    file->descriptor = descriptor;
    file->errorNumber = info->errorNumber;
    return file.release();
}

herr_t closeFile(H5FD_t* base)
{
    const std::unique_ptr<OutputFile> file(&cast(base));
    if (::close(file->descriptor) != 0 && *file->errorNumber == 0)
        *file->errorNumber = errno;
    return 0;
}

herr_t query(const H5FD_t*, unsigned long* flags)
{
    if (flags != nullptr) {
        *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE
            | H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
    }
    return 0;
}

haddr_t allocatedEnd(const H5FD_t* file, H5FD_mem_t) { return cast(file).allocated; }

herr_t setAllocatedEnd(H5FD_t* file, H5FD_mem_t, haddr_t end)
{
    cast(file).allocated = end;
    return 0;
}

haddr_t fileEnd(const H5FD_t* file, H5FD_mem_t) { return cast(file).end; }

herr_t readBytes(H5FD_t* base, H5FD_mem_t, hid_t, haddr_t address, size_t size, void* buffer)
{
    const OutputFile& file = cast(base);
    auto* bytes = static_cast<char*>(buffer);
    while (size > 0) {
        const ssize_t count = ::pread(file.descriptor, bytes, size, static_cast<off_t>(address));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        bytes += count;
        address += static_cast<haddr_t>(count);
        size -= static_cast<size_t>(count);
    }
    std::memset(bytes, 0, size); // past the end, or never written after an error
    return 0;
}

herr_t writeBytes(H5FD_t* base, H5FD_mem_t, hid_t, haddr_t address, size_t size, const void* buffer)
{
    OutputFile& file = cast(base);
    const auto* bytes = static_cast<const char*>(buffer);
    file.end = std::max(file.end, address + size);
    while (size > 0 && *file.errorNumber == 0) {
        const ssize_t count = ::pwrite(file.descriptor, bytes, size, static_cast<off_t>(address));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            *file.errorNumber = errno;
            break;
        }
        bytes += count;
        address += static_cast<haddr_t>(count);
        size -= static_cast<size_t>(count);
    }
    return 0;
}

herr_t truncateFile(H5FD_t* base, hid_t, hbool_t)
{
    OutputFile& file = cast(base);
    if (file.end != file.allocated && *file.errorNumber == 0
        && ::ftruncate(file.descriptor, static_cast<off_t>(file.allocated)) != 0) {
        *file.errorNumber = errno;
    }
    file.end = file.allocated;
    return 0;
}

hid_t outputDriver()
{
    static const H5FD_class_t kClass = [] {
        H5FD_class_t driver {};
#if H5_VERSION_GE(1, 13, 0)
        driver.version = H5FD_CLASS_VERSION;
        driver.value = static_cast<H5FD_class_value_t>(H5_VFD_RESERVED + 1);
#endif
        driver.name = "ropescope_output";
        driver.maxaddr = static_cast<haddr_t>(std::numeric_limits<off_t>::max());
        driver.fc_degree = H5F_CLOSE_STRONG; // closed means handed to the operating system
        driver.fapl_size = sizeof(DriverInfo);
        driver.open = openFile;
        driver.close = closeFile;
        driver.query = query;
        driver.get_eoa = allocatedEnd;
        driver.set_eoa = setAllocatedEnd;
        driver.get_eof = fileEnd;
        driver.read = readBytes;
        driver.write = writeBytes;
        driver.truncate = truncateFile;
        const H5FD_mem_t map[] = H5FD_FLMAP_DICHOTOMY;
        std::copy(std::begin(map), std::end(map), driver.fl_map);
        return driver;
    }();
    static const hid_t kDriver = H5FDregister(&kClass);
    return kDriver;
}

} // namespace

Hdf5Output::Hdf5Output(const std::filesystem::path& path)
{
    const Hdf5Properties creation(H5Pcreate(H5P_FILE_CREATE));
    H5Pset_obj_track_times(creation.get(), false);
    const Hdf5Properties access(H5Pcreate(H5P_FILE_ACCESS));
    const DriverInfo info { m_errorNumber.get() };
    H5Pset_driver(access.get(), outputDriver(), &info);
    m_file = Hdf5File(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()));
}

} // namespace ropescope
