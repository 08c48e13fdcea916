// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Traces whose bytes are stored in a way that would have HDF5 read or write where it must not.
#include <array>
#include <cstring>

#include <QTemporaryDir>
#include <QtTest>

#include "core/trace/trace_file.h"
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

class TestHostileStorage : public QObject {
    Q_OBJECT

private slots:
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
        }) << "::/tokens/ids: holds numbers whose bits are not those of their bytes.";
        QTest::newRow("bits missing") << TraceChange([](hid_t file) {
            const Hdf5Type type(H5Tcopy(H5T_STD_I32LE));
            H5Tset_precision(type.get(), 1);
            replaceDataset(file, "/tokens/ids", { 6 }, std::vector<double>(6), type.get());
        }) << "::/tokens/ids: holds numbers whose bits are not those of their bytes.";
        QTest::newRow("huge") << TraceChange([](hid_t file) {
            const ChunkedQueries queries(file, { 4, 1 << 20, 64 }, { deflate() });
        }) << "::/layers/0/q: is stored in chunks of more than 256 MiB";
    }

    void chunksThatCannotBeAreRefusedWhenOpened()
    {
        QFETCH(TraceChange, change);
        QFETCH(QString, message);
        const Result<TracePtr> trace = openTraceFile(changed(change));
        QVERIFY(!trace.has_value());
        QVERIFY2(QString::fromStdString(trace.error().message).contains(message),
                 trace.error().message.c_str());
    }

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

    /// HDF5 itself asks for, and reads, what a file says about the parts of its types.
    void stringsOfStrangeTypesAreErrors_data()
    {
        QTest::addColumn<QByteArray>("before"); // the name of the attribute, if not a dataset
        QTest::addColumn<int>("at"); // in the type: its size, and after it the type of a character
        QTest::addColumn<QString>("message");
        QTest::newRow("wide characters in an attribute")
            << QByteArray("format") << 15 << "the attribute format is text whose characters";
        QTest::newRow("wide characters in a dataset")
            << QByteArray() << 15 << "::/tokens/text: holds texts whose characters are no bytes.";
        QTest::newRow("short attribute")
            << QByteArray("format") << 4
            << "the attribute format is stored in 1 bytes, expected 1 values of 16 bytes.";
    }

    void stringsOfStrangeTypesAreErrors()
    {
        QFETCH(QByteArray, before);
        QFETCH(int, at);
        QFETCH(QString, message);
        QByteArray bytes = QByteArray::fromStdString(bytesOf(traceFixture("variable_strings.h5")));
        const QByteArray type = QByteArray::fromHex("19010100100000001000000001000000");
        const auto found = before.isEmpty() ? bytes.lastIndexOf(type)
                                            : bytes.indexOf(type, bytes.indexOf(before));
        QVERIFY(found > 0);
        bytes[found + at] = 1;
        writeBytes(m_folder / "types.h5", bytes.toStdString());
        const Result<TracePtr> trace = openTraceFile(m_folder / "types.h5");
        QVERIFY(!trace.has_value());
        QVERIFY2(QString::fromStdString(trace.error().message).contains(message),
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
    fs::path changed(const TraceChange& change)
    {
        const fs::path path = m_folder / "changed.h5";
        writeChangedTrace(path, change);
        return path;
    }

    QTemporaryDir m_temporary;
    fs::path m_folder = m_temporary.path().toStdString();
};

QTEST_GUILESS_MAIN(TestHostileStorage)
#include "tst_hostile_storage.moc"
