"""The files that are measured with: made once, the same at every call."""

import json
import random
import time

from server import FOLDER

FIRST_OPEN = 1_609_459_200_000  # 2021-01-01 00:00 UTC, in milliseconds
# The clean file holds no source: each side has its own.
VALUES = '"timestamp", open, high, low, close, volume'


def klines(rows, seed=7):
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


def dense_klines(rows, base=1_000_000):
    """Klines of five seconds, which is dense enough for 20,000,000 of them to lie in the past."""
    path = FOLDER / f"BTCUSDT-5s-{rows}.csv"
    if path.exists():
        return path
    with open(klines(base)[0]) as file:
        values = [line.split(",") for line in file]
    part = path.with_suffix(".part")
    with open(part, "w") as file:
        for index in range(rows):
            fields = values[index % base]
            moment = FIRST_OPEN + index * 5_000
            file.write(f"{moment},{','.join(fields[1:6])},{moment + 4_999},{','.join(fields[7:])}")
    part.rename(path)
    return path


def for_source(clean, source):
    """The clean file for another source."""
    path = clean.with_name(f"{clean.stem}-source{source}.csv")
    if not path.exists():
        with open(clean) as original, open(path, "w") as file:
            for line in original:
                file.write(f"{source},{line.partition(',')[2]}")
    return path


def half_changed(raw, clean):
    """Both files with another volume in every second row."""
    changed = []
    for path, column in ((raw, 5), (clean, 6)):
        result = path.with_name(f"{path.stem}-half.csv")
        if not result.exists():
            with open(path) as original, open(result, "w") as file:
                for number, line in enumerate(original):
                    if number % 2:
                        fields = line.rstrip("\n").split(",")
                        fields[column] = f"{number % 977}.5"
                        line = ",".join(fields) + "\n"
                    file.write(line)
        changed.append(result)
    return changed


def documents(rows, seed=3):
    """Messages of a stream, one per line, and the same as `file_data` holds them, ready for COPY."""
    raw, ready = FOLDER / f"trades-{rows}.ndjson", FOLDER / f"documents-{rows}.csv"
    if raw.exists() and ready.exists():
        return raw, ready
    draw = random.Random(seed)
    with open(raw, "w") as raw_file, open(ready, "w") as ready_file:
        for number in range(1, rows + 1):
            moment = FIRST_OPEN + number * 40
            document = json.dumps({
                "stream": "btcusdt@trade", "data": {
                    "e": "trade", "E": moment + 3, "s": "BTCUSDT", "t": number,
                    "p": f"{29000 + draw.random() * 500:.2f}", "q": f"{draw.random():.5f}",
                    "b": draw.randint(1, 10**10), "a": draw.randint(1, 10**10),
                    "T": moment, "m": draw.random() < 0.5, "M": True,
                    "note": "an ordinary trade of the spot market, as the exchange streams it"}},
                separators=(",", ":"))
            raw_file.write(document + "\n")
            quoted = document.replace('"', '""')
            ready_file.write(f'1,{number},"{quoted}"\n')
    return raw, ready


def months(rows):
    """Each month of the klines, and the one after it."""
    first = time.gmtime(FIRST_OPEN // 1000)
    last = time.gmtime((FIRST_OPEN + (rows - 1) * 60_000) // 1000)
    month = (first.tm_year, first.tm_mon)
    while month <= (last.tm_year, last.tm_mon):
        following = (month[0] + month[1] // 12, month[1] % 12 + 1)
        yield month, following
        month = following
