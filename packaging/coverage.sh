#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The lines of each room that the tests run; fails below 90 % of core and gpu, 75 % of widgets and app.
# Usage: packaging/coverage.sh [BUILD]     (build/coverage; needs gcovr. A build that was made with --coverage and
#                                           whose tests have run is only counted)
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/coverage}

if [ -z "${1:-}" ]; then
    cmake --preset coverage >/dev/null
    cmake --build --preset coverage
    find "$build" -name '*.gcda' -delete # counts of earlier runs
    # One test fills the disk, for the counters too; another runs the program as a user who may not write them.
    export GCOV_ERROR_FILE=/dev/null
    ctest --preset coverage --parallel "$(nproc)" --exclude-regex '^app/permissions$'
fi

gcovr --root . --json "$build/coverage.json" -j "$(nproc)" --exclude '.*/build/.*' --gcov-ignore-parse-errors \
    "$build/core" "$build/gpu" "$build/widgets" "$build/app"
failed=0
for room in core:90 gpu:90 widgets:75 app:75; do
    name=${room%:*} least=${room#*:}
    gcovr --root . --add-tracefile "$build/coverage.json" --filter "$name/" --fail-under-line "$least" \
        --txt "$build/coverage-$name.txt" || failed=1
    echo "$name: $(grep TOTAL "$build/coverage-$name.txt" | awk '{ print $4 " of " $2 " lines" }'), at least $least%"
done
exit $failed
