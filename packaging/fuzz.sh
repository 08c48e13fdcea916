#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Throws broken files at every parser, under AddressSanitizer and UndefinedBehaviorSanitizer.
# Usage: packaging/fuzz.sh [SECONDS-EACH]     (60. What breaks one is left in build/fuzz/crashes)
set -euo pipefail
shopt -s nullglob
cd "$(dirname "$0")/.."
seconds=${1:-60}
packaging/install-packages.sh packaging/debian-packages.txt
packaging/install-packages.sh packaging/debian-packages-checks.txt

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz -- -k 0
mkdir -p build/fuzz/crashes
TMPDIR=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")" ropescope-fuzz.XXXXXX) # disks are spared
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
stop() {
    for job in $(jobs -rp); do
        pkill -P "$job" || true
    done
    wait
    exit 1
}
trap stop INT TERM HUP

# What there is to begin with, besides the small corpora in tests/fuzz/corpus: the files of the other tests.
seed() { # NAME FILES...
    local name=$1 number=0 file
    shift
    mkdir -p "build/fuzz/found/$name"
    for file in "$@"; do
        [ "$(stat -c %s "$file")" -gt 163840 ] || cp "$file" "build/fuzz/found/$name/seed-$((number++))"
    done
    [ "$number" -gt 0 ] || { # a parser of files that begin with a magic word finds nothing by itself
        echo "There are no files to begin with for $name."
        exit 1
    }
}
data=tests/data
seed gguf $data/gguf/converted/*.gguf
seed llama2c_tokenizer $data/llama2c/tokenizer.bin
seed safetensors_index resources/model/model.safetensors.index.json $data/models/*/model.safetensors.index.json
seed prune $data/prune/*.json
seed tokenizer $data/models/*/tokenizer.json
seed config $data/models/*/config.json
seed trace $data/traces/*.h5 $data/cache/*.h5
seed lesson resources/lessons/*.md

# libhdf5 1.10 itself falls over some damaged traces (README, "Files of others") and loses memory on others. Nothing here
# can mend that, so its falls are counted. One whose innermost frame is the project's own fails, and so does one while HDF5
# fills memory that the project gave it: it was too little.
innermost() { # of libhdf5 and the project, from the stack on stdin
    grep -E '^ *#[0-9]+ ' | grep -m 1 -E 'libhdf5|/core/|/tests/fuzz/' || true
}
in_hdf5() { # WHAT-THE-SANITIZER-SAID
    [[ $(innermost <"$1") == *libhdf5* ]] || return 1
    ! grep -qE '^ *#[0-9]+ .* in H5[A-Z]+(read|get_)' "$1" || [[ $(sed '1,/allocated by/d' "$1" | innermost) != */core/* ]]
}

fuzz_trace() {
    local log=build/fuzz/crashes/trace.log file tried falls artifacts late
    # -fork keeps no stack of a fall; the sanitizers write each into a file.
    export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:log_path=build/fuzz/crashes/trace-fall
    export UBSAN_OPTIONS=print_stacktrace=1:log_path=build/fuzz/crashes/trace-fall
    fuzz trace -fork=1 -ignore_crashes=1 >/dev/null || true
    mapfile -t falls < <(grep -lE '^ *#0 ' build/fuzz/crashes/trace-fall.* </dev/null || true) # others only warn of refused memory
    artifacts=(build/fuzz/crashes/trace-{crash,oom}-*)
    late=(build/fuzz/crashes/trace-timeout-*)
    if [ ${#late[@]} -gt 0 ]; then
        echo "trace: takes too long on ${late[*]}"
        return 1
    fi
    for file in "${falls[@]}"; do
        in_hdf5 "$file" || {
            echo "trace: breaks on one of build/fuzz/crashes/trace-*, see $file"
            return 1
        }
    done
    if [ ${#artifacts[@]} -gt ${#falls[@]} ]; then
        echo "trace: one of build/fuzz/crashes/trace-* breaks and left no stack, see $log"
        return 1
    fi
    tried=$(grep -oE '^#[0-9]+' "$log" | tail -1 | tr -d '#' || true)
    [ -n "$tried" ] || {
        echo "trace: did not start, see $log"
        return 1
    }
    echo "trace: $tried files, clean but for ${#falls[@]} that libhdf5 fell over"
}

fuzz() { # NAME OPTIONS...
    local name=$1 log=build/fuzz/crashes/$1.log
    shift
    if "build/fuzz/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 "$@" \
        -artifact_prefix="build/fuzz/crashes/$name-" "build/fuzz/found/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
        echo "$name: $(grep -oE 'number_of_executed_units: [0-9]+' "$log" | grep -oE '[0-9]+') files, clean"
    else
        echo "$name: $(grep -m 1 -E 'SUMMARY|ERROR|runtime error' "$log" || echo failed), see $log"
        return 1
    fi
}

targets=(build/fuzz/fuzz/fuzz_*)
[ ${#targets[@]} -gt 0 ]
for target in "${targets[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do
        wait -n || true # how it ended is in $TMPDIR
    done
    name=${target##*/fuzz_}
    mkdir -p "build/fuzz/found/$name" "tests/fuzz/corpus/$name" # git keeps no empty folders
    rm -f build/fuzz/crashes/"$name"[-.]*
    if [ "$name" = trace ]; then
        fuzz_trace && touch "$TMPDIR/$name.clean" &
    else
        fuzz "$name" && touch "$TMPDIR/$name.clean" &
    fi
done
wait
for target in "${targets[@]}"; do
    [ -e "$TMPDIR/${target##*/fuzz_}.clean" ]
done
