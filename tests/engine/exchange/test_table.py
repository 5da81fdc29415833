"""Numeric tables of every usual shape are read into the numbers a person would read in them."""

import codecs
import time

import numpy as np
import pytest

from engine.exchange.table import read_table

NAN = np.nan


@pytest.fixture
def read(tmp_path):
    def read(content: str | bytes, encoding="utf-8"):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_table(path)

    return read


def check(table, columns, values, labels=()):
    assert table.columns == tuple(columns)
    assert table.values.dtype == np.float64
    assert np.array_equal(table.values, np.array(values, float), equal_nan=True), table.values
    assert table.labels == tuple(labels)


@pytest.mark.parametrize("sign", [",", ";", "\t", " ", ", ", "   "], ids=repr)
def test_delimiters_are_found(read, sign):
    text = "\n".join(sign.join(row) for row in (["a", "b", "c"], ["1", "-2.5", "3e-1"], ["4", "5", "6"]))
    check(read(text), "abc", [[1, -2.5, 0.3], [4, 5, 6]])


@pytest.mark.parametrize("sign", [";", "\t", " "], ids=repr)
def test_decimal_comma(read, sign):
    check(read(f"a{sign}b\n1,5{sign}-2\n0,25{sign}1e3\n"), "ab", [[1.5, -2], [0.25, 1000]])


def test_comma_is_the_delimiter_where_both_readings_are_possible(read):
    check(read("1,5\n2,5\n"), ("column 1", "column 2"), [[1, 5], [2, 5]])


@pytest.mark.parametrize("decimals", ["{:.3f}", "{:.1f}"])
def test_decimal_commas_with_three_places_are_no_thousands(read, decimals):
    rows = [f"{decimals.format(v)};{decimals.format(-v)}".replace(".", ",") for v in (12.345, 100.0, 1.5)]
    assert read("\n".join(rows)).values[0, 0] == float(decimals.format(12.345))


def test_decimal_commas_may_come_late_and_clocks_have_them_too(read):
    table = read("a;b\n" + "1;2\n" * 100 + "1,5;2\n")
    assert table.values[-1].tolist() == [1.5, 2]
    assert read("1,5;2,5\n" + "1;2\n" * 3).values[0].tolist() == [1.5, 2.5]
    check(read("14:15:16,123;1.5\n"), ("column 2",), [[1.5]], ["14:15:16,123"])
    check(read("x 1,2;y\n1.5;2\n"), ("x 1,2", "y"), [[1.5, 2]])


def test_no_header_numbers_the_columns(read):
    check(read("1,2\n3,4\n"), ("column 1", "column 2"), [[1, 2], [3, 4]])


def test_one_column_and_one_row(read):
    check(read("power\n1\n2\n"), ("power",), [[1], [2]])
    check(read("7"), ("column 1",), [[7]])
    check(read("1;2"), ("column 1", "column 2"), [[1, 2]])


def test_header_may_hold_numbers_beside_a_name_and_repeated_or_empty_names(read):
    check(read("time,500,500,\n12:00,1,2,3\n"), ("500", "500 (2)", "column 4"), [[1, 2, 3]], ["12:00"])
    check(read("a (2),a,a\n1,2,3\n"), ("a (2)", "a", "a (3)"), [[1, 2, 3]])


@pytest.mark.parametrize("missing", ["", "NaN", "nan", "NA", "n/a", "-", "null", " ", "—"])
@pytest.mark.parametrize("sign", [",", ";", "\t"], ids=repr)
def test_missing_cells_are_nan(read, sign, missing):
    text = f"a{sign}b{sign}c\n1{sign}{missing}{sign}3\n{missing}{sign}5{sign}6\n"
    check(read(text), "abc", [[1, NAN, 3], [NAN, 5, 6]])


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("latin-1", b""),
    ],
)
def test_encodings(read, encoding, mark):
    check(read(mark + "größe;µ\n1,5;2\n".encode(encoding)), ("größe", "µ"), [[1.5, 2]])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(read, encoding):
    check(read("a,b\n1,2\n".encode(encoding)), "ab", [[1, 2]])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_line_ends_blank_lines_and_trailing_delimiters(read, end):
    check(read(end.join(["a,b,", "1,2,", "", "3,4,", "", ""])), "ab", [[1, 2], [3, 4]])


def test_quotes_comments_and_a_declared_delimiter(read):
    check(read('"a, b","c ""d"""\n"1","2"\n'), ("a, b", 'c "d"'), [[1, 2]])
    check(read("# made by hand\n# a b\n1 2\n3 4\n"), "ab", [[1, 2], [3, 4]])
    check(read("# made by hand\n1,2\n"), ("column 1", "column 2"), [[1, 2]])
    check(read("sep=;\na;b\n1,5;2\n"), "ab", [[1.5, 2]])


@pytest.mark.parametrize(
    "moment",
    [
        "2021-05-28",
        "2021-05-28 14:15",
        "2021-05-28T14:15:00.123Z",
        "2021-05-28 14:15:00+02:00",
        "28.05.2021 14:15",
        "5/28/2021 2:15 PM",
        "14:15:16",
        "20210528T141500Z",
    ],
)
@pytest.mark.parametrize("sign", [",", ";", "\t"], ids=repr)
def test_leading_time_becomes_labels(read, sign, moment):
    check(read(f"when{sign}x{sign}y\n{moment}{sign}1.5{sign}2\n"), "xy", [[1.5, 2]], [moment])
    check(read(f"{moment}{sign}1.5\n"), ("column 2",), [[1.5]], [moment])


def test_date_and_time_columns_become_one_label(read):
    check(read("date,time,x\n2021-05-28,14:15,1\n2021-05-28,14:30,2\n"), "x", [[1], [2]],
          ["2021-05-28 14:15", "2021-05-28 14:30"])  # fmt: skip
    check(read("2021-05-28 14:15 1.5\n"), ("column 3",), [[1.5]], ["2021-05-28 14:15"])


def test_a_first_column_called_like_time_that_increases_becomes_labels(read):
    check(read("Year,x\n1700,5\n1701,11\n"), "x", [[5], [11]], ["1700", "1701"])
    check(read("year,x\n1701,5\n1700,11\n"), ("year", "x"), [[1701, 5], [1700, 11]])
    check(read("t\n1\n2\n"), "t", [[1], [2]])
    check(read("1,5\n2,6\n"), ("column 1", "column 2"), [[1, 5], [2, 6]])


def test_unicode_minus_is_a_minus(read):
    check(read("a,b\n\u22121.5,2\n"), "ab", [[-1.5, 2]])


def test_the_values_are_read_only_and_the_source_is_named(read, tmp_path):
    table = read("1,2\n")
    assert not table.values.flags.writeable
    assert table.source == str(tmp_path / "table.csv")


@pytest.mark.parametrize(("sign", "comma"), [(",", "."), (";", ",")])
def test_a_month_of_spectrum_reads_within_half_a_second(read, sign, comma):
    """2880 rows of 151 columns; the best of three, because other programs run beside the tests."""
    values = np.random.default_rng(0).normal(-90, 8, (2880, 151)).round(2)
    text = "\n".join(sign.join(map(str, row)).replace(".", comma) for row in values.tolist())
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        table = read(text)
        times.append(time.perf_counter() - begin)
    assert np.array_equal(table.values, values)
    assert min(times) < 0.5


def test_random_tables_come_back_exactly(read):
    rng = np.random.default_rng(0)
    for trial in range(100):
        rows, columns = rng.integers(1, 30), rng.integers(2, 12)
        values = np.where(
            rng.random((rows, columns)) < 0.1, NAN, rng.normal(size=(rows, columns)) * 10.0 ** (trial % 7)
        )
        values[0, 0] = 1.25
        sign = (",", ";", "\t", " ")[trial % 4]
        cell = "nan" if sign == " " else ""
        lines = [sign.join(cell if np.isnan(v) else repr(float(v)) for v in row) for row in values]
        if trial % 3:
            lines.insert(0, sign.join(f"c{i}" for i in range(columns)))
        keep = ~np.isnan(values[:, -1]).all() or bool(trial % 3)
        assert np.array_equal(read("\n".join(lines)).values, values if keep else values[:, :-1], equal_nan=True)
