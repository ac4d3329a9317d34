"""The identity of papers: folded titles, their hashes and keys."""

from __future__ import annotations

# Every ASCII character that is neither a letter nor a digit is dropped by translate().
_ASCII_DROP = {code: None for code in range(128) if not chr(code).isalnum()}


def fold_title(title: str) -> str:
    """The title casefolded, letters and digits only; the whole casefolded title if it has none."""
    folded = title.casefold()
    if folded.isascii():
        return folded.translate(_ASCII_DROP) or folded
    return "".join(character for character in folded if character.isalnum()) or folded


def organisation_key(slug: str | None, name: str | None) -> str:
    """What tells an organisation from others: its folded name, else its folded slug."""
    return fold_title(name or slug or "")


def title_hash(folded_title: str) -> int:
    """A 64-bit signed hash of a folded title or another text, the same in every process."""
    # Searching hashes nothing and must not pay for loading OpenSSL.
    from hashlib import blake2b

    digest = blake2b(folded_title.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def paper_key(arxiv_id: str | None, title: str, *, apart: str = "") -> str:
    """The key of a paper: its arXiv id, else readable words of its title and a hash.

    A paper without an id gets for example ``a-short-history-of-nothing-3f2a9c01b7de``: the words
    are for people, the twelve hexadecimal digits tell folded titles apart.

    Args:
        arxiv_id: Without a version.
        title: As it is shown.
        apart: What tells the paper from others without an id that have the same folded title; it
            becomes eight more digits. Empty where there is no other.
    """
    if arxiv_id is not None:
        return arxiv_id
    folded = fold_title(title)
    words = "".join(
        character if character.isascii() and character.isalnum() else " "
        for character in title.casefold()
    ).split()
    readable = ""
    for word in words:
        if len(readable) + len(word) > 40:
            break
        readable += word + "-"
    key = f"{readable}{title_hash(folded) & 0xFFFFFFFFFFFF:012x}"
    return f"{key}-{title_hash(apart) & 0xFFFFFFFF:08x}" if apart else key
