"""The process that speaks with Piper: neural voices, each a model file and a description beside it."""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from repcast.speech.worker import Reply, Request, described, serve

NATURAL_WPM: Final = 180
"""The rate at which its voices usually speak; they differ."""

_INPUTS: Final = {"input", "input_lengths", "scales"}
_MOST_MEMORY: Final = 4 << 30  # bytes of addresses: a model comes from a stranger
_MOST_RECORDED: Final = 64 << 20  # bytes: ten minutes and more


def _prepared() -> Callable[[Request], Reply]:
    with suppress(ImportError, OSError, ValueError):  # where there are such limits
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_RECORDED, _MOST_RECORDED))
    import piper  # noqa: F401, PLC0415 - an error is told by whoever asks us to prepare

    import repcast.speech.tempo  # noqa: F401, PLC0415

    return _answer


def _answer(request: Request) -> Reply:
    from repcast.speech.tempo import write_at_tempo  # noqa: PLC0415

    try:
        voice = _voice(request["model"])
        chunks = _spoken(voice, request)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the files
        return {"error": "voice_file", "file": request["model"], "cause": described(error)}
    if not any(map(len, chunks)):
        return {"error": "unpronounceable"}
    write_at_tempo(request["path"], np.concatenate(chunks), voice.config.sample_rate, 1.0)
    return {"ok": True}


def _spoken(voice: Any, request: Request) -> list[Any]:  # noqa: ANN401
    """Return what a voice says, sentence by sentence."""
    from piper import SynthesisConfig  # noqa: PLC0415

    manner = SynthesisConfig(
        speaker_id=request["speaker"],
        length_scale=voice.config.length_scale * NATURAL_WPM / request["rate_wpm"],
        noise_scale=0.0,
        noise_w_scale=0.0,
    )
    return [chunk.audio_float_array for chunk in voice.synthesize(request["text"], manner)]


@cache
def _voice(model: str) -> Any:  # noqa: ANN401 - Piper's classes may be missing where types are checked
    import onnxruntime  # noqa: PLC0415
    from piper import PiperVoice  # noqa: PLC0415
    from piper.config import PiperConfig  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same bits, whatever the machine does
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    if not {each.name for each in session.get_inputs()} >= _INPUTS:
        message = "it is a model of another kind"
        raise ValueError(message)
    description = json.loads(Path(f"{model}.json").read_text(encoding="utf-8"))
    return PiperVoice(session=session, config=PiperConfig.from_dict(description))


if __name__ == "__main__":
    serve(_prepared)
