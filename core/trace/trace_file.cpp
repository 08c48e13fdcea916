// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_file.h"

#include <fmt/core.h>

#include "core/io/hdf5_read.h"
#include "core/trace/trace_header.h"

namespace ropescope {

namespace {

using Shape = std::vector<std::uint64_t>;

Shape shapeOf(int heads, std::uint64_t rows, std::uint64_t columns)
{
    return { static_cast<std::uint64_t>(heads), rows, columns };
}

/// Opens one of a layer's arrays, checks all but the number of tokens, and gives that number. The
/// first array of the file decides it (tokens is 0 until then), the others must agree.
///   columns  0: as many as tokens
Result<void> checkLayerArray(const Hdf5Source& source, const std::string& path, int heads,
                             std::uint64_t columns, int& tokens)
{
    const Result<Hdf5Array> array = source.array(path);
    if (!array)
        return tl::unexpected(array.error());
    if (array->typeClass != H5T_FLOAT) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: holds no floating-point numbers.", array->name));
    }
    const bool first = tokens == 0 && array->shape.size() == 3;
    const std::uint64_t rows = first ? array->shape[1] : static_cast<std::uint64_t>(tokens);
    const Shape expected = shapeOf(heads, rows, columns == 0 ? rows : columns);
    if (array->shape != expected) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: has shape {}, expected {}.", array->name,
                                shapeText(array->shape),
                                tokens == 0 && !first ? fmt::format("({}, N, {})", heads, columns)
                                                      : shapeText(expected)));
    }
    if (rows < 1 || rows > kMaxTokens) {
        return fail(
            ErrorCode::Malformed,
            fmt::format("{}: has {} tokens, expected 1 to {}.", array->name, rows, kMaxTokens));
    }
    tokens = static_cast<int>(rows);
    return source.checkStorage(*array);
}

struct LayerContent {
    bool query = false;
    bool key = false;
    bool value = false;
    bool maps = false;
};

LayerContent contentOf(const Hdf5Source& source, int layer)
{
    const std::string path = layerPath(layer);
    if (!source.has("/layers") || !source.has(path))
        return {};
    return { source.has(path + "/q"), source.has(path + "/k"), source.has(path + "/v"),
             source.has(path + "/attention") };
}

Result<Hdf5Array> tokenArray(const Hdf5Source& source, const std::string& path, int tokens,
                             H5T_class_t typeClass)
{
    Result<Hdf5Array> array = source.array(path);
    if (!array)
        return array;
    if (array->typeClass != typeClass) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: holds no {}.", array->name,
                                typeClass == H5T_STRING ? "strings" : "integers"));
    }
    if (array->shape != Shape { static_cast<std::uint64_t>(tokens) }) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: has shape {}, expected ({}).", array->name,
                                shapeText(array->shape), tokens));
    }
    if (const Result<void> stored = source.checkStorage(*array); !stored)
        return tl::unexpected(stored.error());
    return array;
}

class FileTrace final : public Trace {
public:
    explicit FileTrace(Hdf5Source source)
        : m_source(std::move(source))
    {
    }

    [[nodiscard]] Result<void> read();
    [[nodiscard]] Result<HeadTrace> head(HeadId id) const override;
    [[nodiscard]] Result<MatrixRM> values(LayerIndex layer, int keyHead) const override;

private:
    [[nodiscard]] Result<void> readShapes();
    [[nodiscard]] Result<void> readTokens();
    [[nodiscard]] Result<MatrixRM> slice(LayerIndex layer, const char* tensor, int index) const;

    Hdf5Source m_source;
};

Result<void> FileTrace::read()
{
    Result<TraceInfo> info = readTraceHeader(m_source);
    if (!info)
        return tl::unexpected(info.error());
    m_info = std::move(*info);
    if (Result<void> shapes = readShapes(); !shapes)
        return shapes;
    // The length that the frequencies are of, where they depend on it.
    const auto setLength = [this](RopeConfig& rope) {
        if (rope.scaling.type != RopeScalingType::Default)
            rope.scaledLength = m_info.tokenCount;
    };
    setLength(m_info.rope);
    for (LayerInfo& layer : m_info.layers)
        setLength(layer.rope);
    return readTokens();
}

Result<void> FileTrace::readShapes()
{
    const auto headDim = static_cast<std::uint64_t>(m_info.headDim);
    for (int l = 0; l < m_info.numLayers; ++l) {
        const LayerContent content = contentOf(m_source, l);
        const std::string path = layerPath(l);
        if (content.query != content.key) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: is missing, though {} is there.",
                                    m_source.nameOf(path + (content.query ? "/k" : "/q")),
                                    path + (content.query ? "/q" : "/k")));
        }
        LayerInfo& layer = m_info.layers[static_cast<std::size_t>(l)];
        layer.hasQueryKey = content.query;
        layer.hasValues = content.value;
        layer.hasMaps = content.maps;
        struct {
            const char* name;
            std::uint64_t columns;
            int heads;
            bool present;
        } const arrays[] = {
            { "/q", headDim, m_info.numHeads, content.query },
            { "/k", headDim, m_info.numKvHeads, content.key },
            { "/v", headDim, m_info.numKvHeads, content.value },
            { "/attention", 0, m_info.numHeads, content.maps },
        };
        for (const auto& array : arrays) {
            if (!array.present)
                continue;
            Result<void> checked = checkLayerArray(m_source, path + array.name, array.heads,
                                                   array.columns, m_info.tokenCount);
            if (!checked)
                return checked;
        }
    }
    if (m_info.tokenCount == 0) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: holds no layer with queries and keys or maps.",
                                m_source.nameOf("/layers")));
    }
    return {};
}

Result<void> FileTrace::readTokens()
{
    if (!m_source.has("/tokens"))
        return {};
    if (m_source.has("/tokens/ids")) {
        const auto array = tokenArray(m_source, "/tokens/ids", m_info.tokenCount, H5T_INTEGER);
        if (!array)
            return tl::unexpected(array.error());
        Result<std::vector<std::int64_t>> ids = readIntegers(*array);
        if (!ids)
            return tl::unexpected(ids.error());
        m_tokenIds = std::move(*ids);
    }
    if (m_source.has("/tokens/text")) {
        const auto array = tokenArray(m_source, "/tokens/text", m_info.tokenCount, H5T_STRING);
        if (!array)
            return tl::unexpected(array.error());
        Result<std::vector<std::string>> texts = readTexts(*array, m_source.fileSize());
        if (!texts)
            return tl::unexpected(texts.error());
        m_tokenTexts = std::move(*texts);
    }
    return {};
}

Result<MatrixRM> FileTrace::slice(LayerIndex layer, const char* tensor, int index) const
{
    const Result<Hdf5Array> array = m_source.array(layerPath(layer.value) + tensor);
    if (!array)
        return tl::unexpected(array.error());
    return readSlice(*array, static_cast<std::uint64_t>(index));
}

Result<HeadTrace> FileTrace::head(HeadId id) const
{
    if (const Result<void> found = checkHead(m_info, id); !found)
        return tl::unexpected(found.error());
    const LayerInfo& layer = m_info.layers[static_cast<std::size_t>(id.layer.value)];
    HeadTrace head;
    head.id = id;
    head.rope = layer.rope;
    head.attentionScale = m_info.attentionScale;
    head.slidingWindow = layer.slidingWindow;
    // The tensors that this layer has, each with its head's place.
    struct {
        bool present;
        const char* name;
        int index;
        MatrixRM& place;
    } const parts[] = {
        { layer.hasQueryKey, "/q", id.head.value, head.q },
        { layer.hasQueryKey, "/k", m_info.keyHeadOf(id.head), head.k },
        { !layer.hasQueryKey, "/attention", id.head.value, head.attention },
    };
    for (const auto& part : parts) {
        if (!part.present)
            continue;
        Result<MatrixRM> tensor = slice(id.layer, part.name, part.index);
        if (!tensor)
            return tl::unexpected(tensor.error());
        part.place = std::move(*tensor);
    }
    if (head.holdsMapOnly()) {
        head.rope = {};                    // there is nothing to rotate
        constexpr float kRounding = 1e-2F; // of half precision and then some
        if (head.attention.minCoeff() < 0.0F || head.attention.maxCoeff() > 1.0F + kRounding) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}/attention: head {} has values from {} to {}, expected "
                                    "probabilities.",
                                    m_source.nameOf(layerPath(id.layer.value)), id.head.value,
                                    head.attention.minCoeff(), head.attention.maxCoeff()));
        }
    }
    return head;
}

Result<MatrixRM> FileTrace::values(LayerIndex layer, int keyHead) const
{
    if (const Result<void> found = checkValues(m_info, layer, keyHead); !found)
        return tl::unexpected(found.error());
    return slice(layer, "/v", keyHead);
}

} // namespace

Result<TracePtr> openTraceFile(const std::filesystem::path& path)
{
    Result<Hdf5Source> source = Hdf5Source::open(path);
    if (!source)
        return tl::unexpected(source.error());
    auto trace = std::make_shared<FileTrace>(std::move(*source));
    if (const Result<void> read = trace->read(); !read)
        return tl::unexpected(read.error());
    return trace;
}

} // namespace ropescope
