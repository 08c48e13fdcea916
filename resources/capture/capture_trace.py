#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Record the raw queries and keys of a Hugging Face model as a RoPEScope trace.

    ropescope-capture --model DIR --text-file novel.txt --output novel.h5

Raw means before RoPE and after any query or key norm. They are taken where the model itself hands
them to its rotation: the arguments of its modeling file's `apply_rotary_pos_emb`, whose form
[batch, heads, tokens, head_dim] and place (after bias, split and norm) are the same in every
architecture. The hooks of the projections give what that function does not see: values, the
unrotated half of older GPT-NeoX code, and everything where there is no rotation (GPT-2).

Before anything is written, a run over 16 tokens at positions spread over the prompt decides shapes,
pairing and frequencies of each layer: the recorded rotation must turn the recorded queries into what
the model made of them, and queries, keys, scale and mask into the model's attention. With --check the
finished file is compared with the model's own attention as well.

The prompt goes through the model's key-value cache in chunks. Each chunk is cut into blocks of the
file, compressed on all cores and written before the next one runs, so memory does not grow with the
prompt beyond that cache. FILE.partial becomes FILE at the end; the same command continues it.

Tested with transformers 5; meant to fit the attention modules of 4.48 and later.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import dataclasses
import hashlib
import importlib.util
import json
import math
import os
import re
import signal
import sys
import time
import zlib
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable, Iterator, NoReturn, Optional, Sequence

try:
    import h5py
    import numpy as np
    import torch
    from torch import Tensor, nn
except ImportError as missing:
    sys.exit(f"ropescope-capture: {missing}; install it with: pip install torch transformers h5py numpy")

__version__ = "1.0.0"

PROGRAM = "ropescope-capture"
HALF_LIMIT = 65504.0  # the largest float16
FILE_VERSIONS = ("v110", "v110")  # read by HDF5 1.10 and later; half the overhead of older layouts
BLOCK_TOKENS = 512  # tokens in one chunk of the HDF5 file
PENDING_BYTES = 256 << 20  # raw data that may wait for compression
PROBE_TOKENS = 16
ROTARY_FUNCTION = "apply_rotary_pos_emb"
LEARNED_POSITIONS = ("gpt2", "opt")  # model types that are known to rotate nothing
MODEL_DTYPES = ("auto", "bfloat16", "float16", "float32")


class CaptureError(Exception):
    """A sentence for the user; exit code 1."""


class UsageError(CaptureError):
    """A sentence about the command line; exit code 2."""


# --- command line --------------------------------------------------------------------------------


class Parser(argparse.ArgumentParser):
    """argparse with errors of one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{PROGRAM}: {message}; --help lists the options\n")


def half_open_range(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d+):(\d+)", text)
    if not match or int(match[1]) >= int(match[2]):
        raise argparse.ArgumentTypeError(f"'{text}' is no range; write A:B with A below B, as in 0:4")
    return int(match[1]), int(match[2])


def at_least(lowest: int) -> Callable[[str], int]:
    def convert(text: str) -> int:
        if not re.fullmatch(r"\d+", text) or int(text) < lowest:
            raise argparse.ArgumentTypeError(f"'{text}' is no whole number of at least {lowest}")
        return int(text)

    return convert


def make_parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description="Record the raw queries and keys of a Hugging Face model as a RoPEScope trace.",
        epilog="Layers, heads and tokens count from 0; A:B is half-open. Exit codes: 0 done, 1 failed, 2 wrong usage.",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    parser.add_argument("--model", required=True, metavar="DIR", help="a model directory, or OWNER/NAME on the hub")
    parser.add_argument("-o", "--output", required=True, metavar="T.h5", type=Path, help="the trace to write")

    prompt = parser.add_argument_group("prompt").add_mutually_exclusive_group(required=True)
    prompt.add_argument("--text", metavar="S", help="the prompt")
    prompt.add_argument("--text-file", metavar="F", type=Path, help="a file with the prompt, UTF-8")
    prompt.add_argument("--token-ids", metavar="F", type=Path, help="a file with ids between white space or commas")
    prompt.add_argument("--random-tokens", metavar="N", type=at_least(1), help="N random ids (see --seed)")
    parser.add_argument("--seed", metavar="S", type=at_least(0), default=1, help="of --random-tokens (1)")
    parser.add_argument("--max-tokens", metavar="N", type=at_least(1), help="use only the first N tokens")
    parser.add_argument("--generate", metavar="N", type=at_least(0), default=0, help="append N greedy tokens")

    what = parser.add_argument_group("what is recorded")
    what.add_argument("--layers", metavar="A:B", type=half_open_range, help="layers A to B-1 only")
    what.add_argument("--heads", metavar="A:B", type=half_open_range, help="query heads A to B-1: whole key groups")
    what.add_argument("--with-values", action="store_true", help="record the values as well")
    what.add_argument("--dtype", choices=("float16", "float32"), default="float16", help="of the file (float16)")
    what.add_argument("--compression", choices=("gzip", "none"), default="gzip", help="of the file (gzip)")
    what.add_argument("--level", metavar="1-9", type=int, choices=range(1, 10), default=1, help="of gzip (1)")

    how = parser.add_argument_group("how the model runs")
    how.add_argument("--model-dtype", choices=MODEL_DTYPES, default="auto", help="of the model (auto: as stored)")
    how.add_argument("--device-map", metavar="M", default="auto", help="auto (all GPUs), cpu, cuda:1, or a JSON map")
    how.add_argument("--chunk", metavar="N", type=at_least(1), default=1024, help="prompt tokens a run (1024)")
    how.add_argument("--random-weights", metavar="SEED", type=at_least(0), help="no weights: config.json is enough")
    how.add_argument("--threads", metavar="N", type=at_least(1), default=min(os.cpu_count() or 1, 32),
                     help="for compression (all cores)")
    how.add_argument("--check", metavar="N", nargs="?", type=at_least(1), const=256,
                     help="compare the file's first N tokens (256) with the model's own attention")
    how.add_argument("--restart", action="store_true", help="begin again instead of continuing T.h5.partial")
    how.add_argument("--quiet", action="store_true", help="print errors only")
    return parser


class ProgressBar:
    """A bar on standard error; nothing unless that is a terminal."""

    def __init__(self, total: int, quiet: bool) -> None:
        self.total, self.shown = total, not quiet and sys.stderr.isatty()
        self.begin = time.monotonic()
        self.next_time = 0.0

    def update(self, done: float) -> None:
        now = time.monotonic()
        if not self.shown or now < self.next_time:
            return
        self.next_time = now + 0.1
        share = min(done / self.total, 1.0)
        left = (now - self.begin) * (1 - share) / share if share > 0 else 0.0
        bar = "#" * round(30 * share)
        sys.stderr.write(f"\rCapturing [{bar:<30}] {int(done)}/{self.total} tokens, {left:.0f} s left \x1b[K")
        sys.stderr.flush()

    def close(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


# --- model ---------------------------------------------------------------------------------------


@dataclasses.dataclass
class Model:
    """A causal language model, ready to run."""

    whole: nn.Module  # with the output matrix
    decoder: nn.Module  # embeddings to last hidden state
    config: Any  # of the text model
    tokenizer: Any  # or None
    name: str
    dtype: torch.dtype

    @property
    def device(self) -> torch.device:
        """Where token ids go."""
        device = self.decoder.get_input_embeddings().weight.device
        if device.type != "meta":  # offloaded weights have no place of their own
            return device
        return torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")


def is_hub_name(text: str) -> bool:
    return re.fullmatch(r"[\w][\w.-]*/[\w][\w.-]*", text) is not None


def check_source(args: argparse.Namespace) -> bool:
    """True for a directory here, False for a name on the hub."""
    if Path(args.model).is_dir():
        if not (Path(args.model) / "config.json").is_file():
            raise CaptureError(f"{args.model} is no model directory: config.json is missing.")
        return True
    if Path(args.model).exists() or not is_hub_name(args.model):
        raise CaptureError(f"--model: there is no directory {args.model}; give one with config.json in it.")
    return False


def dtype_option(library: Any, name: str) -> dict[str, Any]:
    """from_pretrained's argument, renamed in transformers 5."""
    value = "auto" if name == "auto" else getattr(torch, name)
    return {"dtype" if int(library.__version__.split(".")[0]) >= 5 else "torch_dtype": value}


def device_map_of(text: str) -> tuple[Any, Optional[torch.device]]:
    """The map for accelerate, or the one device that needs none."""
    if text.startswith("{"):
        try:
            return json.loads(text), None
        except ValueError as error:
            raise UsageError(f"--device-map: the JSON text is malformed: {error}") from None
    if text == "auto" and torch.cuda.is_available():
        if torch.cuda.device_count() > 1 or importlib.util.find_spec("accelerate"):
            return "auto", None
        return None, torch.device("cuda", 0)
    if text in ("auto", "balanced", "balanced_low_0", "sequential") and not torch.cuda.is_available():
        return None, torch.device("cpu")
    if text in ("balanced", "balanced_low_0", "sequential"):
        return text, None
    try:
        return None, torch.device(text)
    except RuntimeError:
        raise UsageError(f"--device-map: '{text}' is no device; use auto, cpu, cuda:0 or a JSON map") from None


def random_model(library: Any, config: Any, args: argparse.Namespace) -> nn.Module:
    device_map, device = device_map_of(args.device_map)
    torch.manual_seed(args.random_weights)
    dtype = dtype_option(library, args.model_dtype)
    if args.model_dtype == "auto":
        stored = getattr(config, "dtype", None) or getattr(config, "torch_dtype", None)
        dtype = {key: stored if isinstance(stored, torch.dtype) else torch.float32 for key in dtype}
    if device is None:
        device = torch.device("cuda", 0)
    with device:
        model = library.AutoModelForCausalLM.from_config(config, **dtype)
    if isinstance(device_map, dict):
        from accelerate import dispatch_model

        model = dispatch_model(model, device_map)
    return model


def stored_model(library: Any, config: Any, args: argparse.Namespace, local: bool) -> nn.Module:
    device_map, device = device_map_of(args.device_map)
    if device_map is not None and not importlib.util.find_spec("accelerate"):
        raise CaptureError("Spreading a model over devices needs accelerate: pip install accelerate.")
    options = dtype_option(library, args.model_dtype) | ({"device_map": device_map} if device_map is not None else {})
    model = library.AutoModelForCausalLM.from_pretrained(args.model, config=config, local_files_only=local, **options)
    return model.to(device) if device is not None else model


def load_model(args: argparse.Namespace) -> Model:
    local = check_source(args)
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import transformers

    transformers.logging.set_verbosity_error()
    if args.quiet or not sys.stderr.isatty():
        transformers.logging.disable_progress_bar()
    try:
        config = transformers.AutoConfig.from_pretrained(args.model, local_files_only=local)
        if args.random_weights is not None:
            whole = random_model(transformers, config, args)
        else:
            whole = stored_model(transformers, config, args, local)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise CaptureError(f"Cannot load {args.model}: {first_line(error)}") from error
    whole.eval()
    decoder = decoder_of(whole)
    return Model(
        whole=whole,
        decoder=decoder,
        config=text_config(whole.config),
        tokenizer=load_tokenizer(transformers, args, local),
        name=local_name(Path(args.model)) if local else args.model,
        dtype=next(p.dtype for p in decoder.parameters() if p.is_floating_point()),
    )


def local_name(directory: Path) -> str:
    """As the engine names it: what the configuration says, else the directory."""
    try:
        original = json.loads((directory / "config.json").read_text(encoding="utf-8")).get("_name_or_path")
    except (OSError, ValueError, AttributeError):
        original = None
    if not isinstance(original, str) or not original:
        return directory.resolve().name
    return Path(original).name if original.startswith("/") else original


def first_line(error: BaseException) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0].strip() if lines else 'no message'}"


def text_config(config: Any) -> Any:
    return config.get_text_config() if hasattr(config, "get_text_config") else config


def decoder_of(whole: nn.Module) -> nn.Module:
    """The part that ends at the last hidden state: logits of a whole prompt would cost gigabytes."""
    decoder = whole.get_decoder() if hasattr(whole, "get_decoder") else None
    decoder = decoder if isinstance(decoder, nn.Module) and decoder is not whole else whole.base_model
    if decoder is whole:
        raise CaptureError(f"{type(whole).__name__} has no decoder of its own; it is no causal language model.")
    return decoder


def load_tokenizer(library: Any, args: argparse.Namespace, local: bool) -> Any:
    """None where there is none and none is needed."""
    try:
        return library.AutoTokenizer.from_pretrained(args.model, local_files_only=local)
    except Exception as error:  # every tokenizer fails in its own way
        if args.text is None and args.text_file is None:
            return None
        raise CaptureError(
            f"{args.model} has no tokenizer that opens ({first_line(error)}); give --token-ids instead."
        ) from error


# --- prompt --------------------------------------------------------------------------------------


def read_text(path: Path, option: str) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CaptureError(f"{option}: cannot read {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CaptureError(f"{option}: {path} is not UTF-8 at byte {error.start}.") from error
    if not text:
        raise CaptureError(f"{option}: {path} is empty.")
    return text


def read_ids(path: Path) -> list[int]:
    words = read_text(path, "--token-ids").replace(",", " ").split()
    for word in words:
        if not re.fullmatch(r"\d+", word):
            raise CaptureError(f"--token-ids: '{word}' in {path} is no token id.")
    return [int(word) for word in words]


def random_ids(model: Model, count: int, seed: int) -> list[int]:
    """Random ids behind what the tokenizer puts in front of each text."""
    ids = list(model.tokenizer("")["input_ids"]) if model.tokenizer is not None else []
    generator = torch.Generator().manual_seed(seed)
    ids += torch.randint(0, model.config.vocab_size, (count,), generator=generator).tolist()
    return [int(token) for token in ids[:count]]


def prompt_ids(args: argparse.Namespace, model: Model) -> list[int]:
    if args.random_tokens:
        ids = random_ids(model, args.random_tokens, args.seed)
    elif args.token_ids:
        ids = read_ids(args.token_ids)
    else:
        text = args.text if args.text is not None else read_text(args.text_file, "--text-file")
        ids = list(model.tokenizer(text)["input_ids"])
    ids = ids[: args.max_tokens] if args.max_tokens else ids
    if not ids:
        raise CaptureError("The prompt has no tokens; give some text.")
    for position, token in enumerate(ids):
        if token >= model.config.vocab_size:
            last = model.config.vocab_size - 1
            raise CaptureError(f"Token {position} has id {token}, but the vocabulary of {model.name} ends at {last}.")
    return ids


def byte_alphabet() -> dict[str, int]:
    """The printable stand-ins of byte-level BPE, and the bytes that they stand for."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in set(plain)]
    return {chr(b): b for b in plain} | {chr(256 + n): b for n, b in enumerate(others)}


def spell_bytes(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "".join(f"<0x{byte:02X}>" for byte in error.object[error.start : error.end]), error.end


codecs.register_error("ropescope-spell", spell_bytes)


def token_texts(tokenizer: Any, ids: Sequence[int]) -> list[str]:
    """One piece a token, with spaces and line ends as they are; torn characters as <0xNN>."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    decoder = json.loads(backend.to_str()).get("decoder") if backend is not None else None
    alphabet = byte_alphabet() if "ByteLevel" in json.dumps(decoder) else None
    added = tokenizer.get_added_vocab()

    def piece(token: Optional[str], token_id: int) -> str:
        if token is None:
            return f"<id {token_id}>"
        if alphabet is not None and token not in added:
            raw = b"".join(bytes([alphabet[c]]) if c in alphabet else c.encode() for c in token)
            token = raw.decode("utf-8", errors="ropescope-spell")
        elif token not in added:
            token = token.replace("\u2581", " ")
        return token.replace("\0", "<0x00>")  # HDF5's strings end at NUL

    return [piece(token, i) for token, i in zip(tokenizer.convert_ids_to_tokens(list(ids)), ids)]


# --- rotation ------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Rope:
    """The rotation of one layer. theta is empty where the model has none."""

    theta: tuple[float, ...] = ()  # [rotary_dim / 2], after scaling
    factor: float = 1.0  # on cos and sin (YaRN, longrope)
    base: float = 10000.0
    scaling: str = ""  # JSON, or empty
    pairing: str = "half"

    @property
    def turns(self) -> bool:
        return any(self.theta)


def rotate(x: Tensor, rope: Rope, positions: Tensor) -> Tensor:
    """x [..., tokens, head_dim] turned to its positions; channels beyond the rotary ones stay."""
    count = 2 * len(rope.theta)
    if count == 0:
        return x
    # float32 phases, as transformers computes them: at position 100,000 float64 would differ visibly.
    theta = torch.tensor(rope.theta, dtype=torch.float32, device=x.device)
    phase = positions.to(device=x.device, dtype=torch.float32)[:, None] * theta
    cos, sin = rope.factor * phase.cos(), rope.factor * phase.sin()
    if rope.pairing == "half":
        a, b = x[..., : count // 2], x[..., count // 2 : count]
        turned = torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)
    else:
        a, b = x[..., 0:count:2], x[..., 1:count:2]
        turned = torch.stack([a * cos - b * sin, b * cos + a * sin], dim=-1).flatten(-2)
    return torch.cat([turned, x[..., count:]], dim=-1)


@dataclasses.dataclass
class Frequencies:
    """One table of frequencies in one of the model's rotary modules, read anew each time."""

    owner: nn.Module
    name: str

    @property
    def layer_type(self) -> Optional[str]:
        return self.name[: -len("_inv_freq")] if self.name.endswith("_inv_freq") else None

    def read(self) -> Rope:
        theta = getattr(self.owner, self.name).detach().double().cpu().tolist()
        factor = getattr(self.owner, self.name.replace("inv_freq", "attention_scaling"), None)
        base, scaling = rope_settings(getattr(self.owner, "config", None), self.layer_type)
        return Rope(
            theta=tuple(theta),
            factor=float(factor) if factor is not None else 1.0,
            base=base if base is not None else base_behind(theta),
            scaling=json.dumps(scaling) if scaling else "",
        )


def base_behind(theta: Sequence[float]) -> float:
    """For rotary modules that do not say: the base of unscaled frequencies."""
    return theta[1] ** (-float(len(theta))) if len(theta) > 1 and theta[1] > 0 else 10000.0


def rope_settings(config: Any, layer_type: Optional[str]) -> tuple[Optional[float], Optional[dict[str, Any]]]:
    """Base and scaling in the words of transformers 5 (rope_parameters) or 4 (rope_theta, rope_scaling)."""
    parameters = getattr(config, "rope_parameters", None)
    if isinstance(parameters, dict) and isinstance(parameters.get(layer_type), dict):
        parameters = parameters[layer_type]
    if isinstance(parameters, dict) and "rope_theta" in parameters:
        base, scaling = parameters["rope_theta"], {k: v for k, v in parameters.items() if k != "rope_theta"}
    else:
        base = getattr(config, "rope_theta", None) or getattr(config, "rotary_emb_base", None)
        scaling = getattr(config, "rope_scaling", None) or {}
    kind = scaling.get("rope_type", scaling.get("type", "default"))
    return (float(base) if base else None), (scaling if kind != "default" else None)


def find_frequencies(decoder: nn.Module) -> list[Frequencies]:
    found: list[Frequencies] = []
    for module in decoder.modules():
        names = [name for name, _ in module.named_buffers(recurse=False)]
        if "inv_freq" in vars(module):  # a plain attribute in some versions
            names.append("inv_freq")
        found += [Frequencies(module, n) for n in names if n.endswith("inv_freq") and "original" not in n]
    return found


# --- hooks ---------------------------------------------------------------------------------------


@dataclasses.dataclass
class Site:
    """One layer's attention module and the block around it."""

    layer: int
    attention: nn.Module
    block: nn.Module


FUSED = ("qkv_proj", "query_key_value", "c_attn")


def find_sites(decoder: nn.Module) -> list[Site]:
    modules = dict(decoder.named_modules())
    sites = []
    for name, module in modules.items():
        has_projection = hasattr(module, "q_proj") or any(hasattr(module, fused) for fused in FUSED)
        if has_projection and isinstance(getattr(module, "layer_idx", None), int) and "." in name:
            sites.append(Site(module.layer_idx, module, modules[name.rsplit(".", 1)[0]]))
    sites = [site for site in sites if not getattr(site.attention, "is_cross_attention", False)]
    sites.sort(key=lambda site: site.layer)
    if not sites or [site.layer for site in sites] != list(range(len(sites))):
        raise CaptureError(
            f"{type(decoder).__name__} has no attention modules of a known form (q_proj, {', '.join(FUSED)})."
        )
    return sites


@dataclasses.dataclass(frozen=True)
class Heads:
    """Attention heads of one layer."""

    query: int
    key: int
    dim: int

    @property
    def group(self) -> int:
        return self.query // self.key


def heads_of(config: Any, attention: nn.Module) -> Heads:
    query = int(config.num_attention_heads)
    key = int(getattr(config, "num_key_value_heads", None) or query)
    dim = getattr(attention, "head_dim", None) or getattr(attention, "head_size", None)
    dim = dim or getattr(config, "head_dim", None) or config.hidden_size // query
    return Heads(query, key, int(dim))


def split_projections(outputs: dict[str, Tensor], heads: Heads) -> dict[str, Tensor]:
    """q, k and v [heads, tokens, head_dim] from whatever projections the layer has."""
    sizes = [heads.query * heads.dim, heads.key * heads.dim, heads.key * heads.dim]
    parts: dict[str, Tensor] = {}
    for name, output in outputs.items():
        if name not in FUSED:
            parts[name[0]] = output[0]
        elif output.shape[-1] != sum(sizes):
            continue
        elif name == "query_key_value":  # GPT-NeoX: q, k and v of a head lie side by side
            grouped = output[0].unflatten(-1, (heads.query, 3 * heads.dim)).transpose(0, 1)
            return dict(zip("qkv", grouped.split(heads.dim, dim=-1)))
        else:
            parts = dict(zip("qkv", output[0].split(sizes, dim=-1)))
    return {name: part.unflatten(-1, (-1, heads.dim)).transpose(0, 1) for name, part in parts.items()}


def same_content(parts: dict[str, Tensor], raw: tuple[Tensor, Tensor]) -> bool:
    """Whether the split projections are what the model rotated."""
    for name, tensor in zip("qk", raw):
        part = parts.get(name)
        if part is None or part.shape[:2] != tensor.shape[:2]:
            return False
        if not torch.equal(part[..., : tensor.shape[-1]], tensor):
            return False
    return True


@dataclasses.dataclass
class LayerRecord:
    """What one layer did in one run of the model."""

    outputs: dict[str, Tensor] = dataclasses.field(default_factory=dict)  # of its projections
    raw: Optional[tuple[Tensor, Tensor]] = None  # q and k [heads, tokens, d] as the rotation got them
    rotated: Optional[tuple[Tensor, Tensor]] = None
    rotary_dim: int = 0
    probabilities: Optional[Tensor] = None  # [heads, tokens, tokens] where the model gives them
    queries: Optional[Tensor] = None  # [heads, tokens, head_dim]
    keys: Optional[Tensor] = None
    values: Optional[Tensor] = None


Sink = Callable[[int, LayerRecord], None]


class Hooks:
    """Calls sink(layer, record) after each attention module, and adds up cos(h_in, h_out) of each block.

    A context manager: leaving it takes every hook out again.
    """

    def __init__(self, model: Model, sites: list[Site]) -> None:
        self.model, self.sites = model, sites
        self.sink: Sink = lambda layer, record: None
        self.cosines: dict[int, Tensor] = {}
        self.current: Optional[LayerRecord] = None
        self.keep_rotated = False
        self.unknown_split: set[int] = set()  # layers whose fused projection has another order
        self._undo = contextlib.ExitStack()

    def __enter__(self) -> Hooks:
        for site in self.sites:
            self._hook_attention(site)
            self._hook_block(site)
        for file in {type(site.attention).__module__ for site in self.sites}:
            self._watch_rotation(sys.modules[file])
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def _keep(self, handle: Any) -> None:
        self._undo.callback(handle.remove)

    def _hook_attention(self, site: Site) -> None:
        heads = heads_of(self.model.config, site.attention)

        def begin(_module: nn.Module, _inputs: Any) -> None:
            self.current = LayerRecord()

        def end(_module: nn.Module, _inputs: Any, output: Any) -> None:
            record, self.current = self.current, None
            assert record is not None
            self._complete(site, heads, record, output)
            self.sink(site.layer, record)

        self._keep(site.attention.register_forward_pre_hook(begin))
        self._keep(site.attention.register_forward_hook(end))
        for name in ("q_proj", "k_proj", "v_proj", *FUSED):
            if isinstance(getattr(site.attention, name, None), nn.Module):
                self._hook_projection(getattr(site.attention, name), name)

    def _hook_projection(self, module: nn.Module, name: str) -> None:
        def keep(_module: nn.Module, _inputs: Any, output: Tensor) -> None:
            if self.current is not None:
                self.current.outputs[name] = output

        self._keep(module.register_forward_hook(keep))

    def _hook_block(self, site: Site) -> None:
        entering: list[Tensor] = []

        def begin(_module: nn.Module, inputs: Any) -> None:
            entering[:] = inputs[:1]

        def end(_module: nn.Module, _inputs: Any, output: Any) -> None:
            left = output[0] if isinstance(output, tuple) else output
            if not entering:
                return
            before = entering.pop().to(left.device).float()
            cosine = nn.functional.cosine_similarity(before, left.float(), dim=-1).double().sum()
            self.cosines[site.layer] = self.cosines.get(site.layer, 0.0) + cosine

        self._keep(site.block.register_forward_pre_hook(begin))
        self._keep(site.block.register_forward_hook(end))

    def _watch_rotation(self, file: Any) -> None:
        original = getattr(file, ROTARY_FUNCTION, None)
        if original is None:
            return

        def watched(*args: Any, **kwargs: Any) -> Any:
            rotated = original(*args, **kwargs)
            self._record_rotation(args, kwargs, rotated)
            return rotated

        setattr(file, ROTARY_FUNCTION, watched)
        self._undo.callback(setattr, file, ROTARY_FUNCTION, original)

    def _record_rotation(self, args: Any, kwargs: Any, rotated: Any) -> None:
        given = dict(zip(("q", "k", "cos", "sin"), args)) | kwargs
        if self.current is None or not {"q", "k", "cos", "sin"} <= given.keys() or not isinstance(rotated, tuple):
            return

        def heads_first(tensor: Tensor) -> Tensor:  # some callers keep [batch, tokens, heads, d]
            return tensor[0].transpose(0, 1) if kwargs.get("unsqueeze_dim", 1) == 2 else tensor[0]

        self.current.raw = heads_first(given["q"]), heads_first(given["k"])
        self.current.rotary_dim = given["cos"].shape[-1]
        if self.keep_rotated:
            self.current.rotated = heads_first(rotated[0]), heads_first(rotated[1])

    def _complete(self, site: Site, heads: Heads, record: LayerRecord, output: Any) -> None:
        parts = split_projections(record.outputs, heads)
        if self.keep_rotated and record.raw is not None and record.outputs.keys() & set(FUSED):
            if not same_content(parts, record.raw):
                self.unknown_split.add(site.layer)
        if site.layer in self.unknown_split:
            parts.clear()
        record.values = parts.get("v")
        if record.raw is not None and record.raw[0].shape[-1] == heads.dim:
            record.queries, record.keys = record.raw
        elif hasattr(site.attention, "q_norm"):
            raise CaptureError(f"Layer {site.layer} normalises queries that it does not rotate: its form is unknown.")
        else:
            record.queries, record.keys = parts.get("q"), parts.get("k")
        if record.queries is None or record.keys is None:
            raise CaptureError(f"Layer {site.layer} shows no queries and keys: its form is unknown.")
        for part in output if isinstance(output, tuple) else ():
            if isinstance(part, Tensor) and part.dim() == 4 and part.shape[-3] == heads.query:
                record.probabilities = part[0]
        record.outputs.clear()


# --- what the model is ---------------------------------------------------------------------------


@dataclasses.dataclass
class LayerForm:
    rope: Rope
    window: int  # 0: none
    tables: Optional[Frequencies]  # where the rope was read

    def at_this_length(self) -> LayerForm:
        """With the frequencies of the latest run: longrope has others for 16 tokens than for the prompt."""
        if self.tables is None:
            return self
        return dataclasses.replace(self, rope=dataclasses.replace(self.tables.read(), pairing=self.rope.pairing))


@dataclasses.dataclass
class Form:
    """Everything about the model that the trace says."""

    heads: Heads
    scale: float
    layers: list[LayerForm]

    @property
    def common(self) -> LayerForm:
        """The layer whose rotation stands in the root: the first that sees everything."""
        turning = [layer for layer in self.layers if layer.rope.turns]
        return next((layer for layer in turning if layer.window == 0), (turning or self.layers)[0])

    @property
    def whole_prompt_only(self) -> bool:
        """Frequencies that depend on the length must not change between chunks."""
        scalings = [layer.rope.scaling for layer in self.layers]
        return any(f'"{kind}"' in scaling for scaling in scalings for kind in ("dynamic", "longrope"))

    @property
    def has_windows(self) -> bool:
        return any(layer.window for layer in self.layers)


def refuse_unsupported(model: Model, sites: list[Site]) -> None:
    for site in sites:
        if getattr(site.attention, "attn_logit_softcapping", None):
            raise CaptureError(f"{model.name} caps its attention logits, which a trace cannot say.")
        if getattr(site.attention, "sinks", None) is not None:
            raise CaptureError(f"{model.name} has learned attention sinks, which a trace cannot say.")
        if getattr(model.config, "use_bidirectional_attention", None):
            raise CaptureError(f"{model.name} is not causal.")


def scale_of(attention: nn.Module, heads: Heads) -> float:
    for name in ("scaling", "norm_factor"):
        if isinstance(getattr(attention, name, None), (int, float)):
            return float(getattr(attention, name))
    scale = heads.dim**-0.5 if getattr(attention, "scale_attn_weights", True) else 1.0
    return scale / (attention.layer_idx + 1) if getattr(attention, "scale_attn_by_inverse_layer_idx", False) else scale


def window_of(config: Any, site: Site) -> int:
    """Query t sees keys t-w+1 to t; 0 for all."""
    window = getattr(config, "sliding_window", None)
    types = getattr(config, "layer_types", None)
    if types:
        if types[site.layer] not in ("full_attention", "sliding_attention"):
            raise CaptureError(f"Layer {site.layer} has {types[site.layer]}, which a trace cannot say.")
        return int(window or 0) if types[site.layer] == "sliding_attention" else 0
    if hasattr(site.attention, "sliding_window"):
        return int(site.attention.sliding_window or 0)
    return int(window or 0) if getattr(config, "use_sliding_window", True) else 0


def worst_turn(rope: Rope, record: LayerRecord, positions: Tensor) -> float:
    """How far the rotation is from what the model did, relative to the largest query or key."""
    assert record.raw is not None and record.rotated is not None
    worst = 0.0
    for raw, rotated in zip(record.raw, record.rotated):
        raw, rotated = raw.float(), rotated.float()
        difference = (rotate(raw, rope, positions) - rotated).abs().max() / raw.abs().max().clamp_min(1e-30)
        worst = max(worst, float(difference))
    return worst


def match_rope(layer: int, record: LayerRecord, tables: list[Frequencies], positions: Tensor) -> LayerForm:
    """The table and the pairing that do what the model did."""
    best, error = None, math.inf
    for table in tables:
        if 2 * getattr(table.owner, table.name).numel() != record.rotary_dim:
            continue
        for pairing in ("half", "interleaved"):
            rope = dataclasses.replace(table.read(), pairing=pairing)
            found = worst_turn(rope, record, positions)
            if best is None or found < error:
                best, error = LayerForm(rope, 0, table), found
    assert record.raw is not None
    # The model computes cos and sin in its own precision: bfloat16 has 8 bits.
    tolerance = {torch.float32: 1e-3, torch.float16: 1e-2}.get(record.raw[0].dtype, 4e-2)
    if best is None or not error <= tolerance:
        raise CaptureError(
            f"Layer {layer}: no table of frequencies in the model explains its rotation "
            f"(the nearest is off by {error:.2g}); this kind of RoPE is not supported."
        )
    return best


def run_decoder(model: Model, ids: Sequence[int], cache: Any = None, **options: Any) -> Any:
    inputs = torch.tensor([list(ids)], device=model.device)
    with torch.no_grad():
        try:
            return model.decoder(input_ids=inputs, past_key_values=cache, **options)
        except torch.cuda.OutOfMemoryError as error:
            raise CaptureError("The GPU's memory is full; try a smaller --chunk or more devices.") from error


def probe(model: Model, hooks: Hooks, ids: Sequence[int], total: int) -> Form:
    """Learns the model's form from a few tokens at positions up to the last one of the capture."""
    tokens = [ids[n % len(ids)] for n in range(PROBE_TOKENS)]
    positions = torch.linspace(0, max(total, PROBE_TOKENS) - 1, PROBE_TOKENS).long()
    places = {"position_ids": positions[None].to(model.device)}
    if model.config.model_type in LEARNED_POSITIONS:
        places = {}
    records: dict[int, LayerRecord] = {}
    hooks.sink, hooks.keep_rotated = records.__setitem__, True
    try:
        run_decoder(model, tokens, use_cache=False, **places)
        form = form_of(model, hooks.sites, records, positions)
        try_attention(model, hooks, tokens, form)
        return form
    except CaptureError:
        raise
    except Exception as error:  # code of a model that nobody has tried
        kind = f"{model.name} ({model.config.model_type})"
        raise CaptureError(f"{kind} does not work as the known models do: {first_line(error)}.") from error
    finally:
        hooks.keep_rotated = False
        hooks.cosines.clear()


def heads_in(record: LayerRecord) -> Heads:
    assert record.queries is not None and record.keys is not None
    return Heads(record.queries.shape[0], record.keys.shape[0], record.queries.shape[2])


def form_of(model: Model, sites: list[Site], records: dict[int, LayerRecord], positions: Tensor) -> Form:
    refuse_unsupported(model, sites)
    heads = heads_in(records[0])
    if heads.query % heads.key:
        raise CaptureError(f"{model.name} has {heads.query} query heads and {heads.key} key heads: no whole groups.")
    scale = scale_of(sites[0].attention, heads)
    tables = find_frequencies(model.decoder)
    rotary_dims = {record.rotary_dim for record in records.values() if record.raw is not None}
    if len(rotary_dims) > 1:
        raise CaptureError(f"{model.name} rotates {sorted(rotary_dims)} channels in different layers.")
    if not rotary_dims and (tables or model.config.model_type not in LEARNED_POSITIONS):
        raise CaptureError(f"{model.name} ({model.config.model_type}) does not rotate by {ROTARY_FUNCTION}.")
    rotary_dim = rotary_dims.pop() if rotary_dims else 0

    layers = []
    for site in sites:
        record = records[site.layer]
        if heads_in(record) != heads:
            raise CaptureError(f"Layer {site.layer} of {model.name} has other heads than layer 0.")
        if scale_of(site.attention, heads) != scale:
            raise CaptureError(f"Layer {site.layer} of {model.name} scales its logits otherwise than layer 0.")
        if record.raw is None:
            layer = LayerForm(Rope(), 0, None)
        else:
            layer = match_rope(site.layer, record, tables, positions)
        layer.window = window_of(model.config, site)
        layers.append(layer)
    form = Form(heads, scale, layers)
    for layer in layers:
        if rotary_dim and not layer.rope.theta:  # a layer without rotation in a model with it (SmolLM 3)
            layer.rope = dataclasses.replace(form.common.rope, theta=(0.0,) * (rotary_dim // 2), factor=1.0, scaling="")
    return form


def try_attention(model: Model, hooks: Hooks, tokens: Sequence[int], form: Form) -> None:
    """Finds what no table tells: norms behind the rotation, other masks, terms added to the logits."""
    result = Agreement(len(tokens))

    def compare(layer: int, record: LayerRecord) -> None:
        if record.probabilities is None or record.queries is None or record.keys is None:
            return
        as_now = form.layers[layer].at_this_length()
        mine = probabilities(record.queries.float(), record.keys.float(), as_now, form.scale)
        result.add(layer, 0, mine, record.probabilities.float())

    hooks.sink = compare
    with eager_attention(model):
        run_decoder(model, tokens, use_cache=False, output_attentions=True)
    if not result.distance <= (1e-3 if model.dtype == torch.float32 else 0.1):
        raise CaptureError(
            f"{model.name} ({model.config.model_type}) does more between its queries and its attention than RoPE, scale "
            f"and mask: probabilities of layer {result.place[0]}, head {result.place[1]} are off by {result.largest:.2g}."
        )


def check_unchanged(form: Form) -> None:
    used = {id(layer.tables): layer for layer in form.layers}
    for layer in used.values():
        if layer.tables is not None and layer.tables.read().theta != layer.rope.theta:
            raise CaptureError(
                "The model's RoPE frequencies changed on the way, as its scaling wants at this length; "
                "capture fewer tokens, or without --generate."
            )


# --- the file ------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Selection:
    """Which layers and heads are recorded."""

    layers: range
    heads: range
    key_heads: range


def select(args: argparse.Namespace, form: Form) -> Selection:
    count = len(form.layers)
    layers = range(*(args.layers or (0, count)))
    if layers.stop > count:
        raise UsageError(f"--layers: the model has {count} layers, so {layers.start}:{layers.stop} should end there")
    group = form.heads.group
    heads = range(*(args.heads or (0, form.heads.query)))
    if heads.stop > form.heads.query:
        raise UsageError(f"--heads: the model has {form.heads.query} query heads, not {heads.stop}")
    if heads.start % group or heads.stop % group:
        low, high = heads.start // group * group, -(-heads.stop // group) * group
        raise UsageError(
            f"--heads: {group} query heads share a key head, so the range must not split a group; take {low}:{high}"
        )
    return Selection(layers, heads, range(heads.start // group, heads.stop // group))


def deflate(block: np.ndarray, level: int) -> bytes:
    """HDF5's shuffle and gzip filters: the bytes of all numbers by significance, then zlib."""
    return zlib.compress(block.view(np.uint8).reshape(-1, block.itemsize).T.tobytes(), level)


@dataclasses.dataclass
class Column:
    """One dataset that grows along its tokens."""

    dataset: h5py.Dataset
    block: np.ndarray  # [heads, block, head_dim], the part of the file that is not full yet


class TraceFile:
    """Writes FILE.partial block by block; finish() makes it FILE."""

    def __init__(self, args: argparse.Namespace, form: Form, selection: Selection, total: int,
                 request: dict[str, Any]) -> None:
        self.output: Path = args.output
        self.path = Path(f"{args.output}.partial")
        self.selection, self.form = selection, form
        self.total, self.block = total, min(BLOCK_TOKENS, total)
        self.level = args.level if args.compression == "gzip" else 0
        self.dtype = np.dtype("<f2" if args.dtype == "float16" else "<f4")
        self.names = ("q", "k", "v") if args.with_values else ("q", "k")
        self.pool = ThreadPoolExecutor(args.threads)
        self.pending: deque[tuple[Column, tuple[int, int, int], Future[bytes], int]] = deque()
        self.pending_bytes = 0
        self.columns: dict[tuple[int, str], Column] = {}
        self.resumed = self._open(request, args.restart)
        self.written = int(self.file.attrs["capture_done"])

    # Opening

    def _open(self, request: dict[str, Any], restart: bool) -> bool:
        text = json.dumps(request, sort_keys=True)
        resume = self.path.exists() and not restart
        try:
            self.file = h5py.File(self.path, "r+" if resume else "w", libver=FILE_VERSIONS)
            if resume:
                check_request(self.path, self.file, request)
            else:
                self._create(text)
        except OSError as error:
            remedy = "; remove it or give --restart" if resume else ""
            raise CaptureError(f"Cannot open {self.path}: {first_line(error)}{remedy}.") from error
        for layer in self.selection.layers:
            for name in self.names:
                dataset = self.file[f"layers/{layer}/{name}"]
                shape = (dataset.shape[0], self.block, dataset.shape[2])
                self.columns[layer, name] = Column(dataset, np.zeros(shape, self.dtype))
        return resume

    def _create(self, request: str) -> None:
        self.file.attrs["capture_request"] = request
        self.file.attrs["capture_done"] = 0
        self.file.create_dataset("tokens/ids", data=np.full(self.total, -1, "<i8"), maxshape=(self.total,),
                                 chunks=(min(self.total, 8192),))
        filters = {"compression": "gzip", "compression_opts": self.level, "shuffle": True} if self.level else {}
        for layer in self.selection.layers:
            for name in self.names:
                heads = len(self.selection.heads if name == "q" else self.selection.key_heads)
                shape = (heads, self.total, self.form.heads.dim)
                self.file.create_dataset(f"layers/{layer}/{name}", shape, self.dtype, maxshape=shape,
                                         chunks=(1, self.block, shape[2]), **filters)

    # Growing

    def known_id(self, position: int) -> int:
        """The token of an earlier try, or -1."""
        return int(self.file["tokens/ids"][position])

    def put_ids(self, first: int, ids: Sequence[int]) -> None:
        self.file["tokens/ids"][first : first + len(ids)] = ids

    def append(self, layer: int, name: str, first: int, rows: np.ndarray) -> None:
        """rows [heads, n, head_dim] of tokens first to first + n; what an earlier try wrote is skipped."""
        skip = min(max(self.written - first, 0), rows.shape[1])
        first, rows = first + skip, rows[:, skip:]
        column = self.columns[layer, name]
        while rows.shape[1] > 0:
            offset = first % self.block
            count = min(self.block - offset, rows.shape[1])
            column.block[:, offset : offset + count] = rows[:, :count]
            if offset + count == self.block:
                self._submit(column, first - offset)
                column.block = np.zeros_like(column.block)
            first, rows = first + count, rows[:, count:]

    def _submit(self, column: Column, first: int) -> None:
        for head, block in enumerate(column.block):
            job = self.pool.submit(deflate, block, self.level) if self.level else self.pool.submit(block.tobytes)
            self.pending.append((column, (head, first, 0), job, block.nbytes))
            self.pending_bytes += block.nbytes
        while self.pending_bytes > PENDING_BYTES:
            self._write_oldest()

    def _write_oldest(self) -> None:
        column, offset, job, size = self.pending.popleft()
        self.pending_bytes -= size
        try:
            column.dataset.id.write_direct_chunk(offset, job.result())
        except OSError as error:
            raise CaptureError(f"Cannot write {self.path}: {first_line(error)}.") from error

    def _drain(self) -> None:
        while self.pending:
            self._write_oldest()

    def commit(self, tokens: int) -> None:
        """Everything of the first `tokens` was appended: the full blocks of them are safe from here on."""
        full = tokens // self.block * self.block
        if full <= self.written:
            return
        self._drain()
        self.written = full
        self.file.attrs["capture_done"] = full
        self.file.flush()

    def complete(self, tokens: int) -> None:
        """Writes the last, shorter block."""
        self.commit(tokens)
        if tokens % self.block:
            for column in self.columns.values():
                self._submit(column, tokens // self.block * self.block)
        self._drain()
        self.file.flush()

    def cut(self, tokens: int) -> None:
        """Generation may have ended early."""
        for column in self.columns.values():
            column.dataset.resize(tokens, axis=1)
        self.file["tokens/ids"].resize(tokens, axis=0)

    # Closing

    def finish(self) -> None:
        """Takes the marks of an unfinished trace out and gives the file its name."""
        del self.file.attrs["capture_request"], self.file.attrs["capture_done"]
        self.file.close()
        with self.path.open("rb+") as written:  # on the disk before it replaces an earlier trace
            os.fsync(written.fileno())
        os.replace(self.path, self.output)

    def close(self) -> None:
        """An unfinished file stays for the next try if there is anything in it to continue."""
        self.pool.shutdown(wait=True)
        self.pending.clear()
        if self.file:
            self.file.close()
            if self.written == 0:
                self.path.unlink()


def check_request(path: Path, file: h5py.File, request: dict[str, Any]) -> None:
    try:
        earlier = json.loads(file.attrs["capture_request"])
    except (KeyError, ValueError):
        raise CaptureError(f"{path} is no unfinished trace; remove it or give --restart.") from None
    for name, value in request.items():
        if earlier.get(name) != value:
            raise CaptureError(
                f"{path} was begun with {name} {earlier.get(name)}, this command has {value}; "
                "give the same arguments, or --restart."
            )


def make_request(args: argparse.Namespace, model: Model, ids: Sequence[int], selection: Selection) -> dict[str, Any]:
    """What must be the same for a partial file to be continued."""

    def digest(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    return {
        "version": 1,
        "model": str(Path(args.model).resolve()) if Path(args.model).is_dir() else args.model,
        "configuration": digest(json.dumps(model.config.to_dict(), sort_keys=True, default=str)),
        "model-dtype": str(model.dtype),
        "random-weights": args.random_weights,
        "prompt": f"{len(ids)} tokens {digest(' '.join(map(str, ids)))}",
        "generate": args.generate,
        "layers": f"{selection.layers.start}:{selection.layers.stop}",
        "heads": f"{selection.heads.start}:{selection.heads.stop}",
        "with-values": args.with_values,
        "dtype": args.dtype,
        "compression": f"{args.compression} {args.level}" if args.compression == "gzip" else "none",
    }


def write_header(trace: TraceFile, model: Model, args: argparse.Namespace, influence: dict[int, float]) -> None:
    import transformers

    form, selection, file = trace.form, trace.selection, trace.file
    common = form.common
    file.attrs.update({
        "format": "ropescope-trace",
        "version": 1,
        "model": model.name,
        "creator": f"{PROGRAM} {__version__}, transformers {transformers.__version__}, torch {torch.__version__}",
        "model_dtype": str(model.dtype).replace("torch.", ""),
        "num_layers": len(form.layers),
        "num_heads": len(selection.heads),
        "num_kv_heads": len(selection.key_heads),
        "head_dim": form.heads.dim,
        "attention_scale": form.scale,
        "sliding_window": common.window,
        "rotary_dim": 2 * len(common.rope.theta),
        "rope_base": common.rope.base,
        "rope_pairing": common.rope.pairing,
    })
    if args.heads:
        file.attrs["heads"] = f"{selection.heads.start}:{selection.heads.stop}"
    if common.rope.theta:
        file.attrs["rope_attention_factor"] = common.rope.factor
        if common.rope.scaling:
            file.attrs["rope_scaling"] = common.rope.scaling
        replace_dataset(file, "rope/inv_freq", np.array(common.rope.theta, "<f8"))
    for layer, layer_form in enumerate(form.layers):
        write_layer_header(file.require_group(f"layers/{layer}"), layer_form, common, influence.get(layer))


def write_layer_header(group: h5py.Group, layer: LayerForm, common: LayerForm, influence: Optional[float]) -> None:
    """Where a layer differs from the root, and its block influence."""
    if influence is not None:
        group.attrs["block_influence"] = influence
    if layer.window != common.window:
        group.attrs["sliding_window"] = layer.window
    if layer.rope != common.rope:
        group.attrs["rope_base"] = layer.rope.base
        group.attrs["rope_attention_factor"] = layer.rope.factor
        group.attrs["rope_scaling"] = layer.rope.scaling or '{"rope_type": "default"}'
        replace_dataset(group, "inv_freq", np.array(layer.rope.theta, "<f8"))


def replace_dataset(group: h5py.Group, name: str, data: Any) -> None:
    if name in group:
        del group[name]
    group[name] = data


def write_texts(trace: TraceFile, model: Model) -> None:
    if model.tokenizer is None:
        return
    texts = token_texts(model.tokenizer, trace.file["tokens/ids"][:].tolist())
    replace_dataset(trace.file, "tokens/text", np.array(texts, dtype=h5py.string_dtype()))


# --- capture -------------------------------------------------------------------------------------


def storable(rows: Tensor, dtype: str, layer: int, name: str, first_head: int) -> np.ndarray:
    """rows [heads, n, head_dim] in the file's precision, on the host, if they fit."""
    peaks = rows.abs().amax(dim=(1, 2)).float().cpu()
    for head, peak in enumerate(peaks.tolist(), start=first_head):
        if not math.isfinite(peak):
            raise CaptureError(
                f"Layer {layer}, {name} of head {head} is not finite: the model overflows in its own precision; "
                "try --model-dtype bfloat16 or float32."
            )
        if dtype == "float16" and peak > HALF_LIMIT:
            raise CaptureError(
                f"Layer {layer}, {name} of head {head} reaches {peak:g}, float16 ends at {HALF_LIMIT:g}; "
                "give --dtype float32."
            )
    return rows.to(getattr(torch, dtype)).contiguous().cpu().numpy()


class Capture:
    """One run of a prompt through the model into a trace file."""

    def __init__(self, args: argparse.Namespace, model: Model, hooks: Hooks, trace: TraceFile) -> None:
        self.args, self.model, self.hooks, self.trace = args, model, hooks, trace
        self.bar = ProgressBar(trace.total, args.quiet)
        self.first = 0  # position of the first token of the chunk that is running
        self.length = 0  # of that chunk
        hooks.sink = self._store

    def _store(self, layer: int, record: LayerRecord) -> None:
        self.bar.update(self.first + self.length * (layer + 1) / len(self.hooks.sites))
        selection = self.trace.selection
        if layer not in selection.layers or self.first + self.length <= self.trace.written:
            return
        tensors = {"q": record.queries, "k": record.keys, "v": record.values}
        for name in self.trace.names:
            heads = selection.heads if name == "q" else selection.key_heads
            tensor = tensors[name]
            if tensor is None:
                raise CaptureError(f"Layer {layer} shows no values; leave --with-values out.")
            chosen = tensor[heads.start : heads.stop]
            self.trace.append(layer, name, self.first, storable(chosen, self.args.dtype, layer, name, heads.start))

    def _run(self, ids: Sequence[int], cache: Any, use_cache: bool) -> Any:
        self.length = len(ids)
        output = run_decoder(self.model, ids, cache, use_cache=use_cache)
        self.trace.put_ids(self.first, ids)
        self.first += len(ids)
        self.trace.commit(self.first)
        check_unchanged(self.trace.form)
        return output

    def run(self, ids: Sequence[int], chunk: int) -> int:
        """The number of tokens recorded, generated ones included."""
        cache, output = None, None
        use_cache = len(ids) > chunk or self.args.generate > 0
        for begin in range(0, len(ids), chunk):
            output = self._run(ids[begin : begin + chunk], cache, use_cache)
            cache = output.past_key_values if use_cache else None
        end_tokens = as_list(getattr(self.model.config, "eos_token_id", None))
        for _ in range(self.args.generate):
            token = self._next_token(output)
            output = self._run([token], cache, True)
            cache = output.past_key_values
            if token in end_tokens:
                break
        self.bar.close()
        return self.first

    def _next_token(self, output: Any) -> int:
        known = self.trace.known_id(self.first) if self.first < self.trace.written else -1
        if known >= 0:
            return known
        with torch.no_grad():
            logits = self.model.whole.get_output_embeddings()(output.last_hidden_state[:, -1:])
        return int(logits.float().argmax())


def as_list(value: Any) -> list[int]:
    return list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]


# --- check ---------------------------------------------------------------------------------------


@contextlib.contextmanager
def eager_attention(model: Model) -> Iterator[None]:
    """The one implementation that gives its probabilities away."""
    before = getattr(model.config, "_attn_implementation", None) or "eager"

    def choose(name: str) -> None:
        if hasattr(model.whole, "set_attn_implementation"):
            model.whole.set_attn_implementation(name)
        model.config._attn_implementation = name

    choose("eager")
    try:
        yield
    finally:
        choose(before)


def probabilities(q: Tensor, k: Tensor, layer: LayerForm, scale: float) -> Tensor:
    """Attention [heads, n, n] of raw q [heads, n, d] and k [key heads, n, d]."""
    positions = torch.arange(q.shape[1], device=q.device)
    keys = rotate(k, layer.rope, positions).repeat_interleave(q.shape[0] // k.shape[0], dim=0)
    logits = rotate(q, layer.rope, positions) @ keys.transpose(1, 2) * scale
    lag = positions[:, None] - positions[None, :]
    hidden = (lag < 0) | (lag >= layer.window) if layer.window else lag < 0
    return logits.masked_fill(hidden, -math.inf).softmax(dim=-1)


@dataclasses.dataclass
class Agreement:
    """The file against the model's own attention, over all recorded heads."""

    tokens: int
    largest: float = 0.0  # difference of two probabilities
    place: tuple[int, int] = (0, 0)  # layer and head of it
    distance: float = 0.0  # total variation between two rows, its mean in the worst head
    heads: int = 0

    def add(self, layer: int, first_head: int, mine: Tensor, theirs: Tensor) -> None:
        difference = (mine - theirs).abs()
        peaks = difference.amax(dim=(1, 2))
        if float(peaks.max()) > self.largest:
            self.largest, self.place = float(peaks.max()), (layer, first_head + int(peaks.argmax()))
        self.distance = max(self.distance, float(difference.sum(dim=-1).mean(dim=-1).max()) / 2)
        self.heads += mine.shape[0]


def check_file(model: Model, hooks: Hooks, trace: TraceFile, tokens: int) -> Agreement:
    """Attention recomputed from the file's q, k and rotation, compared with what the model computes."""
    ids = trace.file["tokens/ids"][:tokens].tolist()
    result = Agreement(len(ids))
    selection, form = trace.selection, trace.form

    def compare(layer: int, record: LayerRecord) -> None:
        if layer not in selection.layers:
            return
        theirs = record.probabilities
        if theirs is None:
            raise CaptureError(f"--check: layer {layer} of this version of transformers gives no probabilities.")
        group = trace.file[f"layers/{layer}"]
        q, k = (torch.from_numpy(group[n][:, :tokens].astype("f4")).to(theirs.device) for n in ("q", "k"))
        mine = probabilities(q, k, form.layers[layer], form.scale)
        result.add(layer, selection.heads.start, mine, theirs[selection.heads.start : selection.heads.stop].float())

    hooks.sink = compare
    with eager_attention(model):
        run_decoder(model, ids, use_cache=False, output_attentions=True)
    return result


def judge(agreement: Agreement, model: Model, args: argparse.Namespace) -> None:
    """float32 models leave the file's rounding only; others round differently in each implementation."""
    exact = model.dtype == torch.float32
    limit = (1e-4 if args.dtype == "float32" else 1e-2) if exact else 0.1
    say(args, f"Check: {agreement.heads} heads, first {agreement.tokens} tokens: largest difference "
              f"{agreement.largest:.2e} (layer {agreement.place[0]}, head {agreement.place[1]}), "
              f"total variation {agreement.distance:.2e} in the worst head.")
    if not agreement.distance <= limit:
        raise CaptureError(
            f"--check: the file is off by {agreement.distance:.2g} (allowed {limit:g}) from the model's own attention, "
            f"so {args.output} was not written."
        )


# --- main ----------------------------------------------------------------------------------------


def say(args: argparse.Namespace, text: str) -> None:
    if not args.quiet:
        print(text, flush=True)


def check_writable(output: Path) -> None:
    if output.is_dir():
        raise CaptureError(f"--output: {output} is a directory.")
    if not os.access(output.resolve().parent, os.W_OK):
        raise CaptureError(f"--output: the directory of {output} is missing or cannot be written to.")


def check_length(model: Model, form: Form, total: int, args: argparse.Namespace) -> None:
    limit = getattr(model.config, "max_position_embeddings", None)
    if not limit or total <= limit:
        return
    if not form.common.rope.theta:
        raise CaptureError(f"{total} tokens are more than the {limit} positions of {model.name}; give --max-tokens.")
    say(args, f"Note: {total} tokens are more than the {limit} positions that {model.name} was made for.")


def host_memory() -> str:
    try:
        import resource
    except ImportError:  # Windows
        return "host unknown"
    unit = 2**30 if sys.platform == "darwin" else 2**20
    return f"host {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:.1f} GiB"


def summary(args: argparse.Namespace, trace: TraceFile, tokens: int, seconds: float) -> str:
    gpus = [torch.cuda.max_memory_allocated(n) / 2**30 for n in range(torch.cuda.device_count())]
    memory = "".join(f", GPU {n} {used:.1f} GiB" for n, used in enumerate(gpus) if used > 0)
    size = args.output.stat().st_size / 2**20
    return (
        f"Wrote {args.output}: {tokens} tokens, {len(trace.selection.layers)} layers, "
        f"{len(trace.selection.heads)} heads each, {size:.1f} MiB in {seconds:.1f} s "
        f"({tokens / max(seconds, 1e-9):.0f} tokens/s); peak memory: {host_memory()}{memory}."
    )


def capture(args: argparse.Namespace) -> None:
    check_writable(args.output)
    begin = time.monotonic()
    model = load_model(args)
    ids = prompt_ids(args, model)
    total = len(ids) + args.generate
    say(args, f"Loaded {model.name} in {time.monotonic() - begin:.1f} s ({str(model.dtype).replace('torch.', '')}).")
    with Hooks(model, find_sites(model.decoder)) as hooks:
        form = probe(model, hooks, ids, total)
        check_length(model, form, total, args)
        selection = select(args, form)
        begin = time.monotonic()
        trace = TraceFile(args, form, selection, total, make_request(args, model, ids, selection))
        try:
            tokens = record(args, model, hooks, trace, ids)
            trace.finish()
        finally:
            trace.close()
    say(args, summary(args, trace, tokens, time.monotonic() - begin))


def record(args: argparse.Namespace, model: Model, hooks: Hooks, trace: TraceFile, ids: Sequence[int]) -> int:
    if trace.resumed:
        say(args, f"Continuing {trace.path}: {trace.written} of {trace.total} tokens are there and only run again.")
    chunk = len(ids) if needs_whole_prompt(trace.form) else args.chunk
    tokens = Capture(args, model, hooks, trace).run(ids, chunk)
    trace.complete(tokens)
    influence = {layer: 1.0 - float(total) / tokens for layer, total in hooks.cosines.items()}
    if args.check:
        judge(check_file(model, hooks, trace, min(args.check, tokens)), model, args)
    trace.cut(tokens)
    write_header(trace, model, args, influence)
    write_texts(trace, model)
    return tokens


def needs_whole_prompt(form: Form) -> bool:
    """transformers 4 sizes the caches of sliding windows by the first chunk."""
    import transformers

    return form.whole_prompt_only or (form.has_windows and int(transformers.__version__.split(".")[0]) < 5)


def stop(_signal: int, _frame: Any) -> NoReturn:
    raise KeyboardInterrupt


def main(arguments: Optional[Sequence[str]] = None) -> int:
    args = make_parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, stop)
    try:
        capture(args)
    except CaptureError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        print(f"\n{PROGRAM}: stopped; the same command continues {args.output}.partial.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
