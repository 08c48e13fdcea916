#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds, and starts RoPEScope on the built-in model. Without a display it
# draws the same scene into build/demo. Arguments go to ropescope.
set -euo pipefail
target=ropescope
source "$(dirname "${BASH_SOURCE[0]}")/set-up.sh"

program=build/release/ropescope
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$program" "$@"
fi

demo=build/demo
mkdir -p "$demo"
# The scene: a head of the built-in model as trained, and with its dominant pair moved to slot 2.
layer=5 head=4 pair=15
"$program" --screenshot "$demo/window.png" --layer $layer --head $head --relocate $pair:2 "$@"
"$program" capture --text-file resources/model/prompts/default.txt --output "$demo/trace.h5" --quiet
for format in png pdf; do
    "$program" render "$demo/trace.h5" --layer $layer --head $head --scale log \
        -o "$demo/original.$format"
    "$program" render "$demo/trace.h5" --layer $layer --head $head --scale log \
        --relocate $pair:2 -o "$demo/edited.$format"
done
echo "No display, so the scene is drawn into files:"
ls -1 "$demo"/*.png "$demo"/*.pdf
