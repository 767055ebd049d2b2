#!/usr/bin/env python3
"""Measures how fast `validate` reads and maps files, and what memory it takes on bad ones.

Speed: five runs of each form of file, in turn, each on one core; the median counts. Beside them,
on the same core and in the same turns, stand two programs that do less: `wc -l`, which only looks
for line ends, and Python's csv and json modules, which only cut. Memory: the greatest resident
memory of one run on a file that is large, or damaged in the worst way. `make bench` calls this.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from data import FIRST_OPEN, klines as generate
from server import BINARY, FOLDER, machine

GOALS = {"klines CSV": 350, "klines NDJSON": 500, "NDJSON capture": 500, "legacy arrays": 300}
MOST_MEMORY = 64  # MiB


def write(path, size, piece):
    """A file of at least this size out of pieces of text, made once."""
    if not path.exists():
        with open(path.with_suffix(".part"), "w") as file:
            written = 0
            while written < size:
                text = piece()
                written += file.write(text)
        path.with_suffix(".part").rename(path)
    return path


def trades(size, seed=3):
    """Messages of a combined stream, one per line."""
    draw, count = random.Random(seed), 0

    def piece():
        nonlocal count
        lines = []
        for _ in range(10_000):
            count += 1
            moment = FIRST_OPEN + count * 40
            lines.append(
                f'{{"stream":"btcusdt@trade","data":{{"e":"trade","E":{moment + 3},"s":"BTCUSDT",'
                f'"t":{count},"p":"{29000 + draw.random() * 500:.2f}","q":"{draw.random():.5f}",'
                f'"T":{moment},"m":{"true" if draw.random() < 0.5 else "false"},"M":true}}}}\n')
        return "".join(lines)

    return write(FOLDER / "trades.ndjson", size, piece)


KLINES = ("open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume",
          "count", "taker_buy_volume", "taker_buy_quote_volume", "ignore")

LAYOUT_OF_OBJECTS = """name: klines-objects
data_type: ohlcv
columns: {timestamp: open_time, open: open, high: high, low: low, close: close, volume: volume}
time: {unit: ms}
source: bench
"""


def objects(klines):
    """The same klines as NDJSON, as `convert` writes them, and a layout for them."""
    layout, path = FOLDER / "klines-objects.yml", FOLDER / "BTCUSDT-1m.ndjson"
    layout.write_text(LAYOUT_OF_OBJECTS)
    if not path.exists():
        named = path.with_suffix(".csv.part")
        with open(named, "w") as file, open(klines) as original:
            file.write(",".join(KLINES) + "\n")
            shutil.copyfileobj(original, file, 1 << 20)
        part = path.with_suffix(".part")
        with open(part, "wb") as file:
            subprocess.run([BINARY, "convert", named, "--to", "ndjson"], stdout=file, check=True)
        named.unlink()
        part.rename(path)
    return path, layout


def arrays(path, size, seed=5):
    """The dashboard's legacy form: one line, one array of arrays."""
    draw, count = random.Random(seed), 0
    minutes = 2_500_000  # over and over again: those of a gigabyte would reach into the future

    def piece():
        nonlocal count
        items = []
        for _ in range(10_000):
            price = 29000 + draw.random() * 500
            items.append(
                f"{'[' if count == 0 else ', '}[{FIRST_OPEN + count % minutes * 60_000}, {price:.2f}, "
                f"{price + 3:.2f}, {price - 3:.2f}, {price + 1:.2f}, {draw.random() * 50:.5f}]")
            count += 1
        return "".join(items)

    finished = path.exists()
    write(path, size, piece)
    if not finished:
        with open(path, "a") as file:
            file.write("]")
    return path


def repeated(source, path, size):
    """Copies of a file behind each other."""
    if not path.exists():
        with open(path, "wb") as file:
            while file.tell() < size:
                with open(source, "rb") as original:
                    shutil.copyfileobj(original, file, 1 << 20)
    return path


def damaged(source, path, change):
    """A file with each line changed, or only the first."""
    if not path.exists():
        with open(source) as original, open(path, "w") as file:
            for number, line in enumerate(original):
                file.write(change(number, line))
    return path


def run(command, statuses=(0,)):
    """Seconds of processor time on one core, and MiB."""
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=pin)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in statuses:
        sys.exit(f"{' '.join(map(str, command))}: {os.waitstatus_to_exitcode(status)}\n{said}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10)


def pin():
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})


def validate(path, layout, *more):
    return [BINARY, "validate", path, "--layout", layout, "--source", "bench", "--quiet", *more]


PYTHON_CSV = "import csv, sys\nfor row in csv.reader(open(sys.argv[1])): pass"
PYTHON_LINES = "import json, sys\nfor line in open(sys.argv[1]): json.loads(line)"
PYTHON_WHOLE = "import json, sys\njson.load(open(sys.argv[1]))"


def speed(klines, runs):
    size = klines.stat().st_size
    files = {
        "klines CSV": (klines, "binance-klines", PYTHON_CSV),
        "klines NDJSON": (*objects(klines), PYTHON_LINES),
        "NDJSON capture": (trades(size), "websocket-capture", PYTHON_LINES),
        "legacy arrays": (
            arrays(FOLDER / "btc_price.json", size), "legacy-history", PYTHON_WHOLE),
    }
    taken = {}
    for _ in range(runs):
        for name, (path, layout, python) in files.items():
            sides = {
                name: validate(path, layout),
                f"  {name}, python": [sys.executable, "-c", python, path],
                f"  {name}, wc -l": ["wc", "-l", path],
            }
            for side, command in sides.items():
                taken.setdefault(side, (path, []))[1].append(run(command))
    print(f"{'validate, one core':44}{'seconds':>9}{'MB/s':>8}{'goal':>7}{'MiB':>7}")
    missed = []
    for name, (path, results) in taken.items():
        seconds = statistics.median(seconds for seconds, _ in results)
        rate = path.stat().st_size / 1e6 / seconds
        goal = GOALS.get(name)
        print(f"{name:44}{seconds:9.2f}{rate:8.0f}{goal or '':>7}{max(m for _, m in results):7.0f}")
        if goal and rate < goal:
            missed.append(name)
    return missed


def memory(klines, scale):
    first_quote = damaged(
        klines, FOLDER / "BTCUSDT-1m-quote.csv",
        lambda number, line: line.replace(",", ',"', 1) if number == 0 else line)
    all_bad = damaged(
        klines, FOLDER / "BTCUSDT-1m-bad.csv",
        lambda number, line: line if number < 100 else line.replace(".", ".x", 1))
    ragged = damaged(
        klines, FOLDER / "BTCUSDT-1m-ragged.csv",
        lambda number, line: line if number == 0 else line.partition(",")[2])
    open_quotes = damaged(
        klines, FOLDER / "BTCUSDT-1m-quotes.csv", lambda number, line: line.replace(",", ',"', 1))
    large = repeated(klines, FOLDER / "BTCUSDT-1m-large.csv", 5_000_000_000 // scale)
    line = arrays(FOLDER / "eth_price.json", 1_000_000_000 // scale)
    cases = {
        "a large file": (large, "binance-klines", (0,)),
        "one line of JSON array": (line, "legacy-history", (0,)),
        "a stray quote in the first line": (first_quote, "binance-klines", (2,)),
        "nothing but bad rows": (all_bad, "binance-klines", (2,)),
        "nothing but rows too short": (ragged, "binance-klines", (2,)),
        "nothing but open quotes": (open_quotes, "binance-klines", (2,)),
    }
    print(f"\n{'validate, memory':44}{'MB':>9}{'seconds':>8}{'limit':>7}{'MiB':>7}")
    missed = []
    for name, (path, layout, statuses) in cases.items():
        seconds, most = run(validate(path, layout), statuses)
        size = path.stat().st_size / 1e6
        print(f"{name:44}{size:9,.0f}{seconds:8.1f}{MOST_MEMORY:7}{most:7.0f}")
        if most > MOST_MEMORY:
            missed.append(name)
    for path in (large, line):
        path.unlink()
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--scale", type=int, default=1, help="divides the sizes of the large files by this")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    klines, _ = generate(options.rows)
    version = subprocess.run([BINARY, "--version"], capture_output=True, text=True, check=True)
    print(f"machine   {machine()}")
    print(f"retrofill {version.stdout.strip()}, Python {sys.version.split()[0]}")
    print(f"runs      {options.runs} of each, in turn; median of processor seconds\n")
    missed = speed(klines, options.runs) + memory(klines, options.scale)
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")


if __name__ == "__main__":
    main()
