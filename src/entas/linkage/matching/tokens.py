"""Splits text into tokens and numbers the distinct ones, in one compiled pass over the bytes."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import pyarrow as pa

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.compiled import compiled
from entas.linkage.matching.phonetics import as_heard

MAX_TOKENS = 4
"""Tokens kept of a value; further ones do not take part."""
TOKEN_LENGTH = 16
"""Letters kept of a token."""
_UNSEEN_BITS = 24.0


class Dictionary:
    """The distinct tokens seen, as heard, numbered from 1 (0 is no token); and categories.

    ``letters`` uint64 (tokens + 1, 2), a byte a letter; ``lengths`` int64; ``masks`` uint32, a bit
    for each letter in it; ``bits`` float32, how much the sight of a token tells: minus log2 of its
    share of all tokens when it was weighed.
    """

    def __init__(self) -> None:
        self.number: dict[str, int] = {"": 0}
        self._written: dict[str, int] = {}
        self.category: dict[str, int] = {"": 0}
        self.letters: Array = np.zeros((1, TOKEN_LENGTH // 8), np.uint64)
        self.lengths: Array = np.zeros(1, np.int64)
        self.masks: Array = np.zeros(1, np.uint32)
        self.bits: Array = np.zeros(1, np.float32)

    def numbers_as_heard(self, tokens: list[str]) -> Array:
        """The number (int32) of each token as written; how it is heard is worked out once."""
        unknown = [token for token in tokens if token not in self._written]
        if unknown:
            heard = as_heard(pl.Series(unknown, dtype=pl.String)).to_list()
            numbers = self.numbers_of(heard)
            self._written.update(zip(unknown, numbers.tolist(), strict=True))
        return np.array([self._written[token] for token in tokens], np.int32)

    def numbers_of(self, heard: list[str]) -> Array:
        """The number of each token (int32), adding new ones; ``""`` is 0."""
        known = self.number
        before = len(known)
        numbers = np.array([known.setdefault(token, len(known)) for token in heard], np.int32)
        if len(known) > before:
            added = list(known)[before:]
            letters = np.zeros((len(added), TOKEN_LENGTH), np.uint8)
            for row, token in enumerate(added):
                kept = token.encode("ascii")[:TOKEN_LENGTH]
                letters[row, : len(kept)] = np.frombuffer(kept, np.uint8)
            self.letters = np.vstack([self.letters, letters.view(np.uint64)])
            sizes = [min(len(token), TOKEN_LENGTH) for token in added]
            self.lengths = np.r_[self.lengths, sizes].astype(np.int64)
            self.masks = np.r_[self.masks, _masks(letters)]
            unseen = np.full(len(added), _UNSEEN_BITS, np.float32)
            self.bits = np.r_[self.bits, unseen]
        return numbers

    def categories_of(self, values: list[str]) -> Array:
        """The number of each category, adding new ones; ``""`` is 0."""
        known = self.category
        return np.array([known.setdefault(value, len(known)) for value in values], np.int64)

    def weigh(self, texts: Sequence[Array]) -> None:
        """Set ``bits`` from the tokens of all records (int32, one array a field)."""
        counts = np.zeros(len(self.lengths))
        for tokens in texts:
            counts += np.bincount(tokens, minlength=len(self.lengths))
        total = max(counts[1:].sum(), 1.0)
        self.bits = (-np.log2(np.maximum(counts, 1.0) / total)).astype(np.float32)
        self.bits[0] = 0


def _masks(letters: Array) -> Array:
    """One bit (uint32) for each letter that a token has; a digit takes the bit of a letter."""
    bit = np.where(letters > 0, np.uint32(1) << (letters % 32).astype(np.uint32), np.uint32(0))
    masks: Array = np.bitwise_or.reduce(bit.astype(np.uint32), axis=1)
    return masks


def tokenise(values: pl.Series, dictionary: Dictionary) -> Array:
    """Token numbers of each value: int32, shape (values, MAX_TOKENS), 0 where there is none.

    Letters are A-Z in any case; digits count as letters; an apostrophe is skipped; everything else
    separates.
    """
    array = values.fill_null("").rechunk().to_arrow().cast(pa.large_string())
    _, offsets, content = array.buffers()
    starts = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    text = np.frombuffer(content, np.uint8) if content else np.zeros(1, np.uint8)
    capacity = 1 << 14
    while True:
        found = np.zeros((len(values), MAX_TOKENS), np.int32)
        count, letters, lengths = _split(text, starts, found, capacity)
        if count >= 0:
            break
        capacity *= 4
    distinct = [letters[i, : lengths[i]].tobytes().decode("ascii") for i in range(count)]
    _renumber(found, np.r_[np.int32(0), dictionary.numbers_as_heard(distinct)].astype(np.int32))
    return found


@compiled
def _split(text: Array, starts: Array, found: Array, capacity: int) -> tuple[int, Array, Array]:
    """Fill ``found`` with local token numbers plus 1; count -1: more distinct tokens than fit."""
    mask = np.uint64(capacity - 1)
    keys = np.zeros(capacity, np.uint64)
    numbers = np.zeros(capacity, np.int32)
    letters = np.zeros((capacity // 2, TOKEN_LENGTH), np.uint8)
    lengths = np.zeros(capacity // 2, np.uint8)
    token = np.zeros(TOKEN_LENGTH, np.uint8)
    count = 0
    for row in range(len(starts) - 1):
        kept = 0
        size = 0
        key = np.uint64(14695981039346656037)
        for at in range(starts[row], starts[row + 1] + 1):
            letter = text[at] if at < starts[row + 1] else np.uint8(32)
            if 97 <= letter <= 122:
                letter = np.uint8(letter - 32)
            if 65 <= letter <= 90 or 48 <= letter <= 57:
                key = (key ^ np.uint64(letter)) * np.uint64(1099511628211)
                if size < TOKEN_LENGTH:
                    token[size] = letter
                size += 1
            elif letter in (39, 96):
                continue
            elif size > 0:
                if kept < MAX_TOKENS:
                    slot = ((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20)) & mask
                    while keys[slot] != 0 and keys[slot] != key:
                        slot = (slot + np.uint64(1)) & mask
                    if keys[slot] == 0:
                        if count >= capacity // 2 - 1:
                            return -1, letters, lengths
                        keys[slot] = key
                        numbers[slot] = count
                        lengths[count] = min(size, TOKEN_LENGTH)
                        for place in range(lengths[count]):
                            letters[count, place] = token[place]
                        count += 1
                    found[row, kept] = numbers[slot] + 1
                    kept += 1
                size = 0
                key = np.uint64(14695981039346656037)
    return count, letters, lengths


@compiled
def _renumber(found: Array, numbers: Array) -> None:
    """Translate local numbers in place, dropping titles and closing the gap they leave."""
    for row in range(found.shape[0]):
        kept = 0
        for column in range(found.shape[1]):
            number = numbers[found[row, column]]
            found[row, column] = 0
            if number > 0:
                found[row, kept] = number
                kept += 1
