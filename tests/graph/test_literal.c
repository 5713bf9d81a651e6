/* SPDX-License-Identifier: Apache-2.0 */
#include "literal_show.h"

#include <criterion/criterion.h>

static const char *const measures[] = {"correlation", "euclidean", "rho-a", NULL};
static const char *const automatic[] = {"auto", NULL};
static const char *const schemes[] = {"k-fold", "holdout", "forward", NULL};

typedef struct row {
    gy_want want;
    const char *unit; /* of the want; NULL for plain */
    const char *text;
    const char *expected; /* of literal_show, or the whole error message */
} row;

#define NUMBER                                                                                     \
    {                                                                                              \
        .kind = GY_LITERAL_NUMBER                                                                  \
    }
#define NUMBERS                                                                                    \
    {                                                                                              \
        .kind = GY_LITERAL_NUMBER, .list = true                                                    \
    }
#define INTEGER                                                                                    \
    {                                                                                              \
        .kind = GY_LITERAL_INTEGER                                                                 \
    }
#define INTEGERS                                                                                   \
    {                                                                                              \
        .kind = GY_LITERAL_INTEGER, .list = true                                                   \
    }
#define QUANTITY                                                                                   \
    {                                                                                              \
        .kind = GY_LITERAL_QUANTITY                                                                \
    }
#define QUANTITIES                                                                                 \
    {                                                                                              \
        .kind = GY_LITERAL_QUANTITY, .list = true                                                  \
    }
#define GAP                                                                                        \
    {                                                                                              \
        .kind = GY_LITERAL_QUANTITY, .or_rows = true, .choices = automatic                         \
    }
#define GAPS                                                                                       \
    {                                                                                              \
        .kind = GY_LITERAL_QUANTITY, .or_rows = true, .list = true                                 \
    }
#define BOOL                                                                                       \
    {                                                                                              \
        .kind = GY_LITERAL_BOOL                                                                    \
    }
#define CHOICE                                                                                     \
    {                                                                                              \
        .kind = GY_LITERAL_CHOICE, .choices = measures                                             \
    }
#define CHOICES                                                                                    \
    {                                                                                              \
        .kind = GY_LITERAL_CHOICE, .choices = measures, .list = true                               \
    }
#define TEXT                                                                                       \
    {                                                                                              \
        .kind = GY_LITERAL_TEXT                                                                    \
    }
#define TEXTS                                                                                      \
    {                                                                                              \
        .kind = GY_LITERAL_TEXT, .list = true                                                      \
    }
#define VALUES                                                                                     \
    {                                                                                              \
        .kind = GY_LITERAL_TEXT, .list = true, .counts = true                                      \
    }
#define PATHS                                                                                      \
    {                                                                                              \
        .kind = GY_LITERAL_PATH, .list = true                                                      \
    }
#define INTERVAL                                                                                   \
    {                                                                                              \
        .kind = GY_LITERAL_INTERVAL                                                                \
    }
#define WINDOW                                                                                     \
    {                                                                                              \
        .kind = GY_LITERAL_INTERVAL, .or_rows = true                                               \
    }
#define CHECK                                                                                      \
    {                                                                                              \
        .kind = GY_LITERAL_CHECK                                                                   \
    }
#define MAP                                                                                        \
    {                                                                                              \
        .kind = GY_LITERAL_MAP                                                                     \
    }
#define COLUMNS                                                                                    \
    {                                                                                              \
        .kind = GY_LITERAL_COLUMNS                                                                 \
    }
#define SHARE                                                                                      \
    {                                                                                              \
        .kind = GY_LITERAL_SHARE                                                                   \
    }
#define SCHEME                                                                                     \
    {                                                                                              \
        .kind = GY_LITERAL_SCHEME                                                                  \
    }
#define SPLIT                                                                                      \
    {                                                                                              \
        .kind = GY_LITERAL_SCHEME, .choices = schemes                                              \
    }
#define SPEC                                                                                       \
    {                                                                                              \
        .kind = GY_LITERAL_SPEC                                                                    \
    }
#define EDGE                                                                                       \
    {                                                                                              \
        .kind = GY_LITERAL_EDGE                                                                    \
    }
#define EDGES                                                                                      \
    {                                                                                              \
        .kind = GY_LITERAL_EDGE, .list = true                                                      \
    }

static const row good[] = {
    {NUMBER, NULL, "1e-3", "0.001"},
    {NUMBER, NULL, " -2.5E+1 ", "-25"},
    {NUMBER, NULL, "+7", "7"},
    {NUMBER, NULL, "20 %", "0.2"},
    {NUMBERS, NULL, "1;0.1", "1 0.1"},
    {NUMBERS, NULL, "1 ; 2;", "1 2"},
    {NUMBERS, NULL, "0;logspace(-1, 1, 3);5", "0 0.1 1 10 5"},
    {NUMBERS, NULL, "1..4", "1 2 3 4"},
    {INTEGER, NULL, "64", "64"},
    {INTEGER, NULL, "-1e3", "-1000"},
    {INTEGER, NULL, "9007199254740992", "9.00719925474099e+15"},
    {INTEGERS, NULL, "-1 .. 2;9", "-1 0 1 2 9"},
    {INTEGERS, NULL, "logspace(0, 3, 4)", "1 10 100 1000"},
    {INTEGERS, NULL, "arange(10, 0, -4)", "10 6 2"},
    {QUANTITY, "s", "3 ms", "0.003 in s"},
    {QUANTITY, "ms", "0.5s", "500 in ms"},
    {QUANTITY, "Hz", "2 kHz", "2000 in Hz"},
    {QUANTITY, "V", "100 uV", "0.0001 in V"},
    {QUANTITIES, "s", "2 s;4 s;6 s;8 s", "2 4 6 8 in s"},
    {QUANTITIES, "s", "0 ms .. 450 ms", "0 0.45 in s as range"},
    {QUANTITIES, "s", "arange(0 ms, 200 ms, 50 ms)", "0 0.05 0.1 0.15 in s"},
    {QUANTITIES, "ms", "linspace(0 s, 1 s, 3)", "0 500 1000 in ms"},
    {GAP, "s", "14 rows", "14 in rows"},
    {GAP, "s", "1 min", "60 in s"},
    {GAP, "s", "auto", "<auto>"},
    {GAPS, "s", "1 rows .. 3 rows", "1 2 3 in rows"},
    {BOOL, NULL, "true", "1"},
    {BOOL, NULL, "false", "0"},
    {CHOICE, NULL, "rho-a", "<rho-a>"},
    {CHOICES, NULL, "rho-a;euclidean", "<rho-a><euclidean>"},
    {TEXT, NULL, "Which features; why?", "<Which features; why?>"},
    {TEXT, NULL, "caf\xC3\xA9 ", "<caf\xC3\xA9>"},
    {TEXTS, NULL, "BE; KO ;SN", "<BE><KO><SN>"},
    {TEXTS, NULL, "a\\;b;c\\\\;d\\n;", "<a;b><c\\><d\\n>"},
    {TEXTS, NULL, "1..3", "<1..3>"},
    {VALUES, NULL, "1..3", "<1><2><3>"},
    {VALUES, NULL, "08 .. 11;x", "<08><09><10><11><x>"},
    {VALUES, NULL, "fresh;@pretrain", "<fresh><@pretrain>"},
    {VALUES, NULL, "1..b", "<1..b>"},
    {PATHS, NULL, "/d/a b.edf;c\\d.edf", "</d/a b.edf><c\\d.edf>"},
    {INTERVAL, "s", "1 s;2 s", "1 2 in s"},
    {INTERVAL, "s", "0 ms..450 ms", "0 0.45 in s"},
    {INTERVAL, "Hz", "7 Hz;30 Hz;", "7 30 in Hz"},
    {WINDOW, "s", "-2 rows .. 3 rows", "-2 3 in rows"},
    {CHECK, NULL, "0.10 .. 0.30", "0.1 0.3"},
    {CHECK, NULL, "1 .. 1", "1 1"},
    {CHECK, NULL, "-1e-3..5", "-0.001 5"},
    {MAP, NULL, "T1 -> fists;T2 -> feet", "<T1><fists><T2><feet>"},
    {MAP, NULL, "a b->c", "<a b><c>"},
    {COLUMNS, NULL, "run str; movie str; repeat i32; t f64 s",
     "{run str }{movie str }{repeat i32 }{t f64 s}"},
    {COLUMNS, NULL, "shared bool;", "{shared bool }"},
    {SHARE, NULL, "0.2", "0.2<>"},
    {SHARE, NULL, "last 0.2", "0.2<last>"},
    {SHARE, NULL, "first 20 %", "0.2<first>"},
    {SHARE, NULL, "1", "1<>"},
    {SHARE, NULL, "0.1 by @trials.image", "0.1<>(:trials.image.)"},
    {SHARE, NULL, "last 0.1 by @t.a;@t.b", "0.1<last>(:t.a.)(:t.b.)"},
    {SCHEME, NULL, "k-fold 5", "[k-fold@1 =5#5]"},
    {SCHEME, NULL, "cosine 0.01 Hz", "[cosine@1 =0.01 Hz#0.01Hz]"},
    {SCHEME, NULL, "butterworth 4", "[butterworth@1 =4#4]"},
    {SCHEME, NULL, "stdp tau=3ms a_plus=6", "[stdp@1 tau=3ms#3ms a_plus=6#6]"},
    {SCHEME, NULL, "stdp tau=3 ms a_plus=6", "[stdp@1 tau=3 ms#3ms a_plus=6#6]"},
    {SCHEME, NULL, "subject 04", "[subject@1 =04#4]"},
    {SPLIT, NULL, "holdout 0.1", "[holdout@1 =0.1#0.1]"},
    {SPEC, NULL, "conv1d 120 k=10; relu", "[conv1d@1 =120#120 k=10#10][relu@18]"},
    {SPEC, NULL, "linear {voxel};dropout 0.5;", "[linear@1 ={voxel}][dropout@16 =0.5#0.5]"},
    {SPEC, NULL, "conv2d 16 3 pad=same", "[conv2d@1 =16#16 =3#3 pad=same]"},
    {EDGE, NULL, "@node", "(:node..)"},
    {EDGE, NULL, "@face-area.model", "(:face-area.model.)"},
    {EDGE, NULL, "@trials.events.code", "(:trials.events.code)"},
    {EDGE, NULL, "@clip:encoder.features", "(clip:encoder.features.)"},
    {EDGES, NULL, "@a;@b.x ;@s:c", "(:a..)(:b.x.)(s:c..)"},
};

static bool parse(const row *r, gy_literal *out, GError **error)
{
    gy_want want = r->want;
    want.unit = r->unit ? gy_unit_find(r->unit) : NULL;
    return gy_literal_parse(r->text, &want, out, error);
}

Test(literal, reads_every_kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
        g_auto(gy_literal) literal = {0};
        g_autoptr(GError) error = NULL;
        cr_expect(parse(&good[i], &literal, &error), "%s: %s", good[i].text,
                  error ? error->message : "");
        g_autofree char *shown = literal_show(&literal);
        cr_expect_str_eq(shown, good[i].expected, "%s: %s, not %s", good[i].text, shown,
                         good[i].expected);
        cr_expect(error != NULL || literal.is_list == good[i].want.list);
    }
}

static const row bad[] = {
#include "literal_bad.inc"
};

Test(literal, says_what_was_expected_what_was_found_and_where)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        gy_literal literal = {.n_numbers = 77};
        g_autoptr(GError) error = NULL;
        cr_assert(!parse(&bad[i], &literal, &error), "%s was accepted", bad[i].text);
        cr_expect(literal.n_numbers == 77, "untouched on failure");
        cr_expect_str_eq(error->message, bad[i].expected, "%s:\n  %s\n  %s", bad[i].text,
                         error->message, bad[i].expected);
    }
}

Test(literal, no_error_wanted_is_allowed)
{
    gy_want want = NUMBER;
    gy_literal literal;
    cr_expect(!gy_literal_parse("x", &want, &literal, NULL));
}

Test(literal, edge_is_seen_by_its_first_character)
{
    cr_expect(gy_text_is_edge("@a") && gy_text_is_edge(" \t@a;b"));
    cr_expect(!gy_text_is_edge("a@b") && !gy_text_is_edge(""));
}

Test(literal, many_items_are_bounded)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i <= GY_ITEMS_MAX; i++) {
        g_string_append_printf(text, "a%d f64;", i);
    }
    gy_want want = COLUMNS;
    gy_literal literal;
    g_autoptr(GError) error = NULL;
    cr_expect(!gy_literal_parse(text->str, &want, &literal, &error));
    cr_expect(error != NULL && g_str_has_suffix(error->message, ": more than 4096 items"));
}
