"""Portuguese, as coaches say it in Brazil and in Portugal: in words that both use, with no verb that says tu or você.

Numbers and spelling are Brazil's, as CLDR's `pt` is.
"""

from typing import Final

from repcast.plan.languages.gym import HELD, PEOPLE, sides
from repcast.plan.languages.numbers import numbers, one_below_two
from repcast.plan.languages.spelling import Words, spelling
from repcast.plan.wording import Noun, Nouns, Wording

_counted: Final = numbers("pt", "spellout-numbering")
_UM: Final = numbers("pt", "spellout-cardinal-masculine")
_UMA: Final = numbers("pt", "spellout-cardinal-feminine")


def _feminine(one: str, other: str) -> Noun:
    return Noun(forms={"one": one, "other": other}, number=_UMA)


def _masculine(one: str, other: str) -> Noun:
    return Noun(forms={"one": one, "other": other}, number=_UM)


_NOUNS: Final[Nouns] = {
    "hour": _feminine("hora", "horas"),
    "minute": _masculine("minuto", "minutos"),
    "second": _masculine("segundo", "segundos"),
    "rep": _feminine("repetição", "repetições"),
    "round": _feminine("volta", "voltas"),
    "set": _feminine("série", "séries"),
}

_WORDS: Final = Words(
    number=_counted,
    category=one_below_two,
    decimal_category=one_below_two,
    nouns=_NOUNS,
    units={
        "kg quilo quilos": _masculine("quilo", "quilos"),
        "g gr. grama gramas": _masculine("grama", "gramas"),
        "lb lbs libra libras": _feminine("libra", "libras"),
        "km quilômetro quilômetros quilómetro quilómetros": _masculine("quilômetro", "quilômetros"),
        "m metro metros": _masculine("metro", "metros"),
        "cm centímetro centímetros": _masculine("centímetro", "centímetros"),
        "mm milímetro milímetros": _masculine("milímetro", "milímetros"),
        "mi milha milhas": _feminine("milha", "milhas"),
        "k": _masculine("K", "K"),
        "l litro litros": _masculine("litro", "litros"),
        "h hora horas": _NOUNS["hour"],
        "min. mins minuto minutos ' ’ ′": _NOUNS["minute"],
        "s seg. sec. segundo segundos \" ” '' ′′": _NOUNS["second"],
        "ms": _masculine("milissegundo", "milissegundos"),
        "rep. reps. repetição repetições": _NOUNS["rep"],
        "volta voltas": _NOUNS["round"],
        "ronda rondas": _feminine("ronda", "rondas"),
        "rodada rodadas": _feminine("rodada", "rodadas"),
        "série séries": _NOUNS["set"],
        "x × vez vezes": _feminine("vez", "vezes"),
        "kcal cal caloria calorias": _feminine("caloria", "calorias"),
        "w watt watts": _masculine("watt", "watts"),
        "rpm": _feminine("rotação por minuto", "rotações por minuto"),
        "spm": _masculine("passo por minuto", "passos por minuto"),
        "bpm": _feminine("batida por minuto", "batidas por minuto"),
        "km/h": _masculine("quilômetro por hora", "quilômetros por hora"),
        "°c": _masculine("grau Celsius", "graus Celsius"),
        "° grau graus": _masculine("grau", "graus"),
        "%": _masculine("por cento", "por cento"),
        "rm": _feminine("repetição máxima", "repetições máximas"),
    },
    joiner=" e ",
    point="vírgula",
    span="{a} a {b}",
    times="vezes",
    per={"min.": "por minuto", "km": "por quilômetro", "lado": "por lado", "perna": "por perna", "braço": "por braço"},
    fractions={
        "1/2": "meio",
        "1/3": "um terço",
        "2/3": "dois terços",
        "1/4": "um quarto",
        "3/4": "três quartos",
    },
    and_fractions={"1/2": "{n} e meio", "1/4": "{n} e um quarto", "3/4": "{n} e três quartos"},
    ordinals={  # Unicode's raised letters are plain ones by now; a capital is a label, such as 1A
        "o .o": numbers("pt", "spellout-ordinal-masculine"),
        "a .a": numbers("pt", "spellout-ordinal-feminine"),
    },
    abbreviations={
        "e/d": "esquerda, direita",
        "d/e": "direita, esquerda",
        "l/r": "esquerda, direita",
        "esq.": "esquerda",
        "dir.": "direita",
        "c/": "com ",
        "s/": "sem ",
        "p/": "para ",
        "p. ex.": "por exemplo",
        "aprox.": "aproximadamente",
        "etc.": "etcétera",
        "máx.": "máximo",
        "max.": "máximo",
        "mín.": "mínimo",
        "min.": "mínimo",
        "por min.": "por minuto",
        "por seg.": "por segundo",
        "seg.": "segundos",
        "rep.": "repetição",
        "reps.": "repetições",
        "vs.": "contra",
        "alt.": "alternado",
        "bw": "peso do corpo",
        "kb": "kettlebell",
        "kbs": "kettlebells",
        "db": "halter",
        "dbs": "halteres",
        "bb": "barra",
        "emom": "emom",
        "e2mom": "e dois mom",
        "amrap": "amrap",
        "hiit": "rit",
        "rdl": "R D L",
        "ghd": "G H D",
        "trx": "T R X",
        "rpe": "R P E",
        "rir": "R I R",
        "fc": "frequência cardíaca",
        "fcmáx": "frequência cardíaca máxima",
        "fcmax": "frequência cardíaca máxima",
    },
    signs={
        "&": "e",
        "+": "mais",
        "=": "igual a",
        "@": "a",
        "→": "para",
        "×": "vezes",
        "%": "por cento",
        "°": "graus",
    },
)

PORTUGUESE: Final = Wording(
    language="pt",
    iso_639_2="por",
    name="Português",
    number=_counted,
    nth=_counted,
    of_number=_counted,
    category=one_below_two,
    nouns=_NOUNS,
    joiner=_WORDS.joiner,
    lowers_names=True,
    proper=PEOPLE,
    sides=sides(
        "esquerda esquerdo esq esq. e",
        "direita direito dir dir. d",
        side=("lado esquerdo", "lado direito"),
        leg=("perna esquerda", "perna direita"),
        arm=("braço esquerdo", "braço direito"),
        hand=("mão esquerda", "mão direita"),
        foot=("pé esquerdo", "pé direito"),
        knee=("joelho esquerdo", "joelho direito"),
        hip=("quadril esquerdo", "quadril direito"),
        shoulder=("ombro esquerdo", "ombro direito"),
    ),
    held=HELD
    | {
        *("aguentar", "equilíbrio", "isometria", "isométrica", "isométrico", "manter", "ponte", "prancha"),
        *("pranchas", "segurar", "sustentação"),
    },
    spelling=spelling(_WORDS),
    phrases={
        "rounds": "{rounds}.",
        "sets": "{sets}.",
        "about": "Cerca de {duration}.",
        "first": "Primeiro, {name}.",
        "next": "A seguir, {name}.",
        "with_side": "{name}, {side}",
        "round": "Volta {n} de {of}.",
        "last_round": "Última volta.",
        "set": "Série {n} de {of}.",
        "last_set": "Última série.",
        "number": "{n} de {of}.",
        "most": "O máximo possível, em {duration}.",
        "longest": "O máximo de tempo possível, até {duration}.",
        "done_early": "Quem terminar antes, descansa.",
        "get_ready": "Preparar.",
        "rest": "Descanso, {duration}.",
        "halfway": "Metade do tempo.",
        "time_left": "Mais {duration}.",
        "ten_seconds": "Faltam dez segundos.",
        "ten_more_seconds": "Mais dez segundos.",
        "last_ten_seconds": "Últimos dez segundos.",
        "half_of_workout": "Metade do treino.",
        "left_of_workout": "Mais {duration} de treino.",
        "keep_going": "Vamos, força.",
        "nearly_there": "Quase lá.",
        "complete": "Treino concluído. Muito bem.",
    },
    step_names={
        "lead_in": "Preparar",
        "rest": "Descanso",
        "switch": "Troca de lado",
        "say": "Aviso",
        "finish": "Fim",
    },
    shown={
        "chapter": "{name} · {length}",
        "in_round": "Volta {n} · {name}",
        "from_to": "{first} … {last}",
        "spoken_by": "{length}, voz: {voice}",
        "bouts": "{n} x {name}, {length}",
        "more": "e mais {n}",
        "signals_title": "Os sinais",
        "voices_title": "As vozes",
        "voice_line": "Esta é {name}. A seguir, prancha lateral, lado esquerdo. "
        "Quarenta e cinco segundos. Três, dois, um.",
        "work": "exercício",
        "speech": "aviso",
        "voice": "voz",
        "signal": "sinal",
        "dropped": "sem espaço: {n}",
    },
    signals={
        "go": "Começa um exercício.",
        "recover": "Começa uma parte leve.",
        "tick": "Um segundo, antes de um início ou de um fim.",
        "halfway": "Metade de um exercício longo está feita.",
        "done": "Um exercício acabou, e segue um aviso.",
        "rest": "Começa um descanso.",
        "finish": "O último exercício acabou.",
    },
)
