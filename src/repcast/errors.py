"""Every error that repcast can end with: each class owns its exit code and builds its own message.

Exit codes: 0 done, 1 the user's file or request has a problem, 2 usage, 3 a fault of ours, 130 ^C.
"""

import copyreg
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

_MOST_NAMES: Final = 40  # listed in one message
_EXCERPT: Final = 100  # characters of a line that are shown
_AMOUNTS: Final = {"count": "a number of reps", "distance": "a distance"}
_SHORTEST: Final = 2  # letters: of a language, which only a word as short can mean


# What people write by habit, and the keys that repcast has for it; the first one that fits the place is suggested.
_ALIASES: Final = {
    "rest": ("rest_between_steps", "for"),
    "sets": ("rounds", "count"),
    "repeat": ("rounds",),
    "reps": ("count",),
    "duration": ("for", "within"),
    "time": ("for", "within"),
    "name": ("title",),
    "exercises": ("steps",),
    "random": ("shuffle",),
    "speed": ("rate_wpm",),
}


def meant(word: str, known: Iterable[str]) -> str:
    """Return the known word that a word is, or that people write it for by habit; an empty text for none."""
    names = {*known}
    return next((each for each in (word, *_ALIASES.get(word.casefold(), ())) if each in names), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the nearest of the known words; an empty text if none is near."""
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is nearest to a word; an empty text if none is near."""
    by_folded = {name.casefold(): name for name in known}
    if alias := meant(word, by_folded):
        return by_folded[alias]
    likely = [name for name in by_folded if len(name) > _SHORTEST or len(word) <= len(name) + 1]
    near = get_close_matches(word.casefold(), likely, n=1, cutoff=0.6)
    return by_folded[near[0]] if near else ""


def joined(problem: str, hint: str, separator: str = "; ") -> str:
    """Return what is wrong with what to do; after a question a new sentence begins."""
    if problem.endswith("?") and hint and separator == "; ":
        return f"{problem} {hint[0].upper()}{hint[1:]}"
    return separator.join(filter(None, (problem, hint)))


def printable(text: str) -> str:
    """Return a text with a space for each character that could control a terminal.

    A byte of a file's name that is no character in this system's encoding stays; it is escaped when it is printed.
    """
    return text if text.isprintable() else "".join(each if _is_harmless(each) else " " for each in text)


def _is_harmless(character: str) -> bool:
    return character.isprintable() or "\udc80" <= character <= "\udcff"


def printable_lines(text: str) -> str:
    """Return the same of a text whose line ends are our own."""
    return "\n".join(map(printable, text.split("\n")))


def counted(count: int, noun: str) -> str:
    """Return a number of things: `1 cue`, `2 cues`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a file, and its place.

    Attributes:
        file: the file's name as the user gave it.
        line: counts from 1.
        column: counts from 1.
        message: what is wrong.
        hint: what to write instead.
        path: where in the document, such as `steps[2].for`; empty for the document itself.
        excerpt: the line itself, to show the problem in; empty where the place is enough.
    """

    file: str
    line: int
    column: int
    message: str
    hint: str
    path: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        return printable(f"{self.file}:{self.line}:{self.column}: {joined(self.message, self.hint)}")

    def pointed_out(self) -> str:
        """Return the problem, with a caret under its place in the excerpt if there is one."""
        if not self.excerpt:
            return str(self)
        start = max(0, self.column - 1 - _EXCERPT // 2) if len(self.excerpt) > _EXCERPT else 0
        shown = printable(self.excerpt[start : start + _EXCERPT])
        return f"{self}\n  {shown}\n  {' ' * (self.column - 1 - start)}^"


class RepcastError(Exception):
    """Ends a run, and says what is wrong and what to do.

    Attributes:
        exit_code: the program's.
        has_lines: whether the problem has several lines; in any other, a line end is a file name's, and not shown.
        problem: what is wrong.
        hint: what to do about it; empty where the problem says enough.
        flag: what else a command line can do about it; a file has no flags.
        separator: stands between the problem and the hint.
    """

    exit_code = 1
    has_lines = False

    def __init__(self, problem: str, hint: str = "", *, flag: str = "", separator: str = "; ") -> None:
        super().__init__(problem, hint)
        self.problem, self.hint, self.flag, self.separator = problem, hint, flag, separator

    def __str__(self) -> str:
        hint = ", or ".join(filter(None, (self.hint, self.flag)))
        problem = printable_lines(self.problem) if self.has_lines else printable(self.problem)
        return joined(problem, printable_lines(hint), self.separator)

    def __reduce__(self) -> tuple[object, ...]:
        """Copy and pickle what the error holds, and not its constructor's arguments, which are not kept."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class InvalidFile(RepcastError):
    """A file with problems, all of them at once."""

    has_lines = True

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        shown = (problem.pointed_out() for problem in self.problems)
        super().__init__("\n".join([*shown, counted(len(self.problems), "problem")]))


class InvalidSession(InvalidFile):
    """A session file with problems."""


class InvalidConfiguration(InvalidFile):
    """The user's configuration with problems."""


class InvalidTrainingPlan(InvalidFile):
    """A training plan with problems, or with a session that has problems."""


class UnknownFile(RepcastError):
    """A name that is neither a file's nor that of something built in."""

    kind = "file"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"no {self.kind} '{name}'{did_you_mean(name, known)}",
            f"Give the path of a YAML file, or a built-in {self.kind}: {_listed(known)}",
            separator="\n",
        )


class UnknownSession(UnknownFile):
    """A name that is neither a file's nor a built-in session's."""

    kind = "session"


class UnknownTrainingPlan(UnknownFile):
    """A name that is neither a file's nor a built-in training plan's."""

    kind = "training plan"


class UnknownBuiltin(RepcastError):
    """A name that nothing built in has."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"nothing built in is called '{name}'{did_you_mean(name, known)}", "`repcast list` lists it all"
        )


class HidesBuiltin(RepcastError):
    """A new file that would be opened in place of what is built in."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"a file called '{name}' would hide what is built in under that name",
            f"write repcast new {name}.yaml --from {name} for a copy to change, or repcast new {name}.yaml",
        )


class NotASession(RepcastError):
    """A training plan where a session was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a training plan", f"`repcast today {name}` renders what it has for today")


class NotATrainingPlan(RepcastError):
    """A session where a training plan was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a session", f"`repcast render {name}` renders it")


class NoTrainingPlanHere(RepcastError):
    """No training plan was named, and the folder has none."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"there is no {name} in this folder",
            f"write one, or name a training plan\nThe built-in ones: {_listed(known)}",
        )


class NoStart(RepcastError):
    """A training plan that does not say when it begins."""

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} has no start", "say when it begins, as in --start 2026-11-23, or write start: in it")


class UnreadableFile(RepcastError):
    """A file that the operating system does not let us read."""

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(f"cannot read {path}: {cause}")
        self.path = path
        self.cause = cause


class CacheClosed(RepcastError):
    """Files of the cache, or folders, that the operating system does not let us list or delete."""

    def __init__(self, path: str, cause: str, others: int) -> None:
        more = f" (and {others} more)" if others else ""
        super().__init__(
            f"cannot list or delete {path}: {cause}{more}",
            "have its owner delete it, or name another cache with REPCAST_CACHE_DIR",
        )


class NoEmbeddedSession(RepcastError):
    """A sound file in which no session and timeline are embedded that can be trusted."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} carries no session: {why}")


class NoTimelineYet(RepcastError):
    """The timeline of something built in, of which there is a text alone."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is built in, and not a file that repcast wrote", f"write repcast plan {name} --json")


class NoSignals(RepcastError):
    """A demo of the signals of a session that has none."""

    def __init__(self) -> None:
        super().__init__("this session has no signals to play", "take 'sounds: none' away, or name another session")


class UnknownStep(RepcastError):
    """A customisation that names no step of the session."""

    def __init__(self, name: str, known: Sequence[str], parts: Sequence[str] = ()) -> None:
        near = did_you_mean(name, [*known, *parts])
        super().__init__(f"no step named '{name}'{near} (steps: {_listed(known)})")


class NoStepOnLine(RepcastError):
    """No step that has lines of its own stands on a line of a text."""

    def __init__(self, line: int) -> None:
        super().__init__(f"no step with a dash stands on line {line}", "give each step lines of its own, with a dash")


class StepStays(RepcastError):
    """The lines of a step cannot be moved, doubled or deleted."""

    def __init__(self, line: int, reason: str, hint: str) -> None:
        super().__init__(f"the step on line {line} stays as it is, for {reason}", hint)


class OwnSetting(RepcastError):
    """A setting of the session that is written as one of a step."""

    def __init__(self, name: str, setting: str) -> None:
        super().__init__(f"'{name}' is the session, and no step in it", f"write {setting} without a name before it")


class UnknownSetting(RepcastError):
    """A customisation of something that this step, or the session, does not have."""

    def __init__(self, setting: str, owner: str, known: Sequence[str]) -> None:
        super().__init__(
            f"{owner} has no setting '{setting}'{did_you_mean(setting, known)} (settings: {_listed(known)})"
        )


class OtherAmount(RepcastError):
    """A customisation of a step's amount by the key of another kind of amount; the likeliest setting is first."""

    def __init__(self, owner: str, setting: str, instead: Sequence[str]) -> None:
        super().__init__(
            f"{owner} has no setting '{setting}': it has {_AMOUNTS.get(instead[0], 'a time')}",
            f"write {' or '.join(f'{owner}.{each}=…' for each in instead)}",
        )


class NoValue(RepcastError):
    """A customisation of what a file alone can say: steps, levels."""

    def __init__(self, setting: str) -> None:
        super().__init__(
            f"{setting} are no setting", f"change the {setting} in the file: settings change values in them"
        )


class NotASetting(RepcastError):
    """A customisation that names a step, or a part of the session, but none of its settings; the likeliest is first."""

    def __init__(self, owner: str, known: Sequence[str], value: str) -> None:
        super().__init__(
            f"'{owner}' has settings of its own",
            f"say what to set of it, such as {owner}.{known[0]}={value} ({_listed(known)})",
        )


class BadSetting(RepcastError):
    """A customisation with a value that cannot be read, or not be used there."""

    def __init__(self, setting: str, value: str, why: str, hint: str = "") -> None:
        super().__init__(f"{setting}={value}: {why}", hint)


class BadVariable(RepcastError):
    """A variable of the environment with a value that cannot be used."""

    def __init__(self, variable: str, why: str, hint: str = "") -> None:
        instead = f"{hint}, or unset the variable" if hint else "correct the variable, or unset it"
        super().__init__(f"${variable}: {why}", instead)


class Unnameable(RepcastError):
    """A step whose name `--set` cannot tell from a value."""

    def __init__(self, setting: str) -> None:
        super().__init__(
            f"no flag can name '{setting}'", "give the step a name without = and without a space before it"
        )


class NotATerminal(RepcastError):
    """A view that needs a terminal, where there is none."""

    def __init__(self, session: str) -> None:
        super().__init__(
            "customise needs a terminal to show the session in",
            "without one, say the same with flags, such as\n"
            f'  repcast render {session} --set rounds=2 --set "Side plank.for=45s" --level NAME --scale rests=0.8',
        )


class NothingToScale(RepcastError):
    """A factor for a quantity that the session does not have; `distances` are the settings of those that it has."""

    def __init__(self, quantity: str, distances: Sequence[str] = ()) -> None:
        super().__init__(
            f"there is nothing to scale: this session has no {quantity}" + (" with a time" if distances else ""),
            f"a distance stays as it is; set {_listed(distances)}" if distances else "",
        )


class NoRoundsToRestBetween(RepcastError):
    """A rest between the rounds of a session that has one round."""

    def __init__(self, blocks: Sequence[str]) -> None:
        of_blocks = f"set it of a block: {_listed([f'{block}.rest_between_rounds' for block in blocks])}"
        super().__init__(
            "rest_between_rounds would not be heard: the session has one round",
            of_blocks if blocks else "set rounds, too",
        )


class ConflictingRests(RepcastError):
    """A customisation that leaves a group with both `every` and `rest_between_rounds`."""

    def __init__(self, group: str, prefix: str) -> None:
        super().__init__(
            f"'{group}' has both every and rest_between_rounds, and every already says when the next round begins",
            f"set {prefix}rest_between_rounds=0s, too, or {prefix}every=0s",
        )


class ListDoesNotFit(RepcastError):
    """A customisation that leaves a list with more or fewer values than its group has rounds."""

    def __init__(self, setting: str, values: Sequence[str], owner: str, rounds: int) -> None:
        fitted = ", ".join([*values, *([values[-1]] * rounds)][:rounds])
        of = f"'{owner[:-1]}'" if owner else "the session"
        super().__init__(
            f"{setting} has {counted(len(values), 'value')}, and {of} has {counted(rounds, 'round')}",
            f'set "{setting}={fitted}", or {owner}rounds={len(values)}',
        )


class NoSuchRound(RepcastError):
    """A customisation that takes a round away in which a step is to be done."""

    def __init__(self, group: str, rounds: int, missing: int, setting: str, owner: str) -> None:
        hint = f'set "{setting}", too, or {owner}rounds={missing}' if setting else f"set {owner}rounds={missing}"
        super().__init__(f"a step of '{group}' is done in round {missing}, and there are {rounds}", hint)


class EmptyRound(RepcastError):
    """A customisation that leaves a round of a group without steps."""

    def __init__(self, group: str, number: int, owner: str) -> None:
        super().__init__(f"nothing is done in round {number} of '{group}'", f"set {owner}rounds to fewer, or more")


class CustomisationDoesNotFit(RepcastError):
    """A customisation of several sessions that does not fit one of them."""

    def __init__(self, session: str, error: RepcastError) -> None:
        super().__init__(f"{session}: {error.problem}", error.hint, flag=error.flag)


class OutOfRange(RepcastError):
    """A customisation outside the range that the author gave."""

    def __init__(self, setting: str, value: str, allowed: str) -> None:
        super().__init__(
            f"{setting}={value} is outside the author's range {allowed}",
            "choose a value inside it",
            flag="add --beyond-range",
        )


class FactorOutOfRange(OutOfRange):
    """A factor that brings a time outside the range that the author gave; `nearest` is one that does not, if any."""

    def __init__(  # noqa: PLR0913, PLR0917 - what the message says
        self, quantity: str, factor: str, setting: str, value: str, allowed: str, nearest: str
    ) -> None:
        RepcastError.__init__(
            self,
            f"scale {quantity}={factor} makes {setting} {value}, outside the author's range {allowed}",
            f"write {quantity}={nearest}" if nearest else "set these times one by one",
            flag="add --beyond-range",
        )


class CannotFit(RepcastError):
    """A length that a session cannot be given."""

    def __init__(  # noqa: PLR0913 - what the message says
        self, name: str, asked: str, how: str, nearest: str, *, can_go_beyond: bool, distances: Sequence[str] = ()
    ) -> None:
        super().__init__(
            f"'{name}' cannot be made {asked} long: it {how} {nearest}",
            f"write {nearest} instead" + (f", or set {_listed(distances)}" if distances else ""),
            flag="add --beyond-range" if can_go_beyond else "",
        )


class UnknownLevel(RepcastError):
    """A level that the session does not define."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        has = f"levels: {_listed(known)}" if known else "it has no levels"
        super().__init__(f"no level named '{name}'{did_you_mean(name, known)} ({has})")


class NoPace(RepcastError):
    """A distance of which nothing says how long it takes; `file` and `line`, if any, are those of its step."""

    def __init__(self, name: str, distance: str, file: str, line: int) -> None:
        super().__init__(
            f"nothing says how fast '{name}'{_there(file, line)} covers its {distance}",
            "write pace: 5:00/km beside it, or above steps: for the whole session",
            flag="add --set pace=5:00/km",
        )


class CueBeyond(RepcastError):
    """A cue that does not fit the time in which a distance is covered; `file` and `line`, if any, are its own."""

    def __init__(self, problem: str, hint: str, file: str, line: int) -> None:
        super().__init__(f"{problem}{_there(file, line)}", hint)


def _there(file: str, line: int) -> str:
    return f" ({file}, line {line})" if line else ""


class PaceOfNothing(RepcastError):
    """A pace of the session where no distance takes it; `others` are the settings of distances and their paces."""

    def __init__(self, setting: str, others: Sequence[str]) -> None:
        why = "each distance has a pace nearer to it" if others else "this session has no distance"
        super().__init__(f"{setting} would change nothing: {why}", f"set {_listed(others)}" if others else "")


class RoundDoesNotFit(RepcastError):
    """A round that does not fit into its `every`.

    Attributes:
        name: of the session or block that has the `every`.
        file: that it is written in.
        line: on which it begins; counts from 1, and is 0 where it is in no file.
    """

    def __init__(self, name: str, file: str, line: int, *, problem: str, hint: str) -> None:
        super().__init__(problem, hint)
        self.name, self.file, self.line = name, file, line


class RoundTooLong(RoundDoesNotFit):
    """A round that takes longer than its `every`."""

    def __init__(self, name: str, file: str, line: int, *, taken: str, every: str) -> None:
        problem = f"a round of '{name}' takes {taken}, and begins every {every}"
        super().__init__(name, file, line, problem=problem, hint=f"write every: {taken} or more, or take something out")


class SpeechInEvery(RoundDoesNotFit):
    """A round with a say step, whose length is not known before it is spoken."""

    def __init__(self, name: str, file: str, line: int) -> None:
        problem = f"'{name}' has a say step, whose length is not known in advance"
        hint = "put the words into an exercise's say, or move the step out"
        super().__init__(name, file, line, problem=problem, hint=hint)


class TooManySteps(RepcastError):
    """A session with more steps, in all its rounds, than the bound."""

    def __init__(self, most: int) -> None:
        super().__init__(f"the session has more than {most:,} steps in all its rounds", "take away rounds or steps")


class TooManyCues(RepcastError):
    """A session with more to hear, and to leave out, than the bound."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"the session has more than {most:,} cues, heard and left out", "take away rounds, repetitions or steps"
        )


class PlanTooLarge(RepcastError):
    """A session whose plan is too long a text to be embedded."""

    def __init__(self, most_mb: int) -> None:
        super().__init__(f"the session's plan takes more than {most_mb} MB", "take away rounds, steps or words")


class TooLong(RepcastError):
    """A session longer than the bound."""

    def __init__(self, most_hours: int) -> None:
        super().__init__(f"the session lasts more than {most_hours} hours", "take away rounds or time")


class OutputExists(RepcastError):
    """A file that repcast did not write stands where the MP3, or a picture, would go."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} exists and repcast did not write it", "choose another name, or replace it with --force"
        )


class BadFlag(RepcastError):
    """A flag that means nothing, where no command line is there to refuse it.

    Args:
        flag: its name, such as `set`.
        why: what is wrong, and what to write instead.
    """

    def __init__(self, flag: str, why: str) -> None:
        super().__init__(f"{flag}: {why}")


class NoSuchChoice(RepcastError):
    """A name that the studio's page has from elsewhere."""

    def __init__(self) -> None:
        super().__init__("there is no such session here", "choose one from the list")


class PortTaken(RepcastError):
    """A port that the studio cannot have."""

    def __init__(self, port: int, cause: str) -> None:
        super().__init__(f"port {port} cannot be used: {cause}", "leave --port away, or name another")


class OutsideTheFolder(RepcastError):
    """A name for a session's file that is no plain name."""

    def __init__(self) -> None:
        super().__init__("the studio saves into the folder where it was started", "write a name without folders")


class TextExists(RepcastError):
    """A file stands where a new text would go."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists", "name another file, or replace it with --force")


class FolderExists(RepcastError):
    """A folder with other files stands where an album, or another folder of ours, would go; `kind` says which."""

    def __init__(self, path: Path, stranger: str, kind: str) -> None:
        super().__init__(
            f"{path} holds {stranger}, which is not part of {kind}", "take it away, or choose another folder"
        )


class OutputIsInput(RepcastError):
    """The MP3, or a picture, would replace the session, or the training plan, that it is made from."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is what this is made from, and would be overwritten", "choose another name")


class OutputNotWritable(RepcastError):
    """The MP3, or a picture, cannot be written where it was asked for."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"cannot write {path}: {cause}", "choose another place")


class Misuse(RepcastError):
    """A request that contradicts itself; `option` is the flag that it was made with."""

    exit_code = 2
    option = "--output"


class SoundToStandardOutput(Misuse):
    """Sound asked for on standard output."""

    def __init__(self) -> None:
        super().__init__("sound cannot be written to standard output", "name a file")


class MisnamedOutput(Misuse):
    """A name that ends as another kind of file does."""

    def __init__(self, ending: str, fitting: Sequence[str]) -> None:
        endings = " or ".join(", ".join(f".{each}" for each in fitting).rsplit(", ", 1))
        instead = f"end it in {endings}" if fitting else "an album is a folder"
        super().__init__(f"the name cannot end in .{ending} here", instead)


class OneOutputForMany(Misuse):
    """Several sessions that would be written to one path."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} sessions would be written there", "name a folder that exists, or leave the option out"
        )


class AlbumWithExtras(Misuse):
    """An album with what only a single file can have."""

    option = "--split"

    def __init__(self) -> None:
        super().__init__("an album is written as MP3s, without captions or chapters files", "leave those options out")


class SystemRefused(RepcastError):
    """What the operating system does not give: room, memory, open files, processes."""


class OutputFailed(RepcastError):
    """Standard output that takes no more."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"cannot write the output: {cause}")


class SpeechUnavailable(RepcastError):
    """The machine's speech engine does not start."""

    def __init__(self, engine: str, cause: str, hint: str) -> None:
        super().__init__(f"the speech engine {engine} does not start: {cause}", hint, separator="\n")


class UnknownVoice(RepcastError):
    """A voice that the speech engine does not have.

    Attributes:
        name: of the voice.
        known: the names of those that it has.
    """

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(
            f"no voice '{name}'{did_you_mean(name, known)}",
            "`repcast voices` lists the ones on this machine",
            separator="\n",
        )


class VoiceNotHere(RepcastError):
    """A voice that repcast knows, and that is not on this machine."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the voice '{name}' is not on this machine", f"fetch it once: repcast voices --get {name}", separator="\n"
        )


class NoVoiceFor(RepcastError):
    """An engine that has no voice for a session's language."""

    def __init__(self, engine: str, language: str) -> None:
        super().__init__(
            f"the speech engine {engine} has no voice for “{language}” on this machine",
            f"`repcast voices {language}` lists who speaks it; docs/voices.md says how another voice gets here",
        )


class NotFetched(RepcastError):
    """A voice that could not be fetched from the network."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"the voice '{name}' was not fetched: {cause}", "nothing was written; try again later")


class BadVoice(RepcastError):
    """A voice whose files cannot be used."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"the voice '{name}' cannot be used: {why}")


class SpeechFailed(RepcastError):
    """An utterance that the engine could not speak well, after every retry."""

    def __init__(self, text: str, cause: str, attempts: int) -> None:
        super().__init__(
            f"the speech engine could not say “{text}”: {cause} ({attempts} attempts)",
            "Nothing was written. Write the text in other words, or choose another voice, and render again.",
            separator="\n",
        )


class Fault(RepcastError):
    """A fault of ours."""

    exit_code = 3


class EncoderFailed(Fault):
    """An encoder of FFmpeg's that refuses what we give it."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"the encoder failed: {cause}")


class BrokenTimeline(Fault):
    """A timeline that breaks an invariant of the design."""

    def __init__(self, invariant: str, detail: str) -> None:
        super().__init__(f"timeline: {invariant}: {detail}")
