"""The languages that repcast speaks, a module each. Only the one that is spoken is loaded."""

from repcast.plan.wording import Wording
from repcast.session.settings import Language


def wording_of(language: Language) -> Wording:
    """Return the words of a language."""
    match language:
        case "en":
            from repcast.plan.languages.en import ENGLISH  # noqa: PLC0415

            return ENGLISH
        case "de":
            from repcast.plan.languages.de import GERMAN  # noqa: PLC0415

            return GERMAN
        case "fr":
            from repcast.plan.languages.fr import FRENCH  # noqa: PLC0415

            return FRENCH
        case "es":
            from repcast.plan.languages.es import SPANISH  # noqa: PLC0415

            return SPANISH
        case "it":
            from repcast.plan.languages.it import ITALIAN  # noqa: PLC0415

            return ITALIAN
        case "pt":
            from repcast.plan.languages.pt import PORTUGUESE  # noqa: PLC0415

            return PORTUGUESE
        case "nl":
            from repcast.plan.languages.nl import DUTCH  # noqa: PLC0415

            return DUTCH
        case "pl":
            from repcast.plan.languages.pl import POLISH  # noqa: PLC0415

            return POLISH
