// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/hdf5_source.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "core/base/counted.h"
#include "core/io/hdf5_strings.h"
#include "core/io/readable_file.h"

namespace ropescope {

namespace fs = std::filesystem;

namespace {

herr_t refuseExternalLink(const char*, const char*, const char*, const char*, unsigned*, hid_t,
                          void*)
{
    return -1;
}

tl::unexpected<Error> malformed(const std::string& name, std::string_view reason)
{
    return fail(ErrorCode::Malformed, fmt::format("{}: {}", name, reason));
}

/// A file that was cut short is the usual case, and the library tells of it in words of its own.
tl::unexpected<Error> cannotOpen(const std::string& name, std::uint64_t size,
                                 const std::string& reason)
{
    if (reason.starts_with("truncated file")) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{} is cut short or damaged: it ends after {}, and its header "
                                "speaks of more.",
                                name, counted(static_cast<std::int64_t>(size), "byte")));
    }
    return fail(ErrorCode::Malformed,
                fmt::format("{} is damaged or of an HDF5 version that is not known here: {}.", name,
                            reason));
}

} // namespace

std::string shapeText(const std::vector<std::uint64_t>& shape)
{
    return fmt::format("({})", fmt::join(shape, ", "));
}

Result<Hdf5Source> Hdf5Source::open(const fs::path& path)
{
    if (const auto readable = checkReadable(path); !readable)
        return tl::unexpected(readable.error());
    const std::string name = path.string();
    const Hdf5Silence silence;
    H5PLset_loading_state(0); // a filter named in the file must not load code
    if (H5Fis_hdf5(path.c_str()) <= 0)
        return fail(ErrorCode::Malformed, fmt::format("{} is not an HDF5 file.", name));
    Hdf5Source source;
    source.m_name = name;
    std::error_code error;
    source.m_fileSize = fs::file_size(path, error);
    source.m_linkAccess = Hdf5Properties(H5Pcreate(H5P_LINK_ACCESS));
    H5Pset_elink_cb(source.m_linkAccess.get(), refuseExternalLink, nullptr);
    // Without a cache HDF5 reads what it needs of a chunk without filters, and not the whole chunk,
    // whose size it would take from the file.
    const Hdf5Properties access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_cache(access.get(), 0, 0, 0, 0.0);
    source.m_file = Hdf5File(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()));
    if (!source.m_file || error)
        return cannotOpen(name, source.m_fileSize, hdf5Error());
    return source;
}

std::string Hdf5Source::nameOf(const std::string& object) const
{
    return fmt::format("{}::{}", m_name, object);
}

bool Hdf5Source::has(const std::string& object) const
{
    const Hdf5Silence silence;
    // A link that cannot be looked up counts as there: opening it then tells what is wrong.
    return H5Lexists(m_file.get(), object.c_str(), m_linkAccess.get()) != 0;
}

Result<Hdf5Object> Hdf5Source::object(const std::string& path, H5I_type_t type) const
{
    const std::string name = nameOf(path);
    bool soft = false;
    for (std::size_t end = path.find('/', 1); path != "/"; end = path.find('/', end + 1)) {
        const std::string prefix = path.substr(0, end);
        const htri_t exists = H5Lexists(m_file.get(), prefix.c_str(), m_linkAccess.get());
        if (exists <= 0 && soft)
            break; // the link's own message comes below
        if (exists == 0)
            return fail(ErrorCode::NotFound, fmt::format("{}: is missing.", name));
        H5L_info_t link {};
        if (H5Lget_info(m_file.get(), prefix.c_str(), &link, m_linkAccess.get()) < 0)
            return malformed(name, fmt::format("cannot read its link: {}.", hdf5Error()));
        if (link.type != H5L_TYPE_HARD && link.type != H5L_TYPE_SOFT)
            return malformed(name, "is an external link; only data inside the file are read.");
        soft = soft || link.type == H5L_TYPE_SOFT;
        if (end == std::string::npos)
            break;
    }
    Hdf5Object opened(H5Oopen(m_file.get(), path.c_str(), m_linkAccess.get()));
    if (!opened && soft)
        return malformed(name, "is a soft link that leads to nothing inside the file.");
    if (!opened)
        return malformed(name, fmt::format("cannot be opened: {}.", hdf5Error()));
    if (H5Iget_type(opened.get()) != type)
        return malformed(name, type == H5I_GROUP ? "is not a group." : "is not a dataset.");
    return opened;
}

Result<Hdf5Object> Hdf5Source::group(const std::string& path) const
{
    const Hdf5Silence silence;
    return object(path, H5I_GROUP);
}

Result<Hdf5Array> Hdf5Source::array(const std::string& path) const
{
    const Hdf5Silence silence;
    Result<Hdf5Object> opened = object(path, H5I_DATASET);
    if (!opened)
        return tl::unexpected(opened.error());
    Hdf5Array array;
    array.name = nameOf(path);
    array.dataset = std::move(*opened);

    const Hdf5Properties properties(H5Dget_create_plist(array.dataset.get()));
    if (!properties)
        return malformed(array.name, fmt::format("cannot be read: {}.", hdf5Error()));
    if (H5Pget_layout(properties.get()) == H5D_VIRTUAL)
        return malformed(array.name, "is a virtual dataset; only data inside the file are read.");
    if (H5Pget_external_count(properties.get()) != 0)
        return malformed(array.name, "has external storage; only data inside the file are read.");

    array.type = Hdf5Type(H5Dget_type(array.dataset.get()));
    array.typeClass = H5Tget_class(array.type.get());
    if (!isSoundString(array.type.get()))
        return malformed(array.name, "holds texts whose characters are no bytes.");
    if (!isSoundNumber(array.type.get()))
        return malformed(array.name, "holds numbers whose bits are not those of their bytes.");
    const Hdf5Space space(H5Dget_space(array.dataset.get()));
    std::array<hsize_t, H5S_MAX_RANK> extents {};
    const int rank = H5Sget_simple_extent_dims(space.get(), extents.data(), nullptr);
    if (!array.type || rank < 0)
        return malformed(array.name, fmt::format("cannot be read: {}.", hdf5Error()));
    array.shape.assign(extents.begin(), extents.begin() + rank);
    Result<Hdf5Chunks> chunks
        = readChunks(array.name, properties.get(), storedBytes(m_file.get(), array.type.get()));
    if (!chunks)
        return tl::unexpected(chunks.error());
    array.chunks = std::move(*chunks);
    if (!array.chunks.shape.empty() && array.chunks.shape.size() != array.shape.size())
        return malformed(array.name, "has chunks of another number of dimensions.");
    return array;
}

Result<void> Hdf5Source::checkStorage(const Hdf5Array& array) const
{
    const Hdf5Silence silence;
    std::uint64_t declared = storedBytes(m_file.get(), array.type.get());
    for (const std::uint64_t extent : array.shape) {
        if (__builtin_mul_overflow(declared, extent, &declared))
            return malformed(array.name,
                             fmt::format("shape {} is too large.", shapeText(array.shape)));
    }
    const hid_t dataset = array.dataset.get();
    const Hdf5Properties properties(H5Dget_create_plist(dataset));
    const std::uint64_t stored = H5Dget_storage_size(dataset);
    const H5D_layout_t layout = H5Pget_layout(properties.get());
    const bool filtered = !array.chunks.filters.empty();

    bool beyondFile = stored > m_fileSize;
    if (layout == H5D_CONTIGUOUS && stored > 0) {
        const haddr_t offset = H5Dget_offset(dataset);
        beyondFile = beyondFile || offset == HADDR_UNDEF || offset > m_fileSize - stored;
    }
    if (beyondFile) {
        return malformed(
            array.name,
            fmt::format("shape {} reaches beyond the end of the file.", shapeText(array.shape)));
    }
    if (layout == H5D_CHUNKED) {
        const std::vector<hsize_t>& chunk = array.chunks.shape;
        std::uint64_t expected = 1;
        for (std::size_t i = 0; i < array.shape.size(); ++i)
            expected *= (array.shape[i] + chunk[i] - 1) / std::max<hsize_t>(chunk[i], 1);
        const Hdf5Space all(H5Dget_space(dataset));
        hsize_t found = 0;
        if (H5Dget_num_chunks(dataset, all.get(), &found) < 0)
            return malformed(array.name, fmt::format("cannot be read: {}.", hdf5Error()));
        if (found < expected) {
            return malformed(array.name,
                             fmt::format("only {} of {} chunks were written.", found, expected));
        }
    }
    if (filtered ? declared / kMaxDeflateRatio > stored : declared > stored) {
        return malformed(array.name,
                         fmt::format("shape {} needs {} bytes, the file holds {} of them.",
                                     shapeText(array.shape), declared, stored));
    }
    return {};
}

} // namespace ropescope
