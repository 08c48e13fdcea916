// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/soak/playground.h"

#include <QDir>
#include <QFile>

#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"
#include "tests/support/files.h"
#include "tests/support/models.h"

namespace ropescope::soak {

namespace {

const QString kData = QStringLiteral(ROPESCOPE_TEST_DATA);
const QStringList kModels { "tiny-llama", "tiny-qwen2-window", "tiny-gpt2", "tiny-phi3-longrope",
                            "tiny-gemma3" };

} // namespace

Playground::Playground()
{
    const QDir folder(m_folder.path());
    for (const char* const name : { "home", "config", "cache", "data", "run", "files" })
        folder.mkdir(QString::fromLatin1(name));
    QFile::setPermissions(folder.filePath("run"),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const std::pair<const char*, const char*> places[] = { { "HOME", "home" },
                                                           { "XDG_CONFIG_HOME", "config" },
                                                           { "XDG_CACHE_HOME", "cache" },
                                                           { "XDG_DATA_HOME", "data" },
                                                           { "XDG_RUNTIME_DIR", "run" } };
    for (const auto& [variable, place] : places)
        qputenv(variable, folder.filePath(QString::fromLatin1(place)).toUtf8());
    QDir::setCurrent(folder.filePath("files"));
}

void Playground::fill()
{
    copyFiles(kData + "/traces",
              { "double.h5", "half_gzip_shuffle.h5", "maps_only.h5", "missing_layer.h5",
                "overrides.h5", "external_link.h5", "huge_shape.h5", "half_written.h5",
                "virtual.h5", "soft_link_loop.h5" });
    copyFiles(kData + "/captures", { "tiny-llama.h5", "tiny-gpt2.h5", "tiny-qwen2.h5" });
    copyFiles(kData + "/gguf", { "tiny-llama-q4_k_m.gguf" });
    copyFiles(kData + "/llama2c", { "first.bin", "tokenizer.bin" });
    for (const QString& name : kModels)
        copyModel(name);

    const QDir files = QDir::current();
    const std::pair<SynthesisKind, int> heads[] = { { SynthesisKind::Massive, 512 },
                                                    { SynthesisKind::Seasonal, 300 },
                                                    { SynthesisKind::Sink, 2048 },
                                                    { SynthesisKind::Massive, 8192 } };
    for (const auto& [kind, tokens] : heads) {
        const QString path = files.filePath(QStringLiteral("head-%1.h5").arg(tokens));
        const auto trace = synthesize({ .kind = kind, .tokens = tokens, .headDim = 64 });
        if (!trace || !writeTraceFile(**trace, path.toStdString()))
            qFatal("No trace could be made.");
        m_sources << path;
    }

    // What is broken, and what is nothing.
    const auto write = [&](const QString& name, const std::string& content) {
        test::writeFile(files.filePath(name).toStdString(), content);
        m_sources << files.filePath(name);
    };
    const std::string trace = test::readFile(tinyTrace().toStdString());
    write("cut.h5", trace.substr(0, trace.size() / 2));
    write("empty.h5", "");
    write("text.h5", "This is no trace.");
    const std::string gguf = test::readFile((kData + "/gguf/tiny-llama-q4_0.gguf").toStdString());
    write("cut.gguf", gguf.substr(0, gguf.size() / 3));
    write("broken.ropescope", "{\"format\": \"ropescope-session\", \"version\": 1, \"view\": [");
    m_sources << files.filePath("is-not-there.h5") << files.path();
    const QString broken = files.filePath("tiny-llama-broken");
    QDir().mkpath(broken);
    test::copyModel("tiny-llama", broken.toStdString());
    QFile::resize(broken + "/model.safetensors", 5000);
    m_sources << broken;

    const QDir lessons(QStringLiteral(ROPESCOPE_SOURCE_DIR "/resources/lessons"));
    for (const QString& name : lessons.entryList({ "*.md" }, QDir::Files))
        m_lessons << lessons.filePath(name);
    test::writeFile(files.filePath("broken.md").toStdString(), "---\ntitle: [\n---\n# No step\n");
    m_lessons << files.filePath("broken.md");
}

QString Playground::tinyTrace() const { return QDir::current().filePath("double.h5"); }

QString Playground::output(int number, const QString& suffix) const
{
    return m_folder.filePath(QStringLiteral("files/out-%1.%2").arg(number).arg(suffix));
}

void Playground::copyFiles(const QString& from, const QStringList& names)
{
    for (const QString& name : names) {
        if (!QFile::copy(from + u'/' + name, QDir::current().filePath(name)))
            qFatal("%s cannot be copied.", qPrintable(name));
        m_sources << QDir::current().filePath(name);
    }
}

void Playground::copyModel(const QString& name)
{
    const QString to = QDir::current().filePath(name);
    QDir().mkpath(to);
    test::copyModel(name.toStdString(), to.toStdString());
    m_sources << to;
}

} // namespace ropescope::soak
