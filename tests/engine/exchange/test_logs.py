"""A log as a table: every number in full, one column each, and nothing where nothing was known."""

import csv
import io

import pytest

import engine
from engine.errors import DataError
from engine.exchange.logs import log_csv, write_log
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.halting import log_rows
from tests.engine.watching.traces import trace_of

TRACE = trace_of("lstm_peephole")
NETWORK = TRACE.program.network


def test_rows_and_columns(tmp_path):
    logging = Breakpoint("b_phi", hits="%2", log='gate "{b_phi[2]}", {eps_s[0, 0]}, {s[t-1] > 0}')
    rows = log_rows(TRACE, logging, 1)
    write_log(tmp_path / "log.csv", logging, rows, NETWORK)
    head, *found = csv.reader(io.StringIO((tmp_path / "log.csv").read_text()))
    assert head[:5] == ["position", "t", "message", "b_phi[2]", "eps_s[0, 0]"]
    assert head[5:] == [f"(s[t-1] > 0)[{unit}, 0]" for unit in range(8)]
    assert [row[1] for row in found] == ["2", "4", "6"]
    for row, logged in zip(found, rows, strict=True):
        assert (int(row[0]), row[2]) == (logged.position, logged.message)
        assert float(row[3]) == TRACE.value("b_phi")[int(row[1]) - 1, 1, 2]
        assert row[4] == ""
        assert row[5:] == [str(int(one)) for one in TRACE.value("s")[int(row[1]) - 2, 1, :, 0] > 0]


def test_a_table_that_would_be_too_wide():
    network = engine.load("gru", H=400)
    with pytest.raises(DataError, match="the log has 1200 numbers a row, at most 1000 fit"):
        log_csv(Breakpoint("h", log="{h} {u} {r}"), (), network)


def test_what_stands_outside_time_has_no_moment():
    logging = Breakpoint("W_k", adjoint=True, log="{norm(d_W_k)}")
    (row,) = log_rows(TRACE, logging)
    assert (
        log_csv(logging, [row], NETWORK).splitlines()[1] == f"{row.position},,{row.message},{float(row.numbers[0])!r}"
    )
