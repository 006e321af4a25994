"""Names as people type them: folded so that accents, case, signs and spaces do not count. Pure."""

import re
import unicodedata

# Letters that do not come apart into a plain letter and a mark.
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ŋ": "ng",
    }
)
_INSIDE = re.compile(r"['’‘`´ʼ.]")


def folded(text: str) -> str:
    """Return a name without case, accents and signs within words; two ways to write it fold alike."""
    without = _INSIDE.sub("", text.casefold())
    if without.isascii():
        return without
    # Letters of other alphabets and styles come apart into plain ones, which may be capitals or signs again.
    plain = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKD", without).casefold().translate(_LETTERS)
    )
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return bare if bare == text else folded(bare)


def name_parts(text: str) -> tuple[str, ...]:
    """Return the folded parts of a name, each once, in order."""
    parts = re.findall(r"[^\W_]+", folded(text))
    return tuple(dict.fromkeys(parts))


def searchable_parts(text: str) -> tuple[str, ...]:
    """Return the parts under which a name can be found: joined names also as one word."""
    joined = [word.replace("-", "") for word in text.split() if "-" in word]
    return tuple(dict.fromkeys((*name_parts(text), *(part for word in joined for part in name_parts(word)))))


def full_name(given: str, surname: str) -> str:
    """Return a given name and a surname as one, whichever is there."""
    return " ".join(part for part in (given.strip(), surname.strip()) if part)
