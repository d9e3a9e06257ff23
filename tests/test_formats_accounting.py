"""Nothing is lost: for every format, every row of a damaged file is loaded, known already, or rejected with a reason.

200 files in all; CHAMPIONS_EXAMPLES=10000 makes a long run. ``scripts/fuzz_formats.py`` does the same by the hour.
"""

from __future__ import annotations

import csv
import io
import os
from functools import cache
from random import Random

import format_table
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from format_files import TEXTS, Maker, makers, not_tables, workbook
from fuzz_formats import Loading, attack
from loaders.formats import TABLES

EXAMPLES = int(os.environ.get("CHAMPIONS_EXAMPLES", "200"))
MAKERS = makers()


@cache
def loading() -> Loading:
    return Loading()


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(MAKERS), st.integers(0, 1 << 32))
def test_every_row_of_a_damaged_file_is_accounted_for(maker, seed):
    event(maker.name)  # how many of each: --hypothesis-show-statistics
    loading().load(*attack(loading(), maker, Random(seed)))  # says itself what does not add up


@pytest.mark.parametrize("maker", MAKERS, ids=repr)
def test_every_row_of_a_whole_file_is_read(maker: Maker):
    content = maker.write(Random(1))
    forms = {"csv": content, "xlsx": workbook(content)} if maker.columns else {maker.ending: content}
    for ending, file in forms.items():
        made = loading().load(f"{maker.name.split(',')[0]}.{ending}", file)
        assert made is not None
        [reading] = made.readings
        assert reading.rows_read
        if maker.columns:
            rows = list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]
            assert reading.rows_read == sum(any(cell.strip() for cell in row) for row in rows)


def test_every_format_takes_part():
    missing = set(not_tables()) - set(TEXTS)
    assert not missing, f"Write a small file of {', '.join(missing)} into TEXTS of scripts/format_files.py."
    assert {maker.name for maker in MAKERS} >= {one.name for one in TABLES if one.marks} | set(TEXTS)


def test_the_table_of_formats_has_a_line_for_each(capsys, monkeypatch, tmp_path):
    some = MAKERS[::9]
    monkeypatch.setattr(format_table, "makers", lambda: some)
    monkeypatch.setattr(format_table, "_MADE", 1)
    monkeypatch.setattr(format_table.sys, "argv", ["format_table.py", str(tmp_path)])  # without the real files
    assert format_table.main() == 0
    lines = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()[2:]]
    assert {line[0] for line in lines} >= {maker.name for maker in some}
    for _, file, read, loaded, merged, rejected, _ in lines:
        counts = [int(number.replace(",", "")) for number in (read, loaded, merged, rejected)]
        assert counts[0] == sum(counts[1:]) > 0, file
