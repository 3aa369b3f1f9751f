"""Polish, as a coach says it who says ty."""

from typing import Final

from repcast.plan.languages.gym import HELD, PEOPLE, sides
from repcast.plan.languages.numbers import numbers
from repcast.plan.languages.spelling import SPACED_THOUSANDS, Words, spelling
from repcast.plan.wording import Category, Noun, Nouns, Wording

_counted: Final = numbers("pl", "spellout-numbering")
_JEDEN: Final = numbers("pl", "spellout-cardinal-masculine")
_JEDNA: Final = numbers("pl", "spellout-cardinal-feminine")
_JEDNO: Final = numbers("pl", "spellout-cardinal-neuter")
_GENITIVE: Final = numbers("pl", "spellout-cardinal-masculine-genitive")

# CLDR has no rules for Polish ordinals. Rounds and sets are feminine, and so are these.
_BELOW_TWENTY: Final = (
    *("pierwsza", "druga", "trzecia", "czwarta", "piąta", "szósta", "siódma", "ósma", "dziewiąta", "dziesiąta"),
    *("jedenasta", "dwunasta", "trzynasta", "czternasta", "piętnasta", "szesnasta", "siedemnasta", "osiemnasta"),
    "dziewiętnasta",
)
_TENS: Final = (
    *("dwudziesta", "trzydziesta", "czterdziesta", "pięćdziesiąta", "sześćdziesiąta", "siedemdziesiąta"),
    *("osiemdziesiąta", "dziewięćdziesiąta"),
)
_HUNDREDS: Final = (
    *("setna", "dwusetna", "trzechsetna", "czterechsetna", "pięćsetna", "sześćsetna", "siedemsetna", "osiemsetna"),
    *("dziewięćsetna", "tysięczna"),
)


def _nth(number: int) -> str:
    """Return an ordinal up to 1,000: only its tens and ones are ordinals."""
    hundreds, below = divmod(number, 100)
    if not below:
        return _HUNDREDS[hundreds - 1]
    tens, ones = divmod(below, 10)
    last = _BELOW_TWENTY[below - 1 : below] or (_TENS[tens - 2], *_BELOW_TWENTY[ones - 1 : ones])
    return " ".join((_counted(hundreds * 100), *last) if hundreds else last)


def _category(number: int) -> Category:
    """Return the category of plurals of a whole number; `other` is for decimals."""
    if number == 1:
        return "one"
    return "few" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else "many"


def _feminine(one: str, few: str, many: str, other: str) -> Noun:
    return Noun(forms={"one": one, "few": few, "many": many, "other": other}, number=_JEDNA)


def _masculine(one: str, few: str, many: str, other: str) -> Noun:
    return Noun(forms={"one": one, "few": few, "many": many, "other": other}, number=_JEDEN)


def _neuter(one: str, few: str, many: str, other: str) -> Noun:
    return Noun(forms={"one": one, "few": few, "many": many, "other": other}, number=_JEDNO)


_NOUNS: Final[Nouns] = {
    "hour": _feminine("godzina", "godziny", "godzin", "godziny"),
    "minute": _feminine("minuta", "minuty", "minut", "minuty"),
    "second": _feminine("sekunda", "sekundy", "sekund", "sekundy"),
    "rep": _neuter("powtórzenie", "powtórzenia", "powtórzeń", "powtórzenia"),
    "round": _feminine("runda", "rundy", "rund", "rundy"),
    "set": _feminine("seria", "serie", "serii", "serii"),
}

_WORDS: Final = Words(
    number=_counted,
    category=_category,
    nouns=_NOUNS,
    units={
        "kg kilo": _neuter("kilo", "kilo", "kilo", "kilo"),
        "kilogram kilogramy kilogramów": _masculine("kilogram", "kilogramy", "kilogramów", "kilograma"),
        "g gr. gram gramy gramów": _masculine("gram", "gramy", "gramów", "grama"),
        "lb lbs funt funty funtów": _masculine("funt", "funty", "funtów", "funta"),
        "km kilometr kilometry kilometrów": _masculine("kilometr", "kilometry", "kilometrów", "kilometra"),
        "m metr metry metrów": _masculine("metr", "metry", "metrów", "metra"),
        "cm centymetr centymetry centymetrów": _masculine("centymetr", "centymetry", "centymetrów", "centymetra"),
        "mm milimetr milimetry milimetrów": _masculine("milimetr", "milimetry", "milimetrów", "milimetra"),
        "mi mila mile mil": _feminine("mila", "mile", "mil", "mili"),
        "k": _neuter("K", "K", "K", "K"),
        "l litr litry litrów": _masculine("litr", "litry", "litrów", "litra"),
        "h godz. godzina godziny godzin": _NOUNS["hour"],
        "min. mins minuta minuty minut ' ’ ′": _NOUNS["minute"],
        "s sek. sec. sekunda sekundy sekund \" ” '' ′′": _NOUNS["second"],
        "ms": _feminine("milisekunda", "milisekundy", "milisekund", "milisekundy"),
        "powt. rep. reps powtórzenie powtórzenia powtórzeń": _NOUNS["rep"],
        "runda rundy rund": _NOUNS["round"],
        "seria serie serii": _NOUNS["set"],
        "obwód obwody obwodów": _masculine("obwód", "obwody", "obwodów", "obwodu"),
        "x × raz razy": _masculine("raz", "razy", "razy", "raza"),
        "kcal cal kaloria kalorie kalorii": _feminine("kaloria", "kalorie", "kalorii", "kalorii"),
        "wat waty watów": _masculine("wat", "waty", "watów", "wata"),
        "rpm obr/min": _masculine("obrót na minutę", "obroty na minutę", "obrotów na minutę", "obrotu na minutę"),
        "spm": _masculine("krok na minutę", "kroki na minutę", "kroków na minutę", "kroku na minutę"),
        "bpm": _neuter("uderzenie na minutę", "uderzenia na minutę", "uderzeń na minutę", "uderzenia na minutę"),
        "km/h": _masculine(
            "kilometr na godzinę", "kilometry na godzinę", "kilometrów na godzinę", "kilometra na godzinę"
        ),
        "°c": _masculine("stopień Celsjusza", "stopnie Celsjusza", "stopni Celsjusza", "stopnia Celsjusza"),
        "° stopień stopnie stopni": _masculine("stopień", "stopnie", "stopni", "stopnia"),
        "% procent": _masculine("procent", "procent", "procent", "procent"),
        "rm": _neuter(
            "powtórzenie maksymalne",
            "powtórzenia maksymalne",
            "powtórzeń maksymalnych",
            "powtórzenia maksymalnego",
        ),
    },
    joiner=" i ",
    point="przecinek",
    span="od {a} do {b}",
    span_numbers=(_GENITIVE, _GENITIVE),
    span_category="many",
    times="razy",
    per={
        "min.": "na minutę",
        "km": "na kilometr",
        "strona": "na stronę",
        "stronę": "na stronę",
        "noga": "na nogę",
        "nogę": "na nogę",
        "ręka": "na rękę",
        "rękę": "na rękę",
    },
    fractions={
        "1/2": "pół",
        "1/3": "jedna trzecia",
        "2/3": "dwie trzecie",
        "1/4": "ćwierć",
        "3/4": "trzy czwarte",
    },
    and_fractions={"1/2": "{n} i pół", "1/4": "{n} i ćwierć", "3/4": "{n} i trzy czwarte"},
    units_after_fractions=True,
    abbreviations={
        "l/p": "lewa, prawa",
        "p/l": "prawa, lewa",
        "l/r": "lewa, prawa",
        "np.": "na przykład",
        "tj.": "to jest",
        "tzn.": "to znaczy",
        "itd.": "i tak dalej",
        "itp.": "i tym podobne",
        "etc.": "i tak dalej",
        "maks.": "maksymalnie",
        "max.": "maksymalnie",
        "min.": "minimum",
        "na min.": "na minutę",
        "na sek.": "na sekundę",
        "na godz.": "na godzinę",
        "sek.": "sekund",
        "powt.": "powtórzeń",
        "nr.": "numer",
        "vs.": "kontra",
        "bw": "masa ciała",
        "kb": "kettlebell",
        "kbs": "kettlebells",
        "db": "hantel",
        "dbs": "hantle",
        "bb": "sztanga",
        "mc": "martwy ciąg",
        "emom": "emom",
        "e2mom": "e dwa mom",
        "amrap": "amrap",
        "hiit": "hit",
        "rdl": "R D L",
        "ghd": "G H D",
        "trx": "T R X",
        "rpe": "R P E",
        "rir": "R I R",
        "hr": "tętno",
        "hrmax": "tętno maksymalne",
    },
    signs={
        "&": "i",
        "+": "plus",
        "=": "równa się",
        "@": "na",
        "→": "potem",
        "×": "razy",
        "%": "procent",
        "°": "stopni",
    },
    rules=(
        SPACED_THOUSANDS,
        (r"(?<=\d)\s?(?-i:W)(?![\w/])", " watów"),  # and not the word w
        (r"(?<!\w)ok[.](?=\s)", "mniej więcej"),  # which, unlike `około`, needs no genitive
        (
            r"(?<![\w.])(?P<n>\d{1,2})[.] (?=(?:runda|seria|minuta|godzina|część|połowa|strona|noga|ręka)\b)",
            lambda found: f"{_nth(int(found['n']))} " if int(found["n"]) else found[0],
        ),
    ),
)

POLISH: Final = Wording(
    language="pl",
    iso_639_2="pol",
    name="Polski",
    number=_counted,
    nth=_nth,
    of_number=numbers("pl", "spellout-cardinal-feminine-genitive"),
    category=_category,
    nouns=_NOUNS,
    joiner=_WORDS.joiner,
    half_seconds="{n} i pół sekundy",
    one_and_a_half="półtorej sekundy",
    lowers_names=True,
    proper=PEOPLE,
    sides=sides(
        "lewa lewo lewy l",
        "prawa prawo prawy p",
        side=("lewa strona", "prawa strona"),
        leg=("lewa noga", "prawa noga"),
        arm=("lewa ręka", "prawa ręka"),
        hand=("lewa dłoń", "prawa dłoń"),
        foot=("lewa stopa", "prawa stopa"),
        knee=("lewe kolano", "prawe kolano"),
        hip=("lewe biodro", "prawe biodro"),
        shoulder=("lewy bark", "prawy bark"),
    ),
    held=HELD
    | {
        *("deska", "deskę", "izometria", "izometryczna", "izometryczny", "krzesełko", "mostek", "podpór", "równowaga"),
        *("trzymanie", "utrzymanie", "wytrzymanie", "zwis"),
    },
    spelling=spelling(_WORDS),
    phrases={
        "rounds": "{rounds}.",
        "sets": "{sets}.",
        "about": "Mniej więcej {duration}.",
        "first": "Najpierw {name}.",
        "next": "Następnie {name}.",
        "with_side": "{name}, {side}",
        "round": "Runda {n} z {of}.",
        "last_round": "Ostatnia runda.",
        "set": "Seria {n} z {of}.",
        "last_set": "Ostatnia seria.",
        "number": "{n} z {of}.",
        "most": "Ile dasz radę. Czas: {duration}.",
        "longest": "Jak najdłużej. Maksymalnie {duration}.",
        "done_early": "Gdy skończysz, odpocznij.",
        "get_ready": "Przygotuj się.",
        "down": "W dół.",
        "hold": "Trzymaj.",
        "up": "W górę.",
        "rest": "Przerwa, {duration}.",
        "halfway": "Połowa za tobą.",
        "time_left": "Jeszcze {duration}.",
        "ten_seconds": "Jeszcze dziesięć sekund.",
        "ten_more_seconds": "Zostało dziesięć sekund.",
        "last_ten_seconds": "Ostatnie dziesięć sekund.",
        "half_of_workout": "Połowa treningu za tobą.",
        "left_of_workout": "Do końca treningu {duration}.",
        "keep_going": "Tak trzymaj.",
        "nearly_there": "Już prawie koniec.",
        "complete": "Trening zakończony. Dobra robota.",
    },
    step_names={
        "lead_in": "Przygotuj się",
        "rest": "Przerwa",
        "pause": "Cisza",
        "switch": "Zmiana strony",
        "say": "Komunikat",
        "finish": "Koniec",
    },
    weekdays=("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"),
    shown={
        "chapter": "{name} · {length}",
        "in_round": "Runda {n} · {name}",
        "in_rounds": "Runda {n} z {of} · {name}",
        "inner_round": "{n} z {of} · {name}",
        "training_day": "{title}, tydzień {n}, {day}",
        "from_to": "{first} … {last}",
        "spoken_by": "{length}, głos: {voice}",
        "bouts": "{n} x {name}, {length}",
        "more": "i jeszcze {n}",
        "signals_title": "Sygnały",
        "voices_title": "Głosy",
        "voice_line": "To jest {name}. Następnie deska bokiem, lewa strona. "
        "Czterdzieści pięć sekund. Trzy, dwa, jeden.",
        "work": "ćwiczenie",
        "recover": "lekko",
        "speech": "komunikat",
        "voice": "głos",
        "signal": "sygnał",
        "dropped": "nie zmieściło się: {n}",
    },
    signals={
        "go": "Zaczyna się ćwiczenie.",
        "recover": "Zaczyna się lekki odcinek.",
        "tick": "Jedna sekunda, przed startem albo przed końcem.",
        "halfway": "Połowa długiego ćwiczenia za tobą.",
        "done": "Ćwiczenie skończone, zaraz usłyszysz komunikat.",
        "rest": "Zaczyna się przerwa.",
        "finish": "Ostatnie ćwiczenie skończone.",
    },
)
