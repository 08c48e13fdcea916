#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A monkey at the window, under Xvfb: fails where the event loop is held up for 200 ms of processor time or for a second of
# work and waiting, memory grows or anything warns. Writes what it saw into BUILD/soak.txt.
# Usage: packaging/soak.sh [MINUTES] [SEED] [BUILD]     (30, 7, build/release; needs xvfb)
set -euo pipefail
cd "$(dirname "$0")/.."
minutes=${1:-30} seed=${2:-7} build=${3:-build/release}

[ -f "$build/build.ninja" ] || cmake --preset "$(basename "$build")" >/dev/null
cmake --build "$build" --target ropescope_soak
xvfb-run --auto-servernum --server-args='-screen 0 1920x1200x24' \
    env QT_QPA_PLATFORM=xcb LC_ALL=C.UTF-8 "$build/tests/ropescope_soak" --minutes "$minutes" --seed "$seed" --limits \
    2>&1 | tee "$build/soak.txt"
