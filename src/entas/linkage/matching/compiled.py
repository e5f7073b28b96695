"""Compiles a function for the machine it runs on, once: the result is kept beside the sources.

Numba keeps compiled code as long as the function's own file does not change, and misses a change in
another file that it calls. Therefore what is kept belongs to one state of all files of this folder.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_FOLDER = Path(__file__).parent
_state = hashlib.blake2b(
    b"".join(path.read_bytes() for path in sorted(_FOLDER.glob("*.py"))), digest_size=8
).hexdigest()
vars(numba.config)["CACHE_DIR"] = str(_FOLDER / "__pycache__" / f"compiled-{_state}")

_Function = TypeVar("_Function", bound=Callable[..., Any])


def inlined(function: _Function) -> _Function:
    """As ``compiled``, made a part of whoever calls it.

    A call of its own would count the references of every array it is given, which takes longer than
    the little that is done in it.
    """
    made: Any = numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)(function)
    return cast("_Function", made)


def compiled(function: _Function) -> _Function:
    """The function in machine code: numbers and NumPy arrays in and out, the GIL released."""
    made: Any = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast("_Function", made)
