"""`repcast plan --svg` and `--png`, as a user runs them."""

import json
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from program import TINY, run, write


def test_both_pictures_beside_the_table(tmp_path: Path) -> None:
    """If this failed, asking for pictures would give none, or cost the table."""
    write(tmp_path, TINY)
    plain = run("plan", "tiny.yaml", folder=tmp_path)
    outcome = run("plan", "tiny.yaml", "--svg", "a.svg", "--png", "b.PNG", folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, {"tiny.yaml", "a.svg", "b.PNG"}), outcome.err
    assert outcome.out == f"{plain.out}a.svg\nb.PNG\n"
    root = ET.fromstring((tmp_path / "a.svg").read_bytes())
    image = Image.open(BytesIO((tmp_path / "b.PNG").read_bytes()))
    assert image.format == "PNG"
    assert image.size == (int(root.get("width", "")), int(root.get("height", "")))
    blocks = [title.text for title in root.findall("{*}rect/{*}title")]
    assert [block for block in blocks if "Plank: " in str(block)] == ["0:14 Plank: 0:10"]


def test_a_picture_beside_the_json(tmp_path: Path) -> None:
    """If this failed, `plan --json` would not be JSON alone as soon as a picture is asked for."""
    write(tmp_path, TINY)
    outcome = run("plan", "tiny.yaml", "--json", "--svg", "a.svg", folder=tmp_path)
    assert (outcome.code, outcome.err, outcome.files) == (0, "", {"tiny.yaml", "a.svg"})
    assert json.loads(outcome.out)["title"] == "Tiny"


def test_names_with_markup(tmp_path: Path) -> None:
    """If this failed, a title with a < would give a picture that no program opens."""
    write(tmp_path, TINY.replace("Tiny", """'<b>&amp; "Tiny"'""").replace("Plank", "A < B & C"))
    outcome = run("plan", "tiny.yaml", "--svg", "a.svg", folder=tmp_path)
    assert outcome.code == 0, outcome.err
    root = ET.fromstring((tmp_path / "a.svg").read_bytes())
    assert root.findtext("{*}title") == '<b>&amp; "Tiny"'
    assert "A < B & C" in [text.text for text in root.findall("{*}text")]


def test_an_earlier_picture_is_replaced_and_again_by_the_same_bytes(tmp_path: Path) -> None:
    """If this failed, drawing again would need --force each time, or change a picture for nothing."""
    write(tmp_path, TINY)
    pictures = ("--svg", "a.svg", "--png", "a.png")
    run("plan", "tiny.yaml", *pictures, folder=tmp_path, env={"PYTHONHASHSEED": "1"})
    before = [(tmp_path / name).read_bytes() for name in ("a.svg", "a.png")]
    outcome = run("plan", "tiny.yaml", *pictures, folder=tmp_path, env={"PYTHONHASHSEED": "2"})
    assert (outcome.code, outcome.files) == (0, {"tiny.yaml", "a.svg", "a.png"}), outcome.err
    assert [(tmp_path / name).read_bytes() for name in ("a.svg", "a.png")] == before


@pytest.mark.parametrize(
    ("option", "content"),
    [
        ("svg", b""),
        ("svg", b"notes"),
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_never_replaces_a_foreign_file_but_with_force(option: str, content: bytes, tmp_path: Path) -> None:
    """If this failed, a user's own drawing would be lost."""
    write(tmp_path, TINY)
    (tmp_path / f"a.{option}").write_bytes(content)
    refused = run("plan", "tiny.yaml", f"--{option}", f"a.{option}", folder=tmp_path)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        f"a.{option} exists and repcast did not write it; choose another name, or replace it with --force\n"
    )
    assert (tmp_path / f"a.{option}").read_bytes() == content
    forced = run("plan", "tiny.yaml", f"--{option}", f"a.{option}", "--force", folder=tmp_path)
    assert (forced.code, forced.files) == (0, {"tiny.yaml", f"a.{option}"}), forced.err
    assert (tmp_path / f"a.{option}").read_bytes() != content


@pytest.mark.parametrize("path", ["a.png", "a", "-", "a.svg.bak", "pictures/", ""])
def test_another_suffix_is_a_matter_of_usage(path: str, tmp_path: Path) -> None:
    """If this failed, a file would hold another format than its name says."""
    write(tmp_path, TINY)
    outcome = run("plan", "tiny.yaml", "--svg", path, folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (2, "", {"tiny.yaml"})
    assert "Invalid value for '--svg': name a file that ends in .svg, not '" in outcome.err


def test_a_folder_that_is_not_there_is_told_before_any_work(tmp_path: Path) -> None:
    """If this failed, a mistyped folder would be told only after all is spoken, or end in a traceback."""
    write(tmp_path, TINY)
    outcome = run("plan", "tiny.yaml", "--png", "missing/a.png", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", {"tiny.yaml"})
    path = Path("missing/a.png")
    assert outcome.err == f"cannot write {path}: its folder does not exist; choose another place\n"


def test_the_session_itself_is_never_replaced(tmp_path: Path) -> None:
    """If this failed, a slip with --svg and --force would cost the user their session."""
    write(tmp_path, TINY, "tiny.svg")
    outcome = run("plan", "tiny.svg", "--svg", "tiny.svg", "--force", folder=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "tiny.svg is what this is made from, and would be overwritten; choose another name\n"
    assert (tmp_path / "tiny.svg").read_text() == TINY


def test_a_session_with_a_problem_leaves_the_earlier_picture(tmp_path: Path) -> None:
    """If this failed, a slip in the session would cost its picture of yesterday."""
    write(tmp_path, TINY)
    run("plan", "tiny.yaml", "--svg", "a.svg", folder=tmp_path)
    before = (tmp_path / "a.svg").read_bytes()
    write(tmp_path, TINY.replace("10s", "10"))
    outcome = run("plan", "tiny.yaml", "--svg", "a.svg", folder=tmp_path)
    assert (outcome.code, outcome.files) == (1, {"tiny.yaml", "a.svg"})
    assert (tmp_path / "a.svg").read_bytes() == before
