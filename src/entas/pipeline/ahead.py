"""Reading the next file in another process, while this one registers the last.

Reading XLSX keeps one core busy and needs no database; registering keeps the other.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from entas.sources.cleaning import Setting
from entas.sources.preparation import Read
from entas.sources.reading import Progress, Understood, understand

WORTH_BYTES = 2_000_000  # below, another process starts more slowly than this one reads
DEPTH = 2  # files being read or waiting: bounds the memory


@contextmanager
def reading_ahead(paths: Sequence[Path], setting: Setting) -> Iterator[Read]:
    """A function that gives what each of ``paths`` says, those after the first read ahead in order.

    The first, a path that is not among them, and all where another process is not worth it, are
    read when they are asked for. Refusals are raised when the file is asked for.
    """
    sizes = sum(path.stat().st_size for path in paths)
    if len(paths) < 2 or sizes < WORTH_BYTES or (os.cpu_count() or 1) < 2:
        yield understand
        return
    pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
    waiting = list(paths[1:])
    begun: dict[Path, Future[Understood]] = {}

    def begin() -> None:
        while waiting and len(begun) < DEPTH:
            path = waiting.pop(0)
            begun[path] = pool.submit(understand, path, setting)

    def read(path: Path, asked: Setting, on_progress: Progress | None = None) -> Understood:
        if path not in begun or asked.as_of != setting.as_of:
            return understand(path, asked, on_progress)
        try:
            return begun[path].result()
        finally:
            del begun[path]
            begin()

    try:
        begin()
        yield read
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
