#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the small models, tokenizers and reference numbers that the C++ tests compare with.

    python3 tests/data/make_reference.py [--built-in resources/model] [--output tests/data]

Needs torch, transformers 5 and tokenizers; takes seconds on a CPU. Everything is seeded, so a
second run gives the same files. It writes below the output folder:

- models/tiny-llama, tiny-qwen2, tiny-qwen2-f16: randomly initialised Hugging Face directories.
  tiny-llama has float32 weights in one file, an untied output matrix, a head_dim that is not
  hidden/heads, and the old config key `rope_theta`. tiny-qwen2 has bf16 weights in shards, tied
  embeddings, q/k/v biases and `rope_parameters`; tiny-qwen2-f16 is its twin in one f16 file.
- models/tokenizer-gpt2, tokenizer-llama3: byte-level BPE tokenizers trained on a few KB.
- reference/NAME.safetensors for those models and the built-in one, computed by transformers with
  eager attention on weights widened to float32:
    token_ids [N], generated [8] (greedy continuation, the whole sequence recomputed each step)
    layers.L.q [heads, N, d], layers.L.k and layers.L.v [key heads, N, d]: raw, bias in, before RoPE
    logits [N, vocabulary]
  and for the tiny models also
    hidden.L [N, width]: what enters layer L;  layers.L.attention [heads, N, N]
- reference/tokenizer_cases.json: ids, tokens and decoded text (special tokens kept) of hard strings.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from torch import Tensor
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedModel,
    Qwen2Config,
    Qwen2ForCausalLM,
)

TINY_TOKENS, BUILT_IN_TOKENS, GENERATED = 24, 32, 8
BUILT_IN_TEXT = (
    "The old captain looked at the map, and then at the window. The old captain looked at the sea, "
    "and then he said to the boy: come with me."
)
WHOLE_WORDS = ["\u0120frequency", "\u0120Sherlock", "\u0120queries", "\u0120spaces"]  # \u0120 is byte-level's space
LLAMA3_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
TRAINING_TEXT = [
    "The quick brown fox jumps over the lazy dog, and the dog doesn't mind; it's asleep.",
    "I'll say it again: we're here, they've gone, you'd know, I'm sure. DON'T SHOUT! IT'S LATE.",
    "attention attention heads heads queries keys values rotary position embedding frequency",
    "    indented code:\n\tfor (int i = 0; i < 1024; ++i) { sum += a[i] * b[i]; }\r\n",
    "1 22 333 4444 55555 2024 3.14159 1,000,000 0xFF",
    "Ein schöner Tag in München, naïve café, Ångström, mañana, Žižek, İstanbul.",
    "Привет, мир! Как дела?  Γειά σου Κόσμε.",
    "你好,世界。日本語のテキスト。한국어 문장.",
    "مرحبا بالعالم שלום עולם नमस्ते दुनिया สวัสดีชาวโลก",
]
CASES = [
    "",
    " ",
    "Hello, world!",
    "To Sherlock Holmes she is always the woman.",
    "It's what they've said: I'll go, we're done, you'd see, I'm in, don't.",
    "IT'S WHAT THEY'VE SAID: I'LL GO, WE'RE DONE, YOU'D SEE, I'M IN, DON'T.",
    "'s 't 're 'S 'LL ''s '' ' rock'n'roll o\u2019clock it\u2019s",
    "\u017f't '\u017f",  # long s: equal to s when case is ignored
    "attention heads rotate queries and keys, frequency by frequency; embedding",
    "  two spaces, then   three,    four and trailing   ",
    "\n\n\nthree newlines\n",
    "line one\r\nline two\r\n\r\nline four\rcarriage only",
    "tabs\t\tand\t \t mixed \n \n  indentation",
    "no.space,after;punctuation!?...--(yes) [a]{b}<c> \"quoted\" #@&*%$",
    "!!!\n\n???\r\n",
    "7 42 007 1234567890 3.14159 1,000,000 v2.0.1",
    "\u0663\u0664\u0665 \u2167 \u00bd \u00b2 \u0967\u0968\u0969",  # Arabic digits, Roman numeral, fractions
    "snake_case camelCase kebab-case __init__ x_1",
    "non\u00a0breaking\u00a0\u00a0space \u2003em\u2003space\u3000wide",
    "zero\u200bwidth\u200cjoin\u200ders\ufeff and soft\u00adhyphen",
    "\u0085next line\u2028line separator\u2029paragraph\x0bvertical\x0cform feed",
    "control \x00\x01\x1f\x7f characters",
    "caf\u00e9 nai\u0308ve A\u030angstro\u0308m e\u0301\u0302",  # composed, decomposed, stacked
    "\u1e9b\u0323 \u0344 \u2126 \u212b \ufb01",  # canonical reordering, singletons; fi stays under NFC
    "\u1112\u1161\u11ab\u1100\u1173\u11af \ud55c\uae00",  # Hangul in jamo and composed
    "\u4f60\u597d\uff0c\u4e16\u754c\u3002\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8\u3067\u3059\u3002",
    "\u30ab\u3099\u30d1 \u30cf\u309a",  # kana with combining voicing marks
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645\u060c \u0643\u064e\u062a\u064e\u0628\u064e",
    "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd \u05e2\u05d5\u05dc\u05dd",
    "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e \u0958",  # the last decomposes under NFC
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440! \u0393\u03b5\u03b9\u03ac \u03c3\u03bf\u03c5.",
    "\U0001f600 \U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f1e9\U0001f1ea \u2764\ufe0f",
    "\U0001d49c\U0001d4b7 \U00020000 \U0001f9ec",  # letters beyond the basic plane
    "a" * 300,
    "ab" * 150 + " " * 40 + "-" * 33,
    "<|endoftext|>",
    "before<|endoftext|>after <|endoftext|> <|endoftext|><|endoftext|>\n",
    "<|begin_of_text|>hello<|eot_id|> <|endoftext",
    "<|ENDOFTEXT|> < |endoftext|>",
    "\u0130stanbul \u00df \u01c5 \u0149",
]


# --- models --------------------------------------------------------------------------------------


@torch.no_grad()
def randomise(model: PreTrainedModel, seed: int) -> None:
    """Weights large enough that attention is far from uniform, and norms and biases far from 1 and 0."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if "norm" in name:
            parameter.copy_(1 + 0.3 * noise)
        elif name.endswith("bias"):
            parameter.copy_(0.5 * noise)
        elif "embed_tokens" in name:
            parameter.copy_(noise)
        else:
            parameter.copy_(1.5 * noise / parameter.shape[1] ** 0.5)


def edit_config(directory: Path, **changes: object) -> None:
    """Sets keys of config.json; a value of None removes the key."""
    path = directory / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config |= changes
    kept = {key: value for key, value in config.items() if changes.get(key, key) is not None}
    path.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def make_tiny_llama(directory: Path) -> None:
    config = LlamaConfig(
        vocab_size=96,
        hidden_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=16,
        intermediate_size=80,
        max_position_embeddings=128,
        rms_norm_eps=1e-5,
        tie_word_embeddings=False,
        bos_token_id=0,
        eos_token_id=0,
    )
    model = LlamaForCausalLM(config)
    randomise(model, seed=11)
    model.save_pretrained(directory)
    edit_config(directory, rope_theta=10000.0, rope_parameters=None)


def make_tiny_qwen2(directory: Path, dtype: torch.dtype, shard_size: str) -> None:
    config = Qwen2Config(
        vocab_size=96,
        hidden_size=64,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=96,
        max_position_embeddings=128,
        rms_norm_eps=1e-6,
        rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
        tie_word_embeddings=True,
        use_sliding_window=False,
        sliding_window=None,
        bos_token_id=0,
        eos_token_id=0,
    )
    model = Qwen2ForCausalLM(config)
    randomise(model, seed=12)
    model.to(dtype).save_pretrained(directory, max_shard_size=shard_size)


# --- references ----------------------------------------------------------------------------------


def keep_projections(model: PreTrainedModel, kept: dict[str, Tensor]) -> None:
    """Stores each later run's raw q, k and v of every layer under its fixture name."""
    for index, layer in enumerate(model.model.layers):
        for name in ("q", "k", "v"):

            def hook(_module, _inputs, output: Tensor, key: str = f"layers.{index}.{name}") -> None:
                kept[key] = output[0].unflatten(-1, (-1, layer.self_attn.head_dim)).transpose(0, 1)

            getattr(layer.self_attn, f"{name}_proj").register_forward_hook(hook)


@torch.no_grad()
def reference(directory: Path, ids: list[int], full: bool) -> dict[str, Tensor]:
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, attn_implementation="eager").eval()
    sequence = torch.tensor([ids])
    for _ in range(GENERATED):
        logits = model(sequence, use_cache=False).logits
        sequence = torch.cat([sequence, logits[:, -1:].argmax(-1)], dim=1)

    tensors: dict[str, Tensor] = {}
    keep_projections(model, tensors)
    output = model(torch.tensor([ids]), use_cache=False, output_attentions=True, output_hidden_states=True)
    tensors["token_ids"] = torch.tensor(ids)
    tensors["generated"] = sequence[0, len(ids) :]
    tensors["logits"] = output.logits[0]
    if full:
        for layer, attention in enumerate(output.attentions):
            tensors[f"layers.{layer}.attention"] = attention[0]
            tensors[f"hidden.{layer}"] = output.hidden_states[layer][0]
    return {name: tensor.contiguous() for name, tensor in tensors.items()}


# --- tokenizers ----------------------------------------------------------------------------------


def train_byte_level(pre_tokenizer: pre_tokenizers.PreTokenizer, vocabulary: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TRAINING_TEXT * 3, trainer)
    return tokenizer


def make_gpt2_tokenizer(directory: Path) -> None:
    """GPT-2 style: ByteLevel's own pattern, nothing added to the text."""
    tokenizer = train_byte_level(pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True), 480)
    tokenizer.add_special_tokens(["<|endoftext|>"])
    directory.mkdir(parents=True)
    tokenizer.save(str(directory / "tokenizer.json"))


def make_llama3_tokenizer(directory: Path) -> None:
    """Llama 3 style: Split, ignore_merges and a BOS. No merge makes the WHOLE_WORDS, so they appear
    only where ignore_merges is obeyed."""
    split = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(LLAMA3_PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    content = json.loads(train_byte_level(split, 480).to_str())
    content["model"]["ignore_merges"] = True
    vocabulary = content["model"]["vocab"]
    vocabulary |= {word: len(vocabulary) + index for index, word in enumerate(WHOLE_WORDS)}
    tokenizer = Tokenizer.from_str(json.dumps(content))
    tokenizer.add_special_tokens(["<|begin_of_text|>", "<|eot_id|>"])
    begin = ("<|begin_of_text|>", tokenizer.token_to_id("<|begin_of_text|>"))
    tokenizer.post_processor = processors.Sequence(
        [
            processors.ByteLevel(trim_offsets=False),
            processors.TemplateProcessing(
                single=f"{begin[0]} $A", pair=f"{begin[0]} $A {begin[0]}:1 $B:1", special_tokens=[begin]
            ),
        ]
    )
    directory.mkdir(parents=True)
    tokenizer.save(str(directory / "tokenizer.json"))


def tokenizer_cases(directory: Path, name: str) -> list[dict[str, object]]:
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    cases: list[dict[str, object]] = []
    for text in CASES:
        encoding = tokenizer.encode(text)
        decoded = tokenizer.decode(encoding.ids, skip_special_tokens=False)
        cases.append(
            {"tokenizer": name, "text": text, "ids": encoding.ids, "tokens": encoding.tokens, "decoded": decoded}
        )
    return cases


def main() -> None:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--built-in", type=Path, default=here.parents[1] / "resources" / "model")
    parser.add_argument("--output", type=Path, default=here)
    args = parser.parse_args()
    model_root, reference_root = args.output / "models", args.output / "reference"
    for folder in (model_root, reference_root):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    make_tiny_llama(model_root / "tiny-llama")
    make_tiny_qwen2(model_root / "tiny-qwen2", torch.bfloat16, shard_size="96KB")
    make_tiny_qwen2(model_root / "tiny-qwen2-f16", torch.float16, shard_size="1GB")
    generator = torch.Generator().manual_seed(13)
    for directory in sorted(model_root.iterdir()):
        ids = torch.randint(0, 96, (TINY_TOKENS,), generator=generator).tolist()
        save_file(reference(directory, ids, full=True), reference_root / f"{directory.name}.safetensors")
    tokenizer = Tokenizer.from_file(str(args.built_in / "tokenizer.json"))
    ids = tokenizer.encode(BUILT_IN_TEXT).ids[:BUILT_IN_TOKENS]
    save_file(reference(args.built_in, ids, full=False), reference_root / "built-in.safetensors")

    make_gpt2_tokenizer(model_root / "tokenizer-gpt2")
    make_llama3_tokenizer(model_root / "tokenizer-llama3")
    tokenizers = {
        "built-in": args.built_in,
        "tokenizer-gpt2": model_root / "tokenizer-gpt2",
        "tokenizer-llama3": model_root / "tokenizer-llama3",
    }
    cases = [case for name, directory in tokenizers.items() for case in tokenizer_cases(directory, name)]
    text = ",\n".join(json.dumps(case) for case in cases)
    (reference_root / "tokenizer_cases.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")
    for path in sorted(args.output.rglob("*")):
        if path.is_file():
            print(f"{path.stat().st_size:9} {path.relative_to(args.output)}")


if __name__ == "__main__":
    main()
