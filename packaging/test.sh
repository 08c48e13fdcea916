#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds, and runs every test. Arguments go to ctest.
set -euo pipefail
target=all
source "$(dirname "${BASH_SOURCE[0]}")/set-up.sh"

ctest --preset release --parallel 2 "$@"
