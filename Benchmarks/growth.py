#!/usr/bin/env python3
"""Measures whether a row costs the same in a small file and in a large one.

The first source of a range, in files of more and more rows of the same density: alternating, each
in a database of its own; the medians of rows per second are shown, and the slowest must come to nine
tenths of the fastest. `make bench` calls this; it needs the release binary and psql.
"""

import argparse
import shutil
import statistics
import sys

import data
from loading import MOST_MEMORY, backfill
from server import FOLDER, Server, machine

LEAST_SHARE = 0.9


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--millions", type=int, nargs="+", default=[1, 5, 20])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = {rows: data.dense_klines(rows) for rows in (m * 1_000_000 for m in options.millions)}
    server, rates, memory = Server(), {rows: [] for rows in files}, 0
    try:
        print(f"machine   {machine()}")
        print(f"server    PostgreSQL {server.query('postgres', 'SHOW server_version')}")
        print(f"runs      {options.runs}, alternating; median rows per second", flush=True)
        for _ in range(options.runs):
            for rows, file in files.items():
                server.make_database("bench")
                seconds, most = server.timed(backfill(server, "bench", file, "one"))
                found = int(server.query("bench", "SELECT count(*) FROM timeseries_data"))
                if found != rows:
                    sys.exit(f"{rows:,} rows were loaded, and {found:,} are there")
                rates[rows].append(rows / seconds)
                memory = max(memory, most)
    finally:
        server.stop()
        shutil.rmtree(FOLDER / "home", ignore_errors=True)
    medians = {rows: statistics.median(found) for rows, found in rates.items()}
    fastest = max(medians.values())
    print(f"\n{'rows':>12}{'rows/s':>12}{'of the fastest':>16}")
    for rows, rate in medians.items():
        print(f"{rows:12,}{rate:12,.0f}{rate / fastest:16.2f}")
    print(f"most memory {memory:.0f} MiB")
    if min(medians.values()) < LEAST_SHARE * fastest or memory > MOST_MEMORY:
        sys.exit(f"\nmissed: {LEAST_SHARE} of the fastest, {MOST_MEMORY} MiB")


if __name__ == "__main__":
    main()
