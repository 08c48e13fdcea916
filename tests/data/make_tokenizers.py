#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the small tokenizers, and the ids that Hugging Face's library gives, for the C++ tests.

    python3 tests/data/make_tokenizers.py [--built-in resources/model] [--output tests/data]

Needs tokenizers 0.23 (another release may differ in what it decodes normalised added tokens to);
takes seconds. A second run gives the same files. It writes below the output folder:

- models/tokenizer-NAME/tokenizer.json: byte pair encodings trained on a few KB of text, each in the
  dialect of a family of models; the functions below say which.
- reference/tokenizer_cases.json: what the library makes of hard strings with each of them and with
  the built-in model's. {"texts": [T], "tokenizers": {NAME: {"ids": [T][n], "decoded": [T]}}}, where
  null in "decoded", which keeps special tokens, means that the text came back unchanged.
- reference/tokenizer_cases_steps.json: the same for single steps of a tokenizer.json:
  {"texts": {KEY: [T]}, "rows": [{"name", "base", "changes", "texts": KEY, "ids", "decoded"}]}; each
  row takes the tokenizer `base` and puts `changes` in the place of its sections.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import shutil
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

Json = dict[str, object]

META = "\u2581"  # SentencePiece's visible space
WHOLE_WORDS = ["\u0120frequency", "\u0120Sherlock", "\u0120queries", "\u0120spaces"]  # \u0120 is byte-level's space
LLAMA3_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN2_PATTERN = LLAMA3_PATTERN.replace("{1,3}", "")
CL100K_PATTERN = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
)
NEMO_PATTERN = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
    r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
DEEPSEEK_PATTERNS = [
    r"\p{N}{1,3}",
    "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
    r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
    r"""| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+""",
]
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
MORE_TRAINING_TEXT = TRAINING_TEXT + [
    "A head looks back over the text and asks which of the earlier words matter for the next one. Most of them do not.",
    "Rotating a query and a key by angles that grow with their places leaves a product that knows only the distance.",
    "When the angle of a pair of channels has turned all the way round, the head sees the same thing again: a period.",
    "She said that she would be there at nine, but it was nearly ten when the door opened and she walked into the room.",
    "  two spaces      and six,        and eight\n\n\nthree line feeds\t\ta tab or two\n    four\n        eight",
    "while (there < here) { there += step; } // and then there is a comment, as there often is",
    "aaaa aaaaaaaa bbbb abababab 1111 11111111 ---- -------- .... ........ ==== ========",
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
    "a",
    " a",
    "  a ",
    "\u00a0",
    "the head that looks back, and then there is the same thing again",
    "spaces: 2  3   4    5     7       9         13             24                        end",
    "four\n\n\n\nlines and tabs\t\t\t\tfour",
    "<s>text</s> <s> text </s><unk>",
    "<bos><start_of_turn>user\nhi there<end_of_turn>\n<start_of_turn>model\n",
    "<|system|>\n be brief <|end|>\n<|user|>  \t hello\n\n<|assistant|>",
    "<|im_start|>user\nhi there<|im_end|>\n<|im_start|>assistant\n<|fim_middle|>",
    "[INST] do this  [/INST]then that[INST]",
    "a  <mask> b<mask>c <MASK>",
    "<0x41><0x0A> <0xe4> <0xZZ>",  # byte tokens, written out
    f"{META}already{META}{META}visible {META} {META}",
    "\ufffd \ue000 \uffff \U0010fffd",  # replacement, private use, no characters
    "\u0301combining first \u200d joiner \u0338",
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "x" * 17 + " " + "=" * 24 + " " + "1" * 24 + "\n" * 9,
]


# --- parts of tokenizer.json ---------------------------------------------------------------------


def sequence(key: str, *steps: Json) -> Json:
    return {"type": "Sequence", key: list(steps)}


def split(pattern: Json | str, behavior: str = "Isolated", invert: bool = False) -> Json:
    regex = {"Regex": pattern} if isinstance(pattern, str) else pattern
    return {"type": "Split", "pattern": regex, "behavior": behavior, "invert": invert}


def replace(pattern: Json | str, content: str) -> Json:
    literal = {"String": pattern} if isinstance(pattern, str) else pattern
    return {"type": "Replace", "pattern": literal, "content": content}


def byte_level(add_prefix_space: bool = False, use_regex: bool = False) -> Json:
    return {"type": "ByteLevel", "add_prefix_space": add_prefix_space, "trim_offsets": True, "use_regex": use_regex}


def metaspace(scheme: str, cut: bool) -> Json:
    return {"type": "Metaspace", "replacement": META, "prepend_scheme": scheme, "split": cut}


def strip(content: str, start: int, stop: int) -> Json:
    return {"type": "Strip", "content": content, "start": start, "stop": stop}


def llama_decoder(strips: bool = True) -> Json:
    steps = [replace(META, " "), {"type": "ByteFallback"}, {"type": "Fuse"}]
    return sequence("decoders", *steps, *([strip(" ", 1, 0)] if strips else []))


def template(before: list[tuple[str, int]], after: list[tuple[str, int]]) -> Json:
    def items(tokens: list[tuple[str, int]]) -> list[Json]:
        return [{"SpecialToken": {"id": name, "type_id": 0}} for name, _ in tokens]

    text = [{"Sequence": {"id": "A", "type_id": 0}}]
    second = [{"Sequence": {"id": "B", "type_id": 1}}]
    return {
        "type": "TemplateProcessing",
        "single": items(before) + text + items(after),
        "pair": items(before) + text + second + items(after),
        "special_tokens": {name: {"id": name, "ids": [id], "tokens": [name]} for name, id in before + after},
    }


def add_tokens(content: Json, texts: list[str], **flags: bool) -> None:
    """Adds tokens, with the ids of the vocabulary where it has them and new ones where not."""
    default = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    vocabulary = content["model"]["vocab"]
    added = content["added_tokens"]
    for text in texts:
        highest = max([*vocabulary.values(), *(token["id"] for token in added)])
        added.append({"id": vocabulary.get(text, highest + 1), "content": text} | default | flags)
    added.sort(key=lambda token: token["id"])


def with_bos(content: Json, name: str) -> None:
    id = next(token["id"] for token in content["added_tokens"] if token["content"] == name)
    content["post_processor"] = template([(name, id)], [])


# --- training ------------------------------------------------------------------------------------


def train_byte_level(
    pre_tokenizer: pre_tokenizers.PreTokenizer, vocabulary: int, text: list[str] = MORE_TRAINING_TEXT
) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(text * 3, trainer)
    return tokenizer


def byte_level_model(vocabulary: int, pattern: str | None = None) -> Json:
    """A tokenizer.json of a byte-level vocabulary, cut by ByteLevel's own pattern or by another."""
    steps = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    if pattern is not None:
        plain = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        steps = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), behavior="isolated"), plain])
    content = json.loads(train_byte_level(steps, vocabulary).to_str())
    content["post_processor"] = byte_level()
    return content


def sentencepiece_model(vocabulary: int, specials: list[str], across_words: bool) -> Json:
    """A tokenizer.json of a SentencePiece vocabulary with its special tokens and byte tokens first.
    Merges across words make the ids of a text without a pre-tokenizer depend on all of it."""
    byte_tokens = [f"<0x{byte:02X}>" for byte in range(256)]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", META)
    if not across_words:
        tokenizer.pre_tokenizer = pre_tokenizers.Split(META, behavior="merged_with_next")
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary, special_tokens=specials + byte_tokens, max_token_length=10, show_progress=False
    )
    tokenizer.train_from_iterator(MORE_TRAINING_TEXT * 3, trainer)
    content = json.loads(tokenizer.to_str())
    content |= {"normalizer": None, "pre_tokenizer": None, "decoder": llama_decoder(), "added_tokens": []}
    add_tokens(content, specials)
    return content


# --- dialects ------------------------------------------------------------------------------------


def gpt2() -> Json:
    """ByteLevel's own pattern, nothing added to the text."""
    pattern = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer = train_byte_level(pattern, 480, TRAINING_TEXT)
    tokenizer.add_special_tokens(["<|endoftext|>"])
    return json.loads(tokenizer.to_str())


def llama3() -> Json:
    """Split, ignore_merges and a BOS. No merge makes the WHOLE_WORDS, so they appear only where
    ignore_merges is obeyed."""
    plain = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    steps = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(LLAMA3_PATTERN), behavior="isolated"), plain])
    content = json.loads(train_byte_level(steps, 480, TRAINING_TEXT).to_str())
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
    return json.loads(tokenizer.to_str())


def llama2() -> Json:
    """Llama 1 and 2, Mistral 0.1: the normaliser writes the spaces, and the whole text is one word."""
    content = sentencepiece_model(760, ["<unk>", "<s>", "</s>"], across_words=True)
    prepend = {"type": "Prepend", "prepend": META}
    content["normalizer"] = sequence("normalizers", prepend, replace(" ", META))
    with_bos(content, "<s>")
    return content


def llama2_metaspace() -> Json:
    """The newer form, as of Mistral 0.3: Metaspace writes the spaces, once at the beginning."""
    content = sentencepiece_model(760, ["<unk>", "<s>", "</s>", "[INST]", "[/INST]"], across_words=True)
    content["pre_tokenizer"] = metaspace("first", False)
    with_bos(content, "<s>")
    return content


def metaspace_words() -> Json:
    """An older file: Metaspace cuts words, merges are texts, unknown characters stay unknown."""
    content = sentencepiece_model(640, ["<unk>", "<s>", "</s>"], across_words=False)
    legacy = {"type": "Metaspace", "replacement": META, "str_rep": META, "add_prefix_space": True}
    content |= {"pre_tokenizer": legacy, "decoder": legacy}
    content["model"] |= {"byte_fallback": False, "fuse_unk": False}
    content["model"]["merges"] = [" ".join(merge) for merge in content["model"]["merges"]]
    return content


def gemma() -> Json:
    """Gemma: nothing is prepended, runs of spaces and line feeds are tokens, normalised spaces are
    never cut at."""
    specials = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "<start_of_turn>", "<end_of_turn>"]
    content = sentencepiece_model(760, specials, across_words=True)
    content["normalizer"] = replace(" ", META)
    content["pre_tokenizer"] = split({"String": " "}, "MergedWithPrevious")
    content["decoder"] = llama_decoder(strips=False)
    runs = ["\n" * n for n in range(2, 6)] + [META * n for n in range(2, 6)] + ["\t\t", "<table>"]
    add_tokens(content, runs, special=False)
    with_bos(content, "<bos>")
    return content


def phi3() -> Json:
    """Phi-3: Llama 2 with added tokens that take along the white space behind them."""
    content = llama2()
    content["post_processor"] = None
    content["added_tokens"][2]["rstrip"] = True
    add_tokens(content, ["<|endoftext|>"])
    add_tokens(content, ["<|system|>", "<|end|>", "<|user|>", "<|assistant|>"], rstrip=True)
    return content


def nemo() -> Json:
    """Mistral Nemo: byte-level, words cut where capitals begin, special tokens first."""
    content = byte_level_model(420, NEMO_PATTERN)
    specials = ["<unk>", "<s>", "</s>", "[INST]", "[/INST]"]
    model = content["model"]
    words = {word: id + len(specials) for word, id in model["vocab"].items()}
    model["vocab"] = {word: id for id, word in enumerate(specials)} | words
    model["ignore_merges"] = True
    add_tokens(content, specials)
    with_bos(content, "<s>")
    return content


def neox() -> Json:
    """GPT-NeoX, Pythia: NFC and added tokens for runs of spaces, matched in normalised text."""
    content = byte_level_model(420)
    content["normalizer"] = {"type": "NFC"}
    add_tokens(content, ["<|endoftext|>", "<|padding|>"])
    runs = [" " * n for n in range(24, 1, -1)]
    add_tokens(content, runs, normalized=True, special=False)
    return content


def qwen2() -> Json:
    """Qwen2 to 3: NFC, single digits, chat tokens."""
    content = byte_level_model(420, QWEN2_PATTERN)
    content["normalizer"] = {"type": "NFC"}
    add_tokens(content, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    add_tokens(content, ["<|fim_middle|>", "<tool_call>"], special=False)
    return content


def olmo2() -> Json:
    """OLMo 2: the pattern of cl100k, with possessive quantifiers, as a Split that removes nothing."""
    content = byte_level_model(420, CL100K_PATTERN)
    content["pre_tokenizer"] = sequence("pretokenizers", split(CL100K_PATTERN, "Removed", True), byte_level())
    add_tokens(content, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    return content


def smollm() -> Json:
    """SmolLM: each digit alone, then ByteLevel."""
    content = byte_level_model(420)
    digits = {"type": "Digits", "individual_digits": True}
    content["pre_tokenizer"] = sequence("pretokenizers", digits, byte_level(use_regex=True))
    content["post_processor"] = None
    add_tokens(content, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    return content


def roberta() -> Json:
    """RoBERTa: a space before the text, a frame around it, a mask that takes the space before it."""
    content = byte_level_model(420)
    specials = ["<s>", "<pad>", "</s>", "<unk>"]
    vocabulary = content["model"]["vocab"]
    words = {word: id + len(specials) for word, id in vocabulary.items()}
    content["model"]["vocab"] = {word: id for id, word in enumerate(specials)} | words
    content["pre_tokenizer"] = byte_level(add_prefix_space=True, use_regex=True)
    content["post_processor"] = {
        "type": "RobertaProcessing",
        "sep": ["</s>", 2],
        "cls": ["<s>", 0],
        "trim_offsets": True,
        "add_prefix_space": True,
    }
    add_tokens(content, specials, normalized=True)
    add_tokens(content, ["<mask>"], lstrip=True)
    return content


def deepseek() -> Json:
    """DeepSeek V3: a sequence of Splits, for digits, for Chinese and Japanese, for the rest."""
    content = byte_level_model(420)
    steps = [split(pattern) for pattern in DEEPSEEK_PATTERNS]
    content["pre_tokenizer"] = sequence("pretokenizers", *steps, byte_level())
    add_tokens(content, ["<\uff5cbegin\u2581of\u2581sentence\uff5c>", "<\uff5cUser\uff5c>"])
    return content


DIALECTS = {
    "gpt2": gpt2,
    "llama3": llama3,
    "llama2": llama2,
    "llama2-metaspace": llama2_metaspace,
    "metaspace-words": metaspace_words,
    "gemma": gemma,
    "phi3": phi3,
    "nemo": nemo,
    "neox": neox,
    "qwen2": qwen2,
    "olmo2": olmo2,
    "smollm": smollm,
    "roberta": roberta,
    "deepseek": deepseek,
}


# --- single steps --------------------------------------------------------------------------------

STEP_TEXTS = [
    "",
    " ",
    "the Head  looks back",
    "  two\n\nlines\t ",
    "aXbYYcZ",
    "ABBA and Anna",
    "1 22,333.4 \u0663\u2167\u00bd",
    "e\u0301 \u00e9 \ufb01 \u212b \u03a3\u03a3\u03a3 \u0130\u1e9e",
    "!?a.b--c$d+e`f\u3002\u2014g",
    "\u4f60\u597d \U0001f600\u200d\U0001f3fd",
    f"{META}x {META}{META}y ",
    "<s>a<s> b",
]
FLAGS = ["normalized", "single_word", "lstrip", "rstrip"]


def flag_tokens() -> tuple[list[tuple[str, dict[str, bool]]], list[str]]:
    """A token for each combination of flags, and texts that tell the combinations apart."""
    tokens = []
    texts = []
    for values in itertools.product([False, True], repeat=len(FLAGS)):
        name = "[T" + "".join(str(int(value)) for value in values) + "]"
        tokens.append((name, dict(zip(FLAGS, values, strict=True))))
        texts.append(f"a {name} b \t{name}\nc")
        texts.append(f"a{name} {name}b {name}{name}\u0301  {name}")
        texts.append(f"{name.lower()} a  {name.lower()} {name}")
    return tokens, texts


def flags_row(base: Json, normalizer: Json) -> Json:
    content = json.loads(json.dumps(base))
    content["added_tokens"] = []
    for name, flags in flag_tokens()[0]:
        add_tokens(content, [name], special=False, **flags)
    return {"normalizer": normalizer, "added_tokens": content["added_tokens"]}


def tiny_model(**model: object) -> Json:
    """Half of the byte tokens, so that some characters can be written in bytes and some not."""
    words = ["<unk>", "a", "b", "c", META, "ab", f"{META}a", *(f"<0x{byte:02X}>" for byte in range(0x80, 0x100, 1))]
    words = [word for word in words if word not in ("<0x98>", "<0xBD>")]
    merges = [["a", "b"], [META, "a"]]
    return {"type": "BPE", "vocab": {word: id for id, word in enumerate(words)}, "merges": merges} | model


def step_rows(contents: dict[str, Json]) -> list[Json]:
    rows: list[Json] = []

    def row(name: str, base: str, texts: str = "steps", **changes: object) -> None:
        rows.append({"name": name, "base": f"tokenizer-{base}", "changes": changes, "texts": texts})

    def plain(name: str, **changes: object) -> None:
        row(name, "llama2", **({"normalizer": None, "post_processor": None} | changes))

    behaviors = ["Isolated", "Removed", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
    patterns = [{"String": " "}, {"Regex": r"\s+"}, {"Regex": "[aeiou]"}, {"Regex": "(?=[A-Z])|b*"}]
    for pattern, behavior, invert in itertools.product(patterns, behaviors, [False, True]):
        name = f"split {next(iter(pattern.values()))} {behavior}{' inverted' * invert}"
        plain(name, pre_tokenizer=split(pattern, behavior, invert))
    plain("split at lines", pre_tokenizer=split(r"^.|.$"))
    repeated = r"\p{N}{1,3}+|\p{L}++|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
    plain("split by repeated intervals", pre_tokenizer=split(repeated, "Removed", True))
    for behavior in behaviors:
        plain(f"punctuation {behavior}", pre_tokenizer={"type": "Punctuation", "behavior": behavior})
    plain("whitespace", pre_tokenizer={"type": "Whitespace"})
    plain("whitespace split", pre_tokenizer={"type": "WhitespaceSplit"})
    for each in [False, True]:
        plain(f"digits {each}", pre_tokenizer={"type": "Digits", "individual_digits": each})
    for scheme, cut in itertools.product(["always", "first", "never"], [False, True]):
        space = metaspace(scheme, cut)
        plain(f"metaspace {scheme} {cut}", pre_tokenizer=space, decoder=space)
        cuts = sequence("pretokenizers", split("[aeiou]", "MergedWithNext"), space)
        plain(f"metaspace {scheme} {cut} after a split", pre_tokenizer=cuts)
    words = sequence("pretokenizers", {"type": "WhitespaceSplit"}, metaspace("always", True))
    plain("metaspace after words", pre_tokenizer=words)
    for prefix, regex in itertools.product([False, True], [False, True]):
        row(f"byte level {prefix} {regex}", "gpt2", pre_tokenizer=byte_level(prefix, regex))
    cut_symbols = sequence("pretokenizers", byte_level(), split({"String": "\u0120"}, "MergedWithNext"))
    row("split after byte level", "gpt2", pre_tokenizer=cut_symbols)
    row("no pre-tokenizer", "gpt2", pre_tokenizer=None)

    for form in ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents"]:
        plain(form, normalizer={"type": form})
    for left, right in itertools.product([False, True], [False, True]):
        plain(f"strip {left} {right}", normalizer={"type": "Strip", "strip_left": left, "strip_right": right})
    plain("replace text", normalizer=replace("a", "$1\\bb"))
    plain("replace pattern", normalizer=replace({"Regex": r"\s+|[A-Z](?=[a-z])"}, META))
    plain("replace by nothing", normalizer=replace({"Regex": "[aeiou ]"}, ""))
    plain("prepend", normalizer={"type": "Prepend", "prepend": "ab"})
    many = [{"type": "NFD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, replace(" ", META)]
    plain("many normalizers", normalizer=sequence("normalizers", *many, sequence("normalizers", *many[2:])))

    bos, eos = ("<s>", 1), ("</s>", 2)
    for kind in ["BertProcessing", "RobertaProcessing"]:
        extra = {} if kind[0] == "B" else {"trim_offsets": True, "add_prefix_space": False}
        plain(kind, post_processor={"type": kind, "sep": list(eos), "cls": list(bos)} | extra)
    plain("template at both ends", post_processor=template([bos, bos], [eos]))
    plain(
        "two templates", post_processor=sequence("processors", byte_level(), template([bos], []), template([eos], [eos]))
    )

    plain("no decoder", decoder=None)
    plain("fuse", decoder={"type": "Fuse"})
    plain("byte fallback", decoder={"type": "ByteFallback"})
    plain("replace in tokens", decoder=replace({"Regex": "[aeiou]"}, "*"))
    plain("strip tokens", decoder=sequence("decoders", {"type": "Fuse"}, strip("a", 2, 0)))
    # Only where each token is as long as what may go from its end: the library crashes on others.
    plain("strip ends of tokens", decoder=sequence("decoders", strip("a", 0, 1), {"type": "Fuse"}, strip(META, 3, 0)))
    row("byte-level decoder", "gpt2", decoder={"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True})

    for fuse, fallback, unknown in itertools.product([False, True], [False, True], [None, "<unk>"]):
        model = tiny_model(fuse_unk=fuse, byte_fallback=fallback, unk_token=unknown)
        changes = {"normalizer": None, "post_processor": None, "added_tokens": []}
        row(f"tiny {fuse} {fallback} {unknown}", "llama2", **changes, model=model)

    row("flags", "gpt2", texts="flags", **flags_row(contents["tokenizer-gpt2"], {"type": "Lowercase"}))
    row("flags without a normalizer", "gpt2", texts="flags", **flags_row(contents["tokenizer-gpt2"], None))
    llama = contents["tokenizer-llama2"]
    row("flags and prepended spaces", "llama2", texts="flags", **flags_row(llama, llama["normalizer"]))
    return rows


# --- references ----------------------------------------------------------------------------------


def reference(content: Json, texts: list[str]) -> Json:
    tokenizer = Tokenizer.from_str(json.dumps(content))
    ids = [tokenizer.encode(text).ids for text in texts]
    decoded = [tokenizer.decode(one, skip_special_tokens=False) for one in ids]
    same = [None if back == text else back for back, text in zip(decoded, texts, strict=True)]
    return {"ids": ids, "decoded": same}


def lines(items: list[str]) -> str:
    return ",\n".join(items)


def write_cases(path: Path, contents: dict[str, Json], texts: list[str]) -> None:
    rows = [f"{json.dumps(name)}: {dump(reference(content, texts))}" for name, content in contents.items()]
    shown = lines([dump(text) for text in texts])
    path.write_text(f'{{"texts": [\n{shown}\n],\n"tokenizers": {{\n{lines(rows)}\n}}}}\n', encoding="utf-8")


def write_steps(path: Path, contents: dict[str, Json], texts: dict[str, list[str]]) -> None:
    rows = step_rows(contents)
    for row in rows:
        row |= reference(contents[row["base"]] | row["changes"], texts[row["texts"]])
    shown = lines([dump(row) for row in rows])
    path.write_text(f'{{"texts": {dump(texts)},\n"rows": [\n{shown}\n]}}\n', encoding="utf-8")


def dump(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def random_texts(count: int, seed: int) -> list[str]:
    """Texts of random pieces of the cases, for a longer search than what is committed."""
    generator = random.Random(seed)
    characters = sorted(set("".join(CASES)))
    words = [word for case in CASES[:-2] for word in case.split(" ") if len(word) < 40]
    pieces = [*characters, *words, *(" " * 200), "\n", "\r\n", "  ", "'s", "12"]
    return ["".join(generator.choices(pieces, k=generator.randint(1, 24))) for _ in range(count)]


def random_flag_texts(count: int, seed: int) -> list[str]:
    generator = random.Random(seed)
    names = [name for name, _ in flag_tokens()[0]]
    pieces = [*names, *(name.lower() for name in names), *(" " * 20), "a", "B", "\t", "\n", "_", "\u0301", "."]
    return ["".join(generator.choices(pieces, k=generator.randint(1, 12))) for _ in range(count)]


def main() -> None:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--built-in", type=Path, default=here.parents[1] / "resources" / "model")
    parser.add_argument("--output", type=Path, default=here)
    parser.add_argument("--random", type=int, default=0, help="random texts in place of the cases")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    contents = {}
    for dialect, make in DIALECTS.items():
        directory = args.output / "models" / f"tokenizer-{dialect}"
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        contents[directory.name] = make()
        path = directory / "tokenizer.json"
        path.write_text(json.dumps(contents[directory.name], ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{path.stat().st_size:9} {path.relative_to(args.output)}")

    built_in = json.loads((args.built_in / "tokenizer.json").read_text(encoding="utf-8"))
    texts, step_texts = CASES, {"steps": STEP_TEXTS, "flags": flag_tokens()[1]}
    if args.random:
        texts = random_texts(args.random, args.seed)
        step_texts = {"steps": texts, "flags": random_flag_texts(args.random, args.seed)}
    folder = args.output / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    write_cases(folder / "tokenizer_cases.json", {"built-in": built_in} | contents, texts)
    write_steps(folder / "tokenizer_cases_steps.json", contents, step_texts)
    for path in sorted(folder.glob("tokenizer_cases*.json")):
        print(f"{path.stat().st_size:9} {path.relative_to(args.output)}")


if __name__ == "__main__":
    main()
