"""The private local server that everything is measured on, and what runs against it."""

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build/release/retrofill"
FOLDER = ROOT / ".build/bench"


class Server:
    """The private local server, in a home of its own."""

    def __init__(self):
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        self.environment.pop("DATABASE_URL", None)
        self.environment["RETROFILL_HOME"] = str(FOLDER / "home")
        self.retrofill("db", "start")
        self.url = self.retrofill("db", "url").strip()

    def retrofill(self, *arguments):
        return self.check([str(BINARY), *arguments])

    def check(self, command):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def query(self, database, sql):
        return self.check(["psql", "-X", "-qAt", "-v", "ON_ERROR_STOP=1", "-d",
                           self.address(database), "-c", sql]).strip()

    def address(self, database):
        """The URL of another database on the same server."""
        before, _, options = self.url.partition("?")
        return f"{before.rpartition('/')[0]}/{database}" + (f"?{options}" if options else "")

    def make_database(self, name, like=None):
        """Makes a database anew: as `db init` does, or as a copy of another."""
        self.query("postgres", f"DROP DATABASE IF EXISTS {name}")
        if like:
            self.query("postgres", f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy")
        else:
            self.query("postgres", f"CREATE DATABASE {name}")
            self.retrofill("--database-url", self.address(name), "db", "init")
        # What was written before is not to be paid for by what is measured.
        self.query("postgres", "CHECKPOINT")

    def timed(self, command):
        """Seconds, and the most memory that the process held, in MiB."""
        # The child counts what its parent held when it was forked, so that parent is a small one.
        start = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], env=self.environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        if status != 0:
            sys.exit(f"{' '.join(map(str, command))}\n{output}")
        scale = 1 << 20 if platform.system() == "Darwin" else 1 << 10
        return seconds, usage.ru_maxrss / scale

    def stop(self):
        self.retrofill("db", "stop")


def machine():
    model = platform.processor() or "unknown processor"
    if Path("/proc/cpuinfo").exists():
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines()
                 if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    return f"{os.cpu_count()} cores, {model}, {platform.system()} {platform.release()}"
