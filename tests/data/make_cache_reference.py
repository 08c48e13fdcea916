#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make cache/*.h5 and reference/cache.json: which cache entries each method keeps, in float64.

    python3 tests/data/make_cache_reference.py

Needs NumPy and h5py. Written from the definitions with whole N x N maps and plain loops; the program
sweeps over rows instead. Traces hold float16 values, so both read the same numbers. A case is
{"trace", "prompt", "alpha", "kept": {METHOD: {BUDGET: {LAYER: {KV_HEAD: [indices]}}}},
"quality": {METHOD: {BUDGET: {LAYER: [[attention mass, output error] of each query head]}}}}.
Where a selection hangs on rounding, the script stops: the seed must be another one.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import h5py
import numpy as np

HERE = Path(__file__).parent
WINDOW = 32
SINKS = 4
GAMMA = 200.0
TAU1 = TAU2 = 1.0
FUTURE = 512
PYRAMID = 20
METHODS = ["streaming-llm", "streaming-llm-prefix", "h2o", "snapkv", "pyramidkv", "cake",
           "expected-attention", "tappa"]


class Trace:
    """Raw tensors [layer][head, N, d] and the map of every head by its definition."""

    def __init__(self, q, k, v, *, base=1e4, rotary=None, pairing="half", factor=1.0, windows=None):
        self.q, self.k, self.v = (np.asarray(x, np.float16).astype(np.float64) for x in (q, k, v))
        self.layers, self.heads, self.n, self.d = self.q.shape
        self.kv = self.k.shape[1]
        self.rotary = self.d if rotary is None else rotary
        self.base, self.pairing, self.factor = base, pairing, factor
        self.theta = base ** (-2.0 * np.arange(self.rotary // 2) / self.rotary)
        self.windows = windows or [0] * self.layers
        self.scale = 1.0 / math.sqrt(self.d)

    def rotation(self, position):
        """R_t as a (d, d) matrix, the attention factor included."""
        r = np.eye(self.d)
        half = self.rotary // 2
        for m, theta in enumerate(self.theta):
            a, b = (m, m + half) if self.pairing == "half" else (2 * m, 2 * m + 1)
            c, s = math.cos(position * theta), math.sin(position * theta)
            r[a, a], r[a, b], r[b, a], r[b, b] = (self.factor * x for x in (c, -s, s, c))
        return r

    def rotated(self, x):
        return np.stack([self.rotation(t) @ x[t] for t in range(len(x))])

    def probabilities(self, layer, head):
        group = self.heads // self.kv
        q, k = self.rotated(self.q[layer, head]), self.rotated(self.k[layer, head // group])
        z = self.scale * q @ k.T
        t, i = np.indices(z.shape)
        seen = i <= t
        if self.windows[layer]:
            seen &= i > t - self.windows[layer]
        e = np.where(seen, np.exp(z - np.where(seen, z, -np.inf).max(axis=1, keepdims=True)), 0.0)
        return e / e.sum(axis=1, keepdims=True)

    def write(self, path):
        with h5py.File(path, "w", libver="latest") as file:
            file.attrs.update({
                "format": "ropescope-trace", "version": 1, "model": path.stem,
                "num_layers": self.layers, "num_heads": self.heads, "num_kv_heads": self.kv,
                "head_dim": self.d, "rotary_dim": self.rotary, "rope_base": self.base,
                "rope_pairing": self.pairing, "attention_scale": self.scale,
                "rope_attention_factor": self.factor})
            file["rope/inv_freq"] = self.theta
            for layer in range(self.layers):
                for name, x in (("q", self.q), ("k", self.k), ("v", self.v)):
                    file.create_dataset(f"layers/{layer}/{name}", data=x[layer].astype(np.float16),
                                        compression="gzip", shuffle=True)
                file[f"layers/{layer}"].attrs["sliding_window"] = self.windows[layer]


def cosine_mean(x):
    unit = [row / np.linalg.norm(row) if np.linalg.norm(row) > 0 else row for row in x]
    values = [unit[t] @ unit[u] for t in range(len(x)) for u in range(len(x)) if t != u]
    return float(np.mean(values))


class Prompt:
    """The first n tokens of a trace and what the methods need to know of them."""

    def __init__(self, trace, n):
        self.trace, self.n = trace, n
        self.window = min(WINDOW, n)
        self.earlier = n - self.window
        self.group = trace.heads // trace.kv
        self.maps = [[trace.probabilities(layer, head) for head in range(trace.heads)]
                     for layer in range(trace.layers)]

    def heads_of(self, kv):
        return range(kv * self.group, (kv + 1) * self.group)

    def late(self, layer, head):
        """(window, earlier): the last queries' attention to the keys before them."""
        return self.maps[layer][head][self.earlier : self.n, : self.earlier]

    def h2o(self, layer, kv):
        return np.mean([self.maps[layer][h][: self.n, : self.earlier].sum(axis=0)
                        for h in self.heads_of(kv)], axis=0)

    def snapkv(self, layer, kv):
        total = np.mean([self.late(layer, h).sum(axis=0) for h in self.heads_of(kv)], axis=0)
        return np.array([total[max(0, i - 3) : i + 4].max() for i in range(self.earlier)])

    def cake(self, layer, kv):
        scores = np.mean([self.late(layer, h).mean(axis=0)
                          + GAMMA * self.late(layer, h).var(axis=0, ddof=1)
                          for h in self.heads_of(kv)], axis=0)
        padded = np.concatenate([[0, 0], scores, [0, 0]])
        return np.array([padded[i : i + 5].sum() / 5 for i in range(self.earlier)])

    def expected(self, layer, kv):
        trace = self.trace
        mean_rotation = np.mean([trace.rotation(self.n + j) for j in range(FUTURE)], axis=0)
        keys = trace.rotated(trace.k[layer, kv])[SINKS : self.n]
        parts = []
        for h in self.heads_of(kv):
            q = trace.q[layer, h, SINKS : self.n]
            mu = mean_rotation @ q.mean(axis=0)
            sigma = mean_rotation @ np.cov(q.T, ddof=0) @ mean_rotation.T
            x = np.array([mu @ k * trace.scale + k @ sigma @ k * trace.scale**2 / 2 for k in keys])
            e = np.exp(x - x.max())
            parts.append(e / e.sum())
        score = np.mean(parts, axis=0) * np.linalg.norm(trace.v[layer, kv, SINKS : self.n], axis=1)
        return np.concatenate([np.full(SINKS, np.inf), score])[: self.earlier]

    def cake_preference(self):
        result = []
        for layer in range(self.trace.layers):
            late = [self.late(layer, h) for h in range(self.trace.heads)]
            entropy = sum(float(-np.sum(p[p > 0] * np.log(p[p > 0]))) for p in late)
            variance = sum(float(p.var(axis=0, ddof=1).sum()) for p in late)
            result.append(entropy ** (1 / TAU1) * variance ** (1 / TAU2))
        return result

    def dissimilarity(self):
        """1 - q-similarity (pairwise_window) of each layer."""
        result = []
        for layer in range(self.trace.layers):
            rotated = [self.trace.rotated(self.trace.q[layer, h])[: self.n][-WINDOW:]
                       for h in range(self.trace.heads)]
            result.append(1 - np.mean([cosine_mean(q) for q in rotated]))
        return result

    def shares(self, method, total, alpha):
        """Real-valued entries of each layer beside the window."""
        layers = self.trace.layers
        if method == "pyramidkv":
            each = total / layers
            most = min(2 * each - each / PYRAMID, self.earlier)
            least = 2 * each - most
            if layers == 1:
                return [each]
            return [most - layer * (most - least) / (layers - 1) for layer in range(layers)]
        if method == "cake" or method == "tappa":
            if method == "cake":
                weights = self.cake_preference()
            elif alpha is None:
                weights = self.dissimilarity()
            else:
                weights = [p + alpha * u
                           for p, u in zip(self.cake_preference(), self.dissimilarity())]
            if sum(weights) > 0:
                return [total * p / sum(weights) for p in weights]
        return [total / layers] * layers

    def budgets(self, method, budget, alpha):
        total = (budget - self.window) * self.trace.layers
        shares = self.shares(method, total, alpha)
        cap = self.earlier
        while any(x > cap for x in shares):
            excess = sum(x - cap for x in shares if x > cap)
            below = [l for l, x in enumerate(shares) if x < cap]
            shares = [min(x, cap) for x in shares]
            for layer in below:
                shares[layer] += excess / len(below)
        whole = [math.floor(x + 1e-9) for x in shares]
        rest = [(x - f, -l) for l, (x, f) in enumerate(zip(shares, whole))]
        order = sorted(rest, reverse=True)
        missing = total - sum(whole)
        if 0 < missing < len(order):
            gap = order[missing - 1][0] - order[missing][0]
            assert gap == 0 or abs(gap) > 1e-4, "a budget hangs on rounding"
        for _, minus_layer in order[:missing]:
            whole[-minus_layer] += 1
        assert sum(whole) == total
        return [self.window + x for x in whole]

    def keep(self, method, budget, alpha=None):
        """[layer][key head] kept indices."""
        n, kv = self.n, self.trace.kv
        if method == "full" or budget >= n:
            return [[list(range(n))] * kv] * self.trace.layers
        if method == "streaming-llm":
            first = min(SINKS, budget)
            kept = list(range(first)) + list(range(n - budget + first, n))
            return [[kept] * kv] * self.trace.layers
        if budget <= self.window:
            return [[list(range(n - budget, n))] * kv] * self.trace.layers
        window = list(range(self.earlier, n))
        if method == "streaming-llm-prefix":
            return [[list(range(budget - self.window)) + window] * kv] * self.trace.layers
        score = {"h2o": self.h2o, "snapkv": self.snapkv, "pyramidkv": self.snapkv,
                 "cake": self.cake, "tappa": self.cake, "expected-attention": self.expected}[method]
        result = []
        for layer, size in enumerate(self.budgets(method, budget, alpha)):
            result.append([])
            for head in range(kv):
                scores = score(layer, head)
                order = sorted(range(self.earlier), key=lambda i: (-scores[i], i))
                chosen = size - self.window
                if 0 < chosen < self.earlier:
                    a, b = scores[order[chosen - 1]], scores[order[chosen]]
                    assert a == b or not abs(a - b) < 1e-9 * abs(a), f"{method}: near tie"
                result[-1].append(sorted(order[:chosen]) + window)
        return result

    def quality(self, kept):
        """[layer][query head] of mean attention mass and mean |o - o'| / |o|."""
        trace = self.trace
        queries = range(self.n, trace.n) if self.n < trace.n else range(self.earlier, self.n)
        result = []
        for layer in range(trace.layers):
            result.append([])
            for head in range(trace.heads):
                kv = head // self.group
                mass, error = [], []
                for t in queries:
                    p = self.maps[layer][head][t]
                    seen = [i for i in kept[layer][kv] if i <= t] + list(range(self.n, t + 1))
                    m = p[seen].sum()
                    full = p @ trace.v[layer, kv]
                    part = p[seen] @ trace.v[layer, kv][seen] / m if m > 0 else 0 * full
                    mass.append(m)
                    error.append(np.linalg.norm(full - part) / np.linalg.norm(full))
                result[-1].append([float(np.mean(mass)), float(np.mean(error))])
        return result


def tensors(rng, layers, heads, kv, n, d, spread):
    """Queries that drift, keys with a sink, both different from layer to layer."""
    q = rng.normal(size=(layers, heads, 1, d)) * np.linspace(0.2, 2, layers)[:, None, None, None]
    q = q + spread * rng.normal(size=(layers, heads, n, d))
    k = 0.7 * rng.normal(size=(layers, kv, 1, d)) + rng.normal(size=(layers, kv, n, d))
    k[:, :, 0] *= 2
    return q, k, rng.normal(size=(layers, kv, n, d))


def traces():
    rng = np.random.default_rng(7)
    yield "grouped", Trace(*tensors(rng, 4, 4, 2, 90, 8, 1.0)), [(90, [1, 3, 32, 33, 40, 61, 89, 90]),
                                                               (70, [36, 50])]
    yield "interleaved", Trace(*tensors(rng, 3, 2, 2, 60, 8, 0.6), rotary=4, pairing="interleaved",
                               factor=1.2, windows=[0, 20, 0]), [(52, [34, 41])]
    yield "short", Trace(*tensors(rng, 2, 2, 1, 20, 4, 1.0)), [(20, [2, 5, 19, 20]), (1, [1])]
    q, k, v = tensors(rng, 2, 2, 1, 48, 4, 1.0)
    yield "ties", Trace(0 * q, k, v), [(48, [33, 40, 47])]  # every query sees all keys alike


def as_json(kept):
    return {str(l): {str(h): list(map(int, x)) for h, x in enumerate(heads)}
            for l, heads in enumerate(kept)}


def main():
    (HERE / "cache").mkdir(exist_ok=True)
    cases = []
    for name, trace, prompts in traces():
        trace.write(HERE / "cache" / f"{name}.h5")
        for n, budgets in prompts:
            prompt = Prompt(trace, n)
            for alpha in (None, 0.5):
                case = {"trace": name, "prompt": n, "alpha": alpha, "kept": {}, "quality": {}}
                for method in METHODS if alpha is None else ["tappa"]:
                    case["kept"][method], case["quality"][method] = {}, {}
                    for budget in budgets:
                        kept = prompt.keep(method, budget, alpha)
                        case["kept"][method][str(budget)] = as_json(kept)
                        case["quality"][method][str(budget)] = {
                            str(l): [[round(x, 9) for x in pair] for pair in heads]
                            for l, heads in enumerate(prompt.quality(kept))}
                cases.append(case)
    text = json.dumps({"cases": cases}, separators=(",", ":"), allow_nan=False)
    (HERE / "reference" / "cache.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
