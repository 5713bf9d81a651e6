/* SPDX-License-Identifier: MIT
 *
 * reader.table: a table of CSV, TSV or blank separated text.
 */
#include "columns.h"
#include "ticks.h"

#include <string.h>

GY_SAY(
    table_text,
    "reader.table 1 | A table of text: CSV, TSV, semicolons or blanks, also gzipped\n"
    "out   table table[row]          | one column per column of the file\n"
    "in    rows  rows[row] optional  | rows that the rows of the file are aligned to\n"
    "param path path                 | the file\n"
    "param separator choice(auto, comma, tab, space, semicolon) = auto | auto: the first of "
    "tab, comma and semicolon that the first row has, else blanks\n"
    "param header choice(auto, true, false) = auto | is the first row names? auto: yes if it has "
    "no number in it, and one of the names of `columns`\n"
    "param comment text = #          | lines that begin with this character are skipped; or none\n"
    "param columns columns optional  | names, types (f64 f32 i64 i32 bool str) and units, such as "
    "`onset f64 s; word str`; found by name if there is a header, by place otherwise\n"
    "param time  text optional       | column of times: gives rows a coordinate `t` in seconds, "
    "and "
    "a rate if the times are regular\n"
    "param unit  choice(s, ms, us, ns) = s | unit of the time column\n"
    "doc | Columns that `columns` does not name are whole numbers (i64) if every cell is, numbers "
    "(f64) if every cell is a number or missing, else text. Quoted cells are text; inside of "
    "quotes "
    "separators and line breaks are characters and two quotes are one (RFC 4180).\n"
    "doc | Missing are empty cells and n/a, in columns of numbers also NaN (any case). They become "
    "NaN or empty text; a whole number cannot be missing, so a column of whole numbers with gaps "
    "is "
    "f64. Without a header columns are called c1, c2 and so on.\n"
    "doc | Times are compared as whole ticks of the digits written, so that 0.1, 0.2, 0.3 is "
    "regular exactly. Irregular times give the coordinate alone; times that do not rise are an "
    "error.\n"
    "doc | Bytes that are not UTF-8, a row with more or fewer cells than the first, and cells that "
    "are not of the type given are errors with line and column.\n"
    "licence | MIT\n"
    "cite | RFC 4180, Common format and MIME type for CSV files\n");

static int open_table(gy_call *c, delimited *d, layout *l)
{
    GY_TRY(delimited_open(c, c->host->text(c, "path"), c->host->text(c, "separator"),
                          c->host->text(c, "comment"), d));
    return columns_learn(d, c->host->text(c, "header"), l);
}

static int resolve(gy_call *c)
{
    delimited d;
    layout l;
    GY_TRY(open_table(c, &d, &l));
    const gy_array *rows = gy_get(c, "rows");
    const char *time = c->host->text(c, "time");
    if (rows && rows->shape[0] != l.rows) {
        return source_fail(c, GY_SHAPE, d.path, "rows", "has %lld rows, `rows` has %lld",
                           (long long)l.rows, (long long)rows->shape[0]);
    }
    if (rows && time) {
        return gy_fail(c, GY_PARAM, "time",
                       "the rows come from `rows`, which have their own times");
    }
    if (!rows) {
        GY_TRY(c->host->set_length(c, "row", l.rows));
    }
    GY_TRY(columns_declare(c, "table", &l));
    return time ? ticks_set(&d, &l, time, c->host->text(c, "unit")) : GY_OK;
}

static int run(gy_call *c)
{
    delimited d;
    layout l;
    GY_TRY(open_table(c, &d, &l));
    return columns_fill(&d, "table", &l);
}

GY_PLUGIN(table_text, resolve, run, 0, 0, 0)
