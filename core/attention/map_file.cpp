// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/attention/map_file.h"

#include <fmt/core.h>

#include "core/io/atomic_file.h"
#include "core/io/hdf5_output.h"

namespace ropescope {
namespace {

bool writeNumbers(hid_t object, const std::string& name, const std::vector<int>& values)
{
    const hsize_t count = values.size();
    const Hdf5Space space(values.size() == 1 ? H5Screate(H5S_SCALAR)
                                             : H5Screate_simple(1, &count, nullptr));
    const Hdf5Attribute attribute(
        H5Acreate2(object, name.c_str(), H5T_STD_I64LE, space.get(), H5P_DEFAULT, H5P_DEFAULT));
    return attribute && H5Awrite(attribute.get(), H5T_NATIVE_INT, values.data()) >= 0;
}

/// Of fixed length, so that the bytes lie in the object itself; an empty text is one zero byte.
bool writeText(hid_t object, const std::string& name, const std::string& text)
{
    const Hdf5Type type(H5Tcopy(H5T_C_S1));
    H5Tset_size(type.get(), text.size() + 1);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    const Hdf5Space scalar(H5Screate(H5S_SCALAR));
    const Hdf5Attribute attribute(
        H5Acreate2(object, name.c_str(), type.get(), scalar.get(), H5P_DEFAULT, H5P_DEFAULT));
    return attribute && H5Awrite(attribute.get(), type.get(), text.c_str()) >= 0;
}

bool writeMap(hid_t group, const std::string& name, const NamedMap& named)
{
    const ValueMap& map = *named.map;
    const hsize_t shape[] = { static_cast<hsize_t>(map.height), static_cast<hsize_t>(map.width) };
    const Hdf5Space space(H5Screate_simple(2, shape, nullptr));
    const Hdf5Properties creation(H5Pcreate(H5P_DATASET_CREATE));
    H5Pset_obj_track_times(creation.get(), false);
    const Hdf5Dataset dataset(H5Dcreate2(group, name.c_str(), H5T_IEEE_F32LE, space.get(),
                                         H5P_DEFAULT, creation.get(), H5P_DEFAULT));
    bool isGood = dataset
        && H5Dwrite(dataset.get(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                    map.values.data())
            >= 0;
    for (const auto& [key, text] : named.texts)
        isGood = isGood && writeText(dataset.get(), key, text);
    for (const auto& [key, values] : named.numbers)
        isGood = isGood && writeNumbers(dataset.get(), key, values);
    return isGood;
}

bool writeAll(hid_t file, const std::vector<NamedMap>& maps,
              const std::vector<std::pair<std::string, std::string>>& texts)
{
    const Hdf5Properties creation(H5Pcreate(H5P_GROUP_CREATE));
    H5Pset_obj_track_times(creation.get(), false);
    const Hdf5Group panels(H5Gcreate2(file, "/panels", H5P_DEFAULT, creation.get(), H5P_DEFAULT));
    bool isGood = panels && writeNumbers(file, "version", { 1 });
    for (const auto& [key, text] : texts)
        isGood = isGood && writeText(file, key, text);
    for (std::size_t index = 0; isGood && index < maps.size(); ++index)
        isGood = writeMap(panels.get(), std::to_string(index), maps[index]);
    return isGood;
}

} // namespace

Result<void> writeMapFile(const std::filesystem::path& path, const std::vector<NamedMap>& maps,
                          const std::vector<std::pair<std::string, std::string>>& texts)
{
    Result<AtomicFile> output = AtomicFile::create(path);
    if (!output)
        return tl::unexpected(output.error());
    const Hdf5Silence silence;
    Hdf5Output file(output->temporary());
    const bool isWritten = file && file.errorNumber() == 0 && writeAll(file.file(), maps, texts);
    const std::string reason = isWritten ? std::string() : hdf5Error();
    const bool isClosed = file.close();
    if (file.errorNumber() != 0)
        return tl::unexpected(unwritable(path, file.errorNumber()));
    if (!isWritten || !isClosed) {
        return fail(ErrorCode::Unwritable,
                    fmt::format("Cannot write {}: {}.", path.string(), reason));
    }
    return output->commit();
}

} // namespace ropescope
