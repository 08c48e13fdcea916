#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing of the packages that a list names.
# Usage: packaging/install-packages.sh LIST     (packaging/debian-packages.txt, say)
set -euo pipefail

missing=()
for package in $(sed 's/#.*//' "$1"); do
    status=$(dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    elevate=()
elif sudo --non-interactive true 2>/dev/null; then
    elevate=(sudo)
else
    echo "These packages are missing: ${missing[*]}" >&2
    echo "Install them as root, then start this again:" >&2
    echo "    apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
echo "Installing ${#missing[@]} packages..."
"${elevate[@]}" apt-get update --quiet=2
"${elevate[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}" >/dev/null # a thousand lines; errors stay
