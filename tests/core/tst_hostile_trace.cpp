// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_file.h"

#include <cmath>
#include <limits>

#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/trace_fixtures.h"

using namespace ropescope;
using namespace ropescope::test;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(TraceChange)

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
        row(
            "too many heads in all",
            [](hid_t f) {
                replaceAttribute(f, "num_layers", 4096);
                replaceAttribute(f, "num_heads", 4096);
            },
            "::/: num_layers times num_heads is 16777216, expected at most 65536.");
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

    void brokenContentIsRefusedByName()
    {
        QFETCH(TraceChange, change);
        QFETCH(QString, message);
        const Result<TracePtr> trace = openTraceFile(changed(change));
        QVERIFY(!trace.has_value());
        QVERIFY2(QString::fromStdString(trace.error().message).contains(message),
                 trace.error().message.c_str());
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

QTEST_GUILESS_MAIN(TestHostileTrace)
#include "tst_hostile_trace.moc"
