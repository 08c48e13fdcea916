#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Looks at the source without running it: layout, spelling, API documentation, desktop files; with clang-tidy and cppcheck
# on the files that differ from BASE.
# Usage: packaging/check.sh [BASE]     (no BASE: without clang-tidy and cppcheck, which take a second a file and more)
set -euo pipefail
cd "$(dirname "$0")/.."
base=${1:-}

mapfile -t sources < <(git ls-files '*.cpp' '*.h')
echo "clang-format"
clang-format --dry-run --Werror "${sources[@]}"
echo "codespell"
codespell --ignore-regex '\b[a-z]+[A-Z]\w*' --skip 'resources/model,resources/translations,*.svg,resources/studies/texts,tests/data,tests/fuzz/corpus' \
    --ignore-words packaging/spelling.txt README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md resources/help/*.md \
    resources/lessons core gpu widgets app # tests misspell on purpose
echo "desktop files"
desktop-file-validate packaging/linux/ropescope.desktop
appstreamcli validate --no-net packaging/linux/*.metainfo.xml >/dev/null
if command -v doxygen >/dev/null; then
    echo "doxygen"
    mkdir -p build/doc
    doxygen packaging/Doxyfile
fi
[ -n "$base" ] || exit 0

mapfile -t changed < <(git diff --name-only --diff-filter=d "$base" -- 'core/*.cpp' 'gpu/*.cpp' 'widgets/*.cpp' 'app/*.cpp')
[ ${#changed[@]} -gt 0 ] || exit 0
[ -f build/dev/compile_commands.json ] || cmake --preset dev >/dev/null
echo "cppcheck: ${#changed[@]} files"
cppcheck --quiet --std=c++20 --enable=warning,performance,portability --inline-suppr --suppress=missingInclude \
    --suppress=unknownMacro --error-exitcode=1 -I . "${changed[@]}"
echo "clang-tidy: ${#changed[@]} files"
clang-tidy-16 --quiet --warnings-as-errors='*' -p build/dev "${changed[@]}"
