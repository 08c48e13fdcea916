#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the pictures of the manual, each by one command.
# Usage: resources/help/pictures.sh [PROGRAM]     (default: ropescope; pngquant makes them smaller, if installed)
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-ropescope}
folder=resources/help/pictures
mkdir -p "$folder"

shot() { # NAME OPTIONS...
    local file=$folder/$1.png
    shift
    QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 "$program" --screenshot "$file" --theme dark --size 1280x800 --backend cpu "$@"
    if command -v pngquant >/dev/null; then
        pngquant --force --skip-if-larger --output "$file" 128 "$file" || true
    fi
}

shot first-start --welcome
shot moved-channel --relocate 15:2
shot map-cell --cell 240,120 --page row
shot finding --filter "sink > 0.3 or pattern = sequential" --score pattern
shot why-this-cell --page cell --cell 200,170
shot pairs --relocate 15:2 --page pairs
shot layers --page layers
shot scaling --base 1e5 --page scaling
shot cache --page cache
shot budgets --page budget
shot pruning-page --page prune
shot whole-model --base 1e5 --whole-model
shot compare --layer 5 --head 4 --compare 3,1 --cell 200,100 --size 1600x1000
shot lesson --lesson periodic --step 3
shot light --theme light --relocate 15:2
