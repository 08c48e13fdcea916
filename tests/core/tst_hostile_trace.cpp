// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_file.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/trace_fixtures.h"

using namespace ropescope;
using namespace ropescope::test;
namespace fs = std::filesystem;

namespace {

constexpr unsigned kLevel = 6;

using Filters = std::vector<std::function<void(hid_t properties)>>;

std::function<void(hid_t)> deflate()
{
    return [](hid_t properties) { H5Pset_filter(properties, H5Z_FILTER_DEFLATE, 0, 1, &kLevel); };
}
std::function<void(hid_t)> shuffle()
{
    return [](hid_t properties) { H5Pset_shuffle(properties); };
}
std::function<void(hid_t)> checksum()
{
    return [](hid_t properties) { H5Pset_fletcher32(properties); };
}

constexpr int kChunkBytes = 6 * 8 * 4; ///< of one head

/// /layers/0/q anew, of floats in chunks.
class ChunkedQueries {
public:
    ChunkedQueries(hid_t file, const std::vector<hsize_t>& chunk, const Filters& filters)
    {
        constexpr const char* kPath = "/layers/0/q";
        const std::array<hsize_t, 3> shape { 4, 6, 8 };
        const std::array<hsize_t, 3> most { H5S_UNLIMITED, H5S_UNLIMITED, H5S_UNLIMITED };
        H5Ldelete(file, kPath, H5P_DEFAULT);
        const Hdf5Space space(H5Screate_simple(3, shape.data(), most.data()));
        const Hdf5Properties creation(H5Pcreate(H5P_DATASET_CREATE));
        H5Pset_chunk(creation.get(), 3, chunk.data());
        for (const auto& add : filters)
            add(creation.get());
        m_dataset = Hdf5Dataset(H5Dcreate2(file, kPath, H5T_IEEE_F32LE, space.get(), H5P_DEFAULT,
                                           creation.get(), H5P_DEFAULT));
    }
    void write(hsize_t head, unsigned skipped, const QByteArray& bytes) const
    {
        const std::array<hsize_t, 3> offset { head, 0, 0 };
        H5Dwrite_chunk(m_dataset.get(), H5P_DEFAULT, skipped, offset.data(),
                       static_cast<std::size_t>(bytes.size()), bytes.data());
    }

private:
    Hdf5Dataset m_dataset;
};

} // namespace

Q_DECLARE_METATYPE(TraceChange)
Q_DECLARE_METATYPE(Filters)

class TestHostileTrace : public QObject {
    Q_OBJECT

private slots:
    void hostileFilesAreRefusedByName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("message");
        QTest::newRow("link") << "external_link.h5"
                              << "::/layers/1: is an external link";
        QTest::newRow("link to q") << "external_link_to_q.h5"
                                   << "::/layers/0/q: is an external link";
        QTest::newRow("soft link out")
            << "soft_link_out.h5"
            << "::/layers/1: is a soft link that leads to nothing inside";
        QTest::newRow("soft link of layers out")
            << "soft_link_layers_out.h5"
            << "::/layers: is a soft link that leads to nothing inside";
        QTest::newRow("soft link loop")
            << "soft_link_loop.h5"
            << "::/layers/1: is a soft link that leads to nothing inside";
        QTest::newRow("storage") << "external_storage.h5"
                                 << "::/layers/0/k: has external storage";
        QTest::newRow("virtual") << "virtual.h5"
                                 << "::/layers/0/v: is a virtual dataset";
        QTest::newRow("filter") << "lzf.h5"
                                << "::/layers/0/q: is stored with filter 32000 lzf";
        QTest::newRow("never written") << "never_written.h5"
                                       << "::/layers/1/q: shape (4, 6, 8) needs 768 bytes, the "
                                          "file holds 0 of them.";
        QTest::newRow("half written") << "half_written.h5"
                                      << "::/layers/1/q: only 1 of 4 chunks were written.";
        QTest::newRow("huge") << "huge_shape.h5"
                              << "::/layers/0/q: only 0 of 64 chunks";
        QTest::newRow("references") << "reference_type.h5"
                                    << "::/layers/0/q: holds no floating-point numbers.";
    }

    void hostileFilesAreRefusedByName()
    {
        QFETCH(QString, name);
        QFETCH(QString, message);
        const Result<TracePtr> trace = openTraceFile(traceFixture(name.toStdString()));
        QVERIFY(!trace.has_value());
        QVERIFY2(QString::fromStdString(trace.error().message).contains(name + message),
                 trace.error().message.c_str());
    }

    void brokenContentIsRefusedByName_data()
    {
        QTest::addColumn<TraceChange>("change");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* tag, const TraceChange& change, const char* message) {
            QTest::newRow(tag) << change << message;
        };
        for (const char* name :
             { "version", "model", "num_layers", "num_heads", "num_kv_heads", "head_dim",
               "rotary_dim", "rope_base", "rope_pairing", "attention_scale" }) {
            QTest::addRow("no %s", name)
                << TraceChange([name](hid_t file) { H5Adelete(file, name); })
                << QString("::/: the attribute %1 is missing.").arg(name);
        }
        row(
            "no format", [](hid_t f) { H5Adelete(f, "format"); }, "::/: is no trace");
        row(
            "other format", [](hid_t f) { replaceAttribute(f, "format", std::string("keras")); },
            "::/: is no trace: the attribute format is \"keras\"");
        row(
            "format is a number", [](hid_t f) { replaceAttribute(f, "format", 1); },
            "the attribute format is not one text");
        row(
            "newer", [](hid_t f) { replaceAttribute(f, "version", 2); },
            "is a trace of version 2, this program reads up to version 1");
        const auto integer = [&](const char* name, int value, const char* message) {
            QTest::addRow("%s %d", name, value)
                << TraceChange([=](hid_t f) { replaceAttribute(f, name, value); }) << message;
        };
        integer("num_layers", 0, "num_layers is 0, expected an integer from 1 to 4096");
        integer("num_layers", 2'000'000'000, "num_layers is 2000000000, expected");
        integer("num_heads", -4, "num_heads is -4");
        integer("num_heads", 5000, "num_heads is 5000");
        integer("num_kv_heads", 3, "num_kv_heads is 3, which does not divide");
        integer("num_kv_heads", 8, "num_kv_heads is 8, expected an integer from 1 to 4");
        integer("num_kv_heads", 4, "::/layers/0/k: has shape (2, 6, 8), expected (4, 6, 8).");
        integer("num_heads", 2, "::/layers/0/q: has shape (4, 6, 8), expected (2, 6, 8).");
        integer("head_dim", 16, "::/layers/0/q: has shape (4, 6, 8), expected (4, 6, 16).");
        integer("rotary_dim", 7, "rotary_dim is 7, expected an even number");
        integer("rotary_dim", 10, "rotary_dim is 10, expected an integer from 0 to 8");
        integer("rotary_dim", 4, "::/rope/inv_freq: shape (4), expected floats of shape (2).");
        integer("sliding_window", -1, "sliding_window is -1");
        const auto real = [&](const char* name, double value, const char* message) {
            QTest::addRow("%s %g", name, value)
                << TraceChange([=](hid_t f) { replaceAttribute(f, name, value); }) << message;
        };
        real("num_layers", 2.5, "num_layers is 2.5, expected an integer");
        real("num_layers", std::nan(""), "num_layers is nan, expected an integer");
        real("rope_base", std::nan(""), "rope_base is nan");
        real("rope_base", -3.0, "rope_base is -3");
        real("attention_scale", INFINITY, "attention_scale is inf");
        real("attention_scale", 0.0, "attention_scale is 0");
        real("rope_attention_factor", -1.0, "rope_attention_factor is -1");
        row(
            "pairing", [](hid_t f) { replaceAttribute(f, "rope_pairing", std::string("thirds")); },
            "rope_pairing is \"thirds\", expected \"half\" or \"interleaved\"");
        row(
            "scaling is no JSON",
            [](hid_t f) { replaceAttribute(f, "rope_scaling", std::string("{linear")); },
            "the attribute rope_scaling is no JSON object");
        row(
            "scaling is a book",
            [](hid_t f) {
                replaceAttribute(f, "rope_scaling",
                                 "{\"type\": \"" + std::string(40'000, 'x') + "\"}");
            },
            "the attribute rope_scaling has 40012 characters, expected at most 32768");
        row(
            "scaling without frequencies",
            [](hid_t f) {
                replaceAttribute(f, "rope_scaling",
                                 std::string("{\"type\": \"linear\", \"factor\": 2}"));
                H5Ldelete(f, "/rope/inv_freq", H5P_DEFAULT);
            },
            "::/rope/inv_freq: is missing; with rope_scaling");
        row(
            "frequency nan",
            [](hid_t f) {
                replaceDataset(f, "/rope/inv_freq", { 4 }, { 1, 2, std::nan(""), 4 });
            },
            "::/rope/inv_freq: the frequency of pair 2 is nan");
        row(
            "frequency negative",
            [](hid_t f) {
                replaceDataset(f, "/rope/inv_freq", { 4 }, { 1, -2, 3, 4 });
            },
            "::/rope/inv_freq: the frequency of pair 1 is -2");
        row(
            "no k", [](hid_t f) { H5Ldelete(f, "/layers/1/k", H5P_DEFAULT); },
            "::/layers/1/k: is missing, though /layers/1/q is there.");
        row(
            "no q", [](hid_t f) { H5Ldelete(f, "/layers/1/q", H5P_DEFAULT); },
            "::/layers/1/q: is missing, though /layers/1/k is there.");
        row(
            "no layers", [](hid_t f) { H5Ldelete(f, "/layers", H5P_DEFAULT); },
            "::/layers: holds no layer");
        row(
            "layer of another length",
            [](hid_t f) {
                replaceDataset(f, "/layers/1/q", { 4, 5, 8 }, std::vector<double>(160, 1.0));
            },
            "::/layers/1/q: has shape (4, 5, 8), expected (4, 6, 8).");
        row(
            "two dimensions",
            [](hid_t f) {
                replaceDataset(f, "/layers/0/q", { 24, 8 }, std::vector<double>(192));
            },
            "::/layers/0/q: has shape (24, 8), expected (4, N, 8).");
        row(
            "no tokens",
            [](hid_t f) {
                replaceDataset(f, "/layers/0/q", { 4, 0, 8 }, { 0.0 });
            },
            "::/layers/0/q: has 0 tokens, expected 1 to 16777216.");
        row(
            "integers",
            [](hid_t f) {
                replaceDataset(f, "/layers/0/q", { 4, 6, 8 }, std::vector<double>(192),
                               H5T_STD_I32LE);
            },
            "::/layers/0/q: holds no floating-point numbers.");
        row(
            "q is a group",
            [](hid_t f) {
                H5Ldelete(f, "/layers/0/q", H5P_DEFAULT);
                const Hdf5Group group(
                    H5Gcreate2(f, "/layers/0/q", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
            },
            "::/layers/0/q: is not a dataset.");
        row(
            "layer is a dataset",
            [](hid_t f) {
                H5Ldelete(f, "/layers/0", H5P_DEFAULT);
                replaceDataset(f, "/layers/0", { 1 }, { 1.0 });
            },
            "::/layers/0: is not a group.");
        row(
            "too few ids",
            [](hid_t f) {
                replaceDataset(f, "/tokens/ids", { 5 }, std::vector<double>(5), H5T_STD_I64LE);
            },
            "::/tokens/ids: has shape (5), expected (6).");
        row(
            "ids are floats",
            [](hid_t f) { replaceDataset(f, "/tokens/ids", { 6 }, std::vector<double>(6)); },
            "::/tokens/ids: holds no integers.");
        row(
            "texts are numbers",
            [](hid_t f) { replaceDataset(f, "/tokens/text", { 6 }, std::vector<double>(6)); },
            "::/tokens/text: holds no strings.");
        row(
            "maps of another shape",
            [](hid_t f) {
                replaceDataset(f, "/layers/2/attention", { 4, 6, 5 }, std::vector<double>(120));
            },
            "::/layers/2/attention: has shape (4, 6, 5), expected (4, 6, 6).");
    }

    void brokenContentIsRefusedByName() { expectRefused(); }

    void chunksThatCannotBeAreRefusedWhenOpened_data()
    {
        QTest::addColumn<TraceChange>("change");
        QTest::addColumn<QString>("message");
        QTest::newRow("gzip twice") << TraceChange([](hid_t file) {
            const ChunkedQueries queries(file, { 1, 6, 8 }, { deflate(), deflate() });
        }) << "::/layers/0/q: a filter comes twice, or shuffle after gzip";
        QTest::newRow("shuffle after gzip") << TraceChange([](hid_t file) {
            const ChunkedQueries queries(file, { 1, 6, 8 }, { deflate(), shuffle() });
        }) << "::/layers/0/q: a filter comes twice, or shuffle after gzip";
        QTest::newRow("bits outside") << TraceChange([](hid_t file) {
            const Hdf5Type type(H5Tcopy(H5T_STD_I64LE));
            H5Tset_size(type.get(), 1000);
            H5Tset_offset(type.get(), 7000);
            replaceDataset(file, "/tokens/ids", { 6 }, std::vector<double>(6), type.get());
        }) << "::/tokens/ids: holds numbers whose bits lie outside of them.";
        QTest::newRow("huge") << TraceChange([](hid_t file) {
            const ChunkedQueries queries(file, { 4, 1 << 20, 64 }, { deflate() });
        }) << "::/layers/0/q: is stored in chunks of more than 256 MiB";
    }

    void chunksThatCannotBeAreRefusedWhenOpened() { expectRefused(); }

    /// HDF5 itself reads what lies behind a chunk that gives back too little.
    void chunksOfAnotherSizeAreErrorsWhenRead_data()
    {
        QTest::addColumn<Filters>("filters");
        QTest::addColumn<unsigned>("skipped");
        QTest::addColumn<QByteArray>("stored");
        QTest::addColumn<QString>("message"); // empty: it is read
        const auto zip = [](int bytes) { return qCompress(QByteArray(bytes, 'x')).mid(4); };
        const QByteArray whole(kChunkBytes, 'x');
        const QString other = "a chunk does not inflate to the 192 bytes";
        QTest::newRow("gzip") << Filters { deflate() } << 0U << zip(kChunkBytes) << "";
        QTest::newRow("gzip, a byte less")
            << Filters { deflate() } << 0U << zip(kChunkBytes - 1) << other;
        QTest::newRow("gzip, a byte more")
            << Filters { deflate() } << 0U << zip(kChunkBytes + 1) << other;
        QTest::newRow("gzip, far more") << Filters { deflate() } << 0U << zip(1 << 24) << other;
        QTest::newRow("gzip of a byte") << Filters { deflate() } << 0U << zip(1) << other;
        QTest::newRow("gzip over a checksum")
            << Filters { checksum(), shuffle(), deflate() } << 0U << zip(kChunkBytes)
            << "a chunk does not inflate to the 196 bytes";
        QTest::newRow("no gzip") << Filters { deflate() } << 0U << whole
                                 << "a chunk cannot be inflated";
        QTest::newRow("gzip left out") << Filters { deflate() } << 1U << whole << "";
        QTest::newRow("gzip left out, short")
            << Filters { deflate() } << 1U << whole.chopped(1)
            << "a chunk of 192 bytes is stored in 191, which cannot be.";
        QTest::newRow("shuffle, short") << Filters { shuffle() } << 0U << whole.chopped(100)
                                        << "a chunk of 192 bytes is stored in 92";
        QTest::newRow("checksum of nothing") << Filters { checksum() } << 0U << QByteArray(2, 'x')
                                             << "a chunk of 192 bytes is stored in 2";
        QTest::newRow("checksum without room")
            << Filters { checksum() } << 0U << whole << "a chunk of 192 bytes is stored in 192";
    }

    void chunksOfAnotherSizeAreErrorsWhenRead()
    {
        QFETCH(Filters, filters);
        QFETCH(unsigned, skipped);
        QFETCH(QByteArray, stored);
        QFETCH(QString, message);
        const Result<TracePtr> trace = openTraceFile(changed([&](hid_t file) {
            const ChunkedQueries queries(file, { 1, 6, 8 }, filters);
            for (hsize_t head = 0; head < 4; ++head)
                queries.write(head, skipped, stored);
        }));
        QVERIFY2(trace.has_value(), trace ? "" : trace.error().message.c_str());
        const Result<HeadTrace> head = (*trace)->head({ { 0 }, { 3 } });
        QCOMPARE(head.has_value(), message.isEmpty());
        if (head) {
            float x = 0;
            std::memset(&x, 'x', sizeof(x));
            QVERIFY((head->q.array() == x).all());
        } else {
            QVERIFY2(QString::fromStdString(head.error().message).contains(message),
                     head.error().message.c_str());
        }
    }

    /// HDF5 itself copies what the heap holds into the room that the reference asks for.
    void stringsOfAnotherLengthAreErrors_data()
    {
        QTest::addColumn<int>("at"); // in the reference: length, address, index
        QTest::addColumn<int>("byte");
        QTest::addColumn<QString>("message");
        QTest::newRow("shorter") << 0 << 0 << "string 0 is said to have 0 bytes, found ";
        QTest::newRow("longer") << 0 << 255 << "string 0 is said to have 255 bytes, found ";
        QTest::newRow("no such string") << 14 << 255 << ", found none.";
        QTest::newRow("elsewhere") << 4 << 1 << "are damaged.";
        QTest::newRow("beyond the file") << 8 << 255 << "are damaged.";
    }

    void stringsOfAnotherLengthAreErrors()
    {
        QFETCH(int, at);
        QFETCH(int, byte);
        QFETCH(QString, message);
        const fs::path path = traceFixture("variable_strings.h5");
        std::string bytes = bytesOf(path);
        const Hdf5File file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
        const Hdf5Dataset texts(H5Dopen2(file.get(), "/tokens/text", H5P_DEFAULT));
        bytes.at(H5Dget_offset(texts.get()) + static_cast<haddr_t>(at)) = static_cast<char>(byte);
        writeBytes(m_folder / "strings.h5", bytes);
        const Result<TracePtr> trace = openTraceFile(m_folder / "strings.h5");
        QVERIFY(!trace.has_value());
        QVERIFY2(QString::fromStdString(trace.error().message).contains("::/tokens/text: ")
                     && QString::fromStdString(trace.error().message).contains(message),
                 trace.error().message.c_str());
    }

    void filtersOfWhatIsNotChunkedMeanNothing()
    {
        for (const char* name : { "filter-on-contiguous.h5", "filter-on-compact.h5" }) {
            const Result<TracePtr> trace
                = openTraceFile(fs::path(ROPESCOPE_SOURCE_DIR "/tests/fuzz/corpus/trace") / name);
            QVERIFY2(trace.has_value(), trace ? "" : trace.error().message.c_str());
            const Result<HeadTrace> head = (*trace)->head({ { 0 }, { 0 } });
            QVERIFY2(head.has_value(), head ? "" : head.error().message.c_str());
        }
    }

    void aNewerVersionIsUnsupportedNotMalformed()
    {
        const fs::path path = changed([](hid_t file) { replaceAttribute(file, "version", 9); });
        QCOMPARE(openTraceFile(path).error().code, ErrorCode::Unsupported);
    }

    void numbersThatAreNoneAreRefusedWhenRead_data()
    {
        QTest::addColumn<double>("value");
        QTest::newRow("nan") << std::nan("");
        QTest::newRow("infinity") << -std::numeric_limits<double>::infinity();
        QTest::newRow("beyond float") << 1e200;
    }

    void numbersThatAreNoneAreRefusedWhenRead()
    {
        QFETCH(double, value);
        const TracePtr trace = openTraceFile(changed([value](hid_t file) {
                                   std::vector<double> values(192, 1.0);
                                   values[2 * 48 + 5] = value; // head 2
                                   replaceDataset(file, "/layers/1/q", { 4, 6, 8 }, values);
                               })).value();
        QVERIFY(trace->head({ { 1 }, { 1 } }).has_value());
        const Result<HeadTrace> head = trace->head({ { 1 }, { 2 } });
        QCOMPARE(head.error().code, ErrorCode::Malformed);
        QVERIFY(head.error().message.ends_with("::/layers/1/q: head 2 holds NaN or infinity."));
    }

    void filesThatAreNoTraceAreRefused()
    {
        QCOMPARE(openTraceFile(m_folder / "nothing.h5").error().code, ErrorCode::NotFound);
        QCOMPARE(openTraceFile(m_folder).error().code, ErrorCode::Unreadable);
        writeBytes(m_folder / "text.h5", "no HDF5 in here");
        QVERIFY(
            openTraceFile(m_folder / "text.h5").error().message.ends_with("is not an HDF5 file."));
        writeBytes(m_folder / "empty.h5", "");
        QCOMPARE(openTraceFile(m_folder / "empty.h5").error().code, ErrorCode::Malformed);
    }

    void truncatedFilesAreErrors_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("old format") << "variable_strings.h5";
        QTest::newRow("new format") << "overrides.h5";
    }

    void truncatedFilesAreErrors()
    {
        QFETCH(QString, name);
        const std::string whole = bytesOf(traceFixture(name.toStdString()));
        for (std::size_t size = 0; size < whole.size(); size += 97) {
            const fs::path path = m_folder / "cut.h5";
            writeBytes(path, whole.substr(0, size));
            QVERIFY2(!openTraceFile(path).has_value(), qPrintable(QString::number(size)));
        }
    }

    void damagedChunksAreErrors()
    {
        const fs::path path = m_folder / "damaged.h5";
        std::string bytes = bytesOf(traceFixture("half_gzip_shuffle.h5"));
        writeBytes(path, bytes);
        {
            const Hdf5File file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
            const Hdf5Dataset q(H5Dopen2(file.get(), "/layers/0/q", H5P_DEFAULT));
            const Hdf5Space space(H5Dget_space(q.get()));
            std::array<hsize_t, 3> offset {};
            unsigned filters = 0;
            haddr_t address = 0;
            hsize_t size = 0;
            QVERIFY(
                H5Dget_chunk_info(q.get(), space.get(), 0, offset.data(), &filters, &address, &size)
                >= 0);
            bytes[address + size / 2] = static_cast<char>(bytes[address + size / 2] ^ 0x10);
        }
        writeBytes(path, bytes);
        const Result<TracePtr> trace = openTraceFile(path);
        QVERIFY(trace.has_value());
        const Result<HeadTrace> head = (*trace)->head({ { 0 }, { 0 } });
        QVERIFY(!head.has_value());
        QCOMPARE(head.error().code, ErrorCode::Malformed);
        QVERIFY2(head.error().message.find("::/layers/0/q: a chunk ") != std::string::npos,
                 head.error().message.c_str());
    }

private:
    /// The row's change, and the sentence that it must give.
    void expectRefused()
    {
        QFETCH(TraceChange, change);
        QFETCH(QString, message);
        const Result<TracePtr> trace = openTraceFile(changed(change));
        QVERIFY(!trace.has_value());
        QVERIFY2(QString::fromStdString(trace.error().message).contains(message),
                 trace.error().message.c_str());
    }

    fs::path changed(const TraceChange& change)
    {
        const fs::path path = m_folder / "changed.h5";
        writeChangedTrace(path, change);
        return path;
    }

    QTemporaryDir m_temporary;
    fs::path m_folder = m_temporary.path().toStdString();
};

QTEST_GUILESS_MAIN(TestHostileTrace)
#include "tst_hostile_trace.moc"
