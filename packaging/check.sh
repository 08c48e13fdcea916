#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Looks at the source without running it: layout, spelling, desktop files, API documentation, cppcheck; and clang-tidy
# where a build folder is named, from which it takes the compiler's commands (packaging/tidy.py does single files).
# Usage: packaging/check.sh [BUILD-FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t sources < <(git ls-files '*.cpp' '*.h')
echo "clang-format: ${#sources[@]} files"
clang-format --dry-run --Werror "${sources[@]}"
echo "codespell"
codespell --ignore-regex '\b[a-z]+[A-Z]\w*' --skip 'resources/model,resources/translations,*.svg,resources/studies/texts,tests/data,tests/fuzz/corpus' \
    --ignore-words packaging/spelling.txt README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md resources/help/*.md \
    resources/lessons core gpu widgets app # tests misspell on purpose
echo "desktop files"
desktop-file-validate packaging/linux/ropescope.desktop
appstreamcli validate --no-net packaging/linux/*.metainfo.xml >/dev/null
echo "doxygen"
mkdir -p build/doc
doxygen packaging/Doxyfile
echo "cppcheck"
cppcheck --quiet -j "$(nproc)" --std=c++20 --library=qt --enable=warning,performance,portability --inline-suppr \
    --suppress=missingInclude --suppress=unknownMacro --suppress=internalAstError --error-exitcode=1 -I . core gpu widgets app
[ -z "${1:-}" ] || packaging/tidy.py "$1"
