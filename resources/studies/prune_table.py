#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mean and spread over texts of what `ropescope prune` measured, as CSV.

    python3 resources/studies/prune_table.py layers.csv heads.csv > prune.csv

A row a method, beta and number removed. With x = ln(perplexity / perplexity of the whole model) of
a text, the mean over seeds where there are several:

- perplexity       exp of the mean negative log likelihood over texts
- increase, spread mean and standard deviation of x over texts, in nats a token
- seed_spread      standard deviation over seeds of the mean over texts
- better_than_random  of how many texts x is below that of the mean random order
- removed          what is removed, first to last; with several orders (seeds, texts) it is empty
"""

from __future__ import annotations

import csv
import math
import statistics
import sys
from collections import defaultdict

RANDOM = {"random": "random", "heads-highest-q": "heads-random", "heads-lowest-q": "heads-random"}
COLUMNS = ("method", "beta", "n", "texts", "seeds", "perplexity", "increase", "spread", "seed_spread",
           "better_than_random", "removed")


def read(paths: list[str]) -> list[dict[str, str]]:
    rows = []
    for path in paths:
        with open(path, newline="", encoding="utf-8") as file:
            rows += csv.DictReader(file)
    return rows


def deviation(values: list[float]) -> float:
    return statistics.stdev(values) if len(values) > 1 else 0.0


def main() -> None:
    rows = read(sys.argv[1:])
    whole = {row["text"]: float(row["nll"]) for row in rows if row["n"] == "0"}
    cells = defaultdict(lambda: defaultdict(dict))  # (method, beta, n): text: seed: increase
    orders = defaultdict(set)
    so_far: dict[tuple[str, ...], str] = {}
    for row in rows:
        key = row["method"], row["beta"], int(row["n"])
        cells[key][row["text"]][row["seed"]] = float(row["nll"]) - whole[row["text"]]
        order = row["text"], row["method"], row["beta"], row["seed"]
        so_far[order] = (so_far[order] + " " if row["n"] != "0" and so_far.get(order) else "") + row["removed"]
        orders[key].add(so_far[order])

    def of_texts(key: tuple[str, str, int]) -> dict[str, float]:
        return {text: statistics.fmean(seeds.values()) for text, seeds in cells[key].items()}

    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    out.writeheader()
    for key, texts in cells.items():
        method, beta, n = key
        increase = of_texts(key)
        seeds = sorted({seed for text in texts.values() for seed in text})
        over_texts = [statistics.fmean(text[seed] for text in texts.values()) for seed in seeds]
        at_random = RANDOM.get(method, "random"), "", n
        random = of_texts(at_random) if at_random in cells and at_random != key else {}
        out.writerow({
            "method": method,
            "beta": beta,
            "n": n,
            "texts": len(increase),
            "seeds": len(seeds),
            "perplexity": f"{math.exp(statistics.fmean(whole[t] + increase[t] for t in increase)):.4g}",
            "increase": f"{statistics.fmean(increase.values()):.4f}",
            "spread": f"{deviation(list(increase.values())):.4f}",
            "seed_spread": f"{deviation(over_texts):.4f}" if len(seeds) > 1 else "",
            "better_than_random": sum(increase[t] < random[t] for t in increase) if random else "",
            "removed": next(iter(orders[key])) if len(orders[key]) == 1 else "",
        })


if __name__ == "__main__":
    main()
