// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstring>

#include <QTemporaryDir>
#include <QTest>

#include "core/io/safetensors_directory.h"
#include "core/io/safetensors_file.h"
#include "tests/support/files.h"

using namespace ropescope;
using test::safetensors;
using test::writeFile;

namespace {

constexpr const char* kTwoTensors = R"({"__metadata__":{"format":"pt"},
    "a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
    "b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]}})";

std::string oneTensor(const char* entry) { return std::string(R"({"a":)") + entry + "}"; }

} // namespace

class TestSafetensorsFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void tensorsAreReadInTheirOwnPrecision()
    {
        std::string bytes = safetensors(kTwoTensors, 32);
        const float values[] = { 1.0f, -2.0f, 0.5f, 1e30f, 7.0f, -0.25f };
        std::memcpy(bytes.data() + bytes.size() - 32, values, sizeof(values));
        bytes[bytes.size() - 1] = 0x3f; // the last BF16 becomes 0x3f80 = 1
        bytes[bytes.size() - 2] = static_cast<char>(0x80);
        const auto file = open(bytes);
        QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
        QCOMPARE(file->tensors().size(), std::size_t { 2 });

        const TensorView a = file->tensor("a").value();
        QCOMPARE(a.shape, (std::vector<long long> { 2, 3 }));
        float widened[4] = {};
        a.widen(1, widened);
        QCOMPARE(std::vector(widened, widened + 4), std::vector(values + 1, values + 5));

        const TensorView b = file->tensor("b").value();
        QCOMPARE(b.typeName, std::string("BF16"));
        b.widen(0, widened);
        QCOMPARE(std::vector(widened, widened + 4), (std::vector { 0.0f, 0.0f, 0.0f, 1.0f }));
    }

    void emptyTensorsAndScalarsAreFine()
    {
        const auto file = open(safetensors(
            R"({"none":{"dtype":"F32","shape":[0,9],"data_offsets":[0,0]},
                "one":{"dtype":"F16","shape":[],"data_offsets":[0,2]}})",
            2));
        QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
        QCOMPARE(file->tensor("none")->elementCount(), 0LL);
        QCOMPARE(file->tensor("one")->elementCount(), 1LL);
    }

    void truncatedFilesAreRefused_data()
    {
        QTest::addColumn<int>("kept");
        const int whole = static_cast<int>(safetensors(kTwoTensors, 32).size());
        QTest::newRow("nothing") << 0;
        QTest::newRow("half of the length") << 4;
        QTest::newRow("length only") << 8;
        QTest::newRow("inside the header") << 60;
        QTest::newRow("header only") << whole - 32;
        QTest::newRow("inside the first tensor") << whole - 20;
        QTest::newRow("one byte short") << whole - 1;
    }
    void truncatedFilesAreRefused()
    {
        QFETCH(int, kept);
        const std::string bytes = safetensors(kTwoTensors, 32);
        const auto file = open(bytes.substr(0, static_cast<std::size_t>(kept)));
        ROPESCOPE_EXPECT_ERROR(file, ErrorCode::Malformed, "model.safetensors");
    }

    void brokenHeadersAreRefused_data()
    {
        QTest::addColumn<std::string>("header");
        QTest::addColumn<int>("dataBytes");
        QTest::addColumn<std::string>("part");
        const auto row = [](const char* name, std::string header, int dataBytes, std::string part) {
            QTest::newRow(name) << std::move(header) << dataBytes << std::move(part);
        };
        row("not JSON", R"({"a":)", 0, "not valid JSON");
        row("not UTF-8", "{\"\xff\":1}", 0, "not valid JSON");
        row("a list", "[1,2]", 0, "JSON object");
        row("entry is a number", oneTensor("3"), 0, "'a'");
        row("no type", oneTensor(R"({"shape":[1],"data_offsets":[0,4]})"), 4, "dtype");
        row("no shape", oneTensor(R"({"dtype":"F32","data_offsets":[0,4]})"), 4, "shape");
        row("negative size", oneTensor(R"({"dtype":"F32","shape":[-1],"data_offsets":[0,4]})"), 4,
            "shape");
        row("fractional size", oneTensor(R"({"dtype":"F32","shape":[1.5],"data_offsets":[0,4]})"),
            4, "shape");
        row("nine dimensions",
            oneTensor(R"({"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]})"), 4,
            "at most 8");
        row("size beyond 64 bits",
            oneTensor(R"({"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,4]})"), 4,
            "shape");
        row("product beyond 64 bits",
            oneTensor(R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]})"), 4,
            "too many");
        row("shape too large", oneTensor(R"({"dtype":"F32","shape":[2],"data_offsets":[0,4]})"), 4,
            "takes 8 bytes, found 4");
        row("three offsets", oneTensor(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4,8]})"), 4,
            "data_offsets");
        row("offsets beyond the file",
            oneTensor(R"({"dtype":"F32","shape":[4],"data_offsets":[0,16]})"), 8,
            "bytes 0 to 16, but the file has 8");
        row("offsets backwards", oneTensor(R"({"dtype":"F32","shape":[1],"data_offsets":[4,0]})"),
            4, "bytes 4 to 0");
        row("a gap",
            R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
                "b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})",
            12, "'b' begins at byte 8 of the data, expected 4");
        row("an overlap",
            R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
                "b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
            12, "'b' begins at byte 4");
        row("bytes left over", oneTensor(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})"), 8,
            "take 4 bytes, but 8");
    }
    void brokenHeadersAreRefused()
    {
        QFETCH(std::string, header);
        QFETCH(int, dataBytes);
        QFETCH(std::string, part);
        const auto file = open(safetensors(header, static_cast<std::size_t>(dataBytes)));
        ROPESCOPE_EXPECT_ERROR(file, ErrorCode::Malformed, part);
    }

    void headerLengthBeyondTheFileIsRefused()
    {
        std::string bytes = safetensors(kTwoTensors, 32);
        bytes[7] = 0x7f;
        ROPESCOPE_EXPECT_ERROR(open(bytes), ErrorCode::Malformed, "the header should be");
    }

    void unknownTypesMatterOnlyWhenAskedFor()
    {
        const auto file = open(safetensors(
            R"({"f4":{"dtype":"F4_E2M1","shape":[4],"data_offsets":[0,2]},
                "i":{"dtype":"I64","shape":[1],"data_offsets":[2,10]}})",
            10));
        QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
        ROPESCOPE_EXPECT_ERROR(file->tensor("f4"), ErrorCode::Unsupported, "F4_E2M1");
        ROPESCOPE_EXPECT_ERROR(file->tensor("i"), ErrorCode::Unsupported, "'i'");
    }

    void missingThingsAreNamed()
    {
        const auto file = open(safetensors(kTwoTensors, 32));
        ROPESCOPE_EXPECT_ERROR(file->tensor("c"), ErrorCode::NotFound, "'c'");
        ROPESCOPE_EXPECT_ERROR(SafetensorsFile::open(path("other")), ErrorCode::NotFound, "other");
        ROPESCOPE_EXPECT_ERROR(SafetensorsFile::open(path("")), ErrorCode::Unreadable,
                               "not a file");
    }

    void shardsAreFoundThroughTheIndex()
    {
        const auto entry = [](const char* name) {
            return "{\"" + std::string(name)
                + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        };
        writeFile(path("one.safetensors"), safetensors(entry("a"), 4));
        writeFile(path("two.safetensors"), safetensors(entry("b"), 4));
        writeIndex(R"({"a":"one.safetensors","b":"two.safetensors"})");
        const auto directory = SafetensorsDirectory::open(path(""));
        QVERIFY2(directory.has_value(), directory ? "" : directory.error().message.c_str());
        QCOMPARE(directory->view("a").elementCount(), 1LL);
        QCOMPARE(directory->view("b").typeName, std::string("F32"));
        QCOMPARE(directory->names().size(), std::size_t { 2 });
        QCOMPARE(directory->fileOf("b").filename().string(), std::string("two.safetensors"));
    }

    void brokenIndexesAreRefused_data()
    {
        QTest::addColumn<std::string>("map");
        QTest::addColumn<int>("code");
        QTest::addColumn<std::string>("part");
        const auto row = [](const char* name, const char* map, ErrorCode code, const char* part) {
            QTest::newRow(name) << std::string(map) << static_cast<int>(code) << std::string(part);
        };
        row("missing shard", R"({"a":"three.safetensors"})", ErrorCode::NotFound,
            "three.safetensors");
        row("shard without the tensor", R"({"b":"one.safetensors"})", ErrorCode::Malformed, "'b'");
        row("path upwards", R"({"a":"../one.safetensors"})", ErrorCode::Malformed,
            "same directory");
        row("absolute path", R"({"a":"/etc/passwd"})", ErrorCode::Malformed, "same directory");
        row("the directory above", R"({"a":".."})", ErrorCode::Malformed, "same directory");
        row("no name", R"({"a":""})", ErrorCode::Malformed, "same directory");
        row("a number", R"({"a":1})", ErrorCode::Malformed, "found 1");
        row("no map", "[]", ErrorCode::Malformed, "weight_map");
    }
    void brokenIndexesAreRefused()
    {
        QFETCH(std::string, map);
        QFETCH(int, code);
        QFETCH(std::string, part);
        writeFile(path("one.safetensors"),
                  safetensors(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4));
        writeIndex(map);
        ROPESCOPE_EXPECT_ERROR(SafetensorsDirectory::open(path("")), static_cast<ErrorCode>(code),
                               part);
    }

    void aDirectoryWithoutWeightsSaysWhatIsMissing()
    {
        ROPESCOPE_EXPECT_ERROR(SafetensorsDirectory::open(path("")), ErrorCode::NotFound,
                               "model.safetensors.index.json");
    }

private:
    std::filesystem::path path(const char* name) const
    {
        return std::filesystem::path(m_directory->path().toStdString()) / name;
    }

    Result<SafetensorsFile> open(const std::string& bytes) const
    {
        writeFile(path("model.safetensors"), bytes);
        return SafetensorsFile::open(path("model.safetensors"));
    }

    void writeIndex(const std::string& map) const
    {
        writeFile(path("model.safetensors.index.json"), R"({"weight_map":)" + map + "}");
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestSafetensorsFile)
#include "tst_safetensors_file.moc"
