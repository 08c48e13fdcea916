// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTemporaryDir>
#include <QTest>

#include "core/io/gguf_file.h"
#include "core/io/gguf_splits.h"
#include "tests/support/files.h"
#include "tests/support/gguf_builder.h"

using namespace ropescope;
using test::bytesOf;
using test::GgufBuilder;
using test::ggufText;

namespace {

constexpr std::uint64_t kAbsurd = std::uint64_t { 1 } << 60;
constexpr std::uint32_t kArray = 9;

/// One value of every kind and two tensors.
GgufBuilder small()
{
    GgufBuilder builder;
    builder.text("name", "a model").u32("size", 7).f32("share", 0.25F).boolean("yes", true);
    builder.texts("words", { "one", "", "three" }).i32s("numbers", { 1, -2 });
    builder.f32s("scores", { -1.5F, 2.0F }).booleans("flags", { true, false });
    builder.floats("matrix", { 2, 3 }, { 1, 2, 3, 4, 5, 6 });
    builder.floats("vector", { 2 }, { 7, 8 });
    return builder;
}

/// An array of one array of one array ... of no u8, that many levels.
std::string nested(int levels)
{
    std::string bytes;
    for (int level = 1; level < levels; ++level)
        bytes += bytesOf(kArray) + bytesOf(std::uint64_t { 1 });
    return bytes + bytesOf(std::uint32_t { 0 }) + bytesOf(std::uint64_t { 0 });
}

GgufBuilder withTensor(GgufBuilder::Tensor tensor)
{
    GgufBuilder builder;
    builder.tensor(std::move(tensor));
    return builder;
}

} // namespace

class TestGgufFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void valuesOfEveryKindAreRead()
    {
        for (const std::uint32_t version : { 2U, 3U }) {
            GgufBuilder builder = small();
            builder.version = version;
            const auto file = open(builder.build());
            QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
            QCOMPARE(file->find("name")->text(), std::optional<std::string_view>("a model"));
            QCOMPARE(file->find("size")->integer(), std::optional<long long>(7));
            QCOMPARE(file->find("share")->number(), std::optional(0.25));
            QCOMPARE(file->find("yes")->boolean(), std::optional(true));
            QCOMPARE(file->find("words")->texts(),
                     std::optional(std::vector<std::string_view> { "one", "", "three" }));
            QCOMPARE(file->find("numbers")->integers(),
                     std::optional(std::vector<long long> { 1, -2 }));
            QCOMPARE(file->find("scores")->numbers(), std::optional(std::vector { -1.5, 2.0 }));
            QCOMPARE(file->find("flags")->booleans(), std::optional(std::vector { true, false }));
            QVERIFY(file->find("absent") == nullptr);
        }
    }

    void valuesOfAnotherKindGiveNothing()
    {
        const auto file = open(small().build());
        QVERIFY(!file->find("name")->integer());
        QVERIFY(!file->find("name")->texts());
        QVERIFY(!file->find("size")->text());
        QVERIFY(!file->find("size")->boolean());
        QVERIFY(!file->find("share")->integer());
        QVERIFY(!file->find("words")->text());
        QVERIFY(!file->find("words")->integers());
        QVERIFY(!file->find("numbers")->booleans());
        QCOMPARE(file->find("numbers")->describe(), std::string("an array of 2 i32"));
        QCOMPARE(file->find("name")->describe(), std::string("the text 'a model'"));
    }

    void numbersOfAllWidthsAreRead()
    {
        GgufBuilder builder;
        builder.raw("u8", 0, bytesOf<std::uint8_t>(200)).raw("i8", 1, bytesOf<std::int8_t>(-3));
        builder.raw("u16", 2, bytesOf<std::uint16_t>(60000));
        builder.raw("i16", 3, bytesOf<std::int16_t>(-300)).raw("i32", 5, bytesOf(-70000));
        builder.raw("u64", 10, bytesOf<std::uint64_t>(UINT64_MAX));
        builder.raw("i64", 11, bytesOf<std::int64_t>(INT64_MIN)).raw("f64", 12, bytesOf(0.1));
        const auto file = open(builder.build());
        QCOMPARE(file->find("u8")->integer(), std::optional<long long>(200));
        QCOMPARE(file->find("i8")->integer(), std::optional<long long>(-3));
        QCOMPARE(file->find("u16")->integer(), std::optional<long long>(60000));
        QCOMPARE(file->find("i16")->integer(), std::optional<long long>(-300));
        QCOMPARE(file->find("i32")->integer(), std::optional<long long>(-70000));
        QVERIFY(!file->find("u64")->integer()); // beyond long long
        QCOMPARE(file->find("i64")->integer(), std::optional<long long>(INT64_MIN));
        QCOMPARE(file->find("f64")->number(), std::optional(0.1));
    }

    void tensorsAreRowMajor()
    {
        const auto file = open(small().build());
        const TensorView& matrix = file->tensors().at("matrix");
        QCOMPARE(matrix.shape, (std::vector<long long> { 2, 3 }));
        QCOMPARE(matrix.typeName, std::string("F32"));
        float row[3] = {};
        matrix.widen(3, row);
        QCOMPARE(std::vector(row, row + 3), (std::vector { 4.0F, 5.0F, 6.0F }));
        float two[2] = {};
        file->tensors().at("vector").widen(0, two);
        QCOMPARE(std::vector(two, two + 2), (std::vector { 7.0F, 8.0F }));
    }

    void typesThatAreNotComputedWithKeepTheirName()
    {
        const auto file = open(
            withTensor(
                { .name = "a", .sizes = { 512, 2 }, .type = 23, .data = std::string(544, 'x') })
                .build());
        QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
        QCOMPARE(file->tensors().at("a").typeName, std::string("IQ4_XS"));
        QCOMPARE(file->tensors().at("a").type, TensorType::Other);
    }

    void anotherAlignmentIsUsed()
    {
        GgufBuilder builder = small();
        builder.alignment = 256;
        builder.u32("general.alignment", 256);
        const auto file = open(builder.build());
        QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
        float two[2] = {};
        file->tensors().at("vector").widen(0, two);
        QCOMPARE(two[1], 8.0F);
    }

    void everyTruncationIsRefused()
    {
        // The padding after the last tensor may be missing, nothing else.
        const std::string whole = small().build();
        const std::size_t needed = whole.size() - 32 + 2 * sizeof(float);
        for (std::size_t kept = 0; kept < needed; ++kept) {
            const auto file = open(whole.substr(0, kept));
            ROPESCOPE_EXPECT_ERROR(file, ErrorCode::Malformed, "model.gguf");
        }
        QVERIFY(open(whole.substr(0, needed)).has_value());
    }

    void everyByteOfTheHeaderMayBeWrong()
    {
        // Whatever a damaged header says, reading it ends, with an error or without.
        const std::string whole = small().build();
        int refused = 0;
        for (std::size_t at = 0; at < small().headerBytes(); ++at) {
            for (const char value : { '\0', '\x7f', '\xff' }) {
                std::string damaged = whole;
                damaged[at] = value;
                refused += open(damaged).has_value() ? 0 : 1;
            }
        }
        QVERIFY(refused > 0);
    }

    void malformedFilesAreRefused_data()
    {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<std::string>("part");
        const auto row = [](const char* name, const std::string& bytes, std::string part,
                            ErrorCode code = ErrorCode::Malformed) {
            QTest::newRow(name) << bytes << code << std::move(part);
        };
        const auto changed = [](auto change) {
            GgufBuilder builder = small();
            change(builder);
            return builder.build();
        };
        row("nothing", "", "does not begin with 'GGUF'");
        row("another magic", changed([](auto& b) { b.magic = "GGML"; }), "'GGUF'");
        row("version 1", changed([](auto& b) { b.version = 1; }), "version 1",
            ErrorCode::Unsupported);
        row("version 99", changed([](auto& b) { b.version = 99; }), "version 99",
            ErrorCode::Unsupported);
        row("big-endian", changed([](auto& b) { b.version = 3U << 24; }), "big-endian",
            ErrorCode::Unsupported);
        row("2^60 tensors", changed([](auto& b) { b.tensorCount = kAbsurd; }),
            "1152921504606846976 tensors");
        row("2^60 values", changed([](auto& b) { b.valueCount = kAbsurd; }),
            "1152921504606846976 metadata values");
        row("one value too many", changed([](auto& b) { b.valueCount = 9; }), "tensor 0");
        row("one tensor too many", changed([](auto& b) { b.tensorCount = 3; }), "");
        row("a key longer than the file",
            "GGUF" + bytesOf(3U) + bytesOf<std::uint64_t>(0) + bytesOf<std::uint64_t>(1)
                + bytesOf(kAbsurd) + std::string(64, 'k'),
            "the key of metadata value 0");
        row("a text longer than the file",
            GgufBuilder().raw("long", 8, bytesOf(kAbsurd) + "short").build(), "'long'");
        row("a text in an array longer than the file",
            GgufBuilder()
                .raw("list", kArray,
                     bytesOf(8U) + bytesOf<std::uint64_t>(1) + bytesOf(UINT64_MAX) + "x")
                .build(),
            "'list'");
        row("an array of 2^60",
            GgufBuilder().raw("list", kArray, bytesOf(4U) + bytesOf(kAbsurd)).build(), "'list'");
        row("an array whose size overflows",
            GgufBuilder().raw("list", kArray, bytesOf(10U) + bytesOf(kAbsurd * 8)).build(),
            "'list'");
        row("arrays nested too deep", GgufBuilder().raw("deep", kArray, nested(5)).build(),
            "nested more than 4 levels");
        row("an unknown value type", GgufBuilder().raw("odd", 13, "1234").build(),
            "'odd': the value type must be from 0 to 12, found 13");
        row("an unknown element type",
            GgufBuilder().raw("odd", kArray, bytesOf(77U) + bytesOf<std::uint64_t>(1)).build(),
            "found 77");
        row("a key twice", GgufBuilder().u32("a", 1).u32("a", 1).build(), "'a' is there twice");
        row("an alignment of 0", GgufBuilder().u32("general.alignment", 0).build(), "power of two");
        row("an alignment of 48", GgufBuilder().u32("general.alignment", 48).build(),
            "found the u32 48");
        row("an alignment that is a text", GgufBuilder().text("general.alignment", "32").build(),
            "power of two");
        row("an unknown tensor type",
            withTensor({ .name = "a", .sizes = { 4 }, .type = 99 }).build(),
            "'a': its type number 99 is unknown", ErrorCode::Unsupported);
        row("a type that was taken back",
            withTensor({ .name = "a", .sizes = { 32 }, .type = 4 }).build(), "type number 4",
            ErrorCode::Unsupported);
        row("no dimensions", withTensor({ .name = "a", .sizes = {} }).build(),
            "1 to 4 dimensions, found 0");
        row("five dimensions", withTensor({ .name = "a", .sizes = { 1, 1, 1, 1, 1 } }).build(),
            "found 5");
        row("a dimension of 0", withTensor({ .name = "a", .sizes = { 4, 0 } }).build(),
            "dimension 1 must be at least 1, found 0");
        row("a negative dimension",
            withTensor({ .name = "a", .sizes = { UINT64_MAX }, .data = "1234" }).build(),
            "found -1");
        row("a product beyond 64 bits",
            withTensor({ .name = "a",
                         .sizes = { std::uint64_t { 1 } << 40, std::uint64_t { 1 } << 40 },
                         .data = "1234" })
                .build(),
            "too many bytes");
        row("a row that is no whole number of blocks",
            withTensor({ .name = "a", .sizes = { 128, 2 }, .type = 12, .data = "1234" }).build(),
            "rows of Q4_K must be a multiple of 256 long, found 128");
        row("an offset that is not aligned",
            withTensor({ .name = "a", .sizes = { 4 }, .offset = 4 }).build(),
            "multiple of 32, found 4");
        row("an offset beyond the file",
            withTensor({ .name = "a", .sizes = { 4 }, .offset = 64 }).build(),
            "16 bytes from byte 64 of the data, which has 32");
        row("an offset that overflows",
            withTensor({ .name = "a", .sizes = { 4 }, .offset = UINT64_MAX - 31 }).build(),
            "which has 32");
        row("a tensor longer than the file",
            withTensor({ .name = "a", .sizes = { 1 << 20 }, .data = std::string(64, 'x') }).build(),
            "4194304 bytes");
        row("overlapping tensors",
            GgufBuilder()
                .tensor({ .name = "a", .sizes = { 16 } })
                .tensor({ .name = "b", .sizes = { 16 }, .offset = 32 })
                .build(),
            "tensors 'a' and 'b' overlap by 32 bytes");
        row("tensors in one place",
            GgufBuilder()
                .tensor({ .name = "a", .sizes = { 16 } })
                .tensor({ .name = "b", .sizes = { 16 }, .offset = 0 })
                .build(),
            "overlap by 64 bytes");
        row("a tensor twice",
            GgufBuilder()
                .tensor({ .name = "a", .sizes = { 4 } })
                .tensor({ .name = "a", .sizes = { 4 } })
                .build(),
            "tensor 'a' is there twice");
        row("a name that is not UTF-8",
            withTensor({ .name = "\xff", .sizes = { 4 }, .type = 99 }).build(), "<0xFF>",
            ErrorCode::Unsupported);
    }
    void malformedFilesAreRefused()
    {
        QFETCH(std::string, bytes);
        QFETCH(ErrorCode, code);
        QFETCH(std::string, part);
        const auto file = open(bytes);
        ROPESCOPE_EXPECT_ERROR(file, code, part);
        QVERIFY(file.error().message.find("model.gguf") != std::string::npos);
    }

    void filesThatAreNotThereAreNotFound()
    {
        ROPESCOPE_EXPECT_ERROR(GgufFile::open(path("absent.gguf")), ErrorCode::NotFound, "absent");
        QVERIFY(!looksLikeGguf(path("absent.gguf")));
        QVERIFY(!looksLikeGguf(path(".")));
    }

    void filesAreToldByTheirFirstBytes()
    {
        test::writeFile(path("a"), "GGUF");
        test::writeFile(path("b"), "GGU");
        QVERIFY(looksLikeGguf(path("a")));
        QVERIFY(!looksLikeGguf(path("b")));
    }

    void partsOfASplitModelAreFoundFromAnyOfThem()
    {
        writeParts();
        for (const char* name : { "m-00001-of-00002.gguf", "m-00002-of-00002.gguf" }) {
            const auto files = openGgufSplits(path(name));
            QVERIFY2(files.has_value(), files ? "" : files.error().message.c_str());
            QCOMPARE(files->size(), std::size_t { 2 });
            QVERIFY(files->front()->find("name") != nullptr);
            QVERIFY(files->front()->tensors().contains("a"));
            QVERIFY(files->back()->tensors().contains("b"));
        }
    }

    void splitModelsThatAreNotWholeAreRefused()
    {
        writeParts();
        std::filesystem::rename(path("m-00002-of-00002.gguf"), path("other.gguf"));
        ROPESCOPE_EXPECT_ERROR(openGgufSplits(path("m-00001-of-00002.gguf")), ErrorCode::NotFound,
                               "m-00002-of-00002.gguf");
        ROPESCOPE_EXPECT_ERROR(openGgufSplits(path("other.gguf")), ErrorCode::Unsupported,
                               "must end with '-00002-of-00002.gguf'");
        test::writeFile(path("m-00002-of-00002.gguf"), part(0, 2).build());
        ROPESCOPE_EXPECT_ERROR(openGgufSplits(path("m-00001-of-00002.gguf")), ErrorCode::Malformed,
                               "part 2 of 2");
        test::writeFile(path("m-00002-of-00002.gguf"), part(1, 2).floats("a", { 2 }).build());
        ROPESCOPE_EXPECT_ERROR(openGgufSplits(path("m-00001-of-00002.gguf")), ErrorCode::Malformed,
                               "tensor 'a' is in a former part");
        test::writeFile(path("m-00002-of-00002.gguf"), part(1, 2).build());
        ROPESCOPE_EXPECT_ERROR(openGgufSplits(path("m-00001-of-00002.gguf")), ErrorCode::Malformed,
                               "'split.tensors.count' is 2");
        test::writeFile(path("m-00002-of-00002.gguf"),
                        GgufBuilder().text("split.count", "2").build());
        ROPESCOPE_EXPECT_ERROR(openGgufSplits(path("m-00002-of-00002.gguf")), ErrorCode::Malformed,
                               "'split.count' must be");
    }

private:
    std::filesystem::path path(const char* name)
    {
        return std::filesystem::path(m_directory->path().toStdString()) / name;
    }

    Result<GgufFile> open(const std::string& bytes)
    {
        test::writeFile(path("model.gguf"), bytes);
        return GgufFile::open(path("model.gguf"));
    }

    static GgufBuilder part(std::uint16_t number, std::uint16_t count)
    {
        GgufBuilder builder;
        builder.raw("split.no", 2, bytesOf(number)).raw("split.count", 2, bytesOf(count));
        builder.raw("split.tensors.count", 5, bytesOf(2));
        return builder;
    }

    void writeParts()
    {
        test::writeFile(path("m-00001-of-00002.gguf"),
                        part(0, 2).text("name", "split").floats("a", { 2 }).build());
        test::writeFile(path("m-00002-of-00002.gguf"), part(1, 2).floats("b", { 2 }).build());
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestGgufFile)
#include "tst_gguf_file.moc"
