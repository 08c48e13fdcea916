#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A prompt through the built-in model: RoPEScope, which records q and k of every head, against PyTorch
and llama.cpp on the same weights in float32, alternating. With --memory, the peaks of one run each:
PyTorch keeps every head's attention map, as transformers' output_attentions=True does."""

import argparse
import json
import math
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = ROOT / "resources" / "model"
TOKENS = 1024


def read_weights(torch):
    """All tensors of the model in float32."""
    import numpy

    tensors = {}
    for path in sorted(MODEL.glob("*.safetensors")):
        data = path.read_bytes()
        length = int.from_bytes(data[:8], "little")
        for name, entry in json.loads(data[8 : 8 + length]).items():
            if name == "__metadata__":
                continue
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            if entry["dtype"] != "BF16":
                sys.exit(f"{path}: {name} is {entry['dtype']}, expected BF16")
            bits = numpy.frombuffer(data[begin:end], dtype="<u2").astype(numpy.uint32) << 16
            tensors[name] = torch.from_numpy(bits.view(numpy.float32).reshape(entry["shape"]).copy())
    return tensors


class TorchPeer:
    """Qwen2's forward pass with eager attention, as transformers does it, for one sequence: the state
    after the last norm, and q and k of every layer kept."""

    def __init__(self, threads, tokens=TOKENS, keep_maps=False):
        import torch

        self.tokens, self.maps = tokens, [] if keep_maps else None
        torch.set_num_threads(threads)
        torch.set_grad_enabled(False)
        self.torch = torch
        self.config = json.loads((MODEL / "config.json").read_text())
        self.weights = read_weights(torch)
        self.name = f"PyTorch {torch.__version__}"
        self.half = self.config["head_dim"] // 2
        theta = self.config["rope_theta"] ** (-torch.arange(self.half, dtype=torch.float64) / self.half)
        angles = torch.arange(tokens, dtype=torch.float64)[:, None] * theta
        self.cosine, self.sine = angles.cos().float(), angles.sin().float()
        self.mask = torch.full((tokens, tokens), -math.inf).triu(1)

    def norm(self, x, name):
        scale = self.torch.rsqrt(x.square().mean(-1, keepdim=True) + self.config["rms_norm_eps"])
        return x * scale * self.weights[name + ".weight"]

    def linear(self, x, name):
        bias = self.weights.get(name + ".bias")
        return self.torch.nn.functional.linear(x, self.weights[name + ".weight"], bias)

    def rotate(self, x):
        a, b = x[..., : self.half], x[..., self.half :]
        return self.torch.cat([a * self.cosine - b * self.sine, b * self.cosine + a * self.sine], -1)

    def attend(self, x, name, kept):
        d = self.config["head_dim"]
        q, k, v = (self.linear(x, f"{name}.{part}_proj").view(self.tokens, -1, d).transpose(0, 1) for part in "qkv")
        kept.append((q, k))
        group = len(q) // len(k)
        keys, values = (t.repeat_interleave(group, 0) for t in (self.rotate(k), v))
        logits = self.rotate(q) @ keys.transpose(1, 2) / math.sqrt(d) + self.mask
        maps = logits.softmax(-1)
        if self.maps is not None:
            self.maps.append(maps)
        context = (maps @ values).transpose(0, 1).reshape(self.tokens, -1)
        return self.linear(context, f"{name}.o_proj")

    def run(self, ids):
        kept = []
        x = self.weights["model.embed_tokens.weight"][ids]
        for layer in range(self.config["num_hidden_layers"]):
            name = f"model.layers.{layer}"
            x = x + self.attend(self.norm(x, f"{name}.input_layernorm"), f"{name}.self_attn", kept)
            y = self.norm(x, f"{name}.post_attention_layernorm")
            gate = self.torch.nn.functional.silu(self.linear(y, f"{name}.mlp.gate_proj"))
            x = x + self.linear(gate * self.linear(y, f"{name}.mlp.up_proj"), f"{name}.mlp.down_proj")
        return self.norm(x, "model.norm"), kept

    def ids(self):
        return self.torch.arange(self.tokens) * 7919 % self.config["vocab_size"]

    def milliseconds(self, repeats):
        ids = self.ids()
        self.run(ids)
        durations = []
        for _ in range(repeats):
            start = time.perf_counter()
            self.run(ids)
            durations.append(1000 * (time.perf_counter() - start))
        return statistics.median(durations)


class LlamaCppPeer:
    """llama-bench on a float32 GGUF file of the same weights; nothing is recorded."""

    def __init__(self, program, gguf, threads):
        self.name = "llama.cpp"
        self.command = [program, "-m", gguf, "-p", str(TOKENS), "-n", "0", "-b", str(TOKENS), "-ub", str(TOKENS)]
        self.command += ["-t", str(threads), "-o", "json"]

    def milliseconds(self, repeats):
        output = subprocess.run([*self.command, "-r", str(repeats)], check=True, capture_output=True, text=True)
        samples = json.loads(output.stdout)[0]["samples_ns"]
        return statistics.median(samples) / 1e6


def ropescope(program, threads):
    command = [program, "bench", "--json", "--only", "prompt_1024", "--threads", str(threads)]
    output = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(output.stdout)["results"][0]["median_ms"]


def peak_of_children():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def compare_memory(args):
    """The largest child so far only ever grows, so the smaller program comes first."""
    with tempfile.TemporaryDirectory() as folder:
        ids = pathlib.Path(folder) / "ids.txt"
        ids.write_text(" ".join(str(i * 7919 % 4096) for i in range(args.tokens)))
        command = [args.program, "capture", "--token-ids", str(ids), "--output", f"{folder}/t.h5", "--quiet"]
        subprocess.run([*command, "--threads", str(args.threads)], check=True)
    own = peak_of_children()
    subprocess.run([sys.executable, __file__, "--keep-maps", "--tokens", str(args.tokens)], check=True)
    print(f"{args.tokens} tokens through the built-in model, peak memory in MiB")
    print(f"{'RoPEScope, q and k of all heads':48} {own:8.0f}")
    print(f"{'PyTorch, attention maps of all heads':48} {peak_of_children():8.0f}")


def spread(values):
    return f"{statistics.median(values):7.1f} ({min(values):.1f} to {max(values):.1f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(ROOT / "build" / "release" / "ropescope"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--llama-bench", help="llama.cpp's llama-bench; needs --gguf")
    parser.add_argument("--gguf", help="the built-in model as a float32 GGUF file")
    parser.add_argument("--memory", action="store_true", help="compare peak memory instead")
    parser.add_argument("--tokens", type=int, default=4096, help="of --memory")
    parser.add_argument("--keep-maps", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.keep_maps:
        peer = TorchPeer(args.threads, args.tokens, keep_maps=True)
        peer.run(peer.ids())
        return
    if args.memory:
        compare_memory(args)
        return
    peers = [TorchPeer(args.threads)]
    if args.llama_bench and args.gguf:
        peers.append(LlamaCppPeer(args.llama_bench, args.gguf, args.threads))

    own, others = [], [[] for _ in peers]
    for _ in range(args.rounds):
        own.append(ropescope(args.program, args.threads))
        for peer, durations in zip(peers, others):
            durations.append(peer.milliseconds(5))
    print(f"{TOKENS} tokens through the built-in model in float32, {args.threads} threads; ms, median of rounds")
    print(f"{'RoPEScope, q and k recorded':32} {spread(own)}")
    for peer, durations in zip(peers, others):
        print(f"{peer.name:32} {spread(durations)}")
        ratios = [other / mine for other, mine in zip(durations, own)]
        print(f"{'  as a multiple of RoPEScope':32} {statistics.median(ratios):7.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
