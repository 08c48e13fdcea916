#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One attention map to a painted picture: RoPEScope against NumPy and PyTorch, both painted by matplotlib,
alternating."""

import argparse
import ctypes
import json
import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEAD_DIM = 64
BASE = 1e6
PIXELS = 1000


def blas_libraries():
    """Paths of the BLAS libraries that this process has loaded; NumPy's own words name the build's."""
    import numpy.linalg  # noqa: F401  loads the library

    with open("/proc/self/maps", encoding="ascii", errors="replace") as maps:
        paths = {line.split()[-1] for line in maps if ".so" in line}
    return sorted(str(pathlib.Path(p).resolve()) for p in paths if "blas" in p.lower())


def openblas_threads(paths):
    for path in paths:
        try:
            return ctypes.CDLL(path).openblas_get_num_threads()
        except (OSError, AttributeError):
            continue
    return None


def rotate(numpy, x, theta):
    angles = numpy.arange(len(x), dtype=numpy.float32)[:, None] * theta
    cosine, sine = numpy.cos(angles), numpy.sin(angles)
    half = x.shape[1] // 2
    first, second = x[:, :half], x[:, half:]
    return numpy.concatenate([first * cosine - second * sine, first * sine + second * cosine], axis=1)


class Canvas:
    """A figure that is made once, as a notebook would not: the peers are timed at their best."""

    def __init__(self):
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot

        self.figure = pyplot.figure(figsize=(PIXELS / 100, PIXELS / 100), dpi=100)
        self.axes = self.figure.add_axes([0, 0, 1, 1])

    def milliseconds(self, values):
        start = time.perf_counter()
        self.axes.clear()
        self.axes.imshow(values, cmap="viridis")
        self.figure.canvas.draw()
        return (time.perf_counter() - start) * 1e3


class NumpyPeer:
    """What a notebook does."""

    def __init__(self, tokens, threads):
        import numpy

        self.numpy = numpy
        self.name = f"NumPy {numpy.__version__}"
        generator = numpy.random.default_rng(1)
        self.q, self.k = (
            generator.standard_normal((tokens, HEAD_DIM)).astype(numpy.float32) for _ in range(2)
        )
        self.theta = (BASE ** (-numpy.arange(HEAD_DIM // 2) * 2.0 / HEAD_DIM)).astype(numpy.float32)
        self.above = numpy.triu(numpy.ones((tokens, tokens), dtype=bool), 1)
        self.words = blas_words()

    def map(self):
        numpy = self.numpy
        logits = rotate(numpy, self.q, self.theta) @ rotate(numpy, self.k, self.theta).T
        logits *= numpy.float32(HEAD_DIM**-0.5)
        logits[self.above] = -numpy.inf
        logits -= logits.max(axis=1, keepdims=True)
        numpy.exp(logits, out=logits)
        logits /= logits.sum(axis=1, keepdims=True)
        return logits


class TorchPeer:
    """The same with PyTorch's operators on the processor, in place where they can be."""

    def __init__(self, tokens, threads):
        import torch

        if threads:
            torch.set_num_threads(threads)
        torch.set_grad_enabled(False)
        self.torch = torch
        self.name = f"PyTorch {torch.__version__}"
        self.words = f"{self.name} with {torch.get_num_threads()} threads"
        generator = torch.Generator().manual_seed(1)
        self.q, self.k = (torch.randn((tokens, HEAD_DIM), generator=generator) for _ in range(2))
        self.theta = BASE ** (-torch.arange(HEAD_DIM // 2) * 2.0 / HEAD_DIM)
        self.above = torch.ones((tokens, tokens), dtype=torch.bool).triu(1)

    def rotate(self, x):
        angles = self.torch.arange(len(x), dtype=self.torch.float32)[:, None] * self.theta
        cosine, sine = angles.cos(), angles.sin()
        first, second = x.chunk(2, 1)
        return self.torch.cat([first * cosine - second * sine, first * sine + second * cosine], 1)

    def map(self):
        logits = self.rotate(self.q) @ self.rotate(self.k).T
        logits.mul_(HEAD_DIM**-0.5).masked_fill_(self.above, -float("inf"))
        return logits.softmax(1).numpy()


def blas_words():
    libraries = blas_libraries()
    threads = openblas_threads(libraries)
    words = "NumPy on " + (", ".join(libraries) or "a BLAS inside NumPy")
    if threads is None:
        return (words + "\nATTENTION: this is not OpenBLAS. The peer is slower than it needs to be; "
                "install libopenblas0-pthread.")
    return f"{words}\nOpenBLAS with {threads} threads"


def peers_here(tokens, threads):
    peers = []
    for kind, package in ((NumpyPeer, "python3-numpy"), (TorchPeer, "python3-torch")):
        try:
            peers.append(kind(tokens, threads))
        except ImportError as error:
            print(f"No comparison with {kind.__name__[:-4]}: {error} (Debian: {package}).")
    return peers


def ropescope_median(program, tokens, extra):
    command = [program, "bench", "--json", "--only", f"map_{tokens}", *extra]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    result = report["results"][0]
    if "error" in result:
        sys.exit(f"compare_numpy: {result['error']}")
    return result["median_ms"], report["backend"]


def spread(values):
    return f"{statistics.median(values):8.1f} ms   ({min(values):.1f} to {max(values):.1f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(ROOT / "build/release/ropescope"))
    parser.add_argument("--tokens", type=int, choices=(2048, 8192), default=2048)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, help="threads of ropescope and PyTorch (all cores)")
    parser.add_argument("--backend", default="auto")
    options = parser.parse_args()
    extra = ["--backend", options.backend]
    if options.threads:
        extra += ["--threads", str(options.threads)]

    peers = peers_here(options.tokens, options.threads)
    canvas = Canvas()
    for peer in peers:
        print(peer.words)
        canvas.milliseconds(peer.map())

    own, backend = [], ""
    maps = {peer.name: [] for peer in peers}
    totals = {peer.name: [] for peer in peers}
    for _ in range(options.rounds):
        median, backend = ropescope_median(options.program, options.tokens, extra)
        own.append(median)
        for peer in peers:
            values, painted = [], []
            for _ in range(5):
                start = time.perf_counter()
                probabilities = peer.map()
                values.append((time.perf_counter() - start) * 1e3)
                painted.append(canvas.milliseconds(probabilities))
            maps[peer.name].append(statistics.median(values))
            totals[peer.name].append(statistics.median(v + p for v, p in zip(values, painted)))

    print(f"\n{options.tokens} tokens, head dimension {HEAD_DIM}, {PIXELS} x {PIXELS} pixels, "
          f"{options.rounds} rounds: median (range)")
    print(f"{'RoPEScope, ' + backend:<34}{spread(own)}")
    for peer in peers:
        ratios = [total / mine for total, mine in zip(totals[peer.name], own)]
        print(f"{peer.name + ', map alone':<34}{spread(maps[peer.name])}")
        print(f"{peer.name + ' and matplotlib':<34}{spread(totals[peer.name])}")
        print(f"{'  as a multiple of RoPEScope':<34}{statistics.median(ratios):8.1f}      "
              f"({min(ratios):.1f} to {max(ratios):.1f})")


if __name__ == "__main__":
    main()
