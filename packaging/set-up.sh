# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run.sh and test.sh: installs what is missing and builds preset `release`.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

packages=$(sed 's/#.*//' packaging/debian-packages.txt)

missing=()
for package in $packages; do
    status=$(dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
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
        apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}"
fi

[ -f build/release/build.ninja ] || cmake --preset release
cmake --build --preset release
