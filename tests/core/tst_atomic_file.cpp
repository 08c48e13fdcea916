// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/io/atomic_file.h"

#include <fstream>
#include <sstream>

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <sys/resource.h>

using namespace ropescope;
namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::ptrdiff_t entryCount(const fs::path& folder)
{
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

} // namespace

class TestAtomicFile : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = fs::path(m_folder->path().toStdString()) / "out.txt";
    }

    void contentAppearsOnCommitOnly()
    {
        QVERIFY(writeFile(m_path, "first").has_value());
        Result<AtomicFile> file = AtomicFile::create(m_path);
        QVERIFY(file.has_value());
        std::ofstream(file->temporary()) << "second";
        QCOMPARE(contentOf(m_path), "first");
        QVERIFY(file->commit().has_value());
        QCOMPARE(contentOf(m_path), "second");
        QCOMPARE(entryCount(m_path.parent_path()), 1);
    }

    void withoutCommitNothingRemains()
    {
        {
            Result<AtomicFile> file = AtomicFile::create(m_path);
            QVERIFY(file.has_value());
            QVERIFY(fs::exists(file->temporary()));
        }
        QCOMPARE(entryCount(m_path.parent_path()), 0);
    }

    void movingKeepsOneOwner()
    {
        Result<AtomicFile> file = AtomicFile::create(m_path);
        QVERIFY(file.has_value());
        {
            AtomicFile owner = std::move(*file);
            std::ofstream(owner.temporary()) << "moved";
            QVERIFY(owner.commit().has_value());
        }
        QCOMPARE(contentOf(m_path), "moved");
    }

    void writesEveryByte()
    {
        std::string bytes(3'000'000, '\0');
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(i * 31 % 251);
        QVERIFY(writeFile(m_path, bytes).has_value());
        QVERIFY(contentOf(m_path) == bytes);
    }

    void newFilesFollowTheUmaskAndOldOnesKeepTheirMode()
    {
        QVERIFY(writeFile(m_path, "a").has_value());
        std::ofstream(m_path.parent_path() / "plain") << "b";
        QCOMPARE(fs::status(m_path).permissions(),
                 fs::status(m_path.parent_path() / "plain").permissions());
        fs::permissions(m_path, fs::perms::owner_read | fs::perms::owner_write);
        QVERIFY(writeFile(m_path, "c").has_value());
        QCOMPARE(fs::status(m_path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }

    void symbolicLinksStayLinks()
    {
        QVERIFY(writeFile(m_path, "old").has_value());
        const fs::path link = m_path.parent_path() / "link";
        fs::create_symlink("out.txt", link);
        QVERIFY(writeFile(link, "new").has_value());
        QVERIFY(fs::is_symlink(link));
        QCOMPARE(contentOf(m_path), "new");
    }

    void theLongestNameWorks()
    {
        const fs::path path = m_path.parent_path() / std::string(255, 'n');
        QVERIFY(writeFile(path, "x").has_value());
        QCOMPARE(contentOf(path), "x");
    }

    void missingFoldersAreNamed()
    {
        const fs::path path = m_path.parent_path() / "nowhere" / "out.txt";
        const Result<void> result = writeFile(path, "x");
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::Unwritable);
        QCOMPARE(result.error().message,
                 "Cannot write " + path.string() + ": the folder " + path.parent_path().string()
                     + " does not exist.");
    }

    void aFolderThatMakesNoFilesIsNotCalledMissing()
    {
        const Result<void> result = writeFile("/proc/ropescope.png", "x");
        QVERIFY(!result.has_value());
        QVERIFY(result.error().message.find("does not exist") == std::string::npos);
        QVERIFY(result.error().message.find("/proc") != std::string::npos);
    }

    void foldersAndDevicesAreNotReplaced()
    {
        const Result<void> folder = writeFile(m_path.parent_path(), "x");
        QVERIFY(!folder.has_value());
        QVERIFY(folder.error().message.ends_with("it is a folder."));
        const Result<void> device = writeFile("/dev/null", "x");
        QVERIFY(!device.has_value());
        QVERIFY(device.error().message.ends_with("it is not a regular file."));
        QVERIFY(fs::is_character_file("/dev/null"));
    }

    void aFailedWriteLeavesTheOldFile()
    {
        QVERIFY(writeFile(m_path, "old").has_value());
        // A file size limit stands in for a full disk: both make write() fail half-way.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
        const rlimit small { 4096, limit.rlim_max };
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const Result<void> result = writeFile(m_path, std::string(100'000, 'x'));
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::Unwritable);
        QCOMPARE(contentOf(m_path), "old");
        QCOMPARE(entryCount(m_path.parent_path()), 1);
    }

    void reasonsAreInPlainWords()
    {
        QCOMPARE(unwritable("/a/b", ENOSPC).message, "Cannot write /a/b: the disk is full.");
        QCOMPARE(unwritable("/a/b", EROFS).message,
                 "Cannot write /a/b: the file system is read-only.");
        QCOMPARE(unwritable("b", EACCES).message,
                 "Cannot write b: no permission to write in the current folder.");
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_path;
};

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
