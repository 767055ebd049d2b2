#!/usr/bin/env python3
"""Measures loading against psql \\copy, DuckDB and pgloader, on this machine, in one run.

The sides of each comparison alternate, each in a database of its own that is made for the run; the
medians of their wall-clock seconds are shown, and the values that they leave are compared. `make
bench` calls this; it needs the release binary and psql. Peers that are not installed are named.
"""

import argparse
import shutil
import statistics
import sys
from dataclasses import dataclass, field

import data
import peers
from server import BINARY, FOLDER, Server, machine

MOST_MEMORY = 64  # MiB


@dataclass
class Side:
    name: str
    # Gives the command, or None where the program is not here; the database is made.
    command: object
    # How the database is made.
    like: str | None = None
    prepare: object = None
    is_ours: bool = False
    # What it may take, as a share of other sides.
    goals: dict = field(default_factory=dict)
    most_runs: int | None = None
    # What is compared; None for what no other side leaves.
    values: str | None = None


def backfill(server, database, raw, source, *options):
    return [BINARY, "--database-url", server.address(database), "--quiet", "backfill", raw,
            "--layout", "binance-klines", "--source", source, *options]


def fingerprint(table, where="true"):
    """By value: DuckDB leaves zeros at the end of a number out."""
    columns = [name.strip() for name in data.VALUES.split(",")]
    values = ", ".join(
        name if name == '"timestamp"' else f"trim_scale({name})" for name in columns)
    return f"""
        SELECT count(*), sum(hashtextextended(t::text, 0))
        FROM (SELECT {values} FROM {table} WHERE {where}) AS t"""


IDENTICAL = "\\copy, clean, identical table"
DUCK = "DuckDB, raw, identical table"
FIRST = fingerprint("timeseries_data", "source_id = 1")
SECOND = fingerprint("timeseries_data", "source_id = 2")


def first_source(server, files):
    """The first source of a range: nothing is there yet."""
    identical = lambda database: peers.make_partitions(server, database, files.rows)
    plain = lambda database: server.query(database, """
        CREATE TABLE plain (source_id integer, "timestamp" timestamptz, open numeric, high numeric,
          low numeric, close numeric, volume numeric, PRIMARY KEY (source_id, "timestamp"))""")
    into = lambda table: lambda db: peers.psql(
        server, db, peers.copy(table, peers.COLUMNS, files.clean))
    return [
        Side("retrofill, raw", lambda db: backfill(server, db, files.raw, "one"), is_ours=True,
             goals={IDENTICAL: 0.5, DUCK: 0.65}, values=FIRST),
        Side(IDENTICAL, into("timeseries_data"), prepare=identical, values=FIRST),
        Side("\\copy, clean, plain table", into("plain"), prepare=plain,
             values=fingerprint("plain")),
        Side(DUCK, lambda db: peers.duckdb(server, db, files.raw), prepare=identical,
             values=FIRST),
        Side("pgloader, clean, identical table",
             lambda db: peers.pgloader(server, db, files.clean), prepare=identical, values=FIRST,
             most_runs=1),
    ]


def further_source(server, files):
    """A further source, into partitions that hold another one."""
    clean = data.for_source(files.clean, 2)
    return [
        Side("retrofill, raw, in one transaction",
             lambda db: backfill(server, db, files.raw, "two"), like="bench_one", is_ours=True,
             goals={IDENTICAL: 0.85}, values=SECOND),
        Side("retrofill, raw, by batch",
             lambda db: backfill(server, db, files.raw, "two", "--publish", "batch"),
             like="bench_one", is_ours=True, goals={IDENTICAL: 0.6}, values=SECOND),
        Side(IDENTICAL, lambda db: peers.psql(
            server, db, peers.copy("timeseries_data", peers.COLUMNS, clean)), like="bench_one",
             values=SECOND),
    ]


MERGED = "\\copy and INSERT … ON CONFLICT"


def again(server, files):
    """The same file again with --force, nothing changed."""
    return [
        Side("retrofill --force, raw",
             lambda db: backfill(server, db, files.raw, "one", "--force"), like="bench_one",
             is_ours=True, goals={MERGED: 0.5}, values=FIRST),
        Side(MERGED, lambda db: peers.copy_and_merge(server, db, files.clean), like="bench_one",
             values=FIRST),
    ]


def half(server, files):
    """A file of which half the rows have changed."""
    raw, clean = data.half_changed(files.raw, files.clean)
    return [
        Side("retrofill, raw, undo kept", lambda db: backfill(server, db, raw, "one"),
             like="bench_one", is_ours=True, goals={MERGED: 1.1}, values=FIRST),
        Side("retrofill, raw, --no-undo",
             lambda db: backfill(server, db, raw, "one", "--no-undo"), like="bench_one",
             is_ours=True, goals={MERGED: 0.8}, values=FIRST),
        Side(MERGED, lambda db: peers.copy_and_merge(server, db, clean), like="bench_one",
             values=FIRST),
    ]


def landing(server, files):
    """Documents into file_data, as JSONB."""
    values = "SELECT count(*), sum(hashtextextended(data::text, 0)) FROM file_data"
    ready = "\\copy, ready documents"
    return [
        Side("retrofill ingest", lambda db: [
            BINARY, "--database-url", server.address(db), "--quiet", "ingest", files.documents],
             is_ours=True, goals={ready: 0.6}, values=values),
        Side(ready, lambda db: peers.psql(
            server, db, peers.copy("file_data", "file_id, row_number, data", files.ready)),
             values=values),
    ]


COMPARISONS = {
    "first": first_source, "further": further_source, "again": again, "half": half,
    "landing": landing,
}


@dataclass
class Files:
    rows: int

    def __post_init__(self):
        self.raw, self.clean = data.klines(self.rows)
        self.documents, self.ready = data.documents(self.rows // 2)


def measure(server, sides, runs):
    """Seconds and memory of all runs by name of the side, and the values that they left."""
    results, values = {side.name: [] for side in sides}, {}
    for turn in range(runs):
        for side in sides:
            if side.most_runs and turn >= side.most_runs:
                continue
            server.make_database("bench", like=side.like)
            if side.prepare:
                side.prepare("bench")
            command = side.command("bench")
            if command is None:
                continue
            results[side.name].append(server.timed(command))
            values[side.name] = server.query("bench", side.values)
    return results, values


def report(title, sides, results, values):
    """Prints one comparison; gives what it misses."""
    print(f"\n{title.rstrip('.'):44}{'seconds':>9}  {'of the others':24}{'MiB':>5}")
    median = {name: statistics.median(s for s, _ in runs) for name, runs in results.items() if runs}
    missed = []
    for side in sides:
        if side.name not in median:
            print(f"{side.name:44}{'not installed':>9}")
            continue
        ratios = []
        for other, goal in side.goals.items():
            if other in median:
                ratio = median[side.name] / median[other]
                ratios.append(f"{ratio:.2f} ({goal})")
                if ratio > goal:
                    missed.append(f"{title} {side.name}: {ratio:.2f} of {other}, goal {goal}")
        most = max(memory for _, memory in results[side.name])
        print(f"{side.name:44}{median[side.name]:9.2f}  {', '.join(ratios):24}{most:5.0f}")
        if side.is_ours and most > MOST_MEMORY:
            missed.append(f"{side.name}: {most:.0f} MiB, limit {MOST_MEMORY}")
    if len(set(values.values())) != 1:
        missed.append(f"{title} the values differ: {values}")
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("comparisons", nargs="*", help=f"of {', '.join(COMPARISONS)}; all")
    options = parser.parse_args()
    chosen = options.comparisons or list(COMPARISONS)
    if unknown := set(chosen) - set(COMPARISONS):
        parser.error(f"no such comparison: {', '.join(unknown)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    files, server, missed = Files(options.rows), Server(), []
    try:
        print(f"machine   {machine()}")
        print(f"server    PostgreSQL {server.query('postgres', 'SHOW server_version')}")
        print(f"retrofill {server.retrofill('--version').strip()}, {', '.join(peers.versions())}")
        print(f"data      {options.rows:,} klines of 12 columns, {files.raw.stat().st_size / 1e6:.0f} MB;"
              f" {options.rows // 2:,} documents, {files.documents.stat().st_size / 1e6:.0f} MB")
        print(f"runs      {options.runs}, alternating; median seconds, share (goal), most memory",
              flush=True)
        if set(chosen) & {"further", "again", "half"}:
            server.make_database("bench_one")
            server.check([str(word) for word in backfill(server, "bench_one", files.raw, "one")])
            server.query("bench_one", "VACUUM ANALYZE")
        for name in chosen:
            sides = COMPARISONS[name](server, files)
            results, values = measure(server, sides, options.runs)
            missed += report(COMPARISONS[name].__doc__, sides, results, values)
            sys.stdout.flush()
    finally:
        server.stop()
        shutil.rmtree(FOLDER / "home", ignore_errors=True)
    if missed:
        sys.exit("\nmissed:\n  " + "\n  ".join(missed))


if __name__ == "__main__":
    main()
