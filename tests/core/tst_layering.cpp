// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <QTest>

namespace {

namespace fs = std::filesystem;

/// They derive from QCustomPlot's classes, so only .cpp files may include them in their turn.
constexpr std::array kDerivedFromQcp { "widgets/image_plottable.h", "widgets/period_markers.h",
                                       "widgets/token_ticker.h" };

struct Include {
    std::string file; ///< "widgets/theme.cpp"
    std::string of;   ///< "core/base/ids.h", "QImage"
};

bool isHeader(const std::string& file) { return file.ends_with(".h"); }

std::vector<Include> includesIn(const std::string& room)
{
    static const std::regex kInclude("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    const fs::path root = ROPESCOPE_SOURCE_DIR;
    std::vector<Include> result;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / room)) {
        const fs::path extension = entry.path().extension();
        if (extension != ".h" && extension != ".cpp")
            continue;
        std::ifstream lines(entry.path());
        std::smatch match;
        for (std::string line; std::getline(lines, line);) {
            if (std::regex_search(line, match, kInclude))
                result.push_back(
                    { entry.path().lexically_relative(root).generic_string(), match[1].str() });
        }
    }
    return result;
}

std::string named(const Include& include) { return include.file + " includes " + include.of; }

bool isFromQt(std::string_view header)
{
    return (header.starts_with('Q') && header.find('.') == std::string_view::npos)
        || header.starts_with("Qt") || header.starts_with("qt");
}

} // namespace

/// Each room may know the ones below it: core, gpu, widgets, app.
class TestLayering : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roomsKnowOnlyThoseBelow_data();
    void roomsKnowOnlyThoseBelow();
    void commandLineIsKnownToMainAlone();
    void backendsKnowKernelsAlone_data();
    void backendsKnowKernelsAlone();
    void coreAndGpuAreFreeOfQt();
    void qcustomplotComesInThroughOneHeader();
    void qcustomplotStaysOutOfHeaders();
};

void TestLayering::roomsKnowOnlyThoseBelow_data()
{
    QTest::addColumn<std::string>("room");
    QTest::addColumn<std::vector<std::string>>("above");
    QTest::newRow("core") << std::string("core")
                          << std::vector<std::string> { "gpu/", "widgets/", "app/" };
    QTest::newRow("gpu") << std::string("gpu") << std::vector<std::string> { "widgets/", "app/" };
    QTest::newRow("widgets") << std::string("widgets") << std::vector<std::string> { "app/" };
}

void TestLayering::roomsKnowOnlyThoseBelow()
{
    QFETCH(std::string, room);
    QFETCH(std::vector<std::string>, above);
    const std::vector<Include> includes = includesIn(room);
    QVERIFY(!includes.empty());
    for (const Include& include : includes) {
        for (const std::string& other : above)
            QVERIFY2(!include.of.starts_with(other), named(include).c_str());
    }
}

/// What window and command line share is outside app/cli.
void TestLayering::commandLineIsKnownToMainAlone()
{
    int found = 0;
    for (const Include& include : includesIn("app")) {
        if (!include.of.starts_with("app/cli/"))
            continue;
        ++found;
        QVERIFY2(include.file.starts_with("app/cli/") || include.file == "app/main.cpp",
                 named(include).c_str());
    }
    QVERIFY(found > 0);
}

void TestLayering::backendsKnowKernelsAlone_data()
{
    QTest::addColumn<std::string>("folder");
    QTest::addColumn<std::vector<std::string>>("others");
    const std::string cpu = "gpu/cpu/";
    const std::string vulkan = "gpu/vulkan/";
    QTest::newRow("kernels") << std::string("gpu/kernels") << std::vector { cpu, vulkan };
    QTest::newRow("cpu") << std::string("gpu/cpu") << std::vector { vulkan };
    QTest::newRow("vulkan") << std::string("gpu/vulkan") << std::vector { cpu };
}

void TestLayering::backendsKnowKernelsAlone()
{
    QFETCH(std::string, folder);
    QFETCH(std::vector<std::string>, others);
    const std::vector<Include> includes = includesIn(folder);
    QVERIFY(!includes.empty());
    for (const Include& include : includes) {
        for (const std::string& other : others)
            QVERIFY2(!include.of.starts_with(other), named(include).c_str());
    }
}

void TestLayering::coreAndGpuAreFreeOfQt()
{
    for (const char* const room : { "core", "gpu" }) {
        for (const Include& include : includesIn(room))
            QVERIFY2(!isFromQt(include.of), named(include).c_str());
    }
}

void TestLayering::qcustomplotComesInThroughOneHeader()
{
    for (const char* const room : { "core", "gpu", "widgets", "app" }) {
        for (const Include& include : includesIn(room)) {
            if (include.of.ends_with("qcustomplot.h"))
                QCOMPARE(include.file, std::string("widgets/qcp.h"));
        }
    }
}

void TestLayering::qcustomplotStaysOutOfHeaders()
{
    for (const char* const room : { "widgets", "app" }) {
        for (const Include& include : includesIn(room)) {
            const bool derived
                = std::ranges::find(kDerivedFromQcp, include.of) != kDerivedFromQcp.end();
            const bool mayInclude
                = std::ranges::find(kDerivedFromQcp, include.file) != kDerivedFromQcp.end();
            if (derived)
                QVERIFY2(!isHeader(include.file), named(include).c_str());
            if (include.of == "widgets/qcp.h")
                QVERIFY2(!isHeader(include.file) || mayInclude, named(include).c_str());
        }
    }
}

QTEST_GUILESS_MAIN(TestLayering)
#include "tst_layering.moc"
