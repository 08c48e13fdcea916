#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Looks at the source without running it: layout, spelling, desktop files, API documentation. Where a build
# folder is named also cppcheck and clang-tidy, which takes the compiler's commands from there (packaging/tidy.py does
# single files; both take minutes). Installs the tools that are missing.
# Usage: packaging/check.sh [BUILD-FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/install-packages.sh packaging/debian-packages-checks.txt

mapfile -t sources < <(git ls-files --cached --others --exclude-standard '*.cpp' '*.h')
echo "clang-format: ${#sources[@]} files"
clang-format --dry-run --Werror "${sources[@]}"
echo "codespell"
codespell --ignore-regex '\b[a-z]+[A-Z]\w*' --skip 'resources/model,resources/translations,*.svg,resources/studies/texts,tests/data,tests/fuzz/corpus' \
    --ignore-words packaging/spelling.txt README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md resources/help/*.md \
    resources/lessons core gpu widgets app # tests misspell on purpose
echo "desktop files"
desktop-file-validate packaging/linux/ropescope.desktop
appstreamcli validate --no-net packaging/linux/*.metainfo.xml >/dev/null
if command -v flatpak-builder >/dev/null; then
    flatpak-builder --show-manifest packaging/linux/org.ropescope.RoPEScope.yml >/dev/null
fi
echo "doxygen"
mkdir -p build/doc
rm -f build/doc/*.txt
doxygen packaging/Doxyfile
if [ -s build/doc/warnings.txt ]; then
    cat build/doc/warnings.txt
    exit 1
fi
# The name of a member and its unit may say all; classes, and functions outside of them, have their sentence.
printf '%s\n' '@INCLUDE = packaging/Doxyfile' WARN_IF_UNDOCUMENTED=YES WARN_LOGFILE=build/doc/undocumented.txt \
    | doxygen -
[ -f build/doc/undocumented.txt ]
if grep -vE 'Member .*\((variable|enumvalue|typedef)\)|Member .*\((function|enumeration)\) of (class|struct)' build/doc/undocumented.txt; then
    exit 1
fi
[ -n "${1:-}" ] || exit 0

echo "cppcheck"
cppcheck --quiet -j "$(nproc)" --std=c++20 --library=qt --enable=warning,performance,portability --inline-suppr \
    --suppress=missingInclude --suppress=unknownMacro --suppress=internalAstError \
    --suppress=danglingTemporaryLifetime --suppress=danglingTempReference --suppress=invalidLifetime \
    --suppress=syntaxError:core/io/quantized_blocks.cpp --error-exitcode=1 -I . core gpu widgets app
packaging/tidy.py "$1"
