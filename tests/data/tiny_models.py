# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tiny randomly initialised models that make_reference.py writes, one entry an architecture or RoPE type.

They are as small as the feature allows: widths of 32 to 64, two to four layers, 96 tokens. Widths are
chosen so that mistakes show: head_dim is not hidden/heads where the architecture allows it, sqrt(width)
of the Gemma models is no bf16 number, windows are shorter than the sequence.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import torch
from transformers import (
    AutoModelForCausalLM,
    Gemma3TextConfig,
    GemmaConfig,
    GPT2Config,
    GPTNeoXConfig,
    LlamaConfig,
    MistralConfig,
    Olmo2Config,
    OPTConfig,
    Phi3Config,
    PreTrainedConfig,
    PreTrainedModel,
    Qwen2Config,
    Qwen3Config,
    SmolLM3Config,
)
from transformers.pytorch_utils import Conv1D

VOCABULARY, TOKENS = 96, 24


@dataclass(frozen=True)
class TinyModel:
    """`changed` and `removed` are keys of config.json, edited after saving into the dialect of older files."""

    name: str
    seed: int
    config: PreTrainedConfig
    dtype: torch.dtype = torch.bfloat16
    shard_size: str = "1GB"
    changed: dict[str, object] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    # How many of the 24 tokens a reference has, by the suffix of its file.
    lengths: dict[str, int] = field(default_factory=lambda: {"": TOKENS})
    # Greedy continuations are left out where a longer sequence changes the frequencies of every position.
    generates: bool = True


@dataclass(frozen=True)
class OldDialect:
    """A directory with nothing but config.json: the weights and reference numbers are those of `weights_of`."""

    name: str
    weights_of: str
    changed: dict[str, object]
    removed: tuple[str, ...]


def sizes(width: int, layers: int, heads: int, key_heads: int, inner: int) -> dict[str, object]:
    return {
        "vocab_size": VOCABULARY,
        "hidden_size": width,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": key_heads,
        "intermediate_size": inner,
        "max_position_embeddings": 128,
        "pad_token_id": None,
        "bos_token_id": 0,
        "eos_token_id": 0,
    }


def rope(theta: float, rope_type: str = "default", **parameters: object) -> dict[str, object]:
    return {"rope_type": rope_type, "rope_theta": theta} | parameters


def qwen2_twin() -> Qwen2Config:
    return Qwen2Config(
        **sizes(64, 3, 4, 2, 96),
        rms_norm_eps=1e-6,
        rope_parameters=rope(1000000.0),
        tie_word_embeddings=True,
        use_sliding_window=False,
        sliding_window=None,
    )


def scaled_llama(max_positions: int, parameters: dict[str, object]) -> LlamaConfig:
    """The smallest model that shows a RoPE type."""
    shape = sizes(32, 2, 2, 1, 48) | {"max_position_embeddings": max_positions}
    return LlamaConfig(**shape, rope_parameters=parameters)


LLAMA3 = {
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
    "rope_type": "llama3",
}
LONGROPE = {"short_factor": [1.0, 1.1, 1.25, 1.5], "long_factor": [1.0, 2.0, 3.5, 5.0]}

# Token ids are drawn in this order, so a new model goes to the end.
MODELS = [
    TinyModel(
        "tiny-llama",
        11,
        LlamaConfig(**sizes(48, 2, 4, 2, 80), head_dim=16, rms_norm_eps=1e-5, tie_word_embeddings=False),
        dtype=torch.float32,
        changed={"rope_theta": 10000.0},
        removed=("rope_parameters",),
    ),
    TinyModel("tiny-qwen2", 12, qwen2_twin(), shard_size="96KB"),
    TinyModel("tiny-qwen2-f16", 12, qwen2_twin(), dtype=torch.float16),
    # Pair 0 keeps its frequency, pair 1 lies in the smooth band, the rest is divided by the factor.
    TinyModel(
        "tiny-llama3",
        21,
        LlamaConfig(**sizes(48, 2, 3, 1, 64), rms_norm_eps=1e-5, rope_parameters=rope(10000.0, **LLAMA3)),
        changed={"rope_theta": 10000.0, "rope_scaling": LLAMA3},
        removed=("rope_parameters", "head_dim"),
    ),
    TinyModel(
        "tiny-llama-bias",
        22,
        LlamaConfig(**sizes(48, 2, 4, 4, 64), attention_bias=True, mlp_bias=True),
    ),
    TinyModel(
        "tiny-mistral",
        23,
        MistralConfig(
            **sizes(48, 2, 4, 2, 64), head_dim=16, sliding_window=7, rms_norm_eps=1e-5, rope_parameters=rope(1000000.0)
        ),
    ),
    TinyModel(
        "tiny-qwen2-window",
        24,
        Qwen2Config(
            **sizes(48, 3, 4, 2, 64),
            use_sliding_window=True,
            max_window_layers=1,
            sliding_window=6,
            rope_parameters=rope(1000000.0),
        ),
    ),
    TinyModel(
        "tiny-qwen3",
        25,
        Qwen3Config(
            **sizes(48, 2, 4, 2, 64), head_dim=16, tie_word_embeddings=True, rope_parameters=rope(1000000.0)
        ),
    ),
    TinyModel("tiny-gemma", 26, GemmaConfig(**sizes(48, 2, 4, 1, 80), head_dim=16)),
    TinyModel(
        "tiny-gemma3",
        27,
        Gemma3TextConfig(
            **sizes(40, 4, 4, 2, 48),
            head_dim=16,
            query_pre_attn_scalar=24,
            sliding_window=6,
            layer_types=["sliding_attention", "sliding_attention", "full_attention", "sliding_attention"],
            rope_parameters={
                "sliding_attention": rope(10000.0),
                "full_attention": rope(1000000.0, "linear", factor=8.0),
            },
        ),
    ),
    TinyModel("tiny-phi3", 28, Phi3Config(**sizes(48, 2, 4, 2, 64), rope_parameters=rope(10000.0))),
    TinyModel(
        "tiny-phi3-longrope",
        29,
        Phi3Config(
            **sizes(64, 2, 4, 2, 48) | {"max_position_embeddings": 64},
            original_max_position_embeddings=16,
            tie_word_embeddings=True,
            rope_parameters=rope(10000.0, "longrope", partial_rotary_factor=0.5, **LONGROPE),
        ),
        lengths={"-short": 12, "-long": TOKENS},
        generates=False,
    ),
    TinyModel(
        "tiny-neox",
        30,
        GPTNeoXConfig(**sizes(48, 2, 3, 3, 96), rope_parameters=rope(10000.0, partial_rotary_factor=0.25)),
        removed=("num_key_value_heads",),
    ),
    TinyModel(
        "tiny-neox-serial",
        31,
        GPTNeoXConfig(
            **sizes(48, 2, 3, 3, 96),
            use_parallel_residual=False,
            rope_parameters=rope(10000.0, partial_rotary_factor=0.25),
        ),
        removed=("num_key_value_heads",),
    ),
    TinyModel(
        "tiny-olmo2", 32, Olmo2Config(**sizes(48, 2, 4, 2, 64), rms_norm_eps=1e-6, rope_parameters=rope(500000.0))
    ),
    # rope_scaling is null in the files of SmolLM2, which is not the same as absent.
    TinyModel(
        "tiny-smollm",
        33,
        LlamaConfig(**sizes(48, 2, 3, 1, 64), rms_norm_eps=1e-5, tie_word_embeddings=True, rope_parameters=rope(1e5)),
        changed={"rope_theta": 100000, "rope_scaling": None, "rope_interleaved": False},
        removed=("rope_parameters", "head_dim"),
    ),
    TinyModel(
        "tiny-smollm3",
        34,
        SmolLM3Config(**sizes(48, 3, 4, 2, 64), no_rope_layers=[1, 0, 1], rope_parameters=rope(2000000.0)),
    ),
    TinyModel(
        "tiny-gpt2",
        35,
        GPT2Config(
            vocab_size=VOCABULARY, n_positions=64, n_embd=40, n_layer=2, n_head=4, bos_token_id=0, eos_token_id=0
        ),
    ),
    TinyModel(
        "tiny-opt",
        36,
        OPTConfig(
            vocab_size=VOCABULARY,
            hidden_size=48,
            num_hidden_layers=2,
            num_attention_heads=3,
            ffn_dim=96,
            max_position_embeddings=64,
            bos_token_id=0,
            eos_token_id=0,
        ),
    ),
    TinyModel("tiny-llama-linear", 37, scaled_llama(64, rope(10000.0, "linear", factor=4.0))),
    # The length that counts is max_position_embeddings, which 24 tokens exceed.
    TinyModel("tiny-llama-dynamic", 38, scaled_llama(16, rope(10000.0, "dynamic", factor=4.0)), generates=False),
    # With the default betas a ramp this short would have no inside.
    TinyModel(
        "tiny-llama-yarn",
        39,
        scaled_llama(
            64,
            rope(
                10000.0, "yarn", factor=4.0, original_max_position_embeddings=16, beta_fast=2.0, beta_slow=0.05
            ),
        ),
    ),
]

OLD_DIALECTS = [
    OldDialect(
        "tiny-qwen2-window-old",
        "tiny-qwen2-window",
        {"rope_theta": 1000000.0},
        ("rope_parameters", "layer_types"),
    ),
    OldDialect(
        "tiny-gemma3-old",
        "tiny-gemma3",
        {
            "rope_theta": 1000000.0,
            "rope_local_base_freq": 10000.0,
            "rope_scaling": {"factor": 8.0, "rope_type": "linear"},
            "sliding_window_pattern": 3,
        },
        ("rope_parameters", "layer_types", "_sliding_window_pattern"),
    ),
    OldDialect(
        "tiny-phi3-longrope-old",
        "tiny-phi3-longrope",
        {
            "rope_theta": 10000.0,
            "partial_rotary_factor": 0.5,
            "original_max_position_embeddings": 16,
            "rope_scaling": {"type": "longrope"} | LONGROPE,
        },
        ("rope_parameters",),
    ),
    OldDialect(
        "tiny-neox-old", "tiny-neox", {"rotary_pct": 0.25, "rotary_emb_base": 10000}, ("rope_parameters",)
    ),
]


@torch.no_grad()
def randomise(model: PreTrainedModel, seed: int) -> None:
    """Weights large enough that attention is far from uniform, and norms and biases far from 1 and 0.

    The norms of q and k are larger still: after them nothing else could sharpen the attention.
    """
    generator = torch.Generator().manual_seed(seed)
    modules = dict(model.named_modules())
    for name, parameter in model.named_parameters():
        module = modules[name.rpartition(".")[0]]
        noise = torch.randn(parameter.shape, generator=generator)
        if name.endswith("bias"):
            parameter.copy_(0.5 * noise)
        elif "norm" in name or ".ln_" in name:
            factor = 1.5 if "q_norm" in name or "k_norm" in name else 1.0
            gain = factor * (1 + 0.3 * noise)
            parameter.copy_(gain - 1 if type(module).__name__.startswith("Gemma") else gain)
        elif isinstance(module, torch.nn.Embedding):
            parameter.copy_(noise)
        else:
            inputs = parameter.shape[0 if isinstance(module, Conv1D) else 1]
            parameter.copy_(1.5 * noise / inputs**0.5)


def edit_config(directory: Path, changed: dict[str, object], removed: tuple[str, ...]) -> None:
    path = directory / "config.json"
    config = json.loads(path.read_text(encoding="utf-8")) | changed
    kept = {key: value for key, value in config.items() if key not in removed}
    path.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def write_model(spec: TinyModel, directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    model = AutoModelForCausalLM.from_config(spec.config)
    randomise(model, spec.seed)
    model.to(spec.dtype).save_pretrained(directory, max_shard_size=spec.shard_size)
    if spec.changed or spec.removed:
        edit_config(directory, spec.changed, spec.removed)


def write_old_dialect(spec: OldDialect, models: Path) -> None:
    directory = models / spec.name
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    shutil.copy(models / spec.weights_of / "config.json", directory)
    edit_config(directory, spec.changed, spec.removed)
