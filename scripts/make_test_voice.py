#!/usr/bin/env python3
"""Make a voice for Piper of a few kilobytes, for the tests: a tone for each phoneme. scripts/make_test_voice.py FOLDER.

It has the inputs and the output of Piper's own voices, is as long as they are for `length_scale`, and says nothing that
anybody understands.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np

NAME: Final = "en_US-tones-low"
RATE_HZ: Final = 22_050
_PHONEME_SAMPLES: Final = 612  # about 180 words a minute: a word has five phonemes, and Piper puts a pause after each
_LOWEST_HZ, _STEP_HZ = 220.0, 12.0
_LEVEL: Final = 0.5


def make(folder: Path, *, name: str = NAME, **changes: object) -> Path:
    """Write a voice into a folder, and return its model.

    Args:
        folder: exists.
        name: of the voice.
        changes: of what is written beside the model.
    """
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP  # noqa: PLC0415

    model = folder / f"{name}.onnx"
    model.write_bytes(_model())
    description = {
        "audio": {"sample_rate": RATE_HZ, "quality": "low"},
        "espeak": {"voice": "en-us"},
        "language": {"code": name.partition("-")[0]},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": dict(DEFAULT_PHONEME_ID_MAP),
        "num_symbols": 256,
        "num_speakers": 1,
        "speaker_id_map": {},
        **changes,
    }
    model.with_name(f"{name}.onnx.json").write_text(json.dumps(description), encoding="utf-8")
    return model


def _model() -> bytes:
    """Return the graph: phoneme ids of shape (1, n) become sound of shape (1, 1, n * samples)."""
    from onnx import TensorProto, checker, helper, numpy_helper  # noqa: PLC0415

    constants: dict[str, Any] = {
        "one": np.array(1, np.int64),
        "zero": np.array(0, np.int64),
        "samples": np.array(_PHONEME_SAMPLES, np.float32),
        "lowest": np.array(_LOWEST_HZ, np.float32),
        "step": np.array(_STEP_HZ, np.float32),
        "turn": np.array(2 * np.pi / RATE_HZ, np.float32),
        "pi": np.array(np.pi, np.float32),
        "level": np.array(_LEVEL, np.float32),
        "column": np.array([-1, 1], np.int64),
        "row": np.array([1, -1], np.int64),
        "out": np.array([1, 1, -1], np.int64),
    }
    nodes = [
        # how many samples a phoneme lasts, and their numbers
        helper.make_node("Gather", ["scales", "one"], ["slowness"]),
        helper.make_node("Mul", ["slowness", "samples"], ["each"]),
        helper.make_node("Cast", ["each"], ["count"], to=TensorProto.INT64),
        helper.make_node("Range", ["zero", "count", "one"], ["numbers"]),
        helper.make_node("Cast", ["numbers"], ["n"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["n", "row"], ["n_row"]),
        # a frequency for each phoneme
        helper.make_node("Cast", ["input"], ["ids"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["ids", "step"], ["above"]),
        helper.make_node("Add", ["above", "lowest"], ["hz"]),
        helper.make_node("Reshape", ["hz", "column"], ["hz_column"]),
        # a tone that swells and dies away
        helper.make_node("Mul", ["hz_column", "turn"], ["speed"]),
        helper.make_node("Mul", ["speed", "n_row"], ["phase"]),
        helper.make_node("Sin", ["phase"], ["tone"]),
        helper.make_node("Div", ["n_row", "each"], ["part"]),
        helper.make_node("Mul", ["part", "pi"], ["arc"]),
        helper.make_node("Sin", ["arc"], ["swell"]),
        helper.make_node("Mul", ["tone", "swell"], ["swelling"]),
        helper.make_node("Mul", ["swelling", "level"], ["sound"]),
        helper.make_node("Reshape", ["sound", "out"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tones",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, [1, "phonemes"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, "time"])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(model)
    written: bytes = model.SerializeToString()
    return written


if __name__ == "__main__":
    from _venv import enter

    enter(group="dev")
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and the folder
        sys.exit("usage: scripts/make_test_voice.py FOLDER")
    print(make(Path(sys.argv[1])))
