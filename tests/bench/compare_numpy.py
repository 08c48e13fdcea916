#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One attention map to a painted picture: RoPEScope against NumPy and matplotlib, alternating."""

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


class NumpyPeer:
    """What a notebook does, with a figure that is made once."""

    def __init__(self, tokens):
        import matplotlib

        matplotlib.use("Agg")
        import numpy
        from matplotlib import pyplot

        self.numpy = numpy
        generator = numpy.random.default_rng(1)
        self.q, self.k = (
            generator.standard_normal((tokens, HEAD_DIM)).astype(numpy.float32) for _ in range(2)
        )
        self.theta = (BASE ** (-numpy.arange(HEAD_DIM // 2) * 2.0 / HEAD_DIM)).astype(numpy.float32)
        self.above = numpy.triu(numpy.ones((tokens, tokens), dtype=bool), 1)
        self.figure = pyplot.figure(figsize=(PIXELS / 100, PIXELS / 100), dpi=100)
        self.axes = self.figure.add_axes([0, 0, 1, 1])

    def draw(self):
        """Returns milliseconds: (map, picture)."""
        numpy = self.numpy
        start = time.perf_counter()
        logits = rotate(numpy, self.q, self.theta) @ rotate(numpy, self.k, self.theta).T
        logits *= numpy.float32(HEAD_DIM**-0.5)
        logits[self.above] = -numpy.inf
        logits -= logits.max(axis=1, keepdims=True)
        numpy.exp(logits, out=logits)
        logits /= logits.sum(axis=1, keepdims=True)
        mapped = time.perf_counter()
        self.axes.clear()
        self.axes.imshow(logits, cmap="viridis")
        self.figure.canvas.draw()
        return (mapped - start) * 1e3, (time.perf_counter() - mapped) * 1e3


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
    parser.add_argument("--threads", help="threads of ropescope (one for each core)")
    parser.add_argument("--backend", default="auto")
    options = parser.parse_args()
    extra = ["--backend", options.backend]
    if options.threads:
        extra += ["--threads", options.threads]

    peer = NumpyPeer(options.tokens)
    libraries = blas_libraries()
    threads = openblas_threads(libraries)
    print("NumPy", peer.numpy.__version__, "on", ", ".join(libraries) or "a BLAS inside NumPy")
    if threads is None:
        print("ATTENTION: this is not OpenBLAS. The peer is slower than it needs to be; "
              "install libopenblas0-pthread.")
    else:
        print(f"OpenBLAS with {threads} threads")

    own, maps, pictures, backend = [], [], [], ""
    peer.draw()
    for _ in range(options.rounds):
        median, backend = ropescope_median(options.program, options.tokens, extra)
        own.append(median)
        drawn = [peer.draw() for _ in range(5)]
        maps.append(statistics.median(d[0] for d in drawn))
        pictures.append(statistics.median(d[1] for d in drawn))
    totals = [m + p for m, p in zip(maps, pictures)]
    ratios = [t / o for t, o in zip(totals, own)]
    print(f"\n{options.tokens} tokens, head dimension {HEAD_DIM}, {PIXELS} x {PIXELS} pixels, "
          f"{options.rounds} rounds: median (range)")
    print(f"ropescope, {backend:<20}{spread(own)}")
    print(f"{'numpy map':<31}{spread(maps)}")
    print(f"{'matplotlib picture':<31}{spread(pictures)}")
    print(f"{'numpy and matplotlib':<31}{spread(totals)}")
    print(f"\nratio {statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})")


if __name__ == "__main__":
    main()
