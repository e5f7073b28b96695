"""One name for a NumPy array; its dtype and shape stand in the docstring of whoever takes it."""

from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]
