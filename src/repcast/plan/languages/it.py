"""Italian, as a coach says it who says tu."""

from typing import Final

from repcast.plan.languages.gym import HELD, PEOPLE, sides
from repcast.plan.languages.numbers import numbers, one_or_other, with_one
from repcast.plan.languages.spelling import Words, spelling
from repcast.plan.wording import Noun, Nouns, Wording

# Only 1 agrees: CLDR also shortens `ventun minuti`, and has `ventuna ripetizioni`, which is right but hardly said.
_counted: Final = numbers("it", "spellout-numbering")
_UN: Final = with_one("un", _counted)
_UNA: Final = with_one("una", _counted)


def _feminine(one: str, other: str) -> Noun:
    return Noun(forms={"one": one, "other": other}, number=_UNA)


def _masculine(one: str, other: str) -> Noun:
    return Noun(forms={"one": one, "other": other}, number=_UN)


_NOUNS: Final[Nouns] = {
    "hour": Noun(forms={"one": "ora", "other": "ore"}, number=with_one("un'", _counted)),
    "minute": _masculine("minuto", "minuti"),
    "second": _masculine("secondo", "secondi"),
    "rep": _feminine("ripetizione", "ripetizioni"),
    "round": _masculine("giro", "giri"),
    "set": _feminine("serie", "serie"),
}

_WORDS: Final = Words(
    number=_counted,
    category=one_or_other,
    nouns=_NOUNS,
    units={
        "kg chilo chili": _masculine("chilo", "chili"),
        "g gr. grammo grammi": _masculine("grammo", "grammi"),
        "lb lbs libbra libbre": _feminine("libbra", "libbre"),
        "km chilometro chilometri": _masculine("chilometro", "chilometri"),
        "m mt. metro metri": _masculine("metro", "metri"),
        "cm centimetro centimetri": _masculine("centimetro", "centimetri"),
        "mm millimetro millimetri": _masculine("millimetro", "millimetri"),
        "mi miglio miglia": _masculine("miglio", "miglia"),
        "k": _masculine("K", "K"),
        "l litro litri": _masculine("litro", "litri"),
        "h ora ore": _NOUNS["hour"],
        "min. mins minuto minuti ' ’ ′": _NOUNS["minute"],
        "s sec. secondo secondi \" ” '' ′′": _NOUNS["second"],
        "ms": _masculine("millisecondo", "millisecondi"),
        "rip. rep. reps ripetizione ripetizioni": _NOUNS["rep"],
        "giro giri": _NOUNS["round"],
        "serie": _NOUNS["set"],
        "x × volta volte": _feminine("volta", "volte"),
        "kcal cal caloria calorie": _feminine("caloria", "calorie"),
        "w watt": _masculine("watt", "watt"),
        "rpm": _masculine("giro al minuto", "giri al minuto"),
        "spm": _masculine("passo al minuto", "passi al minuto"),
        "bpm": _masculine("battito al minuto", "battiti al minuto"),
        "km/h": _masculine("chilometro all'ora", "chilometri all'ora"),
        "°c": _masculine("grado Celsius", "gradi Celsius"),
        "° grado gradi": _masculine("grado", "gradi"),
        "%": _masculine("per cento", "per cento"),
        "rm": _feminine("ripetizione massima", "ripetizioni massime"),
    },
    joiner=" e ",
    point="virgola",
    span="da {a} a {b}",
    span_numbers=(_counted, None),
    times="per",
    per={
        "min.": "al minuto",
        "km": "al chilometro",
        "lato": "per lato",
        "gamba": "per gamba",
        "braccio": "per braccio",
    },
    fractions={
        "1/2": "mezzo",
        "1/3": "un terzo",
        "2/3": "due terzi",
        "1/4": "un quarto",
        "3/4": "tre quarti",
    },
    and_fractions={"1/2": "{n} e mezzo", "1/4": "{n} e un quarto", "3/4": "{n} e tre quarti"},
    ordinals={  # Unicode's raised letters are plain ones by now; a capital is a label, such as 1A
        "o": numbers("it", "spellout-ordinal-masculine"),
        "a": numbers("it", "spellout-ordinal-feminine"),
    },
    abbreviations={
        "sx/dx": "sinistra, destra",
        "dx/sx": "destra, sinistra",
        "s/d": "sinistra, destra",
        "l/r": "sinistra, destra",
        "sx.": "sinistra",
        "dx.": "destra",
        "p. es.": "per esempio",
        "p.e.": "per esempio",
        "ca.": "circa",
        "ecc.": "eccetera",
        "max.": "massimo",
        "min.": "minimo",
        "al min.": "al minuto",
        "sec.": "secondi",
        "rip.": "ripetizioni",
        "reps": "ripetizioni",
        "rec.": "recupero",
        "vs.": "contro",
        "alt.": "alternato",
        "bw": "corpo libero",
        "kb": "kettlebell",
        "kbs": "kettlebell",
        "db": "manubrio",
        "dbs": "manubri",
        "bb": "bilanciere",
        "emom": "emom",
        "e2mom": "e due mom",
        "amrap": "amrap",
        "hiit": "hit",
        "rdl": "R D L",
        "ghd": "G H D",
        "trx": "T R X",
        "rpe": "R P E",
        "rir": "R I R",
        "fc": "frequenza cardiaca",
        "fcmax": "frequenza cardiaca massima",
    },
    signs={
        "&": "e",
        "+": "più",
        "=": "uguale a",
        "@": "a",
        "→": "poi",
        "×": "per",
        "%": "per cento",
        "°": "gradi",
    },
)

ITALIAN: Final = Wording(
    language="it",
    iso_639_2="ita",
    name="Italiano",
    number=_counted,
    nth=_counted,
    of_number=_counted,
    category=one_or_other,
    nouns=_NOUNS,
    joiner=_WORDS.joiner,
    lowers_names=True,
    proper=PEOPLE,
    sides=sides(
        "sinistra sinistro sx s",
        "destra destro dx d",
        side=("lato sinistro", "lato destro"),
        leg=("gamba sinistra", "gamba destra"),
        arm=("braccio sinistro", "braccio destro"),
        hand=("mano sinistra", "mano destra"),
        foot=("piede sinistro", "piede destro"),
        knee=("ginocchio sinistro", "ginocchio destro"),
        hip=("anca sinistra", "anca destra"),
        shoulder=("spalla sinistra", "spalla destra"),
    ),
    held=HELD
    | {
        *("appeso", "equilibrio", "isometria", "isometrica", "isometrico", "mantenere", "ponte", "tenere"),
        *("tenuta",),
    },
    spelling=spelling(_WORDS),
    phrases={
        "rounds": "{rounds}.",
        "sets": "{sets}.",
        "about": "Circa {duration}.",
        "first": "Per iniziare, {name}.",
        "next": "A seguire, {name}.",
        "with_side": "{name}, {side}",
        "round": "Giro {n} di {of}.",
        "last_round": "Ultimo giro.",
        "set": "Serie {n} di {of}.",
        "last_set": "Ultima serie.",
        "number": "{n} di {of}.",
        "most": "Più ripetizioni che puoi, in {duration}.",
        "longest": "Resisti più che puoi, massimo {duration}.",
        "done_early": "Quando hai finito, riposa.",
        "get_ready": "Prepàrati.",  # voices stress the participle otherwise
        "rest": "Recupero, {duration}.",
        "halfway": "Sei a metà.",
        "time_left": "Ancora {duration}.",
        "ten_seconds": "Mancano dieci secondi.",
        "ten_more_seconds": "Ancora dieci secondi.",
        "last_ten_seconds": "Ultimi dieci secondi.",
        "half_of_workout": "Sei a metà allenamento.",
        "left_of_workout": "Ancora {duration} di allenamento.",
        "keep_going": "Continua così.",
        "nearly_there": "Ci sei quasi.",
        "complete": "Allenamento completato. Ottimo lavoro.",
    },
    step_names={
        "lead_in": "Preparati",
        "rest": "Recupero",
        "switch": "Cambio lato",
        "say": "Annuncio",
        "finish": "Fine",
    },
    shown={
        "chapter": "{name} · {length}",
        "in_round": "Giro {n} · {name}",
        "from_to": "{first} … {last}",
        "spoken_by": "{length}, voce: {voice}",
        "bouts": "{n} x {name}, {length}",
        "more": "e altri {n}",
        "signals_title": "I segnali",
        "voices_title": "Le voci",
        "voice_line": "Questa è {name}. A seguire, plank laterale, lato sinistro. "
        "Quarantacinque secondi. Tre, due, uno.",
        "work": "esercizio",
        "speech": "annuncio",
        "voice": "voce",
        "signal": "segnale",
        "dropped": "senza spazio: {n}",
    },
    signals={
        "go": "Inizia un esercizio.",
        "recover": "Inizia un tratto facile.",
        "tick": "Un secondo, prima di un inizio o di una fine.",
        "halfway": "Sei a metà di un esercizio lungo.",
        "done": "Un esercizio è finito, e segue un annuncio.",
        "rest": "Inizia un recupero.",
        "finish": "L'ultimo esercizio è finito.",
    },
)
