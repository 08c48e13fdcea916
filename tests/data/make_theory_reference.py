#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make reference/theory.json: what the formulas of core/theory give on small heads, in float64.

    python3 tests/data/make_theory_reference.py [--output tests/data]

Needs NumPy. Everything is computed from the definitions, with whole matrices and plain loops; the
program uses shorter ways. Queries and keys are rounded to a few digits, so that the file holds
exactly the numbers that were used. Each case is an object: the head (q, k [n][d], theta and gain
[r/2], pairing, attention_factor, scale, window, token_ids) and `expected`.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np

Json = dict[str, object]
TOP = 8  # positions compared by the temporal consistency
FIRST_SINK_ROW = 8


class Head:
    """One head: raw q and k, the table, and the full map by the definition of section 1."""

    def __init__(self, q, k, theta, *, gain=None, pairing="half", factor=1.0, window=0, ids=()):
        self.q = np.round(np.asarray(q, np.float64) * 256) / 256
        self.k = np.round(np.asarray(k, np.float64) * 256) / 256
        self.theta = np.asarray(theta, np.float64)
        self.gain = np.ones_like(self.theta) if gain is None else np.asarray(gain, np.float64)
        self.pairing = pairing
        self.factor = factor
        self.window = window
        self.ids = list(ids)
        self.n, self.d = self.q.shape
        self.scale = 1.0 / math.sqrt(self.d)
        self.qc, self.qr = self.split(self.q)
        self.kc, self.kr = self.split(self.k)

    def split(self, x):
        """Pairs as complex numbers, and the coordinates that do not turn."""
        pairs = len(self.theta)
        if self.pairing == "half":
            turning = x[:, :pairs] + 1j * x[:, pairs : 2 * pairs]
        else:
            turning = x[:, 0 : 2 * pairs : 2] + 1j * x[:, 1 : 2 * pairs : 2]
        return turning, x[:, 2 * pairs :]

    def rotated(self, x):
        """Coordinates after RoPE, the attention factor included (not the gains)."""
        turning, rest = self.split(x)
        turning = self.factor * turning * np.exp(1j * np.outer(np.arange(len(x)), self.theta))
        return np.concatenate([turning.real, turning.imag, rest], axis=1)

    def visible(self, t, i):
        return 0 <= i <= t < self.n and (self.window == 0 or i > t - self.window)

    def product(self, qc, qr, kc, kr, lag):
        """s * sum_m g_m f^2 Re(q conj(k) e^{j lag theta}) + s * the unrotated part."""
        weight = self.gain * self.factor**2
        turned = np.sum(weight * (qc * np.conj(kc) * np.exp(1j * lag * self.theta)).real)
        return self.scale * (turned + np.dot(qr, kr))

    def logit(self, t, i):
        return self.product(self.qc[t], self.qr[t], self.kc[i], self.kr[i], t - i)

    def maps(self):
        z = np.full((self.n, self.n), -np.inf)
        for t in range(self.n):
            for i in range(self.n):
                if self.visible(t, i):
                    z[t, i] = self.logit(t, i)
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return z, e / e.sum(axis=1, keepdims=True)


def over_pairs(x, measure):
    """Mean of the measure over all ordered pairs t != u."""
    values = [measure(x[t], x[u]) for t in range(len(x)) for u in range(len(x)) if t != u]
    return float(np.mean(values))


def cosine(a, b):
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def softmax(a):
    e = np.exp(a - a.max())
    return e / e.sum()


def symmetric_kl(a, b):
    p, q = softmax(a), softmax(b)
    return float(np.sum((p - q) * (np.log(p) - np.log(q)))) / 2


MEASURES = {
    "cosine": cosine,
    "dot": lambda a, b: float(a @ b),
    "euclidean": lambda a, b: float(np.linalg.norm(a - b)),
    "l1": lambda a, b: float(np.abs(a - b).sum()),
    "rbf": lambda a, b: float(np.exp(-np.sum((a - b) ** 2) / len(a))),
    "pearson": lambda a, b: float(np.corrcoef(a, b)[0, 1]),
    "angular": lambda a, b: 1 - math.acos(max(-1.0, min(1.0, cosine(a, b)))) / math.pi,
    "symmetric_kl": symmetric_kl,
}


def similarity(head, x, first):
    raw = x[first:1024]
    window = head.rotated(x)[first:][-32:]
    steps = [cosine(x[t], x[t + 1]) for t in range(first, len(x) - 1)]
    return {
        "pairwise": over_pairs(raw, cosine),
        "pairwise_window": over_pairs(window, cosine),
        "consecutive": float(np.mean(steps)),
    }


def shift_bound(head, a, b):
    """Section 3 for one shift: bound and change of every cell that both maps have."""
    weight = np.abs(head.gain) * head.factor**2
    qw = np.concatenate([weight * head.qc.real, weight * head.qc.imag, head.qr], axis=1)
    ks = np.concatenate([head.kc.real, head.kc.imag, head.kr], axis=1)
    chord = 2 * np.abs(np.sin((a - b) * head.theta / 2))
    bounds, changes = [], []
    for t in range(head.n):
        for i in range(head.n):
            if not head.visible(t, i) or not (0 <= i + b and head.visible(t + a, i + b)):
                continue
            query = np.linalg.norm(qw[t + a] - qw[t]) * np.linalg.norm(ks[i + b])
            key = np.linalg.norm(qw[t]) * np.linalg.norm(ks[i + b] - ks[i])
            turn = np.sum(chord * weight * np.abs(head.qc[t]) * np.abs(head.kc[i]))
            bounds.append(head.scale * (query + key + turn))
            changes.append(abs(head.logit(t + a, i + b) - head.logit(t, i)))
    bounds, changes = np.array(bounds), np.array(changes)
    return {
        "shift": [a, b],
        "cells": len(bounds),
        "bound_max": float(bounds.max()),
        "bound_mean": float(bounds.mean()),
        "change_max": float(changes.max()),
        "change_mean": float(changes.mean()),
        "tightness": float(changes.sum() / bounds.sum()),
        "tightest": float((changes / bounds).max()),
    }


def jump_bound(head):
    """Proposition 4.1 for every t: the floor of the largest change of a row, and that change."""
    rows = []
    for t in range(head.n - 1):
        keys = [i for i in range(t + 1) if head.visible(t, i) and head.visible(t + 1, i)]
        if not keys:
            continue
        dc, dr = head.qc[t + 1] - head.qc[t], head.qr[t + 1] - head.qr[t]
        moved = [abs(head.product(dc, dr, head.kc[i], head.kr[i], t + 1 - i)) for i in keys]
        turned = [
            abs(
                head.product(head.qc[t], head.qr[t], head.kc[i], head.kr[i], t + 1 - i)
                - head.product(head.qc[t], head.qr[t], head.kc[i], head.kr[i], t - i)
            )
            for i in keys
        ]
        jump = float(np.linalg.norm(head.q[t + 1] - head.q[t]))
        change = max(abs(head.logit(t + 1, i) - head.logit(t, i)) for i in keys)
        c1 = max(moved) / jump
        rows.append([c1, max(turned), jump, c1 * jump - max(turned), change])
    return rows


def autocorrelation(x):
    x = x[1:] - x[1:].mean(axis=0)
    m = len(x)
    power = np.sum(x * x) / m
    return [float(np.sum(x[: m - lag] * x[lag:]) / (m - lag) / power) for lag in range(m // 2 + 1)]


def season(head):
    aq, ak = autocorrelation(head.q), autocorrelation(head.k)
    both = np.minimum(aq, ak)
    last = min((head.n - 1) // 3, len(both) - 2)
    tops = [
        lag
        for lag in range(2, last + 1)
        if both[lag] > both[lag - 1] and both[lag] >= both[lag + 1]
    ]
    result: Json = {"query": aq, "key": ak, "period": None}
    if tops and max(both[lag] for lag in tops) >= 0.1:
        best = max(both[lag] for lag in tops)
        period = next(lag for lag in tops if both[lag] >= 0.9 * best)
        turns = period * head.theta / (2 * math.pi)
        share = energy(head) / energy(head).sum()
        result |= {
            "period": period,
            "strength": float(both[period]),
            "detuning": list(np.abs(turns - np.round(turns)) * 2 * math.pi),
            "resonance": float(np.sum(share * np.cos(period * head.theta))),
        }
    return result


def energy(head):
    return np.abs(head.gain) * np.abs(head.qc).mean(axis=0) * np.abs(head.kc).mean(axis=0)


def top(row, last):
    """The TOP largest positions; the lower index wins a tie."""
    return {int(i) for i in np.argsort(-row[: last + 1], kind="stable")[:TOP]}


def scores(head):
    z, p = head.maps()
    n = head.n
    logs = np.log(np.where(p > 0, p, 1))
    entropies = -np.sum(p * logs, axis=1)
    seen = np.array([sum(head.visible(t, i) for i in range(n)) for t in range(n)])
    many = seen > 1
    slash = [float(np.mean([p[t, t - lag] for t in range(lag, n)])) for lag in range(n)]
    stripes = [
        float(np.mean([p[t, i] for t in range(max(FIRST_SINK_ROW, i + 1), n)]))
        for i in range(n // 2)
    ]
    rows = [t for t in range(n - 1) if seen[t] >= 2 * TOP]
    still = [len(top(p[t], t) & top(p[t + 1], t + 1)) / TOP for t in rows]
    moved = [len({i + 1 for i in top(p[t], t)} & top(p[t + 1], t + 1)) / TOP for t in rows]
    result = {
        "sink_mass": float(np.mean(p[FIRST_SINK_ROW:, 0])),
        "previous_token_mass": slash[1],
        "slash": slash,
        "slash_lag": int(np.argmax(slash[: n // 2])),
        "stripes": stripes,
        "stripe_key": int(np.argmax(stripes)),
        "entropy": float(entropies.mean()),
        "entropy_fraction": float(np.mean(entropies[many] / np.log(seen[many]))),
        "temporal_consistency": float(np.mean(still)) if rows else None,
        "temporal_consistency_shifted": float(np.mean(moved)) if rows else None,
    }
    lags = np.subtract.outer(np.arange(n), np.arange(n))
    result["comb"] = {
        "period": 7.25,
        "concentration": abs(complex(np.mean(np.sum(p * np.exp(2j * np.pi * lags / 7.25), axis=1)))),
    }
    return result | copying(head, p)


def copying(head, p):
    """Induction and retrieval on a sequence that comes twice."""
    found = repetition(head.ids)
    if found is None:
        return {"repeat": None}
    start, length = found
    second = range(start + length, start + 2 * length - 1)
    induction = np.mean([p[t, t - length + 1] for t in range(start + length, start + 2 * length)])
    needle = set(head.ids[start : start + length])
    copied = set()
    for t in second:
        key = int(np.argmax(p[t]))
        if start <= key < start + length and head.ids[key] == head.ids[t + 1]:
            copied.add(head.ids[key])
    return {
        "repeat": [start, length],
        "induction_score": float(induction),
        "retrieval_score": len(copied) / len(needle),
    }


def repetition(ids):
    for start in (0, 1):
        for length in range(8, (len(ids) - start) // 2 + 1):
            if ids[start : start + length] == ids[start + length : start + 2 * length]:
                return start, length
    return None


def expected(head, shifts):
    qm, km = head.qc.mean(axis=0), head.kc.mean(axis=0)
    coherent = head.scale * qm * np.conj(km)
    shares = energy(head)
    return {
        "q_similarity": similarity(head, head.q, 0),
        "k_similarity": similarity(head, head.k, 1),
        "measures": {name: over_pairs(head.q, measure) for name, measure in MEASURES.items()},
        "bounds": [shift_bound(head, a, b) for a, b in shifts],
        "jumps": jump_bound(head),
        "pair_energy": shares.tolist(),
        "dominant_pair": int(np.argmax(shares)),
        "amplitude": np.abs(coherent).tolist(),
        "phase": np.angle(coherent).tolist(),
        "singular_q": np.linalg.svd(head.q, compute_uv=False).tolist(),
        "singular_k": np.linalg.svd(head.k, compute_uv=False).tolist(),
        "season": season(head),
        "scores": scores(head),
    }


def theta_of(base, rotary):
    return base ** (-2.0 * np.arange(rotary // 2) / rotary)


def heads(rng):
    n, d = 40, 16
    yield "plain", Head(
        rng.normal(0.3, 1, (n, d)), rng.normal(0.3, 1, (n, d)), theta_of(1e4, d)
    ), [(1, 0), (1, 1), (0, -5), (5, 0), (-2, 3)]

    # GPT-NeoX-like: not all coordinates turn; gains, YaRN's factor and a sliding window on top.
    n, d = 37, 12
    yield "partial", Head(
        rng.normal(0.5, 1, (n, d)),
        rng.normal(-0.2, 1, (n, d)),
        theta_of(500.0, 8),
        gain=[1.0, -0.5, 2.0, 0.0],
        pairing="interleaved",
        factor=1.2,
        window=21,
    ), [(1, 0), (1, 1), (0, -4), (3, 0), (2, -1)]

    # Content that repeats every nine tokens, and ids that come twice after a first token.
    n, d, period = 71, 8, 9
    base_q, base_k = rng.normal(0, 1, (period, d)), rng.normal(0, 1, (period, d))
    order = np.arange(n) % period
    ids = [1] + [int(i) for i in rng.integers(2, 40, 35)] * 2
    yield "seasonal", Head(
        base_q[order] + rng.normal(0.4, 0.2, (n, d)),
        base_k[order] + rng.normal(0.4, 0.2, (n, d)),
        theta_of(100.0, d),
        ids=ids[:n],
    ), [(9, 0), (0, 9), (9, 9), (1, 1)]

    # An induction head: queries point at what followed the first copy.
    length, d = 16, 32
    tokens = [int(i) for i in rng.permutation(90)[:length]] * 2
    code = rng.normal(0, 1, (100, d))
    before = [0] + tokens[:-1]
    yield "induction", Head(
        2.0 * code[tokens] + rng.normal(0, 0.3, (2 * length, d)),
        2.0 * code[before] + rng.normal(0, 0.3, (2 * length, d)),
        theta_of(1e9, d) * 1e-3,
        ids=tokens,
    ), [(1, 0), (1, 1)]


def ranks(x):
    x = np.asarray(x)
    return np.array([(x < v).sum() + ((x == v).sum() + 1) / 2 for v in x])


def spearman_cases(rng):
    first = np.round(rng.normal(0, 1, 24), 1)
    second = np.round(first + rng.normal(0, 1, 24), 1)
    third = rng.integers(0, 4, 24).astype(float)
    for a, b in ((first, second), (first, third), (second, third)):
        rho = float(np.corrcoef(ranks(a), ranks(b))[0, 1])
        yield {"a": a.tolist(), "b": b.tolist(), "spearman": rho}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path(__file__).parent)
    folder = parser.parse_args().output / "reference"
    rng = np.random.default_rng(20260121)
    cases = []
    for name, head, shifts in heads(rng):
        cases.append(
            {
                "name": name,
                "q": head.q.tolist(),
                "k": head.k.tolist(),
                "theta": head.theta.tolist(),
                "gain": head.gain.tolist(),
                "pairing": head.pairing,
                "attention_factor": head.factor,
                "scale": head.scale,
                "window": head.window,
                "token_ids": head.ids,
                "expected": expected(head, shifts),
            }
        )
    content = {"heads": cases, "spearman": list(spearman_cases(rng))}
    text = json.dumps(content, separators=(",", ":"), allow_nan=False)
    (folder / "theory.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
