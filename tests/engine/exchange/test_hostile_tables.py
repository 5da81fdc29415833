"""Tables that cannot be read are refused in one line that names the file and the place, within seconds."""

import pickle
import time
import tracemalloc

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.sweep import read_sweep
from engine.exchange.table import read_table

SWEEP = b"2014-03-10, 12:00:01, 88000000, 88003000, 1000.00, 20, -35.1, -36.0, -37.2, -37.2\n"

TABLES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "no row of numbers"),
    "blank": (b" \n\n \n", "no row of numbers"),
    "header only": (b"a,b\n", "no row of numbers"),
    "comments only": (b"# a\n# b", "no row of numbers"),
    "dates only": (b"2021-01-01\n2021-01-02\n", "only dates"),
    "ragged short": (b"a,b,c\n1,2,3\n1,2\n", "line 3: 2 cells met, 3 in line 1"),
    "ragged long": (b"1,2\n1,2,3\n", "line 2: 3 cells met, 2 in line 1"),
    "ragged after quotes": (b'"a\nb",c\n1,2\n1\n', "line 4: 1 cells"),
    "zero byte": (b"a,b\n1,\0\n", "line 2: the control character"),
    "zero bytes": (b"\0" * 1000, "control character"),
    "escape codes": (b"a,b\n\x1b[2J1,2\n", "line 2: the control character"),
    "pickle": (pickle.dumps({"a": 1}), "control character"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "control character"),
    "half a utf-16": (b"\xff\xfea\0,\0b", "broken utf-16"),
    "broken utf-8 behind its mark": (b"\xef\xbb\xbfa,\xff\n", "broken utf-8-sig"),
    "text cell": (b"a,b\n1,2\n3,four\n", "line 3: column 2 'b': 'four' is not a number"),
    "formula": (b"a,b\n1,2\n=1+2,3\n", "line 3: column 1 'a': '=1.2' is a formula"),
    "infinite": (b"a,b\n1,2\ninf,3\n", "line 3: column 1: infinite"),
    "infinite first": (b"inf,1\n", "infinite"),
    "overflow": (b"1,2\n1e999,3\n", "line 2: column 1"),
    "overflow decimal comma": (b"1,5;2\n1e999;3\n", "line 2: column 1: infinite or beyond"),
    "thousands in quotes": (b'a,b\n"1,234.5",2\n', "line 2: column 1 'a': '1,234.5' is a thousands separator"),
    "thousands point": (b"a;b\n1.234,5;2,5\n", "'1.234,5' is a thousands separator"),
    "thousands comma": (b"a;b\n1,234,567;2\n", "'1,234,567' is a thousands separator"),
    "thousands comma doubtful": (b"a;b\n1,234;2\n999;3\n", "column 1 holds numbers like 1,234 and like 567"),
    "thousands comma doubtful behind dates": (b"2021-01-01;1,234\n2021-01-02;999\n", "column 2 holds numbers like"),
    "thousands space": (b"a;b\n1 234;2\n", "'1 234' is a thousands separator"),
    "thousands apostrophe": (b"a,b\n1'234,2\n", "is a thousands separator"),
    "thousands underscore": (b"a,b\n1_234,2\n", "is a thousands separator"),
    "mixed decimal signs": (b"a;b\n1,5;2.5\n", "a mixed decimal sign|not a number"),
    "other digits": ("a,b\n\u0661,2\n".encode(), "is not a number"),
    "line end in a cell": (b'1,5;2,5\n"1\n2";3\n', "line 3: column 1: .* is not a number"),
    "unclosed quote": (b'a,b\n1,"2\n3,4\n', "unreadable row"),
    "text after quote": (b'a,b\n"1"x,2\n', "unreadable row"),
    "unclosed quote, long": (b'a,b\n1,"' + b"2,3\n" * 100_000, "unreadable row"),
    "million columns": (b",".join([b"1"] * 1_000_000), "more than 10,000 columns"),
    "million blank columns": (b"a b\n" + b" 1" * 1_000_000, "more than 10,000 columns"),
    "wide later": (b"1,2\n" + b"," * 20_000, "line 2: more than 10,000 columns"),
    "a long cell": (b"a,b\n1," + b"9" * 1_000_000, "line 2: |unreadable"),
    "a long word": (b"x" * 10_000_000, "unreadable row"),
    "prose": (b"It was a bright cold day in April,\nand the clocks were striking thirteen.\n", "line 2"),
    "html": (b"<!DOCTYPE html>\n<html>\n<body>\n</body>\n", "line 2|no row"),
    "json": (b'{"a": [1, 2, 3]}\n{"a": [1]}\n', "line 2|unreadable"),
}

SWEEPS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "no sweep met"),
    "a table": (b"a,b\n1,2\n", "line 1: 2 cells"),
    "cut line": (SWEEP + SWEEP[:40] + b"\n", "line 2"),
    "bad date": (SWEEP.replace(b"2014-03-10", b"yesterday"), "line 1: 'yesterday 12:00:01'"),
    "low above high": (SWEEP.replace(b"88003000", b"1000"), "line 1: .*low below high"),
    "step nought": (SWEEP.replace(b"1000.00", b"0"), "line 1: .*step"),
    "step tiny": (SWEEP.replace(b"1000.00", b"1e-300"), "line 1: .*step"),
    "frequency NaN": (SWEEP.replace(b"88000000", b"nan"), "Hz low: 'nan' is not a number"),
    "frequency huge": (SWEEP.replace(b"88003000", b"1e300"), "line 1"),
    "too many powers": (SWEEP.replace(b"-36.0", b"-36.0, 1, 2, 3"), "7 powers met for 3 bands"),
    "text power": (SWEEP.replace(b"-36.0", b"loud"), "power: 'loud' is not a number"),
    "too many bands": (SWEEP[:-1] + b", 1" * 20_000, "more than 10,000 bands"),
    "bands multiply": (b"".join(b"2014-03-10, 12:00:01, %d, %d, 1000, 1, %s\n" % (i * 10**7, (i + 1) * 10**7,
                       b", ".join([b"-1"] * 10_000)) for i in range(2)), "allowed are up to .* 10,000 bands"),
}  # fmt: skip

FILES = [(read_table, f"table: {name}", *case) for name, case in TABLES.items()]
FILES += [(read_sweep, f"sweep: {name}", *case) for name, case in SWEEPS.items()]


@pytest.mark.parametrize(("read", "data", "pattern"), [(f[0], f[2], f[3]) for f in FILES], ids=[f[1] for f in FILES])
def test_refused_in_one_line_that_names_file_and_place(tmp_path, read, data, pattern):
    path = tmp_path / "hostile.csv"
    path.write_bytes(data)
    begin = time.perf_counter()
    with pytest.raises(DataError, match=pattern) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message and len(message) < 600 and message.isprintable()
    assert "allowed" in message or "must agree" in message
    assert time.perf_counter() - begin < 2


def test_a_file_beyond_the_limit_is_not_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(1 << 40)  # sparse: takes no room on the disk
    with pytest.raises(DataError, match=r"large\.csv: 1,099,511,627,776 bytes met"):
        read_table(path)


def test_too_many_cells_are_refused_without_holding_them_as_objects(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.exchange.rows.MAX_CELLS", 200_000)
    path = tmp_path / "many.csv"
    path.write_bytes(b"1,2,3,4\n" * 60_000)
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match="more than 200,000 cells"):
            read_table(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10 << 20


def test_random_bytes_give_a_table_or_a_data_error(tmp_path):
    """Never another exception, whatever the bytes; drawn from those that tables are made of, and from all."""
    rng = np.random.default_rng(0)
    path = tmp_path / "random.csv"
    letters = np.frombuffer(b"0123456789.,;\t -+e\"'\n\r#=:naAN/_x\0\xff\xfe\xc3\xa9", np.uint8)
    messages = []
    for trial in range(1500):
        size = int(rng.integers(0, 80))
        alphabet = letters if trial % 3 else np.arange(256, dtype=np.uint8)
        path.write_bytes(rng.choice(alphabet[: 20 if trial % 2 else None], size).tobytes())
        for read in (read_table, read_sweep):
            try:
                table = read(path)
            except DataError as error:
                messages.append(str(error))
            else:
                assert table.values.shape[1] == len(table.columns) == len(set(table.columns))
                assert not np.isinf(table.values).any()
                assert len(table.labels) in (0, len(table.values))
    assert all(m.startswith(str(path)) and "\n" not in m for m in messages)
