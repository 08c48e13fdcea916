#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make reference/rope_cases.json: the RoPE frequencies that transformers derives from a config.json.

    python3 tests/data/make_rope_cases.py [--output tests/data]

Needs torch and transformers 5. Each case is an object:

- name; config: the keys of config.json that matter, in the dialect of transformers 5
  (`rope_parameters`); config_old: the same in the older dialect (`rope_theta`, `rope_scaling`, ...),
  or null where there is none. Both give the same numbers.
- layer_type: the layers meant, where the config has frequencies by layer type; else null
- head_dim; seq_len: how many positions, from 0
- inv_freq [pairs]: radians a position, in double: transformers' own code, run with float64 in place
  of float32 (checked against a plain run); attention_scaling: the factor on every cosine and sine
"""

from __future__ import annotations

import argparse
import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import torch
from torch import Tensor
from transformers import AutoConfig
from transformers.models.gemma3.modeling_gemma3 import Gemma3RotaryEmbedding
from transformers.models.gpt_neox.modeling_gpt_neox import GPTNeoXRotaryEmbedding
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding
from transformers.models.phi3.modeling_phi3 import Phi3RotaryEmbedding
from transformers.models.smollm3.modeling_smollm3 import SmolLM3RotaryEmbedding
from transformers.utils import logging

ROTARY = {
    "gemma3_text": Gemma3RotaryEmbedding,
    "gpt_neox": GPTNeoXRotaryEmbedding,
    "llama": LlamaRotaryEmbedding,
    "phi3": Phi3RotaryEmbedding,
    "smollm3": SmolLM3RotaryEmbedding,
}
Json = dict[str, object]


@dataclass(frozen=True)
class Case:
    name: str
    config: Json
    config_old: Json | None
    lengths: tuple[int, ...] = (24,)
    layer_type: str | None = None


def shape(model_type: str, head_dim: int, max_positions: int) -> Json:
    """Without the key `head_dim`: it is hidden_size / num_attention_heads."""
    return {
        "model_type": model_type,
        "hidden_size": 4 * head_dim,
        "num_attention_heads": 4,
        "max_position_embeddings": max_positions,
    }


def llama(
    name: str, head_dim: int, max_positions: int, theta: float, scaling: Json | None = None, *lengths: int
) -> Case:
    base = shape("llama", head_dim, max_positions)
    parameters = {"rope_type": "default"} | (scaling or {}) | {"rope_theta": theta}
    partial = {key: value for key, value in parameters.items() if key == "partial_rotary_factor"}
    # The oldest files say `type`.
    old_scaling = {
        ("type" if key == "rope_type" else key): value
        for key, value in (scaling or {}).items()
        if key not in partial
    }
    old = base | {"rope_theta": theta, "rope_scaling": old_scaling or None} | partial
    return Case(name, base | {"rope_parameters": parameters}, old, lengths or (24,))


def phi3(name: str, head_dim: int, max_positions: int, original: int, parameters: Json, *lengths: int) -> Case:
    base = shape("phi3", head_dim, max_positions) | {"original_max_position_embeddings": original}
    scaling = {("type" if key == "rope_type" else key): value for key, value in parameters.items()}
    partial = {"partial_rotary_factor": scaling.pop("partial_rotary_factor", 1.0)}
    old = base | {"rope_theta": 10000.0, "rope_scaling": scaling if len(scaling) > 1 else None} | partial
    new = base | {"rope_parameters": parameters | {"rope_theta": 10000.0}}
    return Case(name, new, old, lengths or (24,))


def gemma3(layer_type: str) -> Case:
    base = shape("gemma3_text", 32, 131072) | {"head_dim": 32, "num_hidden_layers": 6}
    parameters = {
        "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
        "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0},
    }
    old = {
        "rope_theta": 1000000.0,
        "rope_local_base_freq": 10000.0,
        "rope_scaling": {"rope_type": "linear", "factor": 8.0},
        "sliding_window_pattern": 6,
    }
    return Case(f"gemma3 {layer_type}", base | {"rope_parameters": parameters}, base | old, layer_type=layer_type)


def neox(name: str, head_dim: int, share: float, scaling: Json | None = None) -> Case:
    base = shape("gpt_neox", head_dim, 2048)
    parameters = {"rope_type": "default"} | (scaling or {}) | {"rope_theta": 10000.0, "partial_rotary_factor": share}
    old = {"rotary_pct": share, "rotary_emb_base": 10000.0, "rope_scaling": scaling}
    return Case(name, base | {"rope_parameters": parameters}, base | old)


def llama3(factor: float, original: int) -> Json:
    return {
        "rope_type": "llama3",
        "factor": factor,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": original,
    }


def yarn(factor: float, original: int, **parameters: object) -> Json:
    return {"rope_type": "yarn", "factor": factor, "original_max_position_embeddings": original} | parameters


def longrope(pairs: int, **parameters: object) -> Json:
    short = [1.0 + 0.05 * pair for pair in range(pairs)]
    long = [1.0 + 0.75 * pair for pair in range(pairs)]
    return {"rope_type": "longrope", "short_factor": short, "long_factor": long} | parameters


DYNAMIC = {"rope_type": "dynamic", "factor": 4.0}
PROPORTIONAL = {"rope_type": "proportional", "partial_rotary_factor": 0.25}
CASES = [
    llama("default", 32, 2048, 10000.0),
    Case(
        "default, head_dim is not hidden/heads",
        shape("llama", 16, 2048) | {"head_dim": 24, "rope_parameters": {"rope_type": "default", "rope_theta": 5e5}},
        shape("llama", 16, 2048) | {"head_dim": 24, "rope_theta": 5e5},
    ),
    Case("default, nothing said", shape("llama", 16, 2048), None),
    Case("default of smollm3, nothing said", shape("smollm3", 16, 2048), None),
    llama("linear", 32, 8192, 10000.0, {"rope_type": "linear", "factor": 4.0}),
    llama("dynamic", 16, 16, 10000.0, DYNAMIC, 8, 16, 17, 24, 64),
    llama("dynamic, 7B", 64, 2048, 10000.0, {"rope_type": "dynamic", "factor": 2.0}, 5000),
    llama(
        "dynamic ignores original_max_position_embeddings",
        16,
        64,
        10000.0,
        DYNAMIC | {"original_max_position_embeddings": 16},
        24,
        100,
    ),
    llama("llama3, tiny", 16, 128, 10000.0, llama3(8.0, 32)),
    llama("llama3, 8B", 128, 131072, 500000.0, llama3(8.0, 8192)),
    llama("llama3, 1B", 64, 131072, 500000.0, llama3(32.0, 8192)),
    llama("yarn", 64, 131072, 1000000.0, yarn(4.0, 32768)),
    llama("yarn, tiny", 16, 64, 10000.0, yarn(4.0, 16, beta_fast=2.0, beta_slow=0.05)),
    llama("yarn, a ramp without width", 16, 16, 10000.0, yarn(4.0, 4)),
    llama("yarn, the ramp ends before pair 0", 16, 16, 10000.0, yarn(4.0, 4, beta_fast=8.0, beta_slow=4.0)),
    llama("yarn, attention_factor", 32, 16384, 10000.0, yarn(4.0, 4096, attention_factor=0.9)),
    llama("yarn, betas", 32, 65536, 10000.0, yarn(16.0, 4096, beta_fast=16.0, beta_slow=2.0)),
    llama("yarn, mscale and mscale_all_dim", 32, 163840, 10000.0, yarn(40.0, 4096, mscale=0.707, mscale_all_dim=1.0)),
    llama("yarn, mscale alone is ignored", 32, 163840, 10000.0, yarn(40.0, 4096, mscale=0.707)),
    llama("yarn, no truncation", 64, 131072, 150000.0, yarn(32.0, 4096, beta_fast=32.0, beta_slow=1.0, truncate=False)),
    llama("yarn, length of max_position_embeddings", 32, 4096, 10000.0, {"rope_type": "yarn", "factor": 4.0}),
    llama("yarn, factor 1", 16, 2048, 10000.0, yarn(1.0, 2048)),
    llama(
        "longrope, original length inside the parameters",
        16,
        64,
        10000.0,
        longrope(8) | {"original_max_position_embeddings": 16},
        16,
        17,
    ),
    phi3("longrope of phi3", 16, 64, 16, longrope(8), 12, 16, 17, 24),
    phi3("longrope of phi3, partial", 32, 131072, 4096, longrope(12, partial_rotary_factor=0.75), 24, 4097),
    phi3("longrope of phi3, factor", 16, 64, 16, longrope(8, factor=8.0), 24),
    phi3("longrope of phi3, attention_factor", 16, 64, 16, longrope(8, attention_factor=1.25), 12, 24),
    phi3("longrope of phi3, no longer than the original", 16, 16, 16, longrope(8), 12),
    phi3("default of phi3, partial", 32, 4096, 4096, {"rope_type": "default", "partial_rotary_factor": 0.75}),
    llama("linear, partial", 32, 2048, 10000.0, {"rope_type": "linear", "factor": 2.0, "partial_rotary_factor": 0.5}),
    llama("proportional", 32, 2048, 1000000.0, PROPORTIONAL),
    llama("proportional, factor", 32, 2048, 1000000.0, PROPORTIONAL | {"factor": 8.0}),
    neox("neox", 64, 0.25),
    neox("neox, all dims", 16, 1.0),
    neox("neox, linear", 64, 0.25, {"rope_type": "linear", "factor": 2.0}),
    gemma3("sliding_attention"),
    gemma3("full_attention"),
]


@contextmanager
def in_double() -> Iterator[None]:
    """transformers names float32 in its RoPE code; here those names mean float64."""
    with (
        mock.patch.object(torch, "float", torch.float64),
        mock.patch.object(torch, "float32", torch.float64),
        mock.patch.object(Tensor, "float", Tensor.double),
    ):
        single = torch.get_default_dtype()
        torch.set_default_dtype(torch.float64)
        try:
            yield
        finally:
            torch.set_default_dtype(single)


@torch.no_grad()
def frequencies(config: Json, layer_type: str | None, length: int) -> tuple[Tensor, float]:
    keys = copy.deepcopy(config)
    model_type = keys.pop("model_type")
    # The mixin writes defaults into the dicts that it is given.
    rotary = ROTARY[model_type](AutoConfig.for_model(model_type, **keys))
    layer = () if layer_type is None else (layer_type,)
    rotary(torch.zeros(1), torch.arange(length)[None], *layer)
    prefix = "" if layer_type is None else f"{layer_type}_"
    return getattr(rotary, f"{prefix}inv_freq"), float(getattr(rotary, f"{prefix}attention_scaling"))


def row(case: Case, length: int) -> Json:
    with in_double():
        inv_freq, scaling = frequencies(case.config, case.layer_type, length)
    assert inv_freq.dtype == torch.float64, case.name
    for config in filter(None, (case.config, case.config_old)):
        single, single_scaling = frequencies(config, case.layer_type, length)
        assert single.dtype == torch.float32 and torch.allclose(single.double(), inv_freq, rtol=1e-5, atol=0), case.name
        assert single_scaling == scaling, case.name
    return {
        "name": case.name,
        "config": case.config,
        "config_old": case.config_old,
        "layer_type": case.layer_type,
        "head_dim": case.config.get("head_dim", case.config["hidden_size"] // 4),
        "seq_len": length,
        "inv_freq": inv_freq.tolist(),
        "attention_scaling": scaling,
    }


def main() -> None:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=here)
    args = parser.parse_args()
    logging.set_verbosity_error()
    rows = [row(case, length) for case in CASES for length in case.lengths]
    text = ",\n".join(json.dumps(entry) for entry in rows)
    path = args.output / "reference" / "rope_cases.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"[\n{text}\n]\n", encoding="utf-8")
    print(f"{len(rows)} cases, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
