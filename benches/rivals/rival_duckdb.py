"""DuckDB: rival_duckdb.py iconv|own CLAIMS REGISTER; iconv decodes beforehand, or its extension `encodings`."""

import sys
from contextlib import contextmanager
from pathlib import Path

import duckdb

from claimfiles import answer, claim_files, decoded

# Whole lines, since the records have fields of unlike number; a quotation mark means nothing.
LINES = """
CREATE TABLE lines AS
SELECT row_number() OVER () AS n, line[1:2] AS tag, line
FROM read_csv($paths, columns = {'line': 'VARCHAR'}, header = false, delim = '\x01', quote = '', escape = '',
              encoding = $encoding)
WHERE line[1:3] IN ('RE,', 'HO,', 'KO,', 'KA,')
"""

# Width, blanks, dashes and leading zeros of a 記号 or 番号 are of no account.
WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
NARROW = "".join(chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F))
MACROS = f"""
CREATE MACRO plain(text) AS ltrim(upper(regexp_replace(
    translate(coalesce(text, ''), '{WIDE}', '{NARROW.replace("'", "''")}'),
    '[\\s　\\-‐-―−ー·・•.]+', '', 'g')), '0');
CREATE MACRO key(insurer, symbol, number) AS
    lpad(trim(insurer), 8, '0') || '|' || plain(symbol) || '|' || plain(number);
"""

ANSWER = """
WITH rows AS (
    SELECT key(insurer_no, symbol, number) AS key, replace(qualified_on, '-', '') AS start,
           coalesce(replace(lost_on, '-', ''), '99999999') AS end_
    FROM read_csv($register, all_varchar = true, header = true)
    WHERE qualified_on IS NOT NULL
), claims AS (
    SELECT n FROM lines WHERE tag = 'RE'
), payers AS (
    SELECT claims.n AS claim, min_by(line, lines.n) AS line
    FROM lines ASOF JOIN claims ON lines.n >= claims.n
    WHERE tag IN ('HO', 'KO') GROUP BY claim
), keys AS (
    SELECT claim, CASE WHEN line[1:2] = 'HO'
        THEN key(split_part(line, ',', 2), split_part(line, ',', 3), split_part(line, ',', 4))
        ELSE key(split_part(line, ',', 2), '', split_part(line, ',', 3)) END AS key
    FROM payers
), found AS (
    SELECT claim, start, end_ FROM keys JOIN rows USING (key)
), days AS (
    SELECT DISTINCT claims.n AS claim, line[4:11] AS day
    FROM lines ASOF JOIN claims ON lines.n >= claims.n
    WHERE tag = 'KA'
)
SELECT (SELECT count(*) FROM claims), (SELECT count(DISTINCT claim) FROM found),
       (SELECT count(DISTINCT claim) FROM days ANTI JOIN found
        ON days.claim = found.claim AND start <= day AND day < end_)
"""


def extension():
    """The file of the extension, as its package on PyPI brings it."""
    import duckdb_extension_encodings

    return str(next(Path(duckdb_extension_encodings.__path__[0]).rglob("*.duckdb_extension")))


@contextmanager
def as_they_are(claims):
    yield [str(path) for path in claim_files(claims)]


def main(how, claims, register):
    by_iconv = how == "iconv"
    database = duckdb.connect(config={"threads": 2})
    if not by_iconv:
        database.load_extension(extension())
    database.execute(MACROS)
    with (decoded if by_iconv else as_they_are)(claims) as paths:
        encoding = "utf-8" if by_iconv else "ibm-943_P15A-2003"
        database.execute(LINES, {"paths": paths, "encoding": encoding})
    answer(*database.execute(ANSWER, {"register": register}).fetchone())


if __name__ == "__main__":
    main(*sys.argv[1:])
