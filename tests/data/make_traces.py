#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/traces/*.h5 with h5py, as users of other tools would, and some as nobody should.

Every tensor holds value(layer, head, token, channel), exact in float16, so that a test knows it.
Needs python3-h5py; the files are committed, so only a change of this script needs a run of it.
"""

from pathlib import Path

import h5py
import numpy as np

FOLDER = Path(__file__).parent / "traces"
LAYERS, HEADS, KEY_HEADS, TOKENS, DIM = 3, 4, 2, 6, 8


def tensor(layer, heads, sign=1.0, dtype="f4"):
    head, token, channel = np.indices((heads, TOKENS, DIM))
    return (sign * (layer + head / 4 + token / 32 + channel / 256)).astype(dtype)


def attributes(file, **changes):
    values = {
        "format": "ropescope-trace", "version": 1, "model": "tiny", "num_layers": LAYERS,
        "num_heads": HEADS, "num_kv_heads": KEY_HEADS, "head_dim": DIM, "rotary_dim": DIM,
        "rope_base": 10000.0, "rope_pairing": "half", "attention_scale": DIM ** -0.5,
    } | changes
    for name, value in values.items():
        if value is not None:
            file.attrs[name] = value


def theta(base=10000.0):
    return base ** (-2.0 * np.arange(DIM // 2) / DIM)


def create(name, libver="latest"):
    """The latest file format is small; "earliest" is what h5py writes by default."""
    return h5py.File(FOLDER / name, "w", libver=libver)


def plain(file, layers=range(LAYERS), dtype="f4", **options):
    """Everything but the attributes."""
    file["rope/inv_freq"] = theta()
    for layer in layers:
        for name, heads, sign in (("q", HEADS, 1.0), ("k", KEY_HEADS, -1.0), ("v", KEY_HEADS, 2.0)):
            data = tensor(layer, heads, sign, dtype)
            file.create_dataset(f"layers/{layer}/{name}", data=data, **options)


def good():
    with create("variable_strings.h5", "earliest") as file:
        attributes(file, creator="make_traces.py", sliding_window=5)
        plain(file)
        file["tokens/ids"] = np.arange(TOKENS, dtype="i8") * 7
        file["tokens/text"] = ["The", " caf\u00e9", "", " \u732b", "\n", "end"]
    with create("fixed_strings.h5") as file:
        attributes(file, format=np.bytes_("ropescope-trace"), model=np.bytes_("tiny"),
                   rope_pairing=np.bytes_("interleaved"), version=np.uint8(1),
                   num_layers=np.int16(LAYERS), num_heads=np.float32(HEADS),
                   head_dim=np.array([DIM]), rope_base=np.int32(10000),
                   attention_scale=np.float32(0.5))
        plain(file)
        file["tokens/ids"] = np.arange(TOKENS, dtype="u2")
        file["tokens/text"] = np.array(["The", " caf\u00e9".encode(), "", b" \xff!", "\n", "end"],
                                       dtype="S8")
    with create("half_gzip_shuffle.h5", "earliest") as file:
        attributes(file)
        plain(file, layers=(0,), dtype="f2", chunks=(2, 4, 5), compression="gzip", shuffle=True,
              fletcher32=True)
    with create("half_big_endian.h5") as file:
        attributes(file)
        plain(file, layers=(0,), dtype=">f2")
    with create("double.h5") as file:
        attributes(file)
        plain(file, layers=(0,), dtype="f8", chunks=(1, TOKENS, DIM), maxshape=(None, None, DIM))
    with create("overrides.h5") as file:
        attributes(file, rope_scaling='{"rope_type": "linear", "factor": 8.0}', sliding_window=0,
                   rope_attention_factor=1.25)
        plain(file)
        file["rope/inv_freq"][...] = theta() / 8.0
        local, other = file["layers/0"], file["layers/1"]
        local.attrs["rope_base"] = 500.0
        local.attrs["sliding_window"] = 4
        local.attrs["block_influence"] = 0.25
        local["inv_freq"] = theta(500.0)
        other.attrs["inv_freq"] = theta() / 3.0
    with create("missing_layer.h5") as file:
        attributes(file)
        plain(file, layers=(0, 2))
        del file["layers/0/v"]
        file["layers/2/k"].attrs["note"] = "extra attributes and objects are fine"
        file["layers/9/q"] = [1.0]
        file["notes"] = "anything"
    with create("maps_only.h5") as file:
        attributes(file, rotary_dim=0, rope_base=None, rope_pairing=None, num_layers=1)
        maps = np.tril(np.ones((HEADS, TOKENS, TOKENS), "f4"))
        file["layers/0/attention"] = maps / maps.sum(-1, keepdims=True)
    with create("soft_link_inside.h5") as file:
        attributes(file)
        plain(file, layers=(0,))
        file["layers/1"] = h5py.SoftLink("/layers/0")


def hostile():
    with create("external_link.h5") as file:
        attributes(file)
        plain(file, layers=(0,))
        file["layers/1"] = h5py.ExternalLink("variable_strings.h5", "/layers/1")
    with create("external_link_to_q.h5") as file:
        attributes(file)
        plain(file, layers=(0,))
        del file["layers/0/q"]
        file["layers/0/q"] = h5py.ExternalLink("variable_strings.h5", "/layers/0/q")
    with create("soft_link_out.h5") as file:
        attributes(file)
        plain(file, layers=(0,))
        file["elsewhere"] = h5py.ExternalLink("variable_strings.h5", "/layers/1")
        file["layers/1"] = h5py.SoftLink("/elsewhere")
    with create("soft_link_layers_out.h5") as file:
        attributes(file)
        file["rope/inv_freq"] = theta()
        file["elsewhere"] = h5py.ExternalLink("variable_strings.h5", "/layers")
        file["layers"] = h5py.SoftLink("/elsewhere")
    with create("soft_link_loop.h5") as file:
        attributes(file)
        plain(file, layers=(0,))
        file["layers/1"] = h5py.SoftLink("/layers/2")
        file["layers/2"] = h5py.SoftLink("/layers/1")
    with create("external_storage.h5") as file:
        attributes(file)
        plain(file, layers=(0,))
        del file["layers/0/k"]
        file.create_dataset("layers/0/k", (KEY_HEADS, TOKENS, DIM), "f4",
                            external=[("raw.bin", 0, KEY_HEADS * TOKENS * DIM * 4)])
    with create("virtual.h5") as file:
        attributes(file)
        plain(file, layers=(0,))
        del file["layers/0/v"]
        shape = (KEY_HEADS, TOKENS, DIM)
        layout = h5py.VirtualLayout(shape, "f4")
        layout[...] = h5py.VirtualSource("variable_strings.h5", "layers/0/v", shape)
        file.create_virtual_dataset("layers/0/v", layout)
    with create("lzf.h5") as file:
        attributes(file)
        plain(file, layers=(0,), chunks=(1, TOKENS, DIM), compression="lzf")
    with create("never_written.h5") as file:
        attributes(file)
        plain(file, layers=(0,))
        file.create_dataset("layers/1/q", (HEADS, TOKENS, DIM), "f4")
        file.create_dataset("layers/1/k", (KEY_HEADS, TOKENS, DIM), "f4")
    with create("half_written.h5") as file:
        attributes(file)
        plain(file, layers=(0,))
        q = file.create_dataset("layers/1/q", (HEADS, TOKENS, DIM), "f4", chunks=(1, TOKENS, DIM),
                                compression="gzip")
        q[0] = 1.0
        file["layers/1/k"] = tensor(1, KEY_HEADS)
    with create("huge_shape.h5") as file:
        attributes(file, num_layers=1)
        file["rope/inv_freq"] = theta()
        shape = (HEADS, 1 << 24, DIM)
        file.create_dataset("layers/0/q", shape, "f4", chunks=(1, 1 << 20, DIM), compression="gzip")
        file.create_dataset("layers/0/k", (KEY_HEADS, *shape[1:]), "f4", chunks=True)
    with create("reference_type.h5") as file:
        attributes(file, num_layers=1)
        plain(file, layers=(0,))
        del file["layers/0/q"]
        file.create_dataset("layers/0/q", (HEADS, TOKENS, DIM), h5py.ref_dtype)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    good()
    hostile()
