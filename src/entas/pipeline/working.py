"""Starting the process that works on a file brought here, and starting it again when it died.

The process inherits the lock of the file, so that between its start and its first line nobody
takes it for dead.
"""

import subprocess
import sys

from entas.pipeline.uploads import lock, wants_a_process
from entas.sources.desk.queries import unfinished_uploads
from entas.sources.models import Upload

_BEGIN = "from entas.cli.main import run; run()"
_started: list["subprocess.Popen[bytes]"] = []


AT_ONCE = 3  # processes begun by one server process: each may take a gigabyte


def see_to(upload: Upload) -> None:
    """Have a process work on the file, unless one does or nothing is to be done.

    With enough of them at work the file waits for the next look at it.
    """
    _started[:] = [process for process in _started if process.poll() is None]
    if not wants_a_process(upload) or len(_started) >= AT_ONCE:
        return
    with lock(upload) as held:
        if held is None:
            return
        _started.append(
            subprocess.Popen(  # noqa: S603  our own program, and a number
                [sys.executable, "-c", _BEGIN, "upload", str(upload.pk)],
                pass_fds=(held,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # it goes on when the server stops
            )
        )


def see_to_all() -> None:
    """Take up what was waiting or under way when the server stopped."""
    for upload in unfinished_uploads():
        see_to(upload)
