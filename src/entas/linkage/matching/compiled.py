"""Compiles a function for the machine it runs on, once: the result is kept beside the sources.

Numba keeps compiled code as long as the function's own file does not change, and misses a change in
another file that it calls. Therefore what is kept belongs to one state of all files of this folder.
"""

import hashlib
from pathlib import Path

import numba

_FOLDER = Path(__file__).parent
_state = hashlib.blake2b(
    b"".join(path.read_bytes() for path in sorted(_FOLDER.glob("*.py"))), digest_size=8
).hexdigest()
numba.config.CACHE_DIR = str(_FOLDER / "__pycache__" / f"compiled-{_state}")

compiled = numba.njit(cache=True, nogil=True)
