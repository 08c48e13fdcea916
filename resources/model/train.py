#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Train RoPEScope's built-in model and its tokenizer from plain text.

    python3 train.py --corpus DIR --output DIR [--steps N] [--minutes M] [--dropout P] [--seed S]

The corpus folder holds `books-train.txt.xz` and `books-valid.txt`: one paragraph a line, a line
`<|endoftext|>` between books. The output is an ordinary Hugging Face directory of the Qwen2
architecture, saved each time the validation loss reaches a new minimum, plus `training.json` with
the history. Needs PyTorch with CUDA, tokenizers and safetensors; transformers loads the result.

The module below is a compact Qwen2 (scaled-dot-product attention, compiled as one graph) whose
parameters carry the names that transformers expects, so saving needs no renaming.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import platform
import re
import time
from pathlib import Path
from typing import Iterator

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from torch import Tensor, nn

END_OF_TEXT = "<|endoftext|>"  # id 0: starts every sequence and stands between books
QWEN2_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CONFIG = {
    "_name_or_path": "RoPEScope 8M",
    "architectures": ["Qwen2ForCausalLM"],
    "model_type": "qwen2",
    "vocab_size": 4096,
    "hidden_size": 256,
    "num_hidden_layers": 8,
    "num_attention_heads": 8,
    "num_key_value_heads": 2,
    "head_dim": 64,
    "intermediate_size": 768,
    "hidden_act": "silu",
    "max_position_embeddings": 2048,
    "rms_norm_eps": 1e-6,
    "rope_theta": 1000000.0,  # read by transformers 4
    "rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0},  # read by transformers 5
    "tie_word_embeddings": True,
    "attention_dropout": 0.0,
    "initializer_range": 0.02,
    "use_sliding_window": False,
    "sliding_window": None,
    "use_cache": True,
    "bos_token_id": 0,
    "eos_token_id": 0,
    "dtype": "bfloat16",
    "torch_dtype": "bfloat16",
}
SHARD_LIMIT = 15 * 2**20
IGNORE = -100  # target that cross_entropy skips


# --- tokenizer -----------------------------------------------------------------------------------


def pieces(book: str, size: int = 1 << 16) -> Iterator[str]:
    """Cuts a book where a line ends and text follows: the pre-tokenizer cuts there too, so the
    token ids of the pieces are those of the whole book."""
    start = 0
    for line_end in re.finditer(r"\n(?=\S)", book):
        if line_end.end() - start >= size:
            yield book[start : line_end.end()]
            start = line_end.end()
    yield book[start:]


def train_tokenizer(books: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(QWEN2_PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=CONFIG["vocab_size"],
        special_tokens=[END_OF_TEXT],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator((piece for book in books for piece in pieces(book)), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{END_OF_TEXT} $A",
        pair=f"{END_OF_TEXT} $A $B:1",
        special_tokens=[(END_OF_TEXT, tokenizer.token_to_id(END_OF_TEXT))],
    )
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, directory: Path) -> None:
    tokenizer.save(str(directory / "tokenizer.json"))
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": END_OF_TEXT,
        "eos_token": END_OF_TEXT,
        "model_max_length": CONFIG["max_position_embeddings"],
        "clean_up_tokenization_spaces": False,
    }
    write_json(directory / "tokenizer_config.json", settings)


def encode_books(tokenizer: Tokenizer, books: list[str]) -> Tensor:
    """All books as one row of ids, each book after a token 0."""
    ids: list[int] = []
    for book in books:
        ids.append(0)
        for encoding in tokenizer.encode_batch(list(pieces(book)), add_special_tokens=False):
            ids.extend(encoding.ids)
    return torch.tensor(ids, dtype=torch.int32)


# --- data ----------------------------------------------------------------------------------------


class BatchSampler:
    """Draws training batches: token 0, then one of three kinds of text.

    - 3/4 of the rows: a window of the books at a random place
    - 1/8: a piece of the books, 32 to 512 tokens, repeated to the end
    - 1/8: random tokens, 32 to 256, repeated to the end. They are drawn from an alphabet of 8 to
      all tokens (log-uniform): in a small alphabet one token of context does not say where one is,
      so the earlier tokens and their order must be looked up exactly. The first copy is not scored.
    """

    def __init__(self, tokens: Tensor, rows: int, context: int, seed: int) -> None:
        self.tokens = tokens
        self.rows = rows
        self.context = context
        self.generator = torch.Generator(tokens.device).manual_seed(seed)

    def _integers(self, low: int, high: int, *shape: int) -> Tensor:
        return torch.randint(low, high, shape, device=self.tokens.device, generator=self.generator)

    def _uniform(self, *shape: int) -> Tensor:
        return torch.rand(shape, device=self.tokens.device, generator=self.generator)

    def draw(self) -> tuple[Tensor, Tensor]:
        """Inputs and targets, both (rows, context)."""
        eighth, length = self.rows // 8, self.context
        steps = torch.arange(length, device=self.tokens.device)

        starts = self._integers(0, self.tokens.numel() - length, self.rows - eighth, 1)
        offsets = steps.expand(self.rows - eighth, length).clone()
        offsets[:eighth] %= self._integers(32, 513, eighth, 1)
        books = self.tokens[starts + offsets].long()

        vocabulary = CONFIG["vocab_size"]
        alphabet = self._integers(1, vocabulary, eighth, vocabulary)
        letters = 8 * (vocabulary / 8) ** self._uniform(eighth, 1)
        segment = alphabet.gather(1, (self._uniform(eighth, 256) * letters).long())
        period = self._integers(32, 257, eighth, 1)
        repeated = segment.gather(1, steps % period)

        targets = torch.cat([books, repeated])
        inputs = F.pad(targets, (1, 0))[:, :-1].contiguous()
        targets[-eighth:].masked_fill_(steps < period, IGNORE)
        return inputs, targets


def validation_windows(tokens: Tensor, context: int) -> tuple[Tensor, Tensor]:
    """The held-out text cut into consecutive windows, each after a token 0."""
    count = tokens.numel() // context
    targets = tokens[: count * context].view(count, context).long()
    return F.pad(targets, (1, 0))[:, :-1].contiguous(), targets


# --- model ---------------------------------------------------------------------------------------


class RmsNorm(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(CONFIG["hidden_size"]))

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x.float(), self.weight.shape, self.weight, CONFIG["rms_norm_eps"])


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Half-split RoPE: pair m is (x[m], x[m + d/2])."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1).to(x.dtype)


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        width, dim = CONFIG["hidden_size"], CONFIG["head_dim"]
        queries, keys = CONFIG["num_attention_heads"] * dim, CONFIG["num_key_value_heads"] * dim
        self.q_proj = nn.Linear(width, queries)
        self.k_proj = nn.Linear(width, keys)
        self.v_proj = nn.Linear(width, keys)
        self.o_proj = nn.Linear(queries, width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        rows, length, _ = x.shape
        split = (rows, length, -1, CONFIG["head_dim"])
        q, k, v = (f(x).view(split).transpose(1, 2) for f in (self.q_proj, self.k_proj, self.v_proj))
        out = F.scaled_dot_product_attention(
            rotate(q, cos, sin), rotate(k, cos, sin), v, is_causal=True, enable_gqa=True
        )
        return self.o_proj(out.transpose(1, 2).reshape(rows, length, -1))


class Mlp(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        width, inner = CONFIG["hidden_size"], CONFIG["intermediate_size"]
        self.gate_proj = nn.Linear(width, inner, bias=False)
        self.up_proj = nn.Linear(width, inner, bias=False)
        self.down_proj = nn.Linear(inner, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.input_layernorm = RmsNorm()
        self.self_attn = Attention()
        self.post_attention_layernorm = RmsNorm()
        self.mlp = Mlp()

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        attended = self.self_attn(self.input_layernorm(x), cos, sin)
        x = x + F.dropout(attended, self.dropout, self.training)
        changed = self.mlp(self.post_attention_layernorm(x))
        return x + F.dropout(changed, self.dropout, self.training)


class Decoder(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.embed_tokens = nn.Embedding(CONFIG["vocab_size"], CONFIG["hidden_size"])
        self.layers = nn.ModuleList(Block(dropout) for _ in range(CONFIG["num_hidden_layers"]))
        self.norm = RmsNorm()

    def forward(self, ids: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        x = F.dropout(self.embed_tokens(ids), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, cos, sin)
        return self.norm(x)


class Qwen2(nn.Module):
    """Mean cross-entropy of `targets` given `inputs`; the output matrix is the embedding."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.model = Decoder(dropout)
        pairs = torch.arange(0, CONFIG["head_dim"], 2) / CONFIG["head_dim"]
        theta = CONFIG["rope_parameters"]["rope_theta"] ** -pairs
        angles = torch.outer(torch.arange(CONFIG["max_position_embeddings"]), theta)
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        depth_scale = (2 * CONFIG["num_hidden_layers"]) ** -0.5
        for name, parameter in self.named_parameters():
            if name.endswith("bias"):
                nn.init.zeros_(parameter)
            elif parameter.dim() == 2:
                into_residual = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(parameter, std=CONFIG["initializer_range"] * (depth_scale if into_residual else 1))

    def forward(self, inputs: Tensor, targets: Tensor) -> Tensor:
        length = inputs.shape[1]
        hidden = self.model(inputs, self.cos[:length], self.sin[:length])
        logits = F.linear(hidden, self.model.embed_tokens.weight).float()
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORE)


# --- saving --------------------------------------------------------------------------------------


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def save_weights(model: Qwen2, directory: Path) -> None:
    """bf16 safetensors in the fewest even shards below SHARD_LIMIT, with their index."""
    tensors = {name: p.detach().to("cpu", torch.bfloat16).contiguous() for name, p in model.named_parameters()}
    total = sum(t.nbytes for t in tensors.values())
    count = math.ceil(total / SHARD_LIMIT)
    shards: list[dict[str, Tensor]] = [{} for _ in range(count)]
    seen = 0
    for name, tensor in tensors.items():
        shards[min(seen * count // total, count - 1)][name] = tensor
        seen += tensor.nbytes
    weight_map: dict[str, str] = {}
    for number, shard in enumerate(shards, start=1):
        file = f"model-{number:05d}-of-{count:05d}.safetensors"
        save_file(shard, directory / file, metadata={"format": "pt"})
        weight_map |= dict.fromkeys(shard, file)
    write_json(
        directory / "model.safetensors.index.json",
        {"metadata": {"total_size": total}, "weight_map": dict(sorted(weight_map.items()))},
    )


# --- training ------------------------------------------------------------------------------------


def learning_rate(step: int, steps: int, peak: float) -> float:
    """200 steps of warm-up, flat to 60 %, linear to 1 %."""
    if step < 200:
        return peak * (step + 1) / 200
    fall = max(0.0, (step / steps - 0.6) / 0.4)
    return peak * (1 - 0.99 * fall)


def make_optimizer(model: Qwen2, decay: float) -> torch.optim.AdamW:
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    groups = [{"params": matrices, "weight_decay": decay}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.95), fused=True)


@torch.no_grad()
def validation_loss(model: Qwen2, windows: tuple[Tensor, Tensor], rows: int) -> float:
    model.eval()
    total = 0.0
    for inputs, targets in zip(windows[0].split(rows), windows[1].split(rows)):
        with torch.autocast("cuda", torch.bfloat16):
            total += model(inputs, targets).item() * len(inputs)
    model.train()
    return total / len(windows[0])


def train(args: argparse.Namespace, train_tokens: Tensor, valid_tokens: Tensor) -> None:
    torch.manual_seed(args.seed)
    torch.set_float32_matmul_precision("high")
    model = Qwen2(args.dropout).cuda()
    compiled = torch.compile(model)
    optimizer = make_optimizer(model, args.decay)
    rows = args.batch_tokens // args.context
    sampler = BatchSampler(train_tokens.cuda(), rows, args.context, args.seed)
    windows = validation_windows(valid_tokens.cuda(), args.context)

    steps = args.steps
    best = math.inf
    history: list[dict[str, float]] = []
    loss_sum, summed = torch.zeros((), device="cuda"), 0
    timed_from = 0.0  # after the warm-up steps, which include compiling
    for step in range(steps):
        if step == 100:
            torch.cuda.synchronize()
            timed_from = time.perf_counter()
        if step == 300 and args.minutes:
            torch.cuda.synchronize()
            seconds_per_step = (time.perf_counter() - timed_from) / 200
            steps = min(steps, 100 + int(args.minutes * 60 / seconds_per_step))
            print(f"{1000 * seconds_per_step:.1f} ms a step: {steps} steps", flush=True)
        if step >= steps:
            break
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, steps, args.rate)
        with torch.autocast("cuda", torch.bfloat16):
            loss = compiled(*sampler.draw())
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        loss_sum += loss.detach()
        summed += 1

        if (step + 1) % args.every == 0 or step + 1 == steps:
            valid = validation_loss(model, windows, rows)
            entry = {
                "step": step + 1,
                "train_loss": round(loss_sum.item() / summed, 4),
                "validation_loss": round(valid, 4),
                "seconds": round(time.perf_counter() - timed_from, 1),
            }
            loss_sum, summed = torch.zeros_like(loss_sum), 0
            history.append(entry)
            print(entry, flush=True)
            if valid < best:
                best = valid
                save_weights(model, args.output)
                record = {key: value for key, value in vars(args).items() if key not in ("corpus", "output")}
                record |= {"planned_steps": steps, "best": entry, "torch": torch.__version__}
                record |= {"device": torch.cuda.get_device_name(), "python": platform.python_version()}
                write_json(args.output / "training.json", record | {"history": history})


def read_books(text: str) -> list[str]:
    return [book.strip("\n") + "\n" for book in text.split(END_OF_TEXT) if book.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="books-train.txt.xz and books-valid.txt")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=14812)
    parser.add_argument("--minutes", type=float, help="fewer steps, if the first 300 say that is needed")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--decay", type=float, default=0.1)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--context", type=int, default=2048)
    parser.add_argument("--batch-tokens", type=int, default=65536)
    parser.add_argument("--every", type=int, default=250, help="steps between two validations")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)

    start = time.perf_counter()
    with lzma.open(args.corpus / "books-train.txt.xz", "rt", encoding="utf-8") as file:
        train_books = read_books(file.read())
    valid_books = read_books((args.corpus / "books-valid.txt").read_text(encoding="utf-8"))
    tokenizer = train_tokenizer(train_books)
    save_tokenizer(tokenizer, args.output)
    write_json(args.output / "config.json", CONFIG)
    train_tokens, valid_tokens = encode_books(tokenizer, train_books), encode_books(tokenizer, valid_books)
    print(
        f"{len(train_books)} + {len(valid_books)} books, {train_tokens.numel()} + {valid_tokens.numel()} tokens, "
        f"tokenizer and encoding {time.perf_counter() - start:.0f} s",
        flush=True,
    )
    train(args, train_tokens, valid_tokens)


if __name__ == "__main__":
    main()
