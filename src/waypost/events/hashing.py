"""The customer hash: our own, fixed for ever, the same on every machine and engine (rule 4).

FNV-1a over the UTF-8 bytes (Fowler, Noll, Vo; 64 bits), then the finalizer of MurmurHash3 (Appleby) so that the high
bits, which choose the bucket, depend on every byte.
"""

from __future__ import annotations

import hashlib

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

Hashes = npt.NDArray[np.uint64]


def customer_hash(names: pl.Series) -> Hashes:
    """The 64-bit hash of each name; `names` is a String series without nulls."""
    text = names.str.join("").item().encode() if len(names) else b""
    ends = names.str.len_bytes().cum_sum().to_numpy().astype(np.int64)
    return _hash(np.frombuffer(text, dtype=np.uint8), ends)


def bucket_of(names: pl.Series, buckets: int) -> pl.Series:
    """The bucket of each name: the top bits of its hash. `buckets` is a power of two, at most 1024."""
    shift = np.uint64(64 - (buckets.bit_length() - 1))
    hashes = customer_hash(names)
    places = (hashes >> shift) if buckets > 1 else np.zeros(len(hashes), dtype=np.uint64)
    return pl.Series("bucket", places.astype(np.int32))


def key_of(*parts: str) -> int:
    """A 63-bit key from a few strings (a source and a file's hash): BLAKE2b, non-negative."""
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


@numba.njit(cache=True, nogil=True)
def _hash(text: npt.NDArray[np.uint8], ends: npt.NDArray[np.int64]) -> Hashes:  # pragma: no cover
    result = np.empty(len(ends), dtype=np.uint64)
    place = 0
    for index in range(len(ends)):
        value = np.uint64(0xCBF29CE484222325)
        while place < ends[index]:
            value = (value ^ np.uint64(text[place])) * np.uint64(0x100000001B3)
            place += 1
        value ^= value >> np.uint64(33)
        value *= np.uint64(0xFF51AFD7ED558CCD)
        value ^= value >> np.uint64(33)
        value *= np.uint64(0xC4CEB9FE1A85EC53)
        value ^= value >> np.uint64(33)
        result[index] = value
    return result
