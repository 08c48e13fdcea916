#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make prune/*.json: orders of layers, and what a tiny model predicts without some of its parts.

    python3 tests/data/make_prune_reference.py [--output tests/data/prune]

Needs NumPy. Nothing of the program is used. `orders.json` holds lists of scores with ties, equal
values and random ones, and their orders by Python's own sorting. `bi.json`, `q_similarity.json` and
`order.json` are files as the pruning scripts of TAPPA's authors write them, members included that
the program has no use for. `tiny_llama.json` is the model of that name run in float64, with whole
matrices, from the definitions: log-likelihoods of the tokens, block influence and q-similarity.
"""

from __future__ import annotations

import argparse
import json
import math
import struct
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
TOKENS = 40


def normalised(values: list[float]) -> list[float]:
    lowest, highest = min(values), max(values)
    return [0.0 if highest == lowest else (v - lowest) / (highest - lowest) for v in values]


def order_case(name: str, bi: list[float], q: list[float], beta: float) -> dict:
    bi_norm, q_norm = normalised(bi), normalised(q)
    score = [b + beta * (1.0 - s) for b, s in zip(bi_norm, q_norm)]
    return {
        "name": name,
        "beta": beta,
        "bi": bi,
        "q_similarity": q,
        "bi_norm": bi_norm,
        "q_similarity_norm": q_norm,
        "tappa_score": score,
        "prune_order": sorted(range(len(bi)), key=lambda i: (score[i], i)),
        "shortgpt_order": sorted(range(len(bi)), key=lambda i: (bi[i], i)),
    }


def order_cases() -> list[dict]:
    random = np.random.default_rng(7)
    cases = [
        order_case("one layer", [0.25], [0.5], 0.2),
        order_case("all equal", [0.5] * 5, [0.75] * 5, 0.3),
        order_case("equal block influence", [0.1] * 4, [0.2, 0.9, 0.2, 0.9], 0.1),
        order_case("equal q-similarity", [0.4, 0.1, 0.4, 0.1], [0.6] * 4, 1.0),
        order_case("ties", [0.3, 0.1, 0.3, 0.1, 0.2, 0.1], [0.5, 0.5, 0.5, 0.7, 0.5, 0.5], 0.2),
        # 0, 0.5 and 1 make score[0] = score[1] = score[2] exactly, by different sums.
        order_case("ties of different sums", [0.0, 0.5, 1.0], [0.0, 0.5, 1.0], 1.0),
        order_case("beta 0 is ShortGPT", [0.3, 0.1, 0.2], [0.1, 0.2, 0.3], 0.0),
        order_case("integers", [3, 1, 2], [0, 1, 1], 0.5),
        order_case("negative", [-0.1, 0.2, -0.3], [-0.5, 0.5, -0.5], 0.4),
    ]
    for i, layers in enumerate((8, 28, 32)):
        for beta in (0.1, 0.3, 1.0):
            digits = 2 if i % 2 else 16  # two digits: many ties
            bi = [round(float(x), digits) for x in random.random(layers) ** 3]
            q = [round(float(x), digits) for x in random.uniform(0.3, 0.99, layers)]
            cases.append(order_case(f"{layers} layers, beta {beta}, {digits} digits", bi, q, beta))
    return cases


def score_file(kind: str, scores: list[float]) -> dict:
    return {
        "score_type": kind,
        "model": "some-7b",
        "model_path": "/model/some-7b",
        "dataset_path": None,
        "dataset_name": "some/dataset",
        "max_seq_len": 1024,
        "scores": scores,
        "prune_order": sorted(range(len(scores)), key=lambda i: (scores[i], i)),
    }


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32"
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"]).astype(np.float64)
    return tensors


class TinyLlama:
    """A Llama, one sequence at a time, in float64."""

    def __init__(self, directory: Path) -> None:
        self.config = json.loads((directory / "config.json").read_text())
        self.weights = read_safetensors(directory / "model.safetensors")
        self.heads = self.config["num_attention_heads"]
        self.groups = self.heads // self.config["num_key_value_heads"]
        self.d = self.config["head_dim"]

    def norm(self, x: np.ndarray, name: str) -> np.ndarray:
        mean_square = (x * x).mean(axis=-1, keepdims=True)
        return x / np.sqrt(mean_square + self.config["rms_norm_eps"]) * self.weights[name]

    def rotated(self, x: np.ndarray) -> np.ndarray:
        pairs = self.d // 2
        theta = self.config["rope_theta"] ** (-2.0 * np.arange(pairs) / self.d)
        turned = (x[:, :pairs] + 1j * x[:, pairs:]) * np.exp(1j * np.outer(np.arange(len(x)), theta))
        return np.concatenate([turned.real, turned.imag], axis=1)

    def layer(self, x: np.ndarray, index: int, masked: set[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
        """What leaves a layer, and its raw queries (n, heads * d)."""
        w = {k.split(f"layers.{index}.")[1]: v for k, v in self.weights.items() if f"layers.{index}." in k}
        prefix = f"model.layers.{index}."
        entering = self.norm(x, prefix + "input_layernorm.weight")
        q, k, v = (entering @ w[f"self_attn.{name}_proj.weight"].T for name in "qkv")
        n = len(x)
        context = np.zeros((n, self.heads * self.d))
        for head in range(self.heads):
            if (index, head) in masked:
                continue
            own = slice(head * self.d, (head + 1) * self.d)
            key = slice(head // self.groups * self.d, (head // self.groups + 1) * self.d)
            z = self.rotated(q[:, own]) @ self.rotated(k[:, key]).T / math.sqrt(self.d)
            z[np.triu_indices(n, 1)] = -np.inf
            p = np.exp(z - z.max(axis=1, keepdims=True))
            context[:, own] = p / p.sum(axis=1, keepdims=True) @ v[:, key]
        x = x + context @ w["self_attn.o_proj.weight"].T
        inner = self.norm(x, prefix + "post_attention_layernorm.weight")
        gate = inner @ w["mlp.gate_proj.weight"].T
        gated = gate / (1.0 + np.exp(-gate)) * (inner @ w["mlp.up_proj.weight"].T)
        return x + gated @ w["mlp.down_proj.weight"].T, q

    def run(self, ids: list[int], skipped: set[int] = frozenset(), masked: set[tuple[int, int]] = frozenset()):
        x = self.weights["model.embed_tokens.weight"][ids]
        influence, similarity = [], []
        for index in range(self.config["num_hidden_layers"]):
            if index in skipped:
                continue
            left, q = self.layer(x, index, masked)
            cosine = (x * left).sum(1) / (np.linalg.norm(x, axis=1) * np.linalg.norm(left, axis=1))
            influence.append(1.0 - cosine.mean())
            similarity.append([self.similarity(q[:, h * self.d : (h + 1) * self.d]) for h in range(self.heads)])
            x = left
        logits = self.norm(x, "model.norm.weight") @ self.weights["lm_head.weight"].T
        highest = logits.max(axis=1, keepdims=True)
        log_p = logits - highest - np.log(np.exp(logits - highest).sum(axis=1, keepdims=True))
        return [float(log_p[t, ids[t + 1]]) for t in range(len(ids) - 1)], influence, similarity

    @staticmethod
    def similarity(q: np.ndarray) -> float:
        unit = q / np.linalg.norm(q, axis=1, keepdims=True)
        pairs = unit @ unit.T
        n = len(q)
        return float((pairs.sum() - np.trace(pairs)) / (n * (n - 1)))


def tiny_llama() -> dict:
    model = TinyLlama(HERE / "models" / "tiny-llama")
    ids = [int(i) for i in np.random.default_rng(11).integers(0, model.config["vocab_size"], TOKENS)]
    runs = []
    for skipped, masked in (
        (set(), set()),
        ({0}, set()),
        ({1}, set()),
        ({0, 1}, set()),
        (set(), {(0, 1), (1, 3)}),
        ({1}, {(0, 0), (0, 2)}),
    ):
        log_p, influence, similarity = model.run(ids, skipped, masked)
        runs.append({"skipped": sorted(skipped), "masked": sorted(masked), "log_probabilities": log_p})
    _, influence, similarity = model.run(ids)
    return {
        "token_ids": ids,
        "runs": runs,
        "block_influence": [float(b) for b in influence],
        "head_q_similarity": [s for layer in similarity for s in layer],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=HERE / "prune")
    output = parser.parse_args().output
    output.mkdir(exist_ok=True)
    cases = order_cases()
    example = next(case for case in cases if case["name"].startswith("28 layers, beta 0.1"))
    order = {"method": "TAPPA", "model": "some-7b", "bi_file": "bi.json", "q_file": "q_similarity.json"}
    order |= {key: example[key] for key in example if key not in ("name", "shortgpt_order")}
    files = {
        "orders": cases,
        "bi": score_file("BI", example["bi"]),
        "q_similarity": score_file("q_similarity", example["q_similarity"]),
        "order": order,
        "tiny_llama": tiny_llama(),
    }
    for name, content in files.items():
        (output / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
