// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <map>

#include <QTest>
#include <nlohmann/json.hpp>

#include "core/io/json_file.h"
#include "core/tokenizer/tokenizer.h"

using namespace ropescope;
using nlohmann::json;
using Ids = std::vector<std::int64_t>;

namespace {

QByteArray describe(const Ids& ids)
{
    QByteArray text;
    for (const std::int64_t id : ids)
        text += QByteArray::number(static_cast<qlonglong>(id)) + ' ';
    return text;
}

json readJson(const std::filesystem::path& path)
{
    Result<json> content = readJsonFile(path);
    if (!content)
        qFatal("%s", content.error().message.c_str());
    return std::move(*content);
}

json readTokenizer(const std::string& name)
{
    const std::filesystem::path directory = name == "built-in"
        ? std::filesystem::path(ROPESCOPE_SOURCE_DIR) / "resources/model"
        : std::filesystem::path(ROPESCOPE_TEST_DATA) / "models" / name;
    return readJson(directory / "tokenizer.json");
}

json readCases(const char* file)
{
    return readJson(std::filesystem::path(ROPESCOPE_TEST_DATA) / "reference" / file);
}

} // namespace

/// Rows from Hugging Face's library, made by tests/data/make_tokenizers.py.
class TestTokenizerReference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dialectsAgreeOnHardStrings_data()
    {
        QTest::addColumn<json>("content");
        QTest::addColumn<json>("texts");
        QTest::addColumn<json>("expected");
        const json cases = readCases("tokenizer_cases.json");
        for (const auto& [name, expected] : cases["tokenizers"].items())
            QTest::newRow(name.c_str()) << readTokenizer(name) << cases["texts"] << expected;
    }
    void dialectsAgreeOnHardStrings() { compareAll(); }

    void singleStepsAgree_data()
    {
        QTest::addColumn<json>("content");
        QTest::addColumn<json>("texts");
        QTest::addColumn<json>("expected");
        const json cases = readCases("tokenizer_cases_steps.json");
        std::map<std::string, json> bases;
        for (const json& row : cases["rows"]) {
            const auto base = row["base"].get<std::string>();
            if (!bases.contains(base))
                bases[base] = readTokenizer(base);
            json content = bases[base];
            content.update(row["changes"]);
            QTest::newRow(row["name"].get<std::string>().c_str())
                << content << cases["texts"][row["texts"].get<std::string>()] << row;
        }
    }
    void singleStepsAgree() { compareAll(); }

private:
    /// Every text of the current row, there and back.
    static void compareAll()
    {
        QFETCH(const json, content);
        QFETCH(const json, texts);
        QFETCH(const json, expected);
        const auto tokenizer = Tokenizer::read(content, "tokenizer.json");
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        QCOMPARE(expected["ids"].size(), texts.size());
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const auto text = texts[i].get<std::string>();
            const std::string shown = texts[i].dump(-1, ' ', true);
            const auto ids = expected["ids"][i].get<Ids>();
            const auto encoded = tokenizer->encode(text);
            QVERIFY2(encoded.has_value(), encoded ? "" : encoded.error().message.c_str());
            QVERIFY2(*encoded == ids,
                     (shown.c_str() + QByteArray(" gives ") + describe(*encoded) + "instead of "
                      + describe(ids)));
            const json& back = expected["decoded"][i];
            const std::string decoded = tokenizer->decode(ids).value();
            QVERIFY2(decoded == (back.is_null() ? text : back.get<std::string>()),
                     (shown + " comes back as " + json(decoded).dump(-1, ' ', true)).c_str());
            QCOMPARE(tokenizer->pieces(ids)->size(), ids.size());
        }
    }
};

QTEST_GUILESS_MAIN(TestTokenizerReference)
#include "tst_tokenizer_reference.moc"
