"""What others would do with the same data, each as its manual advises."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from data import VALUES, months
from server import FOLDER

COLUMNS = f"source_id, {VALUES}"


def make_partitions(server, database, rows):
    """The partitions that retrofill makes by itself."""
    server.query(database, ";".join(
        f"""CREATE TABLE timeseries_data_y{year}m{month:02} PARTITION OF timeseries_data
            FOR VALUES FROM ('{year}-{month:02}-01 00:00+00')
            TO ('{next_year}-{next_month:02}-01 00:00+00')"""
        for (year, month), (next_year, next_month) in months(rows)))


def psql(server, database, *statements):
    command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.address(database)]
    for statement in statements:
        command += ["-c", statement]
    return command


def copy(table, columns, path):
    return rf"\copy {table} ({columns}) FROM '{path}' (FORMAT csv)"


# Every column is written again, as ON CONFLICT does it without a WHERE.
MERGE = f"""
INSERT INTO timeseries_data ({COLUMNS})
SELECT {COLUMNS} FROM staging
ON CONFLICT (source_id, "timestamp") DO UPDATE
SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
  volume = excluded.volume"""
STAGING = 'CREATE UNLOGGED TABLE staging (source_id integer, "timestamp" timestamptz, ' \
    "open numeric, high numeric, low numeric, close numeric, volume numeric)"


def copy_and_merge(server, database, clean):
    """An unlogged staging table, \\copy, and one INSERT … ON CONFLICT DO UPDATE.

    Without our triggers, which mark rows that are changed by hand: nobody else's table has them.
    """
    return psql(
        server, database, "SET session_replication_role = replica", STAGING, copy("staging", COLUMNS, clean), "ANALYZE staging", MERGE)


DUCKDB = """
import sys, duckdb
extension, url, raw = sys.argv[1:]
db = duckdb.connect(config={"allow_unsigned_extensions": "true"})
db.execute(f"LOAD '{extension}'")
db.execute("SET TimeZone = 'UTC'")
db.execute(f"ATTACH '{url}' AS pg (TYPE postgres)")
# More digits than these it holds in 128 bits, which takes it twenty times as long.
price = "DECIMAL(18, 8)"
db.execute(f'''
INSERT INTO pg.public.timeseries_data (source_id, "timestamp", open, high, low, close, volume)
SELECT 1, make_timestamptz(c0 * 1000), c1, c2, c3, c4, c5
FROM read_csv('{raw}', header = false, columns = {{
  'c0': 'BIGINT', 'c1': '{price}', 'c2': '{price}', 'c3': '{price}', 'c4': '{price}',
  'c5': '{price}', 'c6': 'BIGINT', 'c7': '{price}', 'c8': 'BIGINT', 'c9': '{price}',
  'c10': '{price}', 'c11': 'VARCHAR'}})''')
"""


def duckdb(server, database, raw):
    """The raw file through DuckDB and its postgres extension; None where these are not here."""
    package = importlib.util.find_spec("duckdb_extension_postgres_scanner")
    if not package or not importlib.util.find_spec("duckdb"):
        return None
    folder = Path(package.submodule_search_locations[0])
    extension = next(folder.glob("extensions/*/*.duckdb_extension"))
    return [sys.executable, "-c", DUCKDB, extension, server.address(database), raw]


def versions():
    """The peers that are installed."""
    found = []
    if importlib.util.find_spec("duckdb"):
        import duckdb as module
        found.append(f"DuckDB {module.__version__}")
    if shutil.which("pgloader"):
        said = subprocess.run(["pgloader", "--version"], capture_output=True, text=True).stdout
        found.append(said.splitlines()[0].replace(" version", "").replace('"', ""))
    return found or ["no peers"]


PGLOADER = """
LOAD CSV FROM '{clean}' (source_id, "timestamp", open, high, low, close, volume)
INTO {url}
TARGET TABLE public.timeseries_data (source_id, "timestamp", open, high, low, close, volume)
WITH fields terminated by ',';
"""


def pgloader(server, database, clean):
    """The clean file through pgloader; None where it is not here."""
    if not shutil.which("pgloader"):
        return None
    url = urlsplit(server.address(database))
    options = {name: values[0] for name, values in parse_qs(url.query).items()}
    host = options.get("host") or url.hostname
    place = f"unix:{host}" if host.startswith("/") else host
    port = options.get("port") or url.port or 5432
    user = options.get("user") or url.username or "postgres"
    command = FOLDER / "pgloader.load"
    command.write_text(PGLOADER.format(
        clean=clean, url=f"postgresql://{user}@{place}:{port}/{database}"))
    return ["pgloader", "--quiet", "--on-error-stop", command]
