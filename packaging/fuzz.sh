#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Throws broken files at every parser, under AddressSanitizer and UndefinedBehaviorSanitizer.
# Usage: packaging/fuzz.sh [SECONDS-EACH]     (60; needs clang-16. What breaks one is left in build/fuzz/crashes)
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
mkdir -p build/fuzz/crashes
failed=()

# What there is to begin with, besides the small corpora in tests/fuzz/corpus: the files of the other tests.
seed() { # NAME FILES...
    local name=$1 number=0 file
    shift
    mkdir -p "build/fuzz/found/$name"
    for file in "$@"; do
        [ "$(stat -c %s "$file")" -gt 65536 ] || cp "$file" "build/fuzz/found/$name/seed-$((number++))"
    done
}
data=tests/data
seed safetensors $data/gguf/*.safetensors $data/models/*/*.safetensors
seed gguf $data/gguf/*.gguf
seed llama2c $data/llama2c/*.bin
seed tokenizer $data/models/*/tokenizer.json
seed config $data/models/*/config.json
seed trace $data/traces/*.h5 $data/cache/*.h5
seed lesson resources/lessons/*.md
for target in build/fuzz/fuzz/fuzz_*; do
    name=$(basename "$target")
    name=${name#fuzz_}
    mkdir -p "build/fuzz/found/$name"
    log=build/fuzz/crashes/$name.log
    # What HDF5 itself leaks on damaged files is not ours to free.
    leaks=1
    [ "$name" = trace ] && leaks=0
    if "$target" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=2048 -detect_leaks=$leaks -print_final_stats=1 \
        -artifact_prefix="build/fuzz/crashes/$name-" "build/fuzz/found/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
        echo "$name: clean, $(grep -oE 'number_of_executed_units: [0-9]+' "$log" | grep -oE '[0-9]+') files"
    else
        echo "$name: $(grep -m 1 -E 'SUMMARY|ERROR' "$log" || echo failed), see $log"
        failed+=("$name")
    fi
done
[ ${#failed[@]} -eq 0 ]
