#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the start of the process to the first picture of the window, and the peak memory."""

import argparse
import os
import pathlib
import statistics
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run_once(command):
    """Returns (seconds, peak memory in MiB)."""
    start = time.perf_counter()
    process = os.spawnv(os.P_NOWAIT, command[0], command)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"start_to_picture: {' '.join(command)} failed")
    return seconds, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", help="trace or model directory (the built-in model)")
    parser.add_argument("--program", default=str(ROOT / "build/release/ropescope"))
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        command = [options.program, "--screenshot", f"{folder}/window.png"]
        if options.path:
            command.insert(1, options.path)
        runs = [run_once(command) for _ in range(options.runs)]
    seconds = [run[0] for run in runs]
    print(f"first run      {seconds[0]:.3f} s")
    print(f"all {len(runs)} runs     {statistics.median(seconds):.3f} s   "
          f"({min(seconds):.3f} to {max(seconds):.3f})")
    print(f"peak memory    {max(run[1] for run in runs):.0f} MiB")


if __name__ == "__main__":
    main()
