#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure the numbers of the model card with transformers (eager attention, float32).

    python3 evaluate.py --model DIR --text books-valid.txt --output evaluation.json [--prompt FILE]

Loss is measured on the whole held-out text in windows of 1024 and 2048 tokens. Head scores are
means over evenly spaced held-out windows; layers and heads count from 0. With p a head's
attention, N tokens and all q, k raw (before RoPE):

- sink            mean over t >= 8 of p[t, 0]
- previous_token  mean over t >= 1 of p[t, t-1]
- induction       on random tokens repeated once with period P: mean of p[t, t-P+1], second copy
- dominant_pair   pair m = (m, m + d/2) with the largest energy mean|q^m| * mean|k^m|, and its share
- q_similarity    mean cosine of all pairs of raw queries
- relocated       the dominant pair swapped with slot 2, 3 or 5: period of the mean logit by lag

A period is the highest peak of the Hann-windowed, zero-padded spectrum of that profile; its
strength is the part of the spectrum's power (mean removed) within the peak's main lobe.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel

CONTEXTS = (1024, 2048)
WINDOWS, WINDOW_TOKENS = 16, 512
INDUCTION_PERIOD, INDUCTION_ROWS = 128, 16
SLOTS = (2, 3, 5)
AIMS = {"sink": 0.5, "previous_token": 0.6, "induction": 0.5, "dominant_share": 0.3}


def load_model(directory: Path, device: str) -> PreTrainedModel:
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, attn_implementation="eager")
    return model.to(device).eval()


def batches(ids: Tensor, context: int) -> Tensor:
    """Consecutive windows of the text, each of `context` tokens with token 0 in front."""
    count = ids.numel() // (context - 1)
    return F.pad(ids[: count * (context - 1)].view(count, context - 1), (1, 0))


@torch.no_grad()
def loss(model: PreTrainedModel, ids: Tensor, context: int) -> float:
    """Mean cross-entropy in nats over every predicted token."""
    total, count = 0.0, 0
    for rows in batches(ids, context).split(4):
        logits = model(rows, use_cache=False).logits[:, :-1]
        total += F.cross_entropy(logits.flatten(0, 1), rows[:, 1:].flatten(), reduction="sum").item()
        count += rows[:, 1:].numel()
    return total / count


class Capture:
    """Runs the model and keeps raw q (rows, heads, N, d) and k (rows, key heads, N, d) per layer."""

    def __init__(self, model: PreTrainedModel) -> None:
        self.model = model
        self.raw: dict[tuple[int, str], Tensor] = {}
        for index, layer in enumerate(model.model.layers):
            for name in ("q", "k"):
                projection = getattr(layer.self_attn, f"{name}_proj")
                projection.register_forward_hook(self._keep(index, name, layer.self_attn.head_dim))

    def _keep(self, layer: int, name: str, head_dim: int):
        def hook(_module, _inputs, output: Tensor) -> None:
            self.raw[layer, name] = output.unflatten(-1, (-1, head_dim)).transpose(1, 2)

        return hook

    @torch.no_grad()
    def attention(self, ids: Tensor) -> tuple[Tensor, ...]:
        return self.model(ids, use_cache=False, output_attentions=True).attentions


def pair_norms(x: Tensor) -> Tensor:
    first, second = x.chunk(2, dim=-1)
    return torch.hypot(first, second)


def energy_shares(q: Tensor, k: Tensor) -> Tensor:
    """(rows, heads, d/2): energy of every pair over the sum of all pairs."""
    energy = pair_norms(q).mean(2) * pair_norms(k).mean(2)
    return energy / energy.sum(-1, keepdim=True)


def q_similarity(q: Tensor) -> Tensor:
    """(heads,): mean cosine over all ordered pairs of different queries."""
    unit = F.normalize(q, dim=-1)
    count = q.shape[2]
    return ((unit.sum(2).square().sum(-1) - count) / (count * (count - 1))).mean(0)


def rotate(x: Tensor, theta: Tensor) -> Tensor:
    """Half-split RoPE of one head's x (rows, N, d) by the table theta (d/2)."""
    angles = torch.outer(torch.arange(x.shape[1], device=x.device), theta)
    cos, sin = angles.cos().float(), angles.sin().float()
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)


def lag_profile(q: Tensor, k: Tensor, theta: Tensor) -> Tensor:
    """M(D) = mean over rows and t of z[t, t-D], D = 0 .. N/2 - 1."""
    z = rotate(q, theta) @ rotate(k, theta).transpose(1, 2) / math.sqrt(q.shape[-1])
    return torch.stack([z.diagonal(-lag, 1, 2).mean() for lag in range(q.shape[1] // 2)])


def period_of(profile: Tensor, predicted: float) -> dict[str, float]:
    """Measured period and strength, and the strength at the predicted period."""
    count, padding = profile.numel(), 16
    window = torch.hann_window(count, periodic=False, device=profile.device)
    power = torch.fft.rfft((profile - profile.mean()) * window, n=padding * count).abs().square()
    lobe = 2 * padding  # half width of Hann's main lobe, in bins of the padded spectrum

    def strength(centre: int) -> float:
        return (power[max(0, centre - lobe) : centre + lobe + 1].sum() / power.sum()).item()

    lowest = 3 * padding  # fewer than three cycles are a trend
    peak = lowest + int(power[lowest:-1].argmax())
    left, middle, right = (power[peak + step].log().item() for step in (-1, 0, 1))
    refined = peak + 0.5 * (left - right) / (left - 2 * middle + right)
    return {
        "predicted": round(predicted, 3),
        "measured": round(padding * count / refined, 3),
        "strength": round(strength(peak), 4),
        "strength_at_predicted": round(strength(round(padding * count / predicted)), 4),
    }


def relocated_periods(q: Tensor, k: Tensor, dominant: int, base: float) -> dict[str, dict[str, float]]:
    half = q.shape[-1] // 2
    theta = base ** (-torch.arange(half, dtype=torch.float64, device=q.device) / half)
    periods = {}
    for slot in SLOTS:
        edited = theta.clone()
        edited[[dominant, slot]] = theta[[slot, dominant]]
        periods[str(slot)] = period_of(lag_profile(q, k, edited), 2 * math.pi / theta[slot].item())
    return periods


def induction_scores(capture: Capture, vocabulary: int, device: str) -> Tensor:
    """(layers, heads)"""
    generator = torch.Generator().manual_seed(0)
    period = INDUCTION_PERIOD
    once = torch.randint(1, vocabulary, (INDUCTION_ROWS, period), generator=generator)
    ids = F.pad(torch.cat([once, once], dim=1), (1, 0)).to(device)
    queries = torch.arange(period + 1, 2 * period + 1, device=device)
    return torch.stack([p[:, :, queries, queries - period + 1].mean((0, 2)) for p in capture.attention(ids)])


def measure_heads(capture: Capture, ids: Tensor, base: float) -> list[dict]:
    """One record per head from rows of text (rows, N)."""
    attentions = capture.attention(ids)
    records = []
    for layer, p in enumerate(attentions):
        q, k = capture.raw[layer, "q"], capture.raw[layer, "k"]
        group = q.shape[1] // k.shape[1]
        k = k.repeat_interleave(group, dim=1)
        shares = energy_shares(q, k).mean(0)
        similarity = q_similarity(q)
        sink = p[:, :, 8:, 0].mean((0, 2))
        previous = p.diagonal(-1, 2, 3).mean((0, 2))
        for head in range(q.shape[1]):
            share, dominant = shares[head].max(0)
            records.append(
                {
                    "layer": layer,
                    "head": head,
                    "sink": round(sink[head].item(), 4),
                    "previous_token": round(previous[head].item(), 4),
                    "q_similarity": round(similarity[head].item(), 4),
                    "dominant_pair": int(dominant),
                    "dominant_share": round(share.item(), 4),
                    "relocated": relocated_periods(q[:, head], k[:, head], int(dominant), base),
                }
            )
    return records


def cleanest_diagonals(heads: list[dict], slot: int, count: int = 8) -> list[dict]:
    """Heads whose measured period is within 2 % of the prediction, strongest first."""
    hits = [
        {"layer": h["layer"], "head": h["head"], "dominant_pair": h["dominant_pair"], **h["relocated"][str(slot)]}
        for h in heads
        if abs(h["relocated"][str(slot)]["measured"] / h["relocated"][str(slot)]["predicted"] - 1) < 0.02
    ]
    return sorted(hits, key=lambda hit: -hit["strength_at_predicted"])[:count]


def within_two_percent(heads: list[dict]) -> dict[str, int]:
    return {str(slot): len(cleanest_diagonals(heads, slot, count=len(heads))) for slot in SLOTS}


def best_heads(heads: list[dict]) -> dict[str, dict]:
    best = {}
    for measure, aim in AIMS.items():
        top = max(heads, key=lambda h: h[measure])
        best[measure] = {
            "layer": top["layer"],
            "head": top["head"],
            "value": top[measure],
            "aim": aim,
            "met": top[measure] >= aim,
        }
    return best


def main() -> None:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=here)
    parser.add_argument("--text", type=Path, required=True, help="held-out text, e.g. books-valid.txt")
    parser.add_argument("--prompt", type=Path, default=here / "prompts" / "default.txt")
    parser.add_argument("--output", type=Path, required=True, help="JSON file to write")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()

    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    text = args.text.read_text(encoding="utf-8")
    prompt_ids = tokenizer.encode(args.prompt.read_text(encoding="utf-8")).ids
    prompt_text = args.prompt.read_text(encoding="utf-8")
    if AutoTokenizer.from_pretrained(args.model)(prompt_text)["input_ids"] != prompt_ids or prompt_ids[0] != 0:
        raise SystemExit("AutoTokenizer and tokenizer.json disagree")
    ids = torch.tensor(tokenizer.encode(text, add_special_tokens=False).ids, device=args.device)
    bytes_per_token = len(text.encode("utf-8")) / ids.numel()

    model = load_model(args.model, args.device)
    losses = {str(context): loss(model, ids, context) for context in CONTEXTS}
    base = model.config.rope_parameters["rope_theta"]
    capture = Capture(model)
    rows = batches(ids, WINDOW_TOKENS)
    chosen = rows[torch.linspace(0, len(rows) - 1, WINDOWS).round().long()]
    heads = measure_heads(capture, chosen, base)
    induction = induction_scores(capture, model.config.vocab_size, args.device)
    for head in heads:
        head["induction"] = round(induction[head["layer"], head["head"]].item(), 4)
    prompt_heads = measure_heads(capture, torch.tensor([prompt_ids], device=args.device), base)

    result = {
        "parameters": model.num_parameters(),
        "held_out_tokens": ids.numel(),
        "bytes_per_token": round(bytes_per_token, 4),
        "nats_per_token": {context: round(value, 4) for context, value in losses.items()},
        "bits_per_byte": {
            context: round(value / math.log(2) / bytes_per_token, 4) for context, value in losses.items()
        },
        "best": best_heads(heads),
        "periods_within_2_percent": {"held_out": within_two_percent(heads), "prompt": within_two_percent(prompt_heads)},
        "cleanest_diagonals_slot_2": {
            "held_out": cleanest_diagonals(heads, 2),
            "prompt": cleanest_diagonals(prompt_heads, 2),
        },
        "prompt_tokens": len(prompt_ids),
        "heads": heads,
    }
    args.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: value for key, value in result.items() if key != "heads"}, indent=1))
    for measure in AIMS:
        ranked = sorted(heads, key=lambda h: -h[measure])[:5]
        print(measure, ", ".join(f"({h['layer']}, {h['head']}) {h[measure]:.3f}" for h in ranked))


if __name__ == "__main__":
    main()
