"""Telephone numbers and e-mail addresses in one normal form, by the library that knows the world's numbers."""

import phonenumbers

HOME = "GB"
FEWEST_DIGITS = 7


def normal_phone(text: str) -> str | None:
    """Return a number in its international form, or None for what cannot be a number."""
    words = text.lower().replace("extension", "x").replace("ext", "x")
    if any(letter.isalpha() and letter != "x" for letter in words):
        return None
    if sum(letter.isdigit() for letter in words) < FEWEST_DIGITS:
        return None
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None
    # Numbers set aside for drama are possible but never valid, so only the possible is asked for.
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def normal_email(text: str) -> str | None:
    """Return an e-mail address for comparing, or None for what cannot be one."""
    address = text.strip().casefold()
    name, at, place = address.rpartition("@")
    return address if name and at and "." in place.strip(".") and " " not in address else None


def spoken_phone(text: str) -> str:
    """Return a number the way it is written in its country, or what was typed."""
    normal = normal_phone(text)
    if normal is None:
        return text
    number = phonenumbers.parse(normal, HOME)
    home = number.country_code == phonenumbers.country_code_for_region(HOME)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, style))
