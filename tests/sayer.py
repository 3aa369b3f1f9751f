"""A stand-in for macOS's program `say`: it takes the same arguments, and says tones in place of words."""

from typing import Final

SAYER: Final = '''
import math, os, struct, sys, time, wave
from pathlib import Path

VOICES = """\\
Anna                de_DE    # Hallo! Ich bin Anna.
Daniel              en_GB    # Hello! My name is Daniel.
Eddy (English (UK)) en_GB    # Hello! My name is Eddy.
Samantha            en_US    # Hello! My name is Samantha.
"""
given = sys.argv[1:]
if given == ["-v", "?"]:
    print(VOICES, end="")
    sys.exit()
if asked := os.environ.get("SAYER_ASKED"):
    Path(asked).write_text("\\n".join(given), encoding="utf-8")
options = dict(zip(given[::1], given[1:] + [""]))
name = options.get("-v", "Samantha")
if not any(line.startswith(f"{name} ") for line in VOICES.splitlines()):
    sys.exit(f"Voice `{name}' not found.")
way = os.environ.get("SAYER_WAY", "")
if way == "fail":
    sys.exit("Opening output file failed: fmt?")
if way == "hang":
    time.sleep(60)
if way == "nothing":
    sys.exit()
text = Path(options["-f"]).read_text(encoding="utf-8")
each = int(22050 * 0.07 * 150 / int(options["-r"]))
level = 0 if way == "silence" else 9000
frames = b""
for character in text:
    period = 22050 // (200 + ord(character) % 97 * 11 + sum(map(ord, name)) % 50)
    tone = struct.pack(f"<{period}h", *(int(level * math.sin(2 * math.pi * n / period)) for n in range(period)))
    frames += (tone * (each // period + 1))[: 2 * each]
with wave.open(options["-o"], "wb") as file:
    file.setparams((1, 2, 22050, 0, "NONE", ""))
    file.writeframes(frames + bytes(2 * 2205))
'''
