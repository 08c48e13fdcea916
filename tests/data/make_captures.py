#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Capture traces of small model directories with resources/capture, for the engine to be compared with.

    python3 tests/data/make_captures.py tests/data/models/tiny-* [--output tests/data/captures]

Needs torch, transformers and h5py. NAME.h5 of each directory NAME holds float32 queries, keys and values
of weights widened to float32, for the prompt of reference/NAME.safetensors where there is one (else for
24 seeded ids), and 4 greedy tokens behind it (none where the RoPE frequencies change with the length).
Every capture is checked against the model's own attention. Directories without weights are skipped.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import torch

HERE = Path(__file__).resolve().parent
TOKENS, GENERATED = 24, 4


def capture_module() -> ModuleType:
    path = HERE.parents[1] / "resources" / "capture" / "capture_trace.py"
    spec = importlib.util.spec_from_file_location("capture_trace", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["capture_trace"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def prompts(directory: Path, references: Path) -> dict[str, list[int]]:
    """Token ids by the name of the capture: one, or one a reference (NAME-short, NAME-long)."""
    names = [path.name for path in directory.parent.iterdir() if path.is_dir()]

    def owner(reference: str) -> str:
        return max((name for name in names if f"{reference}-".startswith(f"{name}-")), key=len, default="")

    found = sorted(path for path in references.glob("*.safetensors") if owner(path.stem) == directory.name)
    if found:
        from safetensors import safe_open

        result = {}
        for path in found:
            with safe_open(path, framework="pt") as tensors:
                result[path.stem] = tensors.get_tensor("token_ids").tolist()
        return result
    config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    vocabulary = config.get("text_config", config)["vocab_size"]
    generator = torch.Generator().manual_seed(17)
    return {directory.name: torch.randint(0, vocabulary, (TOKENS,), generator=generator).tolist()}


def generated(directory: Path) -> int:
    """0 where the frequencies change with the length, so that no one table describes the trace."""
    text = (directory / "config.json").read_text(encoding="utf-8")
    return 0 if '"longrope"' in text or '"dynamic"' in text else GENERATED


def capture_one(capture: ModuleType, directory: Path, ids: list[int], output: Path) -> bool:
    more = generated(directory)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(" ".join(map(str, ids)))
        file.flush()
        options = ["--model", directory, "--token-ids", file.name, "--output", output, "--dtype", "float32",
                   "--model-dtype", "float32", "--device-map", "cpu", "--with-values", "--generate", more,
                   "--check", len(ids) + more, "--level", 9, "--restart"]
        return capture.main([str(option) for option in options]) == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--output", type=Path, default=HERE / "captures")
    parser.add_argument("--references", type=Path, default=HERE / "reference")
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)
    capture = capture_module()
    failed = []
    for directory in args.models:
        if not list(directory.glob("*.safetensors")):
            print(f"{directory.name}: no weights, skipped", flush=True)
            continue
        for name, ids in prompts(directory, args.references).items():
            print(f"{name}:", flush=True)
            if not capture_one(capture, directory, ids, args.output / f"{name}.h5"):
                failed.append(name)
    if failed:
        print(f"Not captured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
