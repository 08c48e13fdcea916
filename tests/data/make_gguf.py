#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the GGUF and llama2.c models that the C++ tests read, and the numbers they compare with.

    python3 tests/data/make_gguf.py [--llama-bin BUILD/bin] [--models tests/data/models] [--output tests/data]

Needs numpy, and from a build of llama.cpp (the committed files: February 2025, commit c392e5094)
the programs llama-quantize and llama-tokenize; without them gguf/tiny-llama* and the cases stay as
they are. Everything is seeded. It writes:

- gguf/blocks.safetensors: for each quantised type random blocks, TYPE.bytes, and what they stand
  for, TYPE.values, decoded below from the description of the format, independently of the C++.
- gguf/tiny-llama-TYPE.gguf: one random Llama (one layer, 4 heads, 2 key heads, untied), written in
  float32 by the code below, with queries and keys permuted as llama.cpp's converter does, and
  quantised by llama-quantize; a SentencePiece vocabulary trained on a few sentences.
- gguf/tiny-llama.safetensors: token_ids [N], and for each of the files TYPE.logits [N, vocabulary],
  TYPE.q and TYPE.k [heads, N, d] of the last layer, raw, before RoPE, in Hugging Face's order. Computed
  in float64 with the weights as quantised.
- gguf/tokenizer_cases.json: "cases", texts and the ids that llama-tokenize gives for them, and
  "merges", what Hugging Face's converter makes of the pieces and their scores.
- gguf/word_rules.json: "tokens" and "merges" of a byte-level vocabulary that was trained without cutting
  words, so that every cut shows, "texts", and "ids": what llama-tokenize gives for them, by the name of
  the rules that cut words (tokenizer.ggml.pre).
- gguf/converted/NAME.gguf for qwen3, gemma3, phi3-longrope and llama-yarn: models/tiny-NAME as llama.cpp's
  later converters write it (the one of c392e5094 has no Qwen 3 and Gemma 3, no partly rotated longrope
  and no YaRN in a Llama). Two things of tiny-gemma3 have no key: its pattern of windows, which the key
  that llama.cpp reads states instead, and the number by which scores are divided, made up for in the
  gains of the queries' norms. And smollm3.gguf, random, with its numbers in gguf/smollm3.safetensors:
  the format has no key for the layers that do not rotate, every fourth one.
- llama2c/first.bin (untied), llama2c/version1.bin (tied) and llama2c/tokenizer.bin, and
  llama2c/reference.safetensors: token_ids, and NAME.logits, NAME.q, NAME.k as above.

All others in gguf/converted were written by llama.cpp's convert_hf_to_gguf.py (commit c392e5094) from
models/tiny-NAME, as BF16 and without a vocabulary, since the tiny models have none. Its reader of
config.json expects the keys of transformers 4 (rope_theta, rope_scaling and rotary_pct at the top,
original_max_position_embeddings there, too, for Llama 3), which were moved for it. No converter writes
llama.attention.sliding_window; mistral.gguf had it added.
"""

from __future__ import annotations

import argparse
import ast
import json
import struct
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

SPACE = "\u2581"
TEXT = [
    "The old captain looked at the map, and then at the window. The old captain looked at the sea.",
    "Attention heads rotate queries and keys; the angle grows with the distance between two words.",
    "She said that the cat sat on the mat, and that the rain had not yet ended in the morning.",
    "Once upon a time there was a small house near the old forest, and in the house lived a child.",
]
CASES = ["The old captain", "the the  the", " leading and trailing ", "caf\u00e9 \u4f60\u597d \U0001f999", "line\nbreak\ttab",
         "x", "123 + 45 = 168!", "<s>inside</s>", "\u2581mark"]
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6
# No tilde: the tables of c392e5094 do not count it as a symbol.
WORD_TEXTS = [
    "Hello world, it's 2024 and I'LL pay $1,234,567.89!!",
    "  two  spaces\t\ttabs \n\n \r\n lines   ",
    'foo.bar(baz)[0] != "q"; // c++ `code` ^|',
    "caf\u00e9 na\u00efve \u00c0\u01bb \u01c0 \u2102 \u10a0 \u1c90 \u10d0",
    "\u4e2d\u6587\u5b57\u7b26 \u30c6\u30b9\u30c8 \ud55c\uad6d\uc5b4 \uff01\u3002",
    "a1b22c333d4444 \u00bd \u2167 \u0663\u0664",
    "don't we'Ve  You'd x",
    "xYxYxYxYxY camelCase HTTPServer",
]
# Those that c392e5094 knows and that a decoder of this program can have.
WORD_RULES = [
    "default", "falcon", "deepseek-coder", "deepseek-llm", "deepseek-v3", "gpt-2", "phi-2", "jais", "gigachat", "mpt",
    "olmo", "starcoder", "smollm", "refact", "codeshell", "minerva-7b", "command-r", "llama-bpe", "llama3", "llama-v3",
    "falcon3", "dbrx", "smaug-bpe", "qwen2", "deepseek-r1-qwen", "megrez", "stablelm2", "tekken",
]


# --- Block formats ---------------------------------------------------------------------------------

def half(blocks: np.ndarray, at: int) -> np.ndarray:
    return np.ascontiguousarray(blocks[:, at:at + 2]).view("<f2").astype(np.float32)


def nibbles(blocks: np.ndarray, at: int) -> np.ndarray:
    """16 bytes as 32 numbers: the low halves, then the high ones."""
    part = blocks[:, at:at + 16]
    return np.concatenate([part & 15, part >> 4], axis=1).astype(np.int32)


def fifth_bits(blocks: np.ndarray, at: int) -> np.ndarray:
    word = np.ascontiguousarray(blocks[:, at:at + 4]).view("<u4")
    return ((word >> np.arange(32, dtype=np.uint32)) & 1).astype(np.int32) * 16


def six_bit_pairs(blocks: np.ndarray, at: int) -> tuple[np.ndarray, np.ndarray]:
    """Eight scales and eight minimums of 6 bits out of 12 bytes."""
    p = blocks[:, at:at + 12].astype(np.int32)
    scales = np.concatenate([p[:, 0:4] & 63, (p[:, 8:12] & 15) | (p[:, 0:4] >> 6) << 4], axis=1)
    minimums = np.concatenate([p[:, 4:8] & 63, p[:, 8:12] >> 4 | (p[:, 4:8] >> 6) << 4], axis=1)
    return scales, minimums


def once(exact: np.ndarray) -> np.ndarray:
    """Products and sums of these small numbers are exact in float64; float32 rounds them once."""
    return exact.astype(np.float32)


def decode_q4_0(b: np.ndarray) -> np.ndarray:
    return once(half(b, 0).astype(float) * (nibbles(b, 2) - 8))


def decode_q4_1(b: np.ndarray) -> np.ndarray:
    return once(half(b, 0).astype(float) * nibbles(b, 4) + half(b, 2))


def decode_q5_0(b: np.ndarray) -> np.ndarray:
    return once(half(b, 0).astype(float) * ((nibbles(b, 6) | fifth_bits(b, 2)) - 16))


def decode_q5_1(b: np.ndarray) -> np.ndarray:
    return once(half(b, 0).astype(float) * (nibbles(b, 8) | fifth_bits(b, 4)) + half(b, 2))


def decode_q8_0(b: np.ndarray) -> np.ndarray:
    return once(half(b, 0).astype(float) * b[:, 2:34].view(np.int8))


def decode_four_or_five(b: np.ndarray, quants: np.ndarray) -> np.ndarray:
    scales, minimums = six_bit_pairs(b, 4)
    scales = half(b, 0).astype(float) * scales
    minimums = half(b, 2).astype(float) * minimums
    return once((scales[:, :, None] * quants - minimums[:, :, None]).reshape(len(b), 256))


def k_nibbles(b: np.ndarray, at: int) -> np.ndarray:
    """128 bytes as 8 times 32 numbers: of each 32 bytes the low halves, then the high ones."""
    part = b[:, at:at + 128].reshape(len(b), 4, 1, 32)
    return np.concatenate([part & 15, part >> 4], axis=2).reshape(len(b), 8, 32).astype(np.int32)


def decode_q4_k(b: np.ndarray) -> np.ndarray:
    return decode_four_or_five(b, k_nibbles(b, 16))


def decode_q5_k(b: np.ndarray) -> np.ndarray:
    fifths = (b[:, None, 16:48] >> np.arange(8, dtype=np.uint8)[None, :, None]) & 1
    return decode_four_or_five(b, k_nibbles(b, 48) | fifths.astype(np.int32) << 4)


def decode_q6_k(b: np.ndarray) -> np.ndarray:
    result = np.empty((len(b), 256))
    scale = half(b, 208).astype(float) * b[:, 192:208].view(np.int8)  # (blocks, 16)
    for element in range(256):
        side, inside = divmod(element, 128)
        row, column = divmod(inside, 32)
        byte = b[:, 64 * side + column + 32 * (row % 2)].astype(np.int32)
        low = byte & 15 if row < 2 else byte >> 4
        high = b[:, 128 + 32 * side + column].astype(np.int32) >> (2 * row) & 3
        result[:, element] = scale[:, element // 16] * ((low | high << 4) - 32)
    return once(result)


# name: number in the file, elements, bytes, decoder, places of halves
BLOCKS = {
    "Q4_0": (2, 32, 18, decode_q4_0, [0]),
    "Q4_1": (3, 32, 20, decode_q4_1, [0, 2]),
    "Q5_0": (6, 32, 22, decode_q5_0, [0]),
    "Q5_1": (7, 32, 24, decode_q5_1, [0, 2]),
    "Q8_0": (8, 32, 34, decode_q8_0, [0]),
    "Q4_K": (12, 256, 144, decode_q4_k, [0, 2]),
    "Q5_K": (13, 256, 176, decode_q5_k, [0, 2]),
    "Q6_K": (14, 256, 210, decode_q6_k, [208]),
}


def make_blocks(rng: np.random.Generator) -> dict[str, np.ndarray]:
    tensors = {}
    for name, (_, elements, size, decode, halves) in BLOCKS.items():
        count = 1536 // elements
        blocks = rng.integers(0, 256, (count, size), dtype=np.uint8)
        for at in halves:
            value = rng.normal(0, 0.05, count).astype(np.float16)
            value[0] = 6e-8  # the least subnormal half
            value[1] = -2.5
            blocks[:, at:at + 2] = value.view(np.uint8).reshape(count, 2)
        tensors[f"{name}.bytes"] = blocks
        tensors[f"{name}.values"] = decode(blocks)
    return tensors


# --- Files -----------------------------------------------------------------------------------------

def save_safetensors(tensors: dict[str, np.ndarray], path: Path) -> None:
    names = {"float32": "F32", "int64": "I64", "uint8": "U8"}
    header, data = {}, b""
    for name, array in tensors.items():
        raw = np.ascontiguousarray(array).tobytes()
        header[name] = {"dtype": names[str(array.dtype)], "shape": list(array.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def load_safetensors(path: Path) -> dict[str, np.ndarray]:
    """bfloat16 in float32, which is exact."""
    raw = path.read_bytes()
    (size,) = struct.unpack_from("<Q", raw)
    result = {}
    for name, entry in json.loads(raw[8:8 + size]).items():
        if name != "__metadata__":
            first, last = entry["data_offsets"]
            part = raw[8 + size + first:8 + size + last]
            assert entry["dtype"] == "BF16"
            bits = np.frombuffer(part, "<u2").astype("<u4") << 16
            result[name] = bits.view("<f4").reshape(entry["shape"])
    return result


def as_bfloat16(array: np.ndarray) -> np.ndarray:
    """The bits of numbers that are bfloat16."""
    bits = array.astype("<f4").view("<u4")
    assert not (bits & 0xFFFF).any()
    return (bits >> 16).astype("<u2")


def gguf_text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def gguf_value(value: object) -> bytes:
    """Type and value; lists of texts, whole numbers (i32) or floats."""
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if isinstance(value, str):
        return struct.pack("<I", 8) + gguf_text(value)
    assert isinstance(value, list)
    if isinstance(value[0], str):
        kind, raw = 8, b"".join(gguf_text(item) for item in value)
    elif isinstance(value[0], int):
        kind, raw = 5, struct.pack(f"<{len(value)}i", *value)
    else:
        kind, raw = 6, struct.pack(f"<{len(value)}f", *value)
    return struct.pack("<IIQ", 9, kind, len(value)) + raw


def save_gguf(metadata: dict[str, object], tensors: dict[str, np.ndarray], path: Path) -> None:
    """Arrays of 16-bit numbers are the bits of bfloat16; all others become float32."""
    header = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    for key, value in metadata.items():
        header += gguf_text(key) + gguf_value(value)
    data = b""
    for name, array in tensors.items():
        header += gguf_text(name) + struct.pack("<I", array.ndim)
        header += struct.pack(f"<{array.ndim}Q", *reversed(array.shape))
        is_bfloat16 = array.dtype == np.uint16
        header += struct.pack("<IQ", 30 if is_bfloat16 else 0, len(data))
        data += array.astype("<u2" if is_bfloat16 else "<f4").tobytes()
        data += b"\0" * (-len(data) % 32)
    path.write_bytes(header + b"\0" * (-len(header) % 32) + data)


def load_gguf_tensors(path: Path) -> dict[str, np.ndarray]:
    """Every tensor in float32, whatever its type."""
    raw = path.read_bytes()
    at = 0

    def take(form: str) -> tuple:
        nonlocal at
        values = struct.unpack_from("<" + form, raw, at)
        at += struct.calcsize("<" + form)
        return values

    def text() -> str:
        nonlocal at
        (size,) = take("Q")
        at += size
        return raw[at - size:at].decode()

    def skip(kind: int) -> None:
        nonlocal at
        if kind == 8:
            text()
        elif kind == 9:
            element, count = take("IQ")
            for _ in range(count):
                skip(element)
        else:
            at += {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}[kind]

    magic, version, tensor_count, value_count = take("4sIQQ")
    assert magic == b"GGUF" and version == 3
    for _ in range(value_count):
        text()
        skip(take("I")[0])
    table = []
    for _ in range(tensor_count):
        name = text()
        (dimensions,) = take("I")
        shape = list(reversed(take(f"{dimensions}Q")))
        kind, offset = take("IQ")
        table.append((name, shape, kind, offset))
    begin = (at + 31) // 32 * 32
    result = {}
    for name, shape, kind, offset in table:
        count = int(np.prod(shape))
        if kind == 0:
            values = np.frombuffer(raw, "<f4", count, begin + offset)
        else:
            _, elements, size, decode, _ = next(b for b in BLOCKS.values() if b[0] == kind)
            blocks = np.frombuffer(raw, np.uint8, count // elements * size, begin + offset)
            values = decode(blocks.reshape(-1, size))
        result[name] = values.reshape(shape)
    return result


# --- A vocabulary ----------------------------------------------------------------------------------

def train_pieces(size: int) -> tuple[list[str], list[float], list[int]]:
    """SentencePiece's BPE in small: joined pairs first, best score 0, then single characters."""
    words = Counter(SPACE + word for line in TEXT for word in line.split(" "))
    split = {word: list(word) for word in words}
    characters = [c for c, _ in Counter("".join(w * n for w, n in words.items())).most_common()]
    pieces: list[str] = []
    while len(pieces) < size - 259 - len(characters):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, parts in split.items():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += words[word]
        left, right = min(pairs, key=lambda pair: (-pairs[pair], pair))
        if left + right not in pieces:
            pieces.append(left + right)
        for word, parts in split.items():
            joined: list[str] = []
            for part in parts:
                if joined and joined[-1] == left and part == right:
                    joined[-1] = left + right
                else:
                    joined.append(part)
            split[word] = joined
    texts = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    types = [UNKNOWN, CONTROL, CONTROL] + [BYTE] * 256
    scores = [0.0] * len(texts)
    for rank, piece in enumerate(pieces + characters):
        texts.append(piece)
        types.append(NORMAL)
        scores.append(-float(rank))
    assert len(texts) == size
    return texts, scores, types


def merges_of(texts: list[str], scores: list[float], types: list[int]) -> list[str]:
    """Every cut of a piece into two pieces; the best score first, then the longest left side."""
    ids = {text: id for id, text in enumerate(texts) if types[id] == NORMAL}
    found = []
    for text, id in ids.items():
        cuts = [(text[:at], text[at:]) for at in range(1, len(text))]
        found += sorted(((a, b, scores[id]) for a, b in cuts if a in ids and b in ids),
                        key=lambda merge: (ids[merge[0]], ids[merge[1]]))
    found.sort(key=lambda merge: (merge[2], len(merge[0]), len(merge[1])), reverse=True)
    return [f"{a} {b}" for a, b, _ in found]


# --- Forward pass ----------------------------------------------------------------------------------

def norm(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5) * weight


def rotate(x: np.ndarray) -> np.ndarray:
    """(heads, n, d), pairs (m, m + d/2), base 10000."""
    dim = x.shape[-1]
    angle = np.arange(x.shape[1])[:, None] * 10000.0 ** (-np.arange(0, dim, 2) / dim)
    a, b = x[..., :dim // 2], x[..., dim // 2:]
    return np.concatenate([a * np.cos(angle) - b * np.sin(angle), b * np.cos(angle) + a * np.sin(angle)], -1)


def forward(w: dict[str, np.ndarray], layers: int, heads: int, key_heads: int, ids: list[int], unrotated: int = 0):
    """Logits, and the last layer's raw q and k. Weights under Hugging Face names and in its order.

    unrotated: every so many-th layer does not rotate, 0 for none.
    """
    w = {name: array.astype(np.float64) for name, array in w.items()}
    x = w["model.embed_tokens.weight"][ids]
    n, hidden = x.shape
    dim = hidden // heads
    for layer in range(layers):
        p = f"model.layers.{layer}."
        h = norm(x, w[p + "input_layernorm.weight"])
        q, k, v = ((h @ w[p + f"self_attn.{name}_proj.weight"].T).reshape(n, -1, dim).transpose(1, 0, 2)
                   for name in "qkv")
        qr, kr = (q, k) if unrotated and (layer + 1) % unrotated == 0 else (rotate(q), rotate(k))
        kr = np.repeat(kr, heads // key_heads, 0)
        scores = qr @ kr.transpose(0, 2, 1) / np.sqrt(dim)
        scores += np.where(np.tri(n) == 1, 0.0, -np.inf)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        mixed = (scores @ np.repeat(v, heads // key_heads, 0)).transpose(1, 0, 2).reshape(n, hidden)
        x = x + mixed @ w[p + "self_attn.o_proj.weight"].T
        h = norm(x, w[p + "post_attention_layernorm.weight"])
        gate = h @ w[p + "mlp.gate_proj.weight"].T
        up = h @ w[p + "mlp.up_proj.weight"].T
        x = x + (gate / (1 + np.exp(-gate)) * up) @ w[p + "mlp.down_proj.weight"].T
    output = w.get("lm_head.weight", w["model.embed_tokens.weight"])
    logits = norm(x, w["model.norm.weight"]) @ output.T
    return logits.astype(np.float32), q.astype(np.float32), k.astype(np.float32)


def random_weights(rng, layers, hidden, inner, heads, key_heads, vocabulary, tied) -> dict[str, np.ndarray]:
    keys = hidden // heads * key_heads
    shapes = {"model.embed_tokens.weight": (vocabulary, hidden), "model.norm.weight": (hidden,)}
    for layer in range(layers):
        p = f"model.layers.{layer}."
        shapes |= {
            p + "input_layernorm.weight": (hidden,), p + "post_attention_layernorm.weight": (hidden,),
            p + "self_attn.q_proj.weight": (hidden, hidden), p + "self_attn.k_proj.weight": (keys, hidden),
            p + "self_attn.v_proj.weight": (keys, hidden), p + "self_attn.o_proj.weight": (hidden, hidden),
            p + "mlp.gate_proj.weight": (inner, hidden), p + "mlp.up_proj.weight": (inner, hidden),
            p + "mlp.down_proj.weight": (hidden, inner),
        }
    if not tied:
        shapes["lm_head.weight"] = (vocabulary, hidden)
    return {name: (rng.normal(1, 0.1, shape) if len(shape) == 1 else rng.normal(0, 1.5 / np.sqrt(shape[1]), shape))
            .astype(np.float32) for name, shape in shapes.items()}


def interleave(matrix: np.ndarray, heads: int) -> np.ndarray:
    """Rows m and m + d/2 of each head become its rows 2m and 2m+1."""
    rows, columns = matrix.shape
    return matrix.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def separate(matrix: np.ndarray, heads: int) -> np.ndarray:
    """The reverse."""
    rows, columns = matrix.shape
    return matrix.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


# --- The tiny Llama in GGUF ------------------------------------------------------------------------

GGUF_NAMES = {
    "model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output",
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down", "self_attn.q_norm": "attn_q_norm", "self_attn.k_norm": "attn_k_norm",
    "self_attn.qkv_proj": "attn_qkv", "mlp.gate_up_proj": "ffn_up",
}
POST_NORM_NAMES = GGUF_NAMES | {
    "post_attention_layernorm": "post_attention_norm", "pre_feedforward_layernorm": "ffn_norm",
    "post_feedforward_layernorm": "post_ffw_norm",
}


def gguf_name(name: str, names: dict[str, str] = GGUF_NAMES) -> str:
    stem = name.removesuffix(".weight")
    if stem.startswith("model.layers."):
        _, _, layer, rest = stem.split(".", 3)
        return f"blk.{layer}.{names[rest]}.weight"
    return names[stem] + ".weight"


def llama_ids(tools: Path, source: Path, text: str) -> list[int]:
    command = [tools / "llama-tokenize", "-m", source, "-p", text, "--ids", "--log-disable", "--no-escape"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return ast.literal_eval(printed.strip().splitlines()[-1])


def make_gguf(rng: np.random.Generator, tools: Path, output: Path) -> None:
    layers, hidden, inner, heads, key_heads, vocabulary = 1, 256, 256, 4, 2, 352
    weights = random_weights(rng, layers, hidden, inner, heads, key_heads, vocabulary, tied=False)
    texts, scores, types = train_pieces(vocabulary)
    metadata = {
        "general.architecture": "llama", "general.name": "tiny-llama",
        "llama.context_length": 128, "llama.embedding_length": hidden, "llama.block_count": layers,
        "llama.feed_forward_length": inner, "llama.attention.head_count": heads,
        "llama.attention.head_count_kv": key_heads, "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.freq_base": 10000.0, "llama.rope.dimension_count": hidden // heads,
        "llama.vocab_size": vocabulary, "general.file_type": 0,
        "tokenizer.ggml.model": "llama", "tokenizer.ggml.pre": "default", "tokenizer.ggml.tokens": texts,
        "tokenizer.ggml.scores": scores, "tokenizer.ggml.token_type": types,
        "tokenizer.ggml.bos_token_id": 1, "tokenizer.ggml.eos_token_id": 2, "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.ggml.add_bos_token": True, "tokenizer.ggml.add_eos_token": False,
    }
    stored = permuted(weights, heads, key_heads)
    ids = [1] + rng.integers(3, vocabulary, 15).tolist()
    reference = {"token_ids": np.array(ids, dtype=np.int64)}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.gguf"
        save_gguf(metadata, stored, source)
        for kind in ["Q8_0", "Q4_0", "Q4_K_M", "Q5_K_M"]:
            target = output / f"tiny-llama-{kind.lower()}.gguf"
            subprocess.run([tools / "llama-quantize", source, target, kind, "1"], check=True, capture_output=True)
            read = load_gguf_tensors(target)
            used = {}
            for name in weights:
                array = read[gguf_name(name)]
                if name.endswith(("q_proj.weight", "k_proj.weight")):
                    array = separate(array, heads if "q_proj" in name else key_heads)
                used[name] = array
            logits, q, k = forward(used, layers, heads, key_heads, ids)
            reference |= {f"{kind}.logits": logits, f"{kind}.q": q, f"{kind}.k": k}
        cases = []
        for text in CASES:
            cases.append({"text": text, "ids": llama_ids(tools, source, text)})
    save_safetensors(reference, output / "tiny-llama.safetensors")
    content = {"cases": cases, "merges": merges_of(texts, scores, types)}
    (output / "tokenizer_cases.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")


# --- How words are cut -----------------------------------------------------------------------------

def byte_letters() -> list[str]:
    """GPT-2's letter for each byte: itself where it can be seen, the next free one from U+0100 where not."""
    seen = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in seen]
    return [chr(byte if byte in seen else 256 + hidden.index(byte)) for byte in range(256)]


def train_bytes(texts: list[str], merge_count: int) -> tuple[list[str], list[str]]:
    letters = byte_letters()
    lines = [[letters[byte] for byte in text.encode()] for text in texts]
    tokens, merges = list(letters), []
    while len(merges) < merge_count:
        pairs = Counter(pair for line in lines for pair in zip(line, line[1:]))
        left, right = min(pairs, key=lambda pair: (-pairs[pair], len(pair[0] + pair[1]), pair))
        merges.append(f"{left} {right}")
        if left + right not in tokens:
            tokens.append(left + right)
        for line in lines:
            at = 0
            while at + 1 < len(line):
                if (line[at], line[at + 1]) == (left, right):
                    line[at:at + 2] = [left + right]
                at += 1
    return tokens, merges


def make_word_rules(tools: Path, output: Path) -> None:
    tokens, merges = train_bytes(WORD_TEXTS, 200)
    tokens.append("<end>")
    ids = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.gguf"
        for rules in WORD_RULES:
            save_gguf({
                "general.architecture": "gpt2", "tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": rules,
                "tokenizer.ggml.tokens": tokens, "tokenizer.ggml.merges": merges,
                "tokenizer.ggml.token_type": [NORMAL] * (len(tokens) - 1) + [CONTROL],
                "tokenizer.ggml.bos_token_id": len(tokens) - 1, "tokenizer.ggml.eos_token_id": len(tokens) - 1,
            }, {}, source)
            ids[rules] = [llama_ids(tools, source, text) for text in WORD_TEXTS]
    content = {"tokens": tokens, "merges": merges, "texts": WORD_TEXTS, "ids": ids}
    (output / "word_rules.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")


# --- What later converters write -------------------------------------------------------------------

def common_metadata(architecture: str, config: dict) -> dict[str, object]:
    heads = config["num_attention_heads"]
    keys = {
        "context_length": config["max_position_embeddings"], "embedding_length": config["hidden_size"],
        "block_count": config["num_hidden_layers"], "feed_forward_length": config["intermediate_size"],
        "attention.head_count": heads, "attention.head_count_kv": config["num_key_value_heads"],
        "attention.layer_norm_rms_epsilon": config["rms_norm_eps"],
    }
    if "head_dim" in config:
        keys |= {"attention.key_length": config["head_dim"], "attention.value_length": config["head_dim"]}
    parameters = config["rope_parameters"]
    keys["rope.freq_base"] = float(parameters.get("full_attention", parameters)["rope_theta"])
    return {"general.architecture": architecture, "general.type": "model", "general.file_type": 32,
            "tokenizer.ggml.model": "none"} | {f"{architecture}.{key}": value for key, value in keys.items()}


def converted_qwen3(config: dict, weights: dict[str, np.ndarray]):
    return common_metadata("qwen3", config), {gguf_name(name): array for name, array in weights.items()}


def converted_gemma3(config: dict, weights: dict[str, np.ndarray]):
    rope = config["rope_parameters"]
    assert rope["full_attention"]["rope_type"] == "linear"
    types = config["layer_types"]
    period = types.index("full_attention") + 1
    assert all((kind == "full_attention") == ((layer + 1) % period == 0) for layer, kind in enumerate(types))
    metadata = common_metadata("gemma3", config) | {
        "gemma3.rope.scaling.type": "linear", "gemma3.rope.scaling.factor": rope["full_attention"]["factor"],
        "gemma3.rope.freq_base_swa": rope["sliding_attention"]["rope_theta"],
        "gemma3.attention.sliding_window": config["sliding_window"],
        "gemma3.attention.sliding_window_pattern": period,
    }
    tensors = {}
    for name, array in weights.items():
        if name.endswith("norm.weight"):
            array = array + np.float32(1)
        if name.endswith("q_norm.weight"):
            array = array * np.float32(np.sqrt(config["head_dim"] / config["query_pre_attn_scalar"]))
        tensors[gguf_name(name, POST_NORM_NAMES)] = array
    return metadata, tensors


def converted_phi3(config: dict, weights: dict[str, np.ndarray]):
    rope = config["rope_parameters"]
    assert rope["rope_type"] == "longrope"
    original = rope["original_max_position_embeddings"]
    rotated = int(rope["partial_rotary_factor"] * config["hidden_size"]) // config["num_attention_heads"]
    scale = config["max_position_embeddings"] / original
    metadata = common_metadata("phi3", config) | {
        "phi3.rope.dimension_count": rotated, "phi3.rope.scaling.original_context_length": original,
        "phi3.rope.scaling.attn_factor": float(np.sqrt(1 + np.log(scale) / np.log(original))),
        "phi3.attention.sliding_window": 0,
    }
    factors = {f"rope_factors_{which}.weight": np.array(rope[f"{which}_factor"], np.float32)
               for which in ["long", "short"]}
    return metadata, factors | {gguf_name(name): array for name, array in weights.items()}


def permuted(weights: dict[str, np.ndarray], heads: int, key_heads: int) -> dict[str, np.ndarray]:
    tensors = {}
    for name, array in weights.items():
        if name.endswith(("q_proj.weight", "k_proj.weight")):
            array = interleave(array, heads if "q_proj" in name else key_heads)
        tensors[gguf_name(name)] = array
    return tensors


def converted_llama_yarn(config: dict, weights: dict[str, np.ndarray]):
    rope = config["rope_parameters"]
    assert rope["rope_type"] == "yarn"
    metadata = common_metadata("llama", config) | {
        "llama.rope.dimension_count": config["head_dim"], "llama.rope.scaling.type": "yarn",
        "llama.rope.scaling.factor": rope["factor"],
        "llama.rope.scaling.original_context_length": rope["original_max_position_embeddings"],
        "llama.rope.scaling.yarn_beta_fast": rope["beta_fast"], "llama.rope.scaling.yarn_beta_slow": rope["beta_slow"],
    }
    return metadata, permuted(weights, config["num_attention_heads"], config["num_key_value_heads"])


def save_converted(metadata: dict[str, object], tensors: dict[str, np.ndarray], path: Path) -> None:
    """Matrices in bfloat16, all else in float32."""
    stored = {name: as_bfloat16(array) if array.ndim == 2 else array for name, array in tensors.items()}
    save_gguf({"general.name": path.stem} | metadata, stored, path)


def make_smollm3(rng: np.random.Generator, output: Path) -> None:
    layers, width, inner, heads, key_heads, vocabulary = 4, 32, 32, 4, 2, 48
    weights = random_weights(rng, layers, width, inner, heads, key_heads, vocabulary, tied=True)
    weights = {name: (array.view("<u4") & 0xFFFF0000).view("<f4") for name, array in weights.items()}
    metadata = common_metadata("smollm3", {
        "max_position_embeddings": 64, "hidden_size": width, "num_hidden_layers": layers, "intermediate_size": inner,
        "num_attention_heads": heads, "num_key_value_heads": key_heads, "rms_norm_eps": 1e-5,
        "rope_parameters": {"rope_theta": 10000.0},
    }) | {"smollm3.rope.dimension_count": width // heads, "smollm3.vocab_size": vocabulary}
    save_converted(metadata, permuted(weights, heads, key_heads), output / "converted" / "smollm3.gguf")
    ids = rng.integers(0, vocabulary, 16).tolist()
    logits, q, k = forward(weights, layers, heads, key_heads, ids, unrotated=4)
    save_safetensors({"token_ids": np.array(ids, dtype=np.int64), "logits": logits,
                      f"layers.{layers - 1}.q": q, f"layers.{layers - 1}.k": k},
                     output / "smollm3.safetensors")


def make_converted(models: Path, output: Path) -> None:
    for name, convert in [("qwen3", converted_qwen3), ("gemma3", converted_gemma3),
                          ("phi3-longrope", converted_phi3), ("llama-yarn", converted_llama_yarn)]:
        folder = models / f"tiny-{name}"
        config = json.loads((folder / "config.json").read_text())
        save_converted(*convert(config, load_safetensors(folder / "model.safetensors")), output / f"{name}.gguf")


# --- llama2.c --------------------------------------------------------------------------------------

def make_llama2c(rng: np.random.Generator, output: Path) -> None:
    layers, hidden, inner, heads, key_heads, vocabulary, positions = 2, 32, 48, 4, 2, 320, 64
    texts, scores, _ = train_pieces(vocabulary)
    raw = b""
    for text, score in zip(texts, scores):
        shown = {"<s>": "\n<s>\n", "</s>": "\n</s>\n"}.get(text, text).replace(SPACE, " ").encode()
        raw += struct.pack("<fI", score, len(shown)) + shown
    (output / "tokenizer.bin").write_bytes(struct.pack("<I", max(len(t.encode()) for t in texts)) + raw)

    ids = [1] + rng.integers(3, vocabulary, 11).tolist()
    reference = {"token_ids": np.array(ids, dtype=np.int64)}
    header = (hidden, inner, layers, heads, key_heads)
    attention = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj"]
    mlp = ["mlp.gate_proj", "mlp.down_proj", "mlp.up_proj"]
    for name, tied in [("first", False), ("version1", True)]:
        weights = random_weights(rng, layers, hidden, inner, heads, key_heads, vocabulary, tied)

        def whole(part: str) -> bytes:
            return weights[part + ".weight"].tobytes()

        def each_layer(part: str) -> bytes:
            result = b""
            for layer in range(layers):
                array = weights[f"model.layers.{layer}.{part}.weight"]
                if part.endswith(("q_proj", "k_proj")):
                    array = interleave(array, heads if "q_proj" in part else key_heads)
                result += np.ascontiguousarray(array).tobytes()
            return result

        if name == "first":
            data = struct.pack("<7i", *header, -vocabulary, positions) + whole("model.embed_tokens")
            data += each_layer("input_layernorm") + b"".join(map(each_layer, attention))
            data += each_layer("post_attention_layernorm") + b"".join(map(each_layer, mlp)) + whole("model.norm")
            angle = np.arange(positions)[:, None] * 10000.0 ** (-np.arange(0, hidden // heads, 2) / (hidden // heads))
            data += np.cos(angle).astype("<f4").tobytes() + np.sin(angle).astype("<f4").tobytes() + whole("lm_head")
        else:
            data = struct.pack("<Ii7iB", 0x616B3432, 1, *header, vocabulary, positions, 1).ljust(256, b"\0")
            data += each_layer("input_layernorm") + each_layer("post_attention_layernorm") + whole("model.norm")
            data += whole("model.embed_tokens") + b"".join(map(each_layer, attention + mlp))
        (output / f"{name}.bin").write_bytes(data)
        logits, q, k = forward(weights, layers, heads, key_heads, ids)
        reference |= {f"{name}.logits": logits, f"{name}.q": q, f"{name}.k": k}
    save_safetensors(reference, output / "reference.safetensors")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llama-bin", type=Path, help="folder of llama-quantize and llama-tokenize")
    parser.add_argument("--models", type=Path, default=Path(__file__).parent / "models")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent)
    options = parser.parse_args()
    for name in ["gguf/converted", "llama2c"]:
        (options.output / name).mkdir(parents=True, exist_ok=True)
    save_safetensors(make_blocks(np.random.default_rng(1)), options.output / "gguf" / "blocks.safetensors")
    if options.llama_bin is not None:
        make_gguf(np.random.default_rng(2), options.llama_bin, options.output / "gguf")
        make_word_rules(options.llama_bin, options.output / "gguf")
    make_converted(options.models, options.output / "gguf" / "converted")
    make_smollm3(np.random.default_rng(4), options.output / "gguf")
    make_llama2c(np.random.default_rng(3), options.output / "llama2c")


if __name__ == "__main__":
    main()
