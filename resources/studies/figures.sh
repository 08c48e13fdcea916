#!/bin/sh
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The README's figures, a command each: published pictures of attention patterns, drawn again.
# Usage: resources/studies/figures.sh [PROGRAM [SUFFIX [FOLDER]]]
set -eu
cd "$(dirname "$0")/../.."
program=${1:-build/release/ropescope}
suffix=${2:-png}
folder=${3:-resources/pictures}
prompt=resources/model/prompts/treasure-island.txt

# Heads whose queries are alike, and heads whose queries are not (arXiv:2601.21709, figure 1).
"$program" render --text-file "$prompt" --heads 5:1,0:1,2:2,1:2 --notes q-similarity \
    --letters --shared-range --columns-of-panels 2 --preset iclr -o "$folder/figure-q-similarity.$suffix"

# q-similarity of every head.
"$program" render --text-file "$prompt" --scores q-similarity --preset column -o "$folder/figure-scores.$suffix"

# The dominant pair 60 of 64, as in Qwen2.5-7B, relocated to slots 2, 3 and 5.
"$program" render --synthetic massive --tokens 128 --layer 0 --head 0 --panel '' --panel '--relocate 60:2' \
    --panel '--relocate 60:3' --panel '--relocate 60:5' --notes predicted-period --shared-range --letters \
    --columns-of-panels 2 --preset iclr -o "$folder/figure-relocation.$suffix"

# The same under base 1e6 (above) and 1e5 (below).
"$program" render --synthetic massive --tokens 128 --layer 0 --head 0 --panel '--relocate 60:2' \
    --panel '--relocate 60:3' --panel '--relocate 60:5' --panel '--relocate 60:2 --base 1e5' \
    --panel '--relocate 60:3 --base 1e5' --panel '--relocate 60:5 --base 1e5' --notes predicted-period \
    --shared-range --letters --columns-of-panels 3 --preset iclr -o "$folder/figure-base.$suffix"
