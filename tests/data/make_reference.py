#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the small models and the reference numbers that the C++ tests compare with.

    python3 tests/data/make_reference.py [--built-in resources/model] [--output tests/data]

Needs torch, transformers 5 and tokenizers; takes seconds on a CPU. Everything is seeded, so a
second run gives the same files. What else lies in the output folder stays. It writes there:

- models/NAME for each entry of tiny_models.py: a Hugging Face directory with random weights. Most
  hold bf16 weights and the config.json of transformers 5; tiny-llama, tiny-llama3 and tiny-smollm
  have the older keys `rope_theta` and `rope_scaling`.
- models/NAME-old: config.json alone, in the older dialect of an architecture. Its weights and
  reference numbers are those of models/NAME; that both give the same is checked here.
- reference/NAME.safetensors for those models and the built-in one, computed by transformers with
  eager attention on weights widened to float32:
    token_ids [N], generated [8] (greedy continuation, the whole sequence recomputed each step;
      absent where a longer sequence changes the frequencies)
    layers.L.q [heads, N, d], layers.L.k and layers.L.v [key heads, N, d]: raw, that is after bias
      and q/k norm, before RoPE and scale
    logits [N, vocabulary]
  and for the tiny models also
    hidden.L [N, width]: what enters layer L, before its norm;  layers.L.attention [heads, N, N]
  tiny-phi3-longrope has two files, -short (12 tokens) and -long (24): its frequencies change at 16.

Every stored attention is recomputed from the stored q and k before it is written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import torch
from safetensors.torch import save_file
from tiny_models import MODELS, OLD_DIALECTS, TOKENS, VOCABULARY, write_model, write_old_dialect
from tokenizers import Tokenizer
from torch import Tensor
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedConfig, PreTrainedModel
from transformers.utils import logging

BUILT_IN_TOKENS, GENERATED = 32, 8
BUILT_IN_TEXT = (
    "The old captain looked at the map, and then at the window. The old captain looked at the sea, "
    "and then he said to the boy: come with me."
)


# --- what the model computes ---------------------------------------------------------------------


@contextmanager
def recording(model: PreTrainedModel, kept: dict[str, Tensor]) -> Iterator[None]:
    """Stores the tensors of every layer under their fixture names while the model runs.

    Every architecture calls the apply_rotary_pos_emb and eager_attention_forward of its own module. The
    first one sees q and k raw; a layer that never calls it (GPT-2, OPT, NoPE layers) has them raw in the second.
    """
    modeling = sys.modules[type(model).__module__]
    attend = modeling.eager_attention_forward
    rotate = getattr(modeling, "apply_rotary_pos_emb", None)
    raw: list[tuple[Tensor, Tensor]] = []

    def keep_raw(query: Tensor, key: Tensor, *args: Tensor, **kwargs: object) -> tuple[Tensor, Tensor]:
        raw.append((query, key))
        return rotate(query, key, *args, **kwargs)

    def keep_attention(module, query: Tensor, key: Tensor, value: Tensor, *args, **kwargs) -> tuple[Tensor, Tensor]:
        q, k = raw.pop() if raw else (query, key)
        # OPT scales its query beforehand. Elsewhere the quotient is 1.
        q = q * (kwargs["scaling"] / module.scaling)
        output, weights = attend(module, query, key, value, *args, **kwargs)
        layer = f"layers.{module.layer_idx}"
        kept.update({f"{layer}.q": q[0], f"{layer}.k": k[0], f"{layer}.v": value[0], f"{layer}.attention": weights[0]})
        return output, weights

    def keep_hidden(index: int):
        return lambda _module, inputs: kept.update({f"hidden.{index}": inputs[0][0]})

    layers = [module for module in model.modules() if type(module).__name__ in model._no_split_modules]
    hooks = [layer.register_forward_pre_hook(keep_hidden(index)) for index, layer in enumerate(layers)]
    patches = {"eager_attention_forward": keep_attention} | ({"apply_rotary_pos_emb": keep_raw} if rotate else {})
    with mock.patch.multiple(modeling, **patches):
        yield
    for hook in hooks:
        hook.remove()


def load(directory: Path, config: PreTrainedConfig | None = None) -> PreTrainedModel:
    """A fresh model each time: some RoPE types keep frequencies from one call to the next."""
    return AutoModelForCausalLM.from_pretrained(
        directory, config=config, dtype=torch.float32, attn_implementation="eager"
    ).eval()


def continuation(model: PreTrainedModel, ids: list[int]) -> Tensor:
    sequence = torch.tensor([ids])
    for _ in range(GENERATED):
        logits = model(sequence, use_cache=False).logits[0, -1]
        best, second = logits.topk(2).values
        assert best - second > 1e-3, "another implementation could choose another token: take another seed"
        sequence = torch.cat([sequence, logits.argmax().view(1, 1)], dim=1)
    return sequence[0, len(ids) :]


@torch.no_grad()
def reference(model: PreTrainedModel, ids: list[int], generates: bool = True) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {"token_ids": torch.tensor(ids)}
    if generates:
        tensors["generated"] = continuation(model, ids)
    with recording(model, tensors):
        tensors["logits"] = model(torch.tensor([ids]), use_cache=False).logits[0]
    check_attention(model, tensors)
    return {name: tensor.clone(memory_format=torch.contiguous_format) for name, tensor in tensors.items()}


# --- the same attention from the stored q and k, in double ---------------------------------------


def layer_rope(model: PreTrainedModel, layer: int) -> tuple[Tensor, float] | None:
    """The frequencies [pairs] of a layer and the factor on its cosines and sines; None without RoPE."""
    config = model.config
    rotary = next((module for name, module in model.named_modules() if name.endswith("rotary_emb")), None)
    if rotary is None or not getattr(config, "no_rope_layers", [1] * (layer + 1))[layer]:
        return None
    prefix = f"{config.layer_types[layer]}_" if isinstance(rotary.rope_type, dict) else ""
    return getattr(rotary, f"{prefix}inv_freq").double(), getattr(rotary, f"{prefix}attention_scaling")


def layer_window(config: PreTrainedConfig, layer: int) -> int | None:
    """Position t sees i with t - window < i <= t, or every i <= t."""
    layer_types = getattr(config, "layer_types", None)
    slides = layer_types is None or layer_types[layer] == "sliding_attention"
    return getattr(config, "sliding_window", None) if slides else None


def rotated(x: Tensor, rope: tuple[Tensor, float] | None) -> Tensor:
    """Pairs (m, m + pairs) of x [heads, N, d] turned by position times frequency; the dims after them pass."""
    x = x.double()
    if rope is None:
        return x
    frequencies, factor = rope
    angles = torch.arange(x.shape[1], dtype=torch.float64)[:, None] * frequencies
    cos, sin = factor * angles.cos(), factor * angles.sin()
    pairs = len(frequencies)
    first, second, rest = x.split([pairs, pairs, x.shape[2] - 2 * pairs], dim=-1)
    return torch.cat([first * cos - second * sin, second * cos + first * sin, rest], dim=-1)


def check_attention(model: PreTrainedModel, tensors: dict[str, Tensor]) -> None:
    config = model.config
    differences, sharpness = [], []
    for layer in range(config.num_hidden_layers):
        q, k = tensors[f"layers.{layer}.q"], tensors[f"layers.{layer}.k"]
        rope = layer_rope(model, layer)
        keys = rotated(k, rope).repeat_interleave(len(q) // len(k), dim=0)
        scale = getattr(config, "query_pre_attn_scalar", q.shape[-1]) ** -0.5
        scores = scale * rotated(q, rope) @ keys.transpose(1, 2)
        position = torch.arange(q.shape[1])
        offset = position[:, None] - position
        visible = (offset >= 0) & (offset < (layer_window(config, layer) or len(position)))
        expected = scores.masked_fill(~visible, -torch.inf).softmax(-1)
        differences.append((expected - tensors[f"layers.{layer}.attention"]).abs().max().item())
        sharpness.append(expected[:, q.shape[1] // 2 :].max(-1).values.mean().item())
    print(
        f"  {config.model_type}: N={q.shape[1]} layers={config.num_hidden_layers} heads={len(q)} key heads={len(k)}"
        f" head_dim={q.shape[2]} windows={[layer_window(config, index) for index in range(layer + 1)]};"
        f" attention differs by {max(differences):.1e}, mean largest weight {sum(sharpness) / len(sharpness):.2f}"
    )
    assert max(differences) < 1e-5, f"the stored q and k do not give the stored attention: {differences}"


# --- files ---------------------------------------------------------------------------------------


def main() -> None:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--built-in", type=Path, default=here.parents[1] / "resources" / "model")
    parser.add_argument("--output", type=Path, default=here)
    args = parser.parse_args()
    logging.disable_progress_bar()
    models, references = args.output / "models", args.output / "reference"
    for folder in (models, references):
        folder.mkdir(parents=True, exist_ok=True)

    generator = torch.Generator().manual_seed(13)
    ids_of: dict[str, list[int]] = {}
    for spec in MODELS:
        print(spec.name)
        write_model(spec, models / spec.name)
        ids = torch.randint(0, VOCABULARY, (TOKENS,), generator=generator).tolist()
        ids_of[spec.name] = ids
        for suffix, length in spec.lengths.items():
            tensors = reference(load(models / spec.name), ids[:length], spec.generates)
            save_file(tensors, references / f"{spec.name}{suffix}.safetensors")

    for spec in OLD_DIALECTS:
        print(spec.name)
        write_old_dialect(spec, models)
        config = AutoConfig.from_pretrained(models / spec.name)
        ids = ids_of[spec.weights_of]
        same = reference(load(models / spec.weights_of), ids, generates=False)
        for name, tensor in reference(load(models / spec.weights_of, config), ids, generates=False).items():
            assert torch.equal(tensor, same[name]), f"{spec.name}: {name} differs from {spec.weights_of}"

    print("built-in")
    tokenizer = Tokenizer.from_file(str(args.built_in / "tokenizer.json"))
    tensors = reference(load(args.built_in), tokenizer.encode(BUILT_IN_TEXT).ids[:BUILT_IN_TOKENS])
    small = {name: tensor for name, tensor in tensors.items() if "attention" not in name and "hidden" not in name}
    save_file(small, references / "built-in.safetensors")


if __name__ == "__main__":
    main()
