#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes a manual page from what the program says of itself.
# Usage: man-page.sh PROGRAM COMMAND OUTPUT.1.gz     (COMMAND may be empty)
set -euo pipefail
program=$1 command=$2 output=$3

# help2man runs a program by one word and wants "Options:" above options; --version is the same for all commands.
caller=$(mktemp -d)
trap 'rm -r "$caller"' EXIT
name=ropescope${command:+-$command}
cat > "$caller/$name" <<END
#!/bin/sh
export QT_QPA_PLATFORM=offscreen
case "\$1" in
--version) exec "$program" --version ;;
*) exec "$program" $command --help ;;
esac
END
chmod +x "$caller/$name"
summary=$("$caller/$name" --help | sed -n 2p | sed 's/\. .*//; s/\.$//')
help2man --no-info --section 1 --name "$summary" "$caller/$name" | gzip -9n > "$output"
