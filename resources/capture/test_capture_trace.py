#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of capture_trace on tiny random models: python3 resources/capture/test_capture_trace.py

Needs torch, transformers 5 and h5py; seconds on a CPU.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import h5py
import numpy as np
import torch
import transformers

sys.path.insert(0, str(Path(__file__).resolve().parent))
import capture_trace  # noqa: E402

SIZES = dict(
    vocab_size=96, hidden_size=48, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
    intermediate_size=80, max_position_embeddings=4096, bos_token_id=0, eos_token_id=None, pad_token_id=0,
)
LOCAL = {"rope_type": "default", "rope_theta": 10000.0}
GLOBAL = {"rope_type": "linear", "factor": 8.0, "rope_theta": 1e6}


def save(directory: Path, model: Any) -> None:
    """Random weights that are large enough for attention far from uniform."""
    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(0.3 * noise if "norm" in name else 1.5 * noise / max(parameter.shape[-1], 1) ** 0.5)
            if "norm" in name and "gemma" not in model.config.model_type:
                parameter.add_(1.0)
    model.save_pretrained(directory)


def make_models(root: Path) -> None:
    qwen2 = transformers.Qwen2Config(**SIZES, rope_parameters=LOCAL, use_sliding_window=False)
    save(root / "qwen2", transformers.Qwen2ForCausalLM(qwen2))
    gemma3 = transformers.Gemma3TextConfig(
        **SIZES, head_dim=24, sliding_window=9, query_pre_attn_scalar=32,
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        rope_parameters={"full_attention": GLOBAL, "sliding_attention": LOCAL},
    )
    save(root / "gemma3", transformers.Gemma3ForCausalLM(gemma3))
    neox = {key: value for key, value in SIZES.items() if key != "num_key_value_heads"}
    neox = transformers.GPTNeoXConfig(**neox, rope_parameters=LOCAL | {"partial_rotary_factor": 0.5})
    save(root / "neox", transformers.GPTNeoXForCausalLM(neox))
    late_norm = transformers.HunYuanDenseV1Config(**SIZES, head_dim=12)
    save(root / "late-norm", transformers.HunYuanDenseV1ForCausalLM(late_norm))
    huge = transformers.Qwen2ForCausalLM(qwen2)
    save(root / "huge", huge)
    with torch.no_grad():
        huge.model.layers[1].self_attn.k_proj.bias[12:] += 70000.0  # the second key head
    huge.save_pretrained(root / "huge")


class CaptureTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = Path(folder.name)
        with contextlib.redirect_stderr(io.StringIO()):
            make_models(cls.root)

    def capture(self, model: str, output: str, *options: str) -> tuple[int, str]:
        """Exit code and what was said on standard error."""
        errors = io.StringIO()
        arguments = ["--model", str(self.root / model), "--output", str(self.root / output), "--device-map", "cpu"]
        with contextlib.redirect_stderr(errors):
            try:
                code = capture_trace.main([*arguments, "--quiet", *options])
            except SystemExit as leaving:
                code = int(leaving.code or 0)
        return code, errors.getvalue()

    def open(self, output: str) -> h5py.File:
        file = h5py.File(self.root / output)
        self.addCleanup(file.close)
        return file

    def assert_same(self, one: str, other: str, tolerance: float = 0.0) -> None:
        first, second = self.open(one), self.open(other)
        names: list[str] = []
        first.visit(names.append)
        for name in names:
            if isinstance(first[name], h5py.Dataset) and first[name].dtype.kind in "fi":
                np.testing.assert_allclose(first[name][...], second[name][...], rtol=0, atol=tolerance, err_msg=name)

    def test_a_file_gives_the_attention_of_the_model(self) -> None:
        for model in ("qwen2", "gemma3", "neox"):
            with self.subTest(model):
                options = ("--random-tokens", "60", "--generate", "4", "--chunk", "16", "--dtype", "float32")
                code, errors = self.capture(model, "a.h5", *options, "--check", "64")
                self.assertEqual((code, errors), (0, ""))
                self.assertEqual(self.open("a.h5")["layers/2/q"].shape[1], 64)

    def test_layers_of_two_bases_say_so(self) -> None:
        self.capture("gemma3", "g.h5", "--random-tokens", "20")
        file = self.open("g.h5")
        self.assertEqual((file.attrs["rope_base"], file.attrs["sliding_window"]), (1e6, 0))
        local = file["layers/0"]
        self.assertEqual((local.attrs["rope_base"], local.attrs["sliding_window"]), (10000.0, 9))
        np.testing.assert_allclose(local["inv_freq"][:], 10000.0 ** (-np.arange(12) / 12), rtol=1e-6)
        np.testing.assert_allclose(file["rope/inv_freq"][:], 1e6 ** (-np.arange(12) / 12) / 8, rtol=1e-6)

    def test_partial_rotation_keeps_all_channels(self) -> None:
        self.capture("neox", "n.h5", "--random-tokens", "20", "--with-values")
        file = self.open("n.h5")
        self.assertEqual((file.attrs["head_dim"], file.attrs["rotary_dim"]), (12, 6))
        self.assertEqual(file["layers/0/v"].shape, (4, 20, 12))

    def test_chunks_do_not_matter(self) -> None:
        common = ("--random-tokens", "1100", "--dtype", "float32", "--with-values")
        self.assertEqual(self.capture("qwen2", "one.h5", *common, "--chunk", "1100")[0], 0)
        self.assertEqual(self.capture("qwen2", "many.h5", *common, "--chunk", "300")[0], 0)
        self.assert_same("one.h5", "many.h5", tolerance=2e-4)

    def test_a_stopped_capture_continues_to_the_same_file(self) -> None:
        common = ("--random-tokens", "1500", "--chunk", "200", "--generate", "3")
        run, runs = capture_trace.Capture._run, []

        def stopping(self: Any, *arguments: Any) -> Any:
            runs.append(self.first)
            if len(runs) == 5:
                raise KeyboardInterrupt
            return run(self, *arguments)

        with mock.patch.object(capture_trace.Capture, "_run", stopping):
            code, errors = self.capture("qwen2", "s.h5", *common)
        self.assertEqual(code, 130, errors)
        self.assertFalse((self.root / "s.h5").exists())
        with h5py.File(self.root / "s.h5.partial") as partial:
            self.assertEqual(partial.attrs["capture_done"], 512)

        code, errors = self.capture("qwen2", "s.h5", *common, "--with-values")
        self.assertEqual(code, 1)
        self.assertIn("with-values", errors)
        self.assertEqual(self.capture("qwen2", "s.h5", *common)[0], 0)
        self.assertFalse((self.root / "s.h5.partial").exists())
        self.assertEqual(self.capture("qwen2", "whole.h5", *common)[0], 0)
        self.assert_same("s.h5", "whole.h5")

    def test_chosen_layers_and_heads_are_those_of_the_whole(self) -> None:
        self.capture("qwen2", "w.h5", "--random-tokens", "30")
        self.assertEqual(self.capture("qwen2", "p.h5", "--random-tokens", "30", "--layers", "1:2", "--heads", "2:4")[0], 0)
        whole, part = self.open("w.h5"), self.open("p.h5")
        self.assertEqual((part.attrs["num_heads"], part.attrs["num_kv_heads"], part.attrs["heads"]), (2, 1, "2:4"))
        np.testing.assert_array_equal(part["layers/1/q"][:], whole["layers/1/q"][2:4])
        np.testing.assert_array_equal(part["layers/1/k"][:], whole["layers/1/k"][1:2])
        self.assertNotIn("q", part["layers/0"])

    def test_a_range_that_splits_a_key_group_is_refused(self) -> None:
        code, errors = self.capture("qwen2", "x.h5", "--random-tokens", "9", "--heads", "1:3")
        self.assertEqual(code, 2)
        self.assertIn("0:4", errors)

    def test_what_float16_cannot_hold_is_named(self) -> None:
        code, errors = self.capture("huge", "h.h5", "--random-tokens", "9")
        self.assertEqual(code, 1)
        self.assertRegex(errors, r"^ropescope-capture: Layer 1, k of head 1 reaches 7\S+, .*--dtype float32\.\n$")
        self.assertFalse((self.root / "h.h5.partial").exists())
        self.assertEqual(self.capture("huge", "h.h5", "--random-tokens", "9", "--dtype", "float32")[0], 0)

    def test_a_norm_behind_the_rotation_is_refused(self) -> None:
        code, errors = self.capture("late-norm", "l.h5", "--random-tokens", "9")
        self.assertEqual(code, 1)
        self.assertIn("more between its queries and its attention than RoPE", errors)

    def test_errors_are_one_line(self) -> None:
        cases = {
            ("nowhere", "--text", "x"): 1,
            ("qwen2", "--text", "no tokenizer here"): 1,
            ("qwen2", "--token-ids", str(self.root / "absent")): 1,
            ("qwen2", "--random-tokens", "0"): 2,
            ("qwen2", "--random-tokens", "9", "--layers", "2:9"): 2,
            ("qwen2", "--random-tokens", "9", "--device-map", "gpu"): 2,
        }
        for (model, *options), expected in cases.items():
            with self.subTest(options):
                code, errors = self.capture(model, "x.h5", *options)
                self.assertEqual(code, expected)
                self.assertEqual(errors.count("\n"), 1, errors)

    def test_texts_keep_spaces_and_spell_torn_characters(self) -> None:
        tokens = ["The", "\u0120caf\u00c3\u00a9", "\u00c3", "\u010a", "<|end|>", None]
        tokenizer = SimpleNamespace(
            backend_tokenizer=SimpleNamespace(to_str=lambda: '{"decoder": {"type": "ByteLevel"}}'),
            get_added_vocab=lambda: {"<|end|>": 4},
            convert_ids_to_tokens=lambda ids: [tokens[i] for i in ids],
        )
        texts = capture_trace.token_texts(tokenizer, range(6))
        self.assertEqual(texts, ["The", " caf\u00e9", "<0xC3>", "\n", "<|end|>", "<id 5>"])


if __name__ == "__main__":
    unittest.main()
