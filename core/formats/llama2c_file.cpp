// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/llama2c_file.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <numeric>

#include <fmt/core.h>

namespace ropescope {

namespace {

constexpr std::int32_t kMagic = 0x616b3432; // "ak42"
constexpr std::size_t kFirstHeaderBytes = 7 * sizeof(std::int32_t);
constexpr std::size_t kVersionedHeaderBytes = 256;

struct Header {
    int version = 0;
    Llama2cSizes sizes;
    std::size_t bytes = 0;
};

struct Limit {
    const char* name;
    int value;
    int highest;
};

std::int32_t wordAt(std::span<const std::byte> bytes, std::size_t index)
{
    std::int32_t word = 0;
    std::memcpy(&word, bytes.data() + index * sizeof(word), sizeof(word));
    return word;
}

Result<void> checkSizes(const Llama2cSizes& sizes, const std::string& file)
{
    // Low enough that no product overflows.
    const std::array limits {
        Limit { "width", sizes.hidden, 1 << 20 },
        Limit { "width of the MLP", sizes.intermediate, 1 << 20 },
        Limit { "number of layers", sizes.layers, 1 << 12 },
        Limit { "number of heads", sizes.heads, 1 << 12 },
        Limit { "number of key heads", sizes.keyHeads, 1 << 12 },
        Limit { "size of the vocabulary", sizes.vocabulary, 1 << 24 },
        Limit { "number of positions", sizes.positions, 1 << 24 },
    };
    for (const Limit& limit : limits) {
        if (limit.value < 1 || limit.value > limit.highest) {
            return fail(ErrorCode::Malformed,
                        fmt::format("{}: the {} must be from 1 to {}, found {}.", file, limit.name,
                                    limit.highest, limit.value));
        }
    }
    if (sizes.hidden % sizes.heads != 0 || sizes.headDim() % 2 != 0) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: a width of {} must be an even multiple of {} heads.", file,
                                sizes.hidden, sizes.heads));
    }
    if (sizes.heads % sizes.keyHeads != 0) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{}: {} heads must be a multiple of {} key heads.", file,
                                sizes.heads, sizes.keyHeads));
    }
    return {};
}

/// The seven numbers of either header.
Llama2cSizes sizesFrom(std::span<const std::byte> bytes)
{
    return { .hidden = wordAt(bytes, 0),
             .intermediate = wordAt(bytes, 1),
             .layers = wordAt(bytes, 2),
             .heads = wordAt(bytes, 3),
             .keyHeads = wordAt(bytes, 4),
             .vocabulary = wordAt(bytes, 5),
             .positions = wordAt(bytes, 6) };
}

Result<Header> readHeader(std::span<const std::byte> bytes, const std::string& file)
{
    Header header;
    const auto tooShort = [&](std::size_t needed) {
        return fail(ErrorCode::Malformed,
                    fmt::format("{} has {} bytes, too few for the {} of a llama2.c header.", file,
                                bytes.size(), needed));
    };
    if (bytes.size() < kFirstHeaderBytes)
        return tooShort(kFirstHeaderBytes);
    if (wordAt(bytes, 0) != kMagic) {
        header.sizes = sizesFrom(bytes);
        header.bytes = kFirstHeaderBytes;
        // A negative number stands for an output matrix of its own. INT32_MIN has no opposite.
        header.sizes.tiedEmbeddings = header.sizes.vocabulary > 0;
        if (header.sizes.vocabulary > INT32_MIN)
            header.sizes.vocabulary = std::abs(header.sizes.vocabulary);
    } else {
        header.version = wordAt(bytes, 1);
        if (header.version != 1) {
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: version {} of llama2.c's format{} is not supported; 1 and "
                                    "the first format without a version are.",
                                    file, header.version,
                                    header.version == 2 ? " (8-bit groups)" : ""));
        }
        if (bytes.size() < kVersionedHeaderBytes)
            return tooShort(kVersionedHeaderBytes);
        constexpr std::size_t kSizesAt = 2 * sizeof(std::int32_t);
        header.sizes = sizesFrom(bytes.subspan(kSizesAt));
        header.sizes.tiedEmbeddings = bytes[kSizesAt + kFirstHeaderBytes] != std::byte { 0 };
        header.bytes = kVersionedHeaderBytes;
    }
    if (const Result<void> checked = checkSizes(header.sizes, file); !checked)
        return tl::unexpected(checked.error());
    return header;
}

/// One array of the file; empty names are skipped.
struct Slot {
    std::string name;
    std::vector<long long> shape;
};

class Layout {
public:
    explicit Layout(const Llama2cSizes& sizes)
        : m_sizes(sizes)
    {
    }

    void whole(const char* name, std::vector<long long> shape)
    {
        m_slots.push_back({ name, std::move(shape) });
    }
    /// The same tensor of every layer, one after the other.
    void layers(const char* name, const std::vector<long long>& shape)
    {
        for (int layer = 0; layer < m_sizes.layers; ++layer)
            m_slots.push_back({ fmt::format("model.layers.{}.{}", layer, name), shape });
    }

    void attention()
    {
        const long long hidden = m_sizes.hidden;
        const long long keys = static_cast<long long>(m_sizes.keyHeads) * m_sizes.headDim();
        layers("self_attn.q_proj.weight", { hidden, hidden });
        layers("self_attn.k_proj.weight", { keys, hidden });
        layers("self_attn.v_proj.weight", { keys, hidden });
        layers("self_attn.o_proj.weight", { hidden, hidden });
    }
    void attentionNorms() { layers("input_layernorm.weight", { m_sizes.hidden }); }
    void mlpNorms() { layers("post_attention_layernorm.weight", { m_sizes.hidden }); }
    void mlps()
    {
        layers("mlp.gate_proj.weight", { m_sizes.intermediate, m_sizes.hidden });
        layers("mlp.down_proj.weight", { m_sizes.hidden, m_sizes.intermediate });
        layers("mlp.up_proj.weight", { m_sizes.intermediate, m_sizes.hidden });
    }
    void embedding() { whole("model.embed_tokens.weight", { m_sizes.vocabulary, m_sizes.hidden }); }
    void finalNorm() { whole("model.norm.weight", { m_sizes.hidden }); }
    void output()
    {
        if (!m_sizes.tiedEmbeddings)
            whole("lm_head.weight", { m_sizes.vocabulary, m_sizes.hidden });
    }

    [[nodiscard]] const std::vector<Slot>& slots() const { return m_slots; }

private:
    const Llama2cSizes& m_sizes;
    std::vector<Slot> m_slots;
};

Layout layoutOf(const Header& header)
{
    Layout layout(header.sizes);
    if (header.version == 0) {
        layout.embedding();
        layout.attentionNorms();
        layout.attention();
        layout.mlpNorms();
        layout.mlps();
        layout.finalNorm();
        // Cosines and sines, which readers compute themselves.
        layout.whole("", { header.sizes.positions, header.sizes.headDim() / 2 });
        layout.whole("", { header.sizes.positions, header.sizes.headDim() / 2 });
    } else {
        layout.attentionNorms();
        layout.mlpNorms();
        layout.finalNorm();
        layout.embedding();
        layout.attention();
        layout.mlps();
    }
    layout.output();
    return layout;
}

} // namespace

bool hasLlama2cHeader(const std::filesystem::path& path)
{
    const Result<MappedFile> mapped = MappedFile::open(path);
    if (!mapped)
        return false;
    const std::span<const std::byte> bytes = mapped->bytes();
    const bool hasMagic = bytes.size() >= sizeof(kMagic) && wordAt(bytes, 0) == kMagic;
    return hasMagic || readHeader(bytes, path.string()).has_value();
}

Result<Llama2cFile> Llama2cFile::open(const std::filesystem::path& path)
{
    Result<MappedFile> mapped = MappedFile::open(path);
    if (!mapped)
        return tl::unexpected(mapped.error());
    const std::span<const std::byte> bytes = mapped->bytes();
    const Result<Header> header = readHeader(bytes, path.string());
    if (!header)
        return tl::unexpected(header.error());

    Llama2cFile result;
    result.sizes = header->sizes;
    const Layout layout = layoutOf(*header);
    std::vector<std::size_t> sizes;
    for (const Slot& slot : layout.slots()) {
        const TensorView view { .type = TensorType::Float32, .shape = slot.shape };
        sizes.push_back(static_cast<std::size_t>(view.elementCount()) * sizeof(float));
    }
    const std::size_t expected = std::accumulate(sizes.begin(), sizes.end(), header->bytes);
    if (expected != bytes.size()) {
        return fail(
            ErrorCode::Malformed,
            fmt::format("{}: a llama2.c checkpoint of these sizes takes {} bytes, found {}.",
                        path.string(), expected, bytes.size()));
    }
    std::size_t at = header->bytes;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const Slot& slot = layout.slots()[i];
        if (!slot.name.empty()) {
            result.tensors.push_back({ slot.name,
                                       { .type = TensorType::Float32,
                                         .typeName = "F32",
                                         .shape = slot.shape,
                                         .bytes = bytes.subspan(at, sizes[i]) } });
        }
        at += sizes[i];
    }
    result.file = std::make_shared<const MappedFile>(std::move(*mapped));
    return result;
}

} // namespace ropescope
