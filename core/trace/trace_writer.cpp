// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/core.h>

#include "core/io/atomic_file.h"
#include "core/io/hdf5_output.h"
#include "core/trace/trace_file.h"
#include "core/trace/trace_header.h"

namespace ropescope {

namespace {

/// Writes into an open HDF5 file. The first failure is remembered and ends all further work.
class TraceWriter {
public:
    /// fileName is for messages.
    TraceWriter(const Trace& trace, const Hdf5Output& output, std::string fileName,
                const TraceWriteOptions& options)
        : m_trace(trace)
        , m_info(trace.info())
        , m_output(output)
        , m_file(output.file())
        , m_fileName(std::move(fileName))
        , m_options(options)
        , m_half(hdf5HalfType())
        , m_groupCreation(H5Pcreate(H5P_GROUP_CREATE))
    {
        H5Pset_obj_track_times(m_groupCreation.get(), false); // the same trace, the same bytes
    }

    Result<void> write()
    {
        writeRoot();
        writeTokens();
        const Hdf5Group layers = group("/layers");
        for (int l = 0; l < m_info.numLayers; ++l)
            writeLayer(LayerIndex { l });
        if (m_error)
            return tl::unexpected(*m_error);
        return {};
    }

private:
    [[nodiscard]] bool failed() const { return m_error || m_output.errorNumber() != 0; }

    /// False, and remembered, when HDF5 says that it failed.
    bool check(bool succeeded, const std::string& what)
    {
        if (!succeeded && !m_error) {
            m_error
                = Error { ErrorCode::Unwritable,
                          fmt::format("Cannot write {}::{}: {}.", m_fileName, what, hdf5Error()) };
        }
        return succeeded;
    }

    void attribute(hid_t object, const char* name, hid_t fileType, hid_t memoryType,
                   const void* value)
    {
        if (m_error)
            return;
        const Hdf5Space scalar(H5Screate(H5S_SCALAR));
        const Hdf5Attribute attribute(
            H5Acreate2(object, name, fileType, scalar.get(), H5P_DEFAULT, H5P_DEFAULT));
        check(attribute && H5Awrite(attribute.get(), memoryType, value) >= 0, name);
    }
    void attribute(hid_t object, const char* name, int value)
    {
        attribute(object, name, H5T_STD_I64LE, H5T_NATIVE_INT, &value);
    }
    void attribute(hid_t object, const char* name, double value)
    {
        attribute(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value);
    }
    void attribute(hid_t object, const char* name, const std::string& value)
    {
        const Hdf5Type type = textType();
        const char* const text = value.c_str();
        attribute(object, name, type.get(), type.get(), &text);
    }

    static Hdf5Type textType()
    {
        Hdf5Type type(H5Tcopy(H5T_C_S1));
        H5Tset_size(type.get(), H5T_VARIABLE);
        H5Tset_cset(type.get(), H5T_CSET_UTF8);
        return type;
    }

    Hdf5Group group(const std::string& path)
    {
        Hdf5Group group;
        if (!m_error) {
            group = Hdf5Group(
                H5Gcreate2(m_file, path.c_str(), H5P_DEFAULT, m_groupCreation.get(), H5P_DEFAULT));
            check(static_cast<bool>(group), path);
        }
        return group;
    }

    Hdf5Dataset dataset(const std::string& path, hid_t type, const std::vector<hsize_t>& shape,
                        const std::vector<hsize_t>& chunk)
    {
        Hdf5Dataset dataset;
        if (m_error)
            return dataset;
        const Hdf5Space space(
            H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr));
        const Hdf5Properties creation(H5Pcreate(H5P_DATASET_CREATE));
        H5Pset_obj_track_times(creation.get(), false);
        if (m_options.compression > 0 && !chunk.empty()) {
            H5Pset_chunk(creation.get(), static_cast<int>(chunk.size()), chunk.data());
            H5Pset_shuffle(creation.get());
            H5Pset_deflate(creation.get(), static_cast<unsigned>(m_options.compression));
        }
        dataset = Hdf5Dataset(H5Dcreate2(m_file, path.c_str(), type, space.get(), H5P_DEFAULT,
                                         creation.get(), H5P_DEFAULT));
        check(static_cast<bool>(dataset), path);
        return dataset;
    }

    void writeList(const std::string& path, hid_t fileType, hid_t memoryType, std::size_t count,
                   const void* values)
    {
        const Hdf5Dataset list = dataset(path, fileType, { count }, {});
        if (list) {
            check(H5Dwrite(list.get(), memoryType, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0,
                  path);
        }
    }

    void writeFrequencies(const std::string& path, const std::vector<double>& theta)
    {
        writeList(path, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, theta.size(), theta.data());
    }

    void writeRoot();
    void writeTokens();
    void writeLayer(LayerIndex layer);
    void writeLayerRope(hid_t group, const std::string& path, const RopeConfig& rope);
    void writeSlice(const Hdf5Dataset& dataset, const std::string& path, int index,
                    const MatrixRM& values);
    Hdf5Dataset tensor(const std::string& path, int heads);
    /// The first layer's window stands for the model; layers that differ get their own attribute.
    [[nodiscard]] int commonWindow() const { return m_info.layers.front().slidingWindow; }

    const Trace& m_trace;
    const TraceInfo& m_info;
    const Hdf5Output& m_output;
    hid_t m_file;
    std::string m_fileName;
    TraceWriteOptions m_options;
    Hdf5Type m_half;
    Hdf5Properties m_groupCreation;
    std::optional<Error> m_error;
};

void TraceWriter::writeRoot()
{
    attribute(m_file, "format", std::string("ropescope-trace"));
    attribute(m_file, "version", kTraceVersion);
    attribute(m_file, "model", m_info.model);
    attribute(m_file, "creator", m_info.creator);
    attribute(m_file, "num_layers", m_info.numLayers);
    attribute(m_file, "num_heads", m_info.numHeads);
    attribute(m_file, "num_kv_heads", m_info.numKvHeads);
    attribute(m_file, "head_dim", m_info.headDim);
    attribute(m_file, "attention_scale", m_info.attentionScale);
    attribute(m_file, "sliding_window", commonWindow());
    const RopeConfig& rope = m_info.rope;
    attribute(m_file, "rotary_dim", rope.rotaryDim);
    attribute(m_file, "rope_base", rope.base);
    const bool half = rope.pairing == RopePairing::HalfSplit;
    attribute(m_file, "rope_pairing", std::string(half ? "half" : "interleaved"));
    if (rope.rotaryDim == 0)
        return;
    attribute(m_file, "rope_attention_factor", rope.attentionFactor);
    if (!rope.scalingJson.empty())
        attribute(m_file, "rope_scaling", rope.scalingJson);
    const Hdf5Group folder = group("/rope");
    writeFrequencies("/rope/inv_freq", rope.theta);
}

void TraceWriter::writeTokens()
{
    const std::vector<std::int64_t>& ids = m_trace.tokenIds();
    const std::vector<std::string>& texts = m_trace.tokenTexts();
    if (ids.empty() && texts.empty())
        return;
    const Hdf5Group folder = group("/tokens");
    if (!ids.empty())
        writeList("/tokens/ids", H5T_STD_I64LE, H5T_NATIVE_INT64, ids.size(), ids.data());
    if (!texts.empty()) {
        std::vector<const char*> pointers;
        pointers.reserve(texts.size());
        for (const std::string& text : texts)
            pointers.push_back(text.c_str());
        const Hdf5Type type = textType();
        writeList("/tokens/text", type.get(), type.get(), pointers.size(), pointers.data());
    }
}

void TraceWriter::writeLayerRope(hid_t group, const std::string& path, const RopeConfig& rope)
{
    if (rope == m_info.rope || rope.rotaryDim == 0)
        return;
    attribute(group, "rope_base", rope.base);
    attribute(group, "rope_attention_factor", rope.attentionFactor);
    attribute(group, "rope_scaling", rope.scalingJson); // may be "": none in this layer
    writeFrequencies(path + "/inv_freq", rope.theta);
}

Hdf5Dataset TraceWriter::tensor(const std::string& path, int heads)
{
    // One head is one piece of the file; compressed, it is cut into chunks of up to 1 MiB.
    constexpr hsize_t kChunkBytes = hsize_t { 1 } << 20;
    const bool half = m_options.precision == TracePrecision::Float16;
    const auto tokens = static_cast<hsize_t>(m_info.tokenCount);
    const auto headDim = static_cast<hsize_t>(m_info.headDim);
    const hsize_t rowBytes = headDim * (half ? 2 : 4);
    const hsize_t rows = std::clamp<hsize_t>(kChunkBytes / rowBytes, 1, tokens);
    return dataset(path, half ? m_half.get() : H5T_IEEE_F32LE,
                   { static_cast<hsize_t>(heads), tokens, headDim }, { 1, rows, headDim });
}

void TraceWriter::writeSlice(const Hdf5Dataset& dataset, const std::string& path, int index,
                             const MatrixRM& values)
{
    if (m_error)
        return;
    const std::array<hsize_t, 3> start { static_cast<hsize_t>(index), 0, 0 };
    const std::array<hsize_t, 3> count { 1, static_cast<hsize_t>(values.rows()),
                                         static_cast<hsize_t>(values.cols()) };
    const Hdf5Space file(H5Dget_space(dataset.get()));
    const Hdf5Space memory(H5Screate_simple(3, count.data(), nullptr));
    H5Sselect_hyperslab(file.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr);
    const auto write = [&](hid_t type, const void* data) {
        check(H5Dwrite(dataset.get(), type, memory.get(), file.get(), H5P_DEFAULT, data) >= 0,
              path);
    };
    if (m_options.precision == TracePrecision::Float32) {
        write(H5T_NATIVE_FLOAT, values.data());
        return;
    }
    using Halves = Eigen::Matrix<Eigen::half, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Halves halves = values.cast<Eigen::half>();
    for (Eigen::Index i = 0; i < halves.size(); ++i) {
        if (!(Eigen::numext::isfinite)(halves.data()[i])) {
            m_error = Error { ErrorCode::InvalidArgument,
                              fmt::format("{}: head {} holds {}, float16 reaches 65504; write "
                                          "float32 instead.",
                                          path, index, values.data()[i]) };
            return;
        }
    }
    write(m_half.get(), halves.data());
}

void TraceWriter::writeLayer(LayerIndex layer)
{
    const LayerInfo& content = m_info.layers[static_cast<std::size_t>(layer.value)];
    const std::string path = layerPath(layer.value);
    const Hdf5Group folder = group(path);
    if (!folder)
        return;
    if (content.slidingWindow != commonWindow())
        attribute(folder.get(), "sliding_window", content.slidingWindow);
    if (content.blockInfluence)
        attribute(folder.get(), "block_influence", *content.blockInfluence);
    writeLayerRope(folder.get(), path, content.rope);
    if (content.hasQueryKey) {
        const Hdf5Dataset q = tensor(path + "/q", m_info.numHeads);
        const Hdf5Dataset k = tensor(path + "/k", m_info.numKvHeads);
        const int group = m_info.numHeads / m_info.numKvHeads;
        for (int h = 0; h < m_info.numHeads && !failed(); ++h) {
            const Result<HeadTrace> head = m_trace.head({ layer, { h } });
            if (!head) {
                m_error = head.error();
                return;
            }
            writeSlice(q, path + "/q", h, head->q);
            if (h % group == 0)
                writeSlice(k, path + "/k", h / group, head->k);
        }
    }
    if (content.hasValues) {
        const Hdf5Dataset v = tensor(path + "/v", m_info.numKvHeads);
        for (int keyHead = 0; keyHead < m_info.numKvHeads && !failed(); ++keyHead) {
            const Result<MatrixRM> values = m_trace.values(layer, keyHead);
            if (!values) {
                m_error = values.error();
                return;
            }
            writeSlice(v, path + "/v", keyHead, *values);
        }
    }
}

} // namespace

Result<void> writeTraceFile(const Trace& trace, const std::filesystem::path& path,
                            const TraceWriteOptions& options)
{
    if (options.compression < 0 || options.compression > 9) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("The compression level is {}; it must be 0 to 9.", options.compression));
    }
    Result<AtomicFile> output = AtomicFile::create(path);
    if (!output)
        return tl::unexpected(output.error());
    const Hdf5Silence silence;
    Hdf5Output file(output->temporary());
    if (file.errorNumber() != 0)
        return tl::unexpected(unwritable(path, file.errorNumber()));
    const auto failed = [&] {
        return fail(ErrorCode::Unwritable,
                    fmt::format("Cannot write {}: {}.", path.string(), hdf5Error()));
    };
    if (!file)
        return failed();
    const Result<void> written = TraceWriter(trace, file, path.string(), options).write();
    const bool closed = file.close();
    if (file.errorNumber() != 0)
        return tl::unexpected(unwritable(path, file.errorNumber()));
    if (!written)
        return written;
    if (!closed)
        return failed();
    return output->commit();
}

} // namespace ropescope
