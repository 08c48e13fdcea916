// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstring>

#include <QTest>

#include "core/io/safetensors_file.h"
#include "core/io/tensor_view.h"

using namespace ropescope;

namespace {

/// Random blocks and what they stand for, decoded by tests/data/make_gguf.py.
const SafetensorsFile& reference()
{
    static const SafetensorsFile file
        = SafetensorsFile::open(std::string(ROPESCOPE_TEST_DATA) + "/gguf/blocks.safetensors")
              .value();
    return file;
}

struct Case {
    const char* name;
    TensorType type;
    int elements;
    int bytes;
};

constexpr Case kCases[] = {
    { "Q4_0", TensorType::Q4_0, 32, 18 },   { "Q4_1", TensorType::Q4_1, 32, 20 },
    { "Q5_0", TensorType::Q5_0, 32, 22 },   { "Q5_1", TensorType::Q5_1, 32, 24 },
    { "Q8_0", TensorType::Q8_0, 32, 34 },   { "Q4_K", TensorType::Q4_K, 256, 144 },
    { "Q5_K", TensorType::Q5_K, 256, 176 }, { "Q6_K", TensorType::Q6_K, 256, 210 },
};

} // namespace

class TestQuantizedBlocks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blocksWidenToTheReferenceBitByBit_data() { addTypes(); }
    void blocksWidenToTheReferenceBitByBit()
    {
        const auto [tensor, expected] = load();
        std::vector<float> found(expected.size());
        tensor.widen(0, found);
        for (std::size_t i = 0; i < found.size(); ++i) {
            QVERIFY2(found[i] == expected[i],
                     qPrintable(QStringLiteral("element %1: expected %2, found %3")
                                    .arg(i)
                                    .arg(static_cast<double>(expected[i]))
                                    .arg(static_cast<double>(found[i]))));
        }
    }

    void anyBlockCanBeWidenedByItself_data() { addTypes(); }
    void anyBlockCanBeWidenedByItself()
    {
        const auto [tensor, expected] = load();
        const auto size = static_cast<std::size_t>(blockElements(tensor.type));
        std::vector<float> found(size);
        for (std::size_t first = 0; first < expected.size(); first += size) {
            tensor.widen(static_cast<long long>(first), found);
            QVERIFY(std::equal(found.begin(), found.end(),
                               expected.begin() + static_cast<std::ptrdiff_t>(first)));
        }
        tensor.widen(static_cast<long long>(expected.size()), {});
    }

    void blocksNeedNoAlignment_data() { addTypes(); }
    void blocksNeedNoAlignment()
    {
        auto [tensor, expected] = load();
        std::vector<std::byte> moved(tensor.bytes.size() + 1);
        std::memcpy(moved.data() + 1, tensor.bytes.data(), tensor.bytes.size());
        tensor.bytes = std::span(moved).subspan(1);
        std::vector<float> found(expected.size());
        tensor.widen(0, found);
        QCOMPARE(found, expected);
    }

    void speed_data() { addTypes(); }
    void speed()
    {
        const auto [tensor, expected] = load();
        std::vector<float> found(expected.size());
        QBENCHMARK { tensor.widen(0, found); }
    }

private:
    static void addTypes()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(std::size(kCases)); ++i)
            QTest::newRow(kCases[i].name) << i;
    }

    static std::pair<TensorView, std::vector<float>> load()
    {
        const int index = *static_cast<int*>(QTest::qData("index", qMetaTypeId<int>()));
        const Case& row = kCases[index];
        const TensorView values = reference().tensor(std::string(row.name) + ".values").value();
        std::vector<float> expected(static_cast<std::size_t>(values.elementCount()));
        values.widen(0, expected);
        const TensorView& blocks = reference().tensors().at(std::string(row.name) + ".bytes");
        Q_ASSERT(blockElements(row.type) == row.elements && blockBytes(row.type) == row.bytes);
        Q_ASSERT(blocks.shape.back() == row.bytes);
        return { TensorView { .type = row.type,
                              .typeName = row.name,
                              .shape = { static_cast<long long>(expected.size()) },
                              .bytes = blocks.bytes },
                 expected };
    }
};

QTEST_GUILESS_MAIN(TestQuantizedBlocks)
#include "tst_quantized_blocks.moc"
