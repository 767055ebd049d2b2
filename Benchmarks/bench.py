#!/usr/bin/env python3
"""Measures retrofill against psql \\copy of an already cleaned file, on this machine, in one run.

Both sides alternate, each into a database of its own that is made for the run; medians are shown, and
the values of all tables are compared. `make bench` calls this; it needs the release binary and psql.
"""

import argparse
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build/release/retrofill"
FOLDER = ROOT / ".build/bench"
FIRST_OPEN = 1_609_459_200_000  # 2021-01-01 00:00 UTC, in milliseconds
COLUMNS = 'source_id, "timestamp", open, high, low, close, volume'


def generate(rows, seed=7):
    """One-minute klines of twelve columns without header, and the same as psql would want them."""
    raw, clean = FOLDER / f"BTCUSDT-1m-{rows}.csv", FOLDER / f"clean-{rows}.csv"
    if raw.exists() and clean.exists():
        return raw, clean
    draw = random.Random(seed)
    price = 29_000.0
    with open(raw, "w") as raw_file, open(clean, "w") as clean_file:
        for index in range(rows):
            moment = FIRST_OPEN + index * 60_000
            opened = price
            closed = max(1.0, price + draw.gauss(0, 10))
            high = max(opened, closed) + draw.random() * 5
            low = max(0.5, min(opened, closed) - draw.random() * 5)
            volume = draw.random() * 50
            values = f"{opened:.8f},{high:.8f},{low:.8f},{closed:.8f},{volume:.8f}"
            raw_file.write(
                f"{moment},{values},{moment + 59_999},{volume * closed:.8f},"
                f"{draw.randint(1, 999)},{volume / 2:.8f},{volume * closed / 2:.8f},0\n")
            stamp = time.strftime("%Y-%m-%d %H:%M:%S+00", time.gmtime(moment // 1000))
            clean_file.write(f"1,{stamp},{values}\n")
            price = closed
    return raw, clean


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

    def make_database(self, name):
        for sql in (f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"):
            self.query("postgres", sql)
        self.retrofill("--database-url", self.address(name), "db", "init")
        self.query("postgres", "CHECKPOINT")

    def timed(self, command):
        """Seconds, and the most memory that the process held, in MiB."""
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


def months(rows):
    """Each month of the data, and the one after it."""
    first = time.gmtime(FIRST_OPEN // 1000)
    last = time.gmtime((FIRST_OPEN + rows * 60_000) // 1000)
    month = (first.tm_year, first.tm_mon)
    while month <= (last.tm_year, last.tm_mon):
        following = (month[0] + month[1] // 12, month[1] % 12 + 1)
        yield month, following
        month = following


def backfill(server, raw, _clean, _rows):
    server.make_database("bench_retrofill")
    return server.timed([
        BINARY, "--database-url", server.address("bench_retrofill"), "--quiet", "backfill", raw,
        "--layout", "binance-klines", "--source", "btcusdt_1m"])


def copy_identical(server, _raw, clean, rows):
    """Into a table identical to the target: partitions made ahead, key and checks in place."""
    server.make_database("bench_copy")
    for (year, month), (next_year, next_month) in months(rows):
        server.query("bench_copy", f"""
            CREATE TABLE timeseries_data_y{year}m{month:02} PARTITION OF timeseries_data
            FOR VALUES FROM ('{year}-{month:02}-01 00:00+00')
            TO ('{next_year}-{next_month:02}-01 00:00+00')""")
    return server.timed(psql_copy(server, "bench_copy", "timeseries_data", clean))


def copy_plain(server, _raw, clean, _rows):
    """Into a plain table of the same columns with the same key, and nothing else."""
    server.make_database("bench_plain")
    server.query("bench_plain", """
        CREATE TABLE plain (source_id integer, "timestamp" timestamptz, open numeric, high numeric,
          low numeric, close numeric, volume numeric, PRIMARY KEY (source_id, "timestamp"))""")
    return server.timed(psql_copy(server, "bench_plain", "plain", clean))


def psql_copy(server, database, table, clean):
    return ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.address(database), "-c",
            rf"\copy {table} ({COLUMNS}) FROM '{clean}' (FORMAT csv)"]


BASELINE = "psql \\copy, clean file, identical table"
SIDES = {
    "retrofill backfill, raw file": backfill,
    BASELINE: copy_identical,
    "psql \\copy, clean file, plain table": copy_plain,
}


def fingerprint(server, database, table):
    """The same for two tables exactly when they hold the same values."""
    return server.query(database, f"""
        SELECT count(*), sum(hashtextextended(t::text, 0))
        FROM (SELECT "timestamp", open, high, low, close, volume FROM {table}) AS t""")


def machine():
    model = platform.processor() or "unknown processor"
    if Path("/proc/cpuinfo").exists():
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines()
                 if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    return f"{os.cpu_count()} cores, {model}, {platform.system()} {platform.release()}"


def report(server, options, raw, results, are_equal):
    print(f"machine   {machine()}")
    print(f"server    PostgreSQL {server.query('postgres', 'SHOW server_version')}")
    print(f"retrofill {server.retrofill('--version').strip()}")
    print(f"data      {options.rows:,} klines of 12 columns, {raw.stat().st_size / 1e6:.0f} MB")
    print(f"runs      {options.runs}, alternating; median seconds, greatest resident memory\n")
    baseline = statistics.median(seconds for seconds, _ in results[BASELINE])
    print(f"{'':44}{'seconds':>9}{'ratio':>8}{'MiB':>7}")
    for name, runs in results.items():
        seconds = statistics.median(seconds for seconds, _ in runs)
        memory = max(memory for _, memory in runs)
        print(f"{name:44}{seconds:9.2f}{seconds / baseline:8.2f}{memory:7.0f}")
    print(f"\nvalues    {'equal in all tables' if are_equal else 'DIFFER'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    raw, clean = generate(options.rows)
    server = Server()
    try:
        results = {name: [] for name in SIDES}
        for _ in range(options.runs):
            for name, side in SIDES.items():
                results[name].append(side(server, raw, clean, options.rows))
        prints = {fingerprint(server, "bench_retrofill", "timeseries_data"),
                  fingerprint(server, "bench_copy", "timeseries_data"),
                  fingerprint(server, "bench_plain", "plain")}
        report(server, options, raw, results, len(prints) == 1)
    finally:
        server.retrofill("db", "stop")
        shutil.rmtree(FOLDER / "home", ignore_errors=True)
    if len(prints) != 1:
        sys.exit("the tables differ")


if __name__ == "__main__":
    main()
