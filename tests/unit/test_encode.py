"""`encode`: the MP3 has every sample that was asked for, stands in one piece or not at all, and replaces only ours."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from repcast.encode import check_target, encode
from repcast.errors import OutputExists, OutputNotWritable
from repcast.mix import Region

RATE_HZ = 48_000


def tone(start: int, length: int, step: float = 0.1) -> Region:
    """Return a region of a tone."""
    pcm = 0.3 * np.sin(np.arange(length) * step)
    return Region(start=start, pcm=pcm.astype(np.float32))


def ignore(_done: int, _total: int) -> None:
    """Take no notice of progress."""


def written(path: Path, regions: list[Region], length: int) -> npt.NDArray[np.float64]:
    """Return the decoded samples of an MP3 of regions."""
    encode(iter(regions), length, path, title="Test", report=ignore)
    decoded, rate_hz = soundfile.read(path)
    assert rate_hz == RATE_HZ
    return np.asarray(decoded)


@pytest.mark.parametrize("length", [48, 96, 1_104, 1_152, 1_200, 48_000, 115_200, 115_248, 1_000_032])
def test_has_exactly_the_samples_asked_for(length: int, tmp_path: Path) -> None:
    """The file would be longer or shorter than the plan, which is in whole milliseconds, by up to a frame."""
    assert len(written(tmp_path / "x.mp3", [], length)) == length
    assert len(written(tmp_path / "y.mp3", [tone(0, length)], length)) == length


def test_a_file_of_no_sound_is_silent(tmp_path: Path) -> None:
    """A session's silence would crackle."""
    assert np.abs(written(tmp_path / "x.mp3", [], 200_000)).max() == 0


@pytest.mark.parametrize("start", [0, 1, 1_000, 57_600, 115_199, 115_200, 239_000])
def test_a_region_stands_at_its_place(start: int, tmp_path: Path) -> None:
    """A cue would be heard off its time, depending on where the encoder's blocks begin."""
    region = tone(start, 1_000)
    decoded = written(tmp_path / "x.mp3", [region], 240_000)
    correlation = np.correlate(np.pad(decoded, 100)[start : start + 1_200], region.pcm.astype(np.float64))
    assert int(np.argmax(correlation)) - 100 == 0


def test_regions_keep_their_order_and_distance(tmp_path: Path) -> None:
    """Cues would run into each other or drift."""
    regions = [tone(10_000, 5_000), tone(15_000, 3_000, 0.2), tone(150_000, 4_000, 0.05)]
    decoded = written(tmp_path / "x.mp3", regions, 160_000)
    mixed = np.zeros(160_000)
    for region in regions:
        mixed[region.start : region.start + len(region.pcm)] = region.pcm
    assert np.corrcoef(decoded, mixed)[0, 1] > 0.99


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two renders could not be compared, nor a download be checked."""
    for name in ("x.mp3", "y.mp3"):
        encode([tone(5_000, 9_000)], 50_000, tmp_path / name, title="Test", report=ignore)
    assert (tmp_path / "x.mp3").read_bytes() == (tmp_path / "y.mp3").read_bytes()


def test_tells_how_far_it_is(tmp_path: Path) -> None:
    """The progress bar would stand still, or never reach its end."""
    told: list[tuple[int, int]] = []
    encode([tone(0, 500)], 500_000, tmp_path / "x.mp3", title="Test", report=lambda *done: told.append(done))
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == (500_000, 500_000)


def test_an_error_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    """A render that fails would destroy the MP3 of last time."""
    (tmp_path / "x.mp3").write_bytes(b"old")

    def failing() -> Iterator[Region]:
        yield tone(0, 200_000)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        encode(failing(), 400_000, tmp_path / "x.mp3", title="Test", report=ignore)
    assert (tmp_path / "x.mp3").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp3"]


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """Whoever opens the MP3 while it is rendered would get half of it."""
    target = tmp_path / "x.mp3"
    target.write_bytes(b"old")
    seen = set()
    encode([], 1_000_000, target, title="Test", report=lambda *_: seen.add(target.read_bytes()))
    assert seen == {b"old"}
    assert soundfile.info(target).frames == 1_000_000


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A mistyped folder would end in a traceback."""
    with pytest.raises(OutputNotWritable, match=r"cannot write .*; choose another place with -o"):
        encode([], 48_000, tmp_path / "missing" / "x.mp3", title="Test", report=ignore)


def test_a_folder_in_the_target_s_place(tmp_path: Path) -> None:
    """A folder named like the MP3 would be replaced, or end in a traceback."""
    (tmp_path / "x.mp3").mkdir()
    with pytest.raises(OutputNotWritable):
        encode([], 48_000, tmp_path / "x.mp3", title="Test", report=ignore)
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp3"]


@pytest.mark.skipif(os.name == "nt", reason="whether a process runs is not asked there")
def test_clears_up_after_a_killed_render_only(tmp_path: Path) -> None:
    """Halves of killed renders would gather; or a render that still runs would lose its file."""
    dead, alive = tmp_path / ".x.mp3.999999999.part", tmp_path / f".x.mp3.{os.getppid()}.part"
    dead.touch()
    alive.touch()
    encode([], 48_000, tmp_path / "x.mp3", title="Test", report=ignore)
    assert {path.name for path in tmp_path.iterdir()} == {"x.mp3", alive.name}


def test_a_new_name_may_be_written(tmp_path: Path) -> None:
    """No session could be rendered."""
    check_target(tmp_path / "x.mp3", force=False)


def test_our_own_file_may_be_replaced(tmp_path: Path) -> None:
    """Rendering again would need --force."""
    encode([], 48_000, tmp_path / "x.mp3", title="Test", report=ignore)
    check_target(tmp_path / "x.mp3", force=False)


@pytest.mark.parametrize("content", [b"", b"text", b"ID3", bytes(1_000), b"\xff\xfb\x54\xc4" * 200])
def test_a_foreign_file_needs_force(content: bytes, tmp_path: Path) -> None:
    """A user's own file would be lost."""
    (tmp_path / "x.mp3").write_bytes(content)
    with pytest.raises(OutputExists):
        check_target(tmp_path / "x.mp3", force=False)
    check_target(tmp_path / "x.mp3", force=True)


@pytest.mark.parametrize("force", [False, True])
def test_a_missing_folder_is_found_before_any_work(force: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    """The user would wait for the whole render to learn of a mistyped folder."""
    with pytest.raises(OutputNotWritable, match="its folder does not exist"):
        check_target(tmp_path / "missing" / "x.mp3", force=force)


def test_a_closed_folder_is_found_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user would wait for the whole render to learn of a closed folder."""
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(OutputNotWritable, match="its folder is closed to writing"):
        check_target(tmp_path / "x.mp3", force=False)
