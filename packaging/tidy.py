#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy over the program.

Most of clang-tidy's time goes into the headers that every file includes, so files of one room whose names
do not clash are read together; files that cannot be are read alone.

Usage: packaging/tidy.py BUILD-FOLDER [FILE...]     (no FILE: all of core, gpu, widgets and app)
"""

import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("core", "gpu", "widgets", "app")
FILES_EACH = 12
TIDY = "clang-tidy-16"

# What a file gives a name at its outermost level; the project's layout does not indent namespaces.
NAMES = [
    re.compile(r"^(?:[A-Za-z_][^()=;]*[\s&*])?([A-Za-z_]\w*)\(", re.MULTILINE),
    re.compile(r"^[A-Za-z_][^()=;]*\b(k[A-Z]\w*)\b", re.MULTILINE),
    re.compile(r"^(?:struct|class|enum class|enum|using)\s+([A-Za-z_]\w*)", re.MULTILINE),
]


def names_in(text):
    return {name for pattern in NAMES for name in pattern.findall(text)}


def commands(build):
    """The compiler's command of each file of the program."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = Path(entry["file"])
        if file.is_relative_to(ROOT) and file.relative_to(ROOT).parts[0] in ROOMS and build not in file.parents:
            found[file] = shlex.split(entry["command"])
    return found


def batches(files):
    """Files of one room, none of which gives a name that another one gives."""
    made = []
    for file in files:
        text = file.read_text()
        room = file.relative_to(ROOT).parts[0]
        alone = "#define" in text
        names = names_in(text)
        for batch in made:
            if batch["room"] == room and len(batch["files"]) < FILES_EACH and not (alone or batch["alone"]) \
                    and not batch["names"] & names:
                batch["files"].append(file)
                batch["names"] |= names
                break
        else:
            made.append({"room": room, "files": [file], "names": names, "alone": alone})
    return [batch["files"] for batch in made]


def clang_command(command, source):
    """GCC's command for one file as clang's for `source`: precompiled headers of GCC are of no use to it."""
    arguments = []
    rest = iter(command)
    for argument in rest:
        if argument in ("-include", "-o", "-c"):
            next(rest)
        elif argument not in ("-Werror", "-Winvalid-pch") and not argument.startswith("--coverage"):
            arguments.append(argument)
    return [*arguments, "-Wno-everything", "-o", "unused.o", "-c", str(source)]


def check(files, command, folder):
    """What clang-tidy says of the files, empty where it has nothing to say."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "batch.cpp"
    source.write_text("".join(f'#include "{file}"\n' for file in files))
    (folder / "compile_commands.json").write_text(
        json.dumps([{"directory": str(folder), "file": str(source), "arguments": clang_command(command, source)}]))
    run = subprocess.run([TIDY, "--quiet", "--checks=-bugprone-suspicious-include", "-p", folder, source,
                          f"--config-file={ROOT / '.clang-tidy'}"],
                         capture_output=True, text=True, check=False)
    if "clang-diagnostic-error" in run.stdout and len(files) > 1:
        return "".join(check([file], command, folder / file.stem) for file in files)
    said = run.stdout.strip()
    if run.returncode != 0 and not said:
        said = run.stderr.strip()
    return said + "\n" if said else ""


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = Path(sys.argv[1]).resolve()
    of_file = commands(build)
    wanted = [Path(name).resolve() for name in sys.argv[2:]] or sorted(of_file)
    unknown = [str(file) for file in wanted if file not in of_file]
    if unknown:
        sys.exit(f"{build} does not build {', '.join(unknown)}.")
    groups = batches(wanted)
    print(f"clang-tidy: {len(wanted)} files in {len(groups)} parts", flush=True)
    said = set()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(check, group, of_file[group[0]], build / "tidy" / str(index))
                for index, group in enumerate(groups)]
        for job in concurrent.futures.as_completed(jobs):
            for warning in re.split(r"(?m)^(?=/\S+:\d+:\d+: (?:warning|error):)", job.result()):
                if warning.startswith(str(build)):  # what moc writes
                    continue
                if warning.strip() and warning not in said:  # a header is read by many
                    said.add(warning)
                    print(warning.rstrip(), flush=True)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
