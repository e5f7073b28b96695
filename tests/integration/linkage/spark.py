"""A Spark cluster of its own processes on loopback: one master, two workers, from the wheel."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent
PATIENCE = 60.0


@contextmanager
def cluster(folder: Path, *, workers: int = 2) -> Iterator[str]:
    """Start a cluster and give its address; every process has ended afterwards."""
    environment = os.environ | {
        "SPARK_HOME": str(HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_DAEMON_MEMORY": "512m",
    }
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    master = ["master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    worker = ["worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores", "1"]
    worker += ["--memory", "1500m", "--work-dir", str(folder / "work"), address]
    program = str(HOME / "bin" / "spark-class")
    started: list[subprocess.Popen[bytes]] = []
    logs = []
    try:
        for number, role in enumerate([master, *[worker] * workers]):
            log = folder / f"spark-{number}.log"
            logs.append(log)
            with log.open("wb") as out:
                started.append(
                    subprocess.Popen(
                        [program, f"org.apache.spark.deploy.{role[0]}", *role[1:]],
                        stdout=out,
                        stderr=out,
                        env=environment,
                        start_new_session=True,
                    )
                )
            if number == 0:
                _wait_for(port)
        for log in logs[1:]:
            _wait_for_line(log, "Successfully registered")
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=PATIENCE)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the master of the Spark cluster does not listen")


def _wait_for_line(log: Path, words: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if words in log.read_text(errors="replace"):
            return
        time.sleep(0.1)
    raise TimeoutError(f"a worker did not register:\n{log.read_text(errors='replace')}")


@contextmanager
def session(address: str, folder: Path) -> Iterator["pyspark.sql.SparkSession"]:
    """A session on the cluster, with what Splink needs."""
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraClassPath": similarity_jar_location(),
        "spark.jars": similarity_jar_location(),
        "spark.executor.memory": "1g",
        "spark.executor.cores": "1",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    os.environ["PYSPARK_PYTHON"] = sys.executable  # of the workers: where this program is installed
    builder = SparkSession.builder.master(address).appName("entas-test")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setCheckpointDir(str(folder / "checkpoint"))
    try:
        yield spark
    finally:
        spark.stop()
