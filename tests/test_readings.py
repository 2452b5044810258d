"""What people upload or paste: read to the digit, every dropped row counted, the rest refused in words."""

import csv
import io
import random
import zipfile

import numpy as np
import pytest

from experiments.readings import NO_NUMBER, TOO_LARGE, Reading, ReadingError, read_csv, read_pasted

MEGABYTE = 1024**2


def refusal(read, given, **column):
    with pytest.raises(ReadingError) as caught:
        read(given, **column)
    assert_fit_to_be_shown(str(caught.value))
    return str(caught.value)


def assert_fit_to_be_shown(words):
    assert words.isprintable() and words[0] == words[0].upper() and words.endswith(".") and len(words) < 250


# ---- files that are what they should be
@pytest.mark.parametrize(
    "data, values",
    [
        (b"1\n2\n3", [1, 2, 3]),
        (b"temp\n12.5\n13", [12.5, 13]),
        (b"temp\r\n12.5\r\n13\r\n", [12.5, 13]),
        (b"temp\r12.5\r13\r", [12.5, 13]),
        (b"temp\r\r\n12.5\r\r\n13\r\r\n", [12.5, 13]),
        (b"date;temp\n2012-01-01;12,5\n2012-01-02;13,1", [12.5, 13.1]),
        (b"date\ttemp\n01.02.2012\t1,5\n02.02.2012\t1.234,5", [1.5, 1234.5]),
        (b"a|temp\nx|-1.5e1\ny|+.5", [-15, 0.5]),
        (b'temp\n"1,234"\n"2,345.5"', [1234, 2345.5]),
        (b'date,temp\n"2012-01-01","12,5"\n"2012-01-02","13,1"', [12.5, 13.1]),
        (b"a;b\n1,234;x\n5,678;y", [1.234, 5.678]),
        (b"temp\n12,5\n13,1", [12.5, 13.1]),
        (b"12,5\n13\n9,8", [12.5, 13, 9.8]),
        (b"12,5\n13,1\n9,8", [12.5, 13.1, 9.8]),
        (b"12,05\n13,10", [12.05, 13.1]),
        (b"0,234\n0,250", [0.234, 0.25]),
        (b"0,125\n0,250\n0,375", [0.125, 0.25, 0.375]),
        (b"temp\n0,234\n0,250", [0.234, 0.25]),
        (b"temp\n0,234\n1,250", [0.234, 1.25]),
        (b"-0,125\n0,250\n0,5", [-0.125, 0.25, 0.5]),
        (b"0,234 / 0,250", [0.234, 0.25]),
        (b"a\tb\n1,234\t0,5\n2,345\t0,75", [1.234, 2.345]),
        (b"a;b\n0.125;0,5\n0.250;0,75", [0.125, 0.25]),
        (b"a|b\n0,234|x\n0,250|y", [0.234, 0.25]),
        (b'n,k\n"0,234",a\n"0,250",b', [0.234, 0.25]),
        (b"date,temp\n2012-01-01,12,5\n2012-01-02,13,5", [12.5, 13.5]),
        (b"1,234.50\n2,345.00\n987.25", [1234.5, 2345, 987.25]),
        (b"$1,234.50\n$2,345.00", [1234.5, 2345]),
        (b"45%\n50%\n47%", [45, 50, 47]),
        (b"day,temp\nMon,45%\nTue,50%", [45, 50]),
        (b"item,price\na,$12.50\nb,$13.00", [12.5, 13]),
        ("t;temp\n1;12,5 °C\n2;13,1 °C".encode(), [12.5, 13.1]),
        (b"run,temp,code\na,12.5 C,x1\nb,13 C,x2", [12.5, 13]),
        (b"run,sum\na,EUR 12.50\nb,EUR 13", [12.5, 13]),
        (b"1,40\n2,49\n3,45", [40, 49, 45]),
        (b"1013.2\n1011.5", [1013.2, 1011.5]),
        (b"40,49,45", [40, 49, 45]),
        ("\u22125\n\u22127".encode(), [-5, -7]),
        ("1\u202f234,5;x\n2\u00a0345,5;y".encode(), [1234.5, 2345.5]),
        (b'"two\nlines",n\n1,2\n3,4', [1, 3]),
        (b"# made by a logger, 2012\ntemp\n1\n2", [1, 2]),
        (b"t\n1e-400\n5", [0, 5]),
    ],
)
def test_a_file_is_read_to_the_digit(data, values):
    reading = read_csv(data)
    assert reading.values.tolist() == values and reading.dropped == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    reading = read_csv("Größe;°C\n1;2\n4;5".encode(encoding))
    assert reading.columns == ("Größe", "°C") and reading.values.tolist() == [1, 4]


@pytest.mark.parametrize("end", ["big", "little"])
def test_utf_16_of_both_ends(end):
    mark = "\ufeff".encode(f"utf-16-{end[0]}e")
    assert read_csv(mark + "x\n1\n2".encode(f"utf-16-{end[0]}e")).column == "x"


def test_a_comma_is_never_read_in_silence():
    assert "Commas were read as decimal ones: 12,5 is 12.5." in read_csv(b"12,5\n13,1\n9,8").words
    assert "Commas were read as thousands: 1,234 is 1234." in read_csv(b'n\n"1,234"\n"987"').words
    assert "Commas were read as decimal ones: 12,5 is 12.5." in read_csv(b"t;u\n1,5e400;1\n12,5;2\n13,1;3").words
    assert "ommas" not in read_csv(b"a,b\n1,2\n3,4").words


AMBIGUOUS = {  # what may be meant in several ways → what each reading gives, the one that is taken first
    b"1,234\n2,345\n5,678": {"thousands": [1234, 2345, 5678], "decimal": [1.234, 2.345, 5.678], "columns": None},
    b"n\n1,234\n2,345": {"thousands": [1234, 2345], "decimal": [1.234, 2.345]},
    b"a;b\n1,234;x\n5,678;y": {"decimal": [1.234, 5.678], "thousands": [1234, 5678]},
    b"a\tb\n1,234\tx\n5,678\ty": {"thousands": [1234, 5678], "decimal": [1.234, 5.678]},
    b"0,15\n5,20\n10,25": {"decimal": [0.15, 5.2, 10.25], "columns": None},
    b"1,40\n2,49\n3,45": {"columns": [40, 49, 45], "decimal": [1.4, 2.49, 3.45]},
    b"1.234,5\n2.345,6": {"columns": None, "decimal": [1234.5, 2345.6]},
    b"1,234 5,678": {"thousands": [1234, 5678], "decimal": [1.234, 5.678], "columns": [1, 234, 5, 678]},
}


def reread(read, data, **how):
    """What is read of a file, or of the same text pasted."""
    return read(data if read is read_csv else data.decode(), **how)


@pytest.mark.parametrize(("data", "readings"), AMBIGUOUS.items(), ids=str)
@pytest.mark.parametrize("read", [read_csv, read_pasted])
def test_what_is_ambiguous_is_asked(read, data, readings):
    first = reread(read, data)
    assert set(first.comma_readings) == set(readings) and "They could also be" in first.words
    assert first.commas == next(iter(readings)) or (read is read_pasted and data.startswith(b"1.2"))  # then as a list
    for commas, values in readings.items():
        chosen = reread(read, data, commas=commas)
        assert chosen.commas == commas and (values is None or chosen.values.tolist() == values)
    assert reread(read, data, commas="nonsense").words == first.words


def test_a_unit_is_not_left_out_in_silence():
    assert "Units were left out: 45% is 45." in read_csv(b"d,v\nMon,45%\nTue,50%").words


@pytest.mark.parametrize(
    "cells", [("5th", "6th", "7 km"), ("A1", "A2", "A3"), ("1a", "2b", "3c"), ("5-6", "7-8", "9-10")]
)
def test_what_has_no_common_unit_is_no_number(cells):
    assert refusal(read_csv, "\n".join(["v", *cells]).encode()).startswith("No number was found")


def test_a_column_that_cannot_be_read_is_named():
    words = read_csv(b"day,temp,humidity\n1,12.5 C,40\n2,54 F,50\n3,13 C,45").words
    assert "“temp” cannot be read as numbers: “12.5 C”." in words
    words = read_csv(b"day,span,humidity\n1,1-2,40\n2,2-4,50\n3,1-3,45").words
    assert "“span” can not be read" not in words and "“span” cannot be read as numbers: “1-2”." in words


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("Wall time,Step,Value\n1700000000.5,0,2.5\n1700000010.25,10,1.7\n1700000020.5,20,1.9", "Value"),
        ("step,train/loss\n0,3\n100,2\n200,1", "train/loss"),
        ("x,loss\n0.1,3\n0.2,2.5\n0.3,2.6", "loss"),
        ("timestamp;value\n1700000000;5\n1700000060;4\n1700000120;6", "value"),
        ("epoch\taccuracy\n1\t0.5\n2\t0.7\n3\t0.65", "accuracy"),
    ],
)
def test_times_and_steps_are_no_first_choice(table, column):
    reading = read_csv(table.encode())
    assert reading.column == column and len(reading.columns) > 1


# ---- what is dropped
def test_the_sentence_about_dropped_rows():
    rows = [f"2015-{1 + i // 31:02}-{1 + i % 31:02},{20 + i / 10}" for i in range(365)]
    for line in (14, 90, 201):
        rows[line - 2] = rows[line - 2].split(",")[0] + ","
    reading = read_csv("\n".join(["date,temp", *rows]).encode())
    assert reading.words == "Read 362 of 365 rows; 3 had no number (lines 14, 90, 201)."
    assert reading.dropped == ((14, NO_NUMBER), (90, NO_NUMBER), (201, NO_NUMBER))
    assert len(reading.labels) == 362 and "2015-01-13" not in reading.labels
    assert reading.labels[0] == "2015-01-01" and reading.values[0] == 20


@pytest.mark.parametrize("missing", ["", "NA", "n/a", "NaN", "null", "-", "inf", "1_000", "٣", "²", "0x10", "9" * 41])
def test_what_is_no_number_is_dropped_and_counted(missing):
    reading = read_csv(f"day,temp\nMon,1\nTue,{missing}\nWed,3".encode())
    assert reading.values.tolist() == [1, 3] and reading.dropped == ((3, NO_NUMBER),)
    assert reading.words == "Read 2 of 3 rows; 1 had no number (line 3)."


@pytest.mark.parametrize("huge", ["1e400", "-1e400", "9e308"])
def test_a_number_too_large_is_dropped_and_counted(huge):
    reading = read_csv(f"1\n{huge}\nx\n4".encode())
    assert reading.values.tolist() == [1, 4] and reading.dropped == ((2, TOO_LARGE), (3, NO_NUMBER))
    assert reading.words == "Read 2 of 4 rows; 1 had no number (line 3), 1 had a number too large to hold (line 2)."


def test_blank_lines_between_readings_are_gaps_and_around_them_nothing():
    reading = read_csv(b"\n\ntemp\n\n1\n\n3\n\n\n")
    assert reading.values.tolist() == [1, 3] and reading.dropped == ((6, NO_NUMBER),)


def test_many_lines_are_not_all_named():
    reading = read_csv(b"1\n" + b"x\n" * 12 + b"2")
    assert reading.words == "Read 2 of 14 rows; 12 had no number (lines 2, 3, 4, 5, 6 and 7 more)."


def test_titles_above_the_names_and_units_below_are_counted():
    reading = read_csv(b"Station 5,,\n\ndate,tmax,tmin\n,C,C\n2012-01-01,5,1\n2012-01-02,6,2")
    assert reading.columns == ("tmax", "tmin") and reading.values.tolist() == [5, 6]
    assert reading.dropped == ((1, NO_NUMBER), (4, NO_NUMBER))


def test_short_rows_are_gaps():
    reading = read_csv(b"a,b,c\n1,2,3\n4\n7,8,9", column="b")
    assert reading.values.tolist() == [2, 8] and reading.dropped == ((3, NO_NUMBER),)


def test_a_quote_that_does_not_close_swallows_no_row():
    reading = read_csv(b'a,b\n5,3\n"7,4\n6,8')
    assert reading.values.tolist() == [5, 7, 6] and reading.dropped == ()


# ---- columns
WEATHER = b"index,date,rain,temp,rain\n1,2012-01-01,0,12.8,a\n2,2012-01-02,,10.6,b\n3,2012-01-03,.8,11.7,c"


def test_the_fullest_column_that_does_not_count_is_read_first():
    reading = read_csv(WEATHER)
    assert reading.columns == ("index", "rain", "temp") and reading.column == "temp"
    assert reading.labels == ("2012-01-01", "2012-01-02", "2012-01-03")


@pytest.mark.parametrize("column, values, lines", [("rain", [0, 0.8], [3]), ("index", [1, 2, 3], [])])
def test_a_column_can_be_chosen(column, values, lines):
    reading = read_csv(WEATHER, column=column)
    assert reading.column == column and reading.values.tolist() == values
    assert [dropped.line for dropped in reading.dropped] == lines and len(reading.labels) == len(values)


@pytest.mark.parametrize("column", ["date", "snow", "rain (5)"])
def test_a_column_without_numbers_cannot_be_chosen(column):
    assert "choose one of those" in refusal(read_csv, WEATHER, column=column)


@pytest.mark.parametrize(
    "data, columns",
    [
        (b"1,9\n2,4\n3,8", ("column 1", "column 2")),
        (b"t,t,\n5,9,1\n2,4,4", ("t", "t (2)", "column 3")),
        (b"t,t (3),t\n5,9,1\n2,4,4", ("t", "t (3)", "t (3) (3)")),
        ("<b>\u202et\x07,\ud83d\n5,9\n2,4".encode("utf-8", "replace"), ("<b> t", "?")),
    ],
)
def test_every_column_has_a_name_of_its_own(data, columns):
    reading = read_csv(data)
    assert reading.columns == columns


@pytest.mark.parametrize(
    "first, second",
    [
        ("2012-01-01", "2012-01-02"),
        ("2012/1/1", "2012/1/2"),
        ("01.02.2012", "02.02.2012"),
        ("1/2/12", "1/3/12"),
        ("20120101", "20120102"),
        ("2012-01", "2012-02"),
        ("2012-01-01T06:00:00Z", "2012-01-02 06:00"),
        ("1 Jan 2012", "2 März 2012"),
        ("Jan 1, 2012", "Feb 1, 2012"),
        ("6:30", "18:30:15"),
    ],
)
def test_dates_are_kept_as_they_were_written(first, second):
    reading = read_csv(f"when;temp\n{first};5\n{second};6\n".encode())
    assert reading.labels == (first, second) and reading.columns == ("temp",)


# ---- what is refused
def spreadsheet():
    """The skeleton of an .xlsx: a zip that holds xl/workbook.xml."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "There is nothing in it"),
        (b" \n\t\r\n", "There is nothing in it"),
        (b"\xef\xbb\xbf", "There is nothing in it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "This looks like a picture, not a table. Please save it as CSV."),
        (b"\xff\xd8\xff\xe0" + bytes(100), "This looks like a picture"),
        (b"\x89PNG" + bytes(3 * MEGABYTE), "This looks like a picture"),
        (spreadsheet(), "This looks like a spreadsheet file. Please save it as CSV"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "This looks like a spreadsheet file"),
        (b"PK\x03\x04 letter.docx", "This looks like a compressed file. Please unpack it"),
        (b"\x1f\x8b\x08" + bytes(9), "This looks like a compressed file"),
        (b"%PDF-1.7\n1 2 3", "This looks like a PDF document"),
        (b"\n<!DOCTYPE html><p>1</p>", "This looks like a web page"),
        (b"1\n2\n\0\n", "This looks like a binary file"),
        (bytes(range(1, 32)) * 9, "This looks like a binary file"),
        ("1\n2\n3".encode("utf-16-le"), "This looks like a binary file"),
        (b"\xff\xfe1", "No number was found"),
        (b"1\n" * (MEGABYTE + 1), "2.1 MB is more than 2 MB: take fewer rows or columns."),
        (b"1\n" * 120_000, "119,999 rows are more than 100,000: take fewer rows."),
        (b"1," * 120_000, "120,000 numbers are more than 100,000: take fewer numbers."),
        (b"1,2\n" + b"1," * 1200, "1,201 columns are more than 1,000: keep the ones that you need."),
        (b"1;" * 900 + b"\n" + b"1\n" * 9000, "Some rows are far longer than the others"),
        (b"temp\n", "No number was found"),
        (b"temp\nNA\nNaN\n\n", "No number was found"),
        (b"only words\nand more of them", "No number was found"),
        (b"2012-01-01\n2012-01-02", "No number was found"),
        (b"1e400\n1e999", "No number was found"),
        (b"temp\n5", "An average needs at least 2 numbers in a column; there is only 1."),
        (b"place,temp\nA,12,5\nB,13,5", "put semicolons between the columns"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, words):
    assert words in refusal(read_csv, data)


def test_the_limits_themselves_are_allowed():
    assert len(read_csv(b"temp\n" + b"1\n" * 100_000).values) == 100_000
    full = b"1,2\n" * 9
    assert len(read_csv(full + b" " * (2 * MEGABYTE - len(full))).values) == 9
    assert len(read_csv(b"1," * 99_999 + b"1").values) == 100_000


# ---- pasted
@pytest.mark.parametrize(
    "text, values",
    [
        ("40 49 45", [40, 49, 45]),
        ("40, 49, 45", [40, 49, 45]),
        ("40,49,45", [40, 49, 45]),
        ("40; 49; 45", [40, 49, 45]),
        ("[40, 49, 45]", [40, 49, 45]),
        ("40\n49\n45\n", [40, 49, 45]),
        ("40\t49\t45", [40, 49, 45]),
        ("1, 2, 3,\n4, 5, 6", [1, 2, 3, 4, 5, 6]),
        ("1 2 3\n4 5 6", [1, 2, 3, 4, 5, 6]),
        ("12,5 13,1 9,8", [12.5, 13.1, 9.8]),
        ("12,5; 13,1; 9", [12.5, 13.1, 9]),
        ("12,5\n13,1\n9,8", [12.5, 13.1, 9.8]),
        ("40,49", [40, 49]),
        (".1 -.9 5e-2", [0.1, -0.9, 0.05]),
        ("\ufeff1 2", [1, 2]),
        ("temp\n40\n49", [40, 49]),
        ("date\ttemp\n2012-01-01\t5\n2012-01-02\t6", [5, 6]),
        ("2012-01-01 5\n2012-01-02 6", [5, 6]),
        ("1\t40\n2\t49\n3\t45", [40, 49, 45]),
        ("day, temp\n1, 40\n2, 49", [40, 49]),
    ],
)
def test_pasted_numbers(text, values):
    assert read_pasted(text).values.tolist() == values


def test_a_list_counts_entries():
    reading = read_pasted("40, mild, 45, 1e400")
    assert reading.words == (
        "Read 2 of 4 entries; 1 had no number (entry 2), 1 had a number too large to hold (entry 4)."
    )
    assert reading.dropped == ((2, NO_NUMBER), (4, TOO_LARGE)) and reading.labels is None
    assert read_pasted("1 2").words == "Read all 2 entries."


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "There is nothing in it"),
        ("  \n", "There is nothing in it"),
        ("mild", "No number was found"),
        ("5", "there is only 1"),
        ("1\0 2", "This looks like a binary file"),
        ("5 " * 120_000, "120,000 numbers are more than 100,000: take fewer numbers."),
        ("5" * (2 * MEGABYTE + 1), "2.1 MB is more than 2 MB"),
        ("[" * 1000, "No number was found"),
    ],
)
def test_what_cannot_be_pasted_is_refused_in_words(text, words):
    assert words in refusal(read_pasted, text)


def test_a_list_may_be_wrapped_anywhere():
    assert len(read_pasted("1, 2, " * 800 + "\n" + "3, 4, " * 800).values) == 3200


def test_a_pasted_table_offers_its_columns():
    text = "date\ttmin\ttmax\n2012-01-01\t5\t9\n2012-01-02\t6\t8"
    assert read_pasted(text).columns == ("tmin", "tmax")
    assert read_pasted(text, column="tmax").values.tolist() == [9, 8]


# ---- 10,000 files
DATES = [lambda i: f"2012-{1 + i // 28:02}-{1 + i % 28:02}", lambda i: f"{1 + i % 28:02}.{1 + i // 28:02}.2012"]
NASTY = [
    *'"\0\r\n,;|\t#',
    '""',
    "1e999",
    "-",
    "٣",
    "²",
    "\u2028",
    "\ufeff",
    "\ud83d",
    "NaN",
    "9" * 50,
    "1,5",
    "1.5",
    "€",
]


def well_formed(dice):
    """The bytes of a good file, and what must be read: values, lines that are dropped, labels."""
    separator, mark = dice.choice(",;\t|"), dice.choice(".,")
    days, dated, named = dice.randint(4, 30), dice.random() < 0.7, dice.random() < 0.7
    values = [round(dice.uniform(-20, 40), 1) for _ in range(days)]
    gaps = {i: dice.choice(["", "NA", "null", "1e400", "mild"]) for i in range(1, days - 1) if dice.random() < 0.1}
    cells = [[gaps.get(i, f"{value:.1f}".replace(".", mark))] for i, value in enumerate(values)]
    when = dice.choice(DATES)
    rows = [[when(i), *row] for i, row in enumerate(cells)] if dated else cells
    rows = [["date", "température"][-len(rows[0]) :], *rows] if named else rows
    written = io.StringIO()
    style = dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    csv.writer(written, delimiter=separator, lineterminator=dice.choice(["\n", "\r\n"]), quoting=style).writerows(rows)
    data = written.getvalue().encode(dice.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    kept = [i for i in range(days) if i not in gaps]
    labels = tuple(when(i) for i in kept) if dated else None
    return data, [values[i] for i in kept], [i + 1 + named for i in gaps], labels


def damaged(dice, data):
    """The same bytes after a few accidents."""
    data = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at, length = dice.randrange(len(data) + 1), dice.randint(0, 20)
        piece = dice.choice(
            [b"", dice.randbytes(3), data[at : at + length] * 2, dice.choice(NASTY).encode("utf-8", "replace")]
        )
        data[at : at + dice.choice([0, 1, length])] = piece
    return bytes(data)


def nonsense(dice):
    """Bytes and texts that are made of separators, digits, quotes and worse."""
    if dice.random() < 0.3:
        return dice.randbytes(dice.randint(0, 200))
    return "".join(dice.choices([*"0123456789", *NASTY], k=dice.randint(0, 80))).encode("utf-8", "replace")


def read_or_refused(read, given):
    """A reading that keeps its promises, or a refusal in words. Anything else that is raised is a failure."""
    try:
        reading = read(given)
    except ReadingError as refused:
        assert_fit_to_be_shown(str(refused))
        return None
    assert_promises(reading)
    return reading


def assert_promises(reading: Reading):
    assert reading.values.dtype == np.float64 and len(reading.values) >= 2 and np.isfinite(reading.values).all()
    assert not reading.values.flags.writeable
    assert reading.column in reading.columns and len(set(reading.columns)) == len(reading.columns)
    assert reading.labels is None or len(reading.labels) == len(reading.values)
    lines = [dropped.line for dropped in reading.dropped]
    assert lines == sorted(set(lines)) and all(dropped.reason in (NO_NUMBER, TOO_LARGE) for dropped in reading.dropped)
    shown = [reading.words, *reading.columns, *(reading.labels or ())]
    assert all(text.isprintable() for text in shown) and f"Read {'' if lines else 'all '}" in reading.words


@pytest.mark.thorough
def test_3000_good_files_are_read_to_the_digit():
    dice = random.Random(20)
    for _ in range(3000):
        data, values, lines, labels = well_formed(dice)
        reading = read_or_refused(read_csv, data)
        assert reading is not None, data
        assert reading.values.tolist() == values, data
        assert [dropped.line for dropped in reading.dropped] == lines and reading.labels == labels, data


@pytest.mark.thorough
def test_7000_damaged_files_are_read_or_refused():
    dice = random.Random(21)
    read = 0
    for i in range(7000):
        data = nonsense(dice) if i % 3 == 0 else damaged(dice, well_formed(dice)[0])
        read += read_or_refused(read_csv, data) is not None
        if i % 2:
            read_or_refused(read_pasted, data.decode("utf-8", "surrogateescape"))
    assert 1000 < read < 6500  # both ways are taken
