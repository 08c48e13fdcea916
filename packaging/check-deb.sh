#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs a Debian package into a bare Debian 12 and draws the demo there. Needs root, mmdebstrap, lintian and imagemagick.
# Usage: packaging/check-deb.sh [PACKAGE.deb] [PICTURE.png]     (without a package, makes the one of build/release)
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then
    [ -f build/release/build.ninja ] || cmake --preset release
    cmake --build --preset release
    (cd build/release && rm -f ropescope_*.deb && cpack -G DEB)
fi
package=${1:-$(echo build/release/ropescope_*.deb)}
picture=${2:-build/deb-demo.png}

lintian --fail-on error,warning "$package"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mmdebstrap --variant=minbase --quiet bookworm "$root"
cp "$package" "$root/package.deb"
mount --bind /proc "$root/proc"
trap 'umount "$root/proc"; rm -rf "$root"' EXIT
chroot "$root" apt-get update --quiet=2
chroot "$root" apt-get install --yes --quiet=2 --no-install-recommends /package.deb
chroot "$root" env QT_QPA_PLATFORM=offscreen HOME=/root XDG_RUNTIME_DIR=/tmp ropescope --screenshot /demo.png --relocate 15:2
cp "$root/demo.png" "$picture"
name=org.ropescope.RoPEScope
for file in applications/$name.desktop icons/hicolor/scalable/apps/$name.svg mime/packages/$name.xml \
    metainfo/$name.metainfo.xml man/man1/ropescope.1.gz bash-completion/completions/ropescope; do
    [ -s "$root/usr/share/$file" ] || {
        echo "The package lacks $file."
        exit 1
    }
done
if grep -qaF "$PWD" "$root/usr/bin/ropescope"; then
    echo "The program holds the path of its builder, $PWD."
    exit 1
fi
read -r width height colours < <(identify -format '%w %h %k\n' "$picture")
echo "Drawn in a bare Debian: $picture, $width by $height pixels of $colours colours"
[ "$width" -ge 1000 ] && [ "$height" -ge 600 ] && [ "$colours" -ge 1000 ]
