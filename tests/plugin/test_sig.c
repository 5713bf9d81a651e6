/* SPDX-License-Identifier: Apache-2.0 */
#include "sig_case.h"

Test(sig, head_and_settings)
{
    g_autoptr(gy_sig) s =
        right("gyrus 0 1 1\nencoder.ridge 12 | linear | penalised\n"
              "in x T[row, v]\nin y T[row, k] fit\nout predicted T[row, k]\nstate w T[v, k]\n"
              "stat g f64[v, v]\ntile k\nserial hdf5\nneeds exec\nneeds network\n"
              "doc | one\ndoc | two\nlicence | MIT\ncite | A\ncite | B\n\n");
    cr_assert_str_eq(s->id, "encoder.ridge");
    cr_assert_str_eq(s->kind, "encoder");
    cr_assert_str_eq(s->name, "ridge");
    cr_assert_str_eq(s->summary, "linear | penalised");
    cr_assert_eq(s->revision, 12);
    cr_assert_eq(s->major, 0);
    cr_assert_eq(s->built, 1);
    cr_assert_eq(s->required, 1);
    cr_assert_str_eq(s->tile, "k");
    cr_assert_str_eq(s->serial, "hdf5");
    cr_assert(s->needs_exec && s->needs_network && !s->block_all && !s->is_file);
    cr_assert_str_eq(s->docs[0], "one");
    cr_assert_str_eq(s->docs[1], "two");
    cr_assert_null(s->docs[2]);
    cr_assert_str_eq(s->cites[1], "B");
    cr_assert_str_eq(s->licence, "MIT");
    cr_assert_eq(s->n_in, 2);
    cr_assert_eq(s->n_out, 1);
    cr_assert(s->in[1].fit && !s->in[0].fit);
    cr_assert_eq(s->in[1].index, 1);
    cr_assert_eq(s->stat[0].line, 7);
    gy_sig *again = gy_sig_ref(s);
    gy_sig_unref(again);
    gy_sig_unref(NULL);
}

Test(sig, block_all_and_file)
{
    g_autoptr(gy_sig) s = right(VERSION "encoder.svm 1 | s\nin x f64[row, v]\nstate w f64[v]\n"
                                        "block all\n");
    cr_assert(s->block_all && !s->needs_exec);
    g_autoptr(gy_sig) f = right(VERSION "file | all\nlicence | MIT\ncite | A\ndoc | d\n");
    cr_assert(f->is_file && !f->id);
    cr_assert_str_eq(f->licence, "MIT");
}

static const sig_case heads[] = {
    {"", 1, "expected a version line"},
    {"gyrus 0 1 0\n", 1, "expected a version line"},
    {"gyrus 0 1\ntransform.t 1 | s\n", 1, "expected 'gyrus MAJOR"},
    {"gyrus 0 x 0\ntransform.t 1 | s\n", 1, "expected 'gyrus MAJOR"},
    {"gyrus 0 -1 0\ntransform.t 1 | s\n", 1, "expected 'gyrus MAJOR"},
    {"gyrus 0 65536 0\ntransform.t 1 | s\n", 1, "expected 'gyrus MAJOR"},
    {"gyrus 7 1 0\ntransform.t 1 | s\nfoo\n", 1, "made for ABI major 7; this host has major 0"},
    {"gyrus 0 9 9\ntransform.t 1 | s\nin x f64[]\nout y f64[]\n", 1,
     "requires ABI minor 9; this host has minor 1"},
    {VERSION "transform 1 | s\n", 2, "expected 'KIND.NAME REVISION | SUMMARY'"},
    {VERSION "transform.T 1 | s\n", 2, "expected 'KIND.NAME"},
    {VERSION "transform.a.b 1 | s\n", 2, "expected 'KIND.NAME"},
    {VERSION "transform.t | s\n", 2, "expected 'KIND.NAME"},
    {VERSION "transform.t -1 | s\n", 2, "expected 'KIND.NAME"},
    {VERSION "transform.t 1\n", 2, "expected 'KIND.NAME"},
    {VERSION "transfrom.t 1 | s\nout y f64[]\n", 2,
     "word 'transfrom' is not known to this host (minor 1); the file requires minor 0 "
     "(did you mean 'transform'?)"},
    {VERSION "file | s\nin x f64[row]\n", 3, "expected doc, licence or cite"},
    {VERSION "transform.t 1 | \xff\n", 1, "expected UTF-8"},
};

Test(sig, heads)
{
    CHECK_CASES(heads);
}

static const sig_case statements[] = {
    {BASE "foo x\n", 5,
     "word 'foo' is not known to this host (minor 1); the file requires minor 0, in: foo x"},
    {"gyrus 0 1 1\ntransform.t 1 | s\nout y f64[row]\nparm a f64\n", 4,
     "the file requires minor 1 (did you mean 'param'?)"},
    {BASE "tile\n", 5, "expected 'tile SYMBOL'"},
    {BASE "tile z\n", 5, "expected an axis symbol of the node after 'tile', found 'z'"},
    {BASE "tile v\ntile v\n", 6, "expected one tile statement"},
    {BASE "block some\n", 5, "word 'some'"},
    {BASE "serial Hdf\n", 5, "expected one 'serial NAME'"},
    {BASE "serial a\nserial b\n", 6, "expected one 'serial NAME'"},
    {BASE "needs gpu\n", 5, "word 'gpu'"},
    {BASE "licence MIT\n", 5, "expected 'licence | TEXT'"},
    {BASE "licence | MIT\nlicence | MIT\n", 6, "expected one licence"},
    {BASE "doc\n", 5, "expected 'doc | TEXT'"},
    {BASE "cite x | y\n", 5, "expected 'cite | TEXT'"},
    {BASE "| alone\n", 5, "expected a statement before '|'"},
};

Test(sig, statements)
{
    CHECK_CASES(statements);
}

Test(sig, all_mistakes_at_once)
{
    g_autoptr(gy_problems) p = gy_problems_new();
    cr_assert_null(gy_sig_parse(BASE "foo\nparam a f65\nreach z.row row\nin x f64[]\n", NULL, p));
    g_autofree char *all = gy_problems_format(p);
    cr_assert_eq(gy_problems_n_errors(p), 4, "%s", all);
}

Test(sig, too_long)
{
    GString *s = g_string_new(BASE);
    while (s->len <= GY_SIG_MAX_TEXT) {
        g_string_append(s, "doc | a long sentence that says nothing\n");
    }
    sig_case c = {s->str, 1, "expected a text of at most 1048576 bytes"};
    check_case(&c);
    g_string_free(s, TRUE);
}

/* Every prefix of a good text is refused or read, never a crash. */
Test(sig, every_prefix)
{
    static const char text[] = BASE "param a quantity(s, rows)[n] = 3 ms;4 ms 0..1 | d\n"
                                    "reach y.row x.row window(1, 0)\nstate w f64[v:voxel, 3]\n"
                                    "stat g f64[v] merge=max\nlicence | MIT\n";
    for (size_t n = 0; n < sizeof text; n++) {
        g_autoptr(gy_problems) p = gy_problems_new();
        g_autofree char *part = g_strndup(text, n);
        g_autoptr(gy_sig) sig = gy_sig_parse(part, NULL, p);
        cr_assert_eq(sig == NULL, gy_problems_n_errors(p) > 0);
    }
}
