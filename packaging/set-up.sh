# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run.sh and test.sh: installs what is missing and builds $target of preset `release`.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
packaging/install-packages.sh packaging/debian-packages.txt

[ -f build/release/build.ninja ] || cmake --preset release
cmake --build --preset release --target "$target"
