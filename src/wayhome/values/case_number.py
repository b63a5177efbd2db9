"""Short numbers that can be read over a phone, with a check character.

Six characters and a check character from an alphabet of thirty without 0, 1, I, O, S, U. The check
is ISO/IEC 7064's hybrid system MOD 31,30: 31 is prime, so every single wrong character and nearly
every exchange of two neighbours is found.
"""

ALPHABET = "23456789ABCDEFGHJKLMNPQRTVWXYZ"
LENGTH = 6
"""Characters before the check character: 729 million numbers."""


def check_character(body: str) -> str:
    """The check character of these characters.

    Raises:
        ValueError: a character outside the alphabet.
    """
    modulus = len(ALPHABET)
    product = modulus
    for character in body:
        total = (product + ALPHABET.index(character)) % modulus or modulus
        product = total * 2 % (modulus + 1)
    return ALPHABET[(modulus + 1 - product) % modulus]


def case_number(digits: int) -> str:
    """The case number that stands for this many-th of the 30^6 possible ones."""
    body = ""
    for _ in range(LENGTH):
        digits, place = divmod(digits, len(ALPHABET))
        body = ALPHABET[place] + body
    return body + check_character(body)


def read_case_number(written: str) -> str | None:
    """A case number as somebody typed it, or None if it is none.

    Spaces and hyphens do not count, nor does case.
    """
    text = "".join(c for c in written.upper() if c.isalnum())
    if len(text) != LENGTH + 1 or any(c not in ALPHABET for c in text):
        return None
    return text if check_character(text[:-1]) == text[-1] else None
