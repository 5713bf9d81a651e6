/* SPDX-License-Identifier: Apache-2.0
 *
 * Values as parameters of node texts: kinds, units, ranges, lengths. */
#include "graph/param.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const char text[] = "gyrus 0 0 0\ntransform.t 1 | t\nin x f64[row]\nout y f64[row]\n"
                           "param n i64 = 4 1..64\nparam a f64[k] optional >=0\n"
                           "param f f64 optional 0..1\nparam h f64 optional <1\n"
                           "param past quantity(s, rows)[l] optional\n"
                           "param width quantity(s) optional >0\nparam three f64[3] optional\n"
                           "param kind choice(slow, fast) optional\nparam on bool optional\n"
                           "param names text[m] optional\nparam pairs map optional\n"
                           "param cols columns optional\nparam part share optional\n"
                           "param how scheme optional\nparam layers spec optional\n"
                           "param band interval(Hz) optional\nparam file path optional\n"
                           "param weight quantity(pA, nS) optional\n";

static gy_sig *texts(void)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    gy_sig *sig = gy_sig_parse(text, "t", problems);
    g_autofree char *told = gy_problems_format(problems);
    cr_assert_not_null(sig, "%s", told);
    return sig;
}

Test(param, good_values)
{
    const struct {
        const char *name, *value;
        int64_t count;
        double first;
    } rows[] = {
        {"n", "64", 1, 64},
        {"n", "1", 1, 1},
        {"a", "0;logspace(0, 3, 4)", 5, 0},
        {"f", "20 %", 1, 0.2},
        {"past", "2 s;4 s", 2, 2},
        {"past", "250 ms", 1, 0.25},
        {"past", "14 rows", 1, 14},
        {"past", "50 ms .. 450 ms", 2, 0.05},
        {"width", "3 ms", 1, 0.003},
        {"weight", "2 nA", 1, 2000},
        {"weight", "0.006 uS", 1, 6},
        {"three", "7;8;9", 3, 7},
        {"kind", "fast", 1, NAN},
        {"on", "true", 1, 1},
        {"names", "a;b;c", 3, NAN},
        {"pairs", "a -> b;c -> d", 2, NAN},
        {"cols", "run str; t f64 s", 2, NAN},
        {"part", "0.1 by @t.image", 1, 0.1},
        {"how", "butterworth 4", 2, NAN},
        {"layers", "linear 64; relu; linear {voxel}", 3, NAN},
        {"band", "7 Hz;30 Hz", 2, 7},
        {"file", "a b.npy", 1, NAN},
    };
    g_autoptr(gy_sig) sig = texts();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(gy_literal) l = {0};
        g_autoptr(GError) error = NULL;
        const gy_sig_param *p = gy_sig_param_find(sig, rows[i].name);
        cr_assert(gy_param_read(p, rows[i].value, &l, &error), "%s = %s: %s", rows[i].name,
                  rows[i].value, error ? error->message : "");
        cr_expect(gy_literal_count(&l) == rows[i].count, "%s = %s", rows[i].name, rows[i].value);
        cr_expect(isnan(rows[i].first) || l.numbers[0] == rows[i].first, "%s", rows[i].value);
    }
}

Test(param, bad_values)
{
    const struct {
        const char *name, *value, *told;
    } rows[] = {
        {"n", "0", "n must be at least 1, not 0"},
        {"n", "65", "n must be at most 64, not 65"},
        {"a", "1;-2", "a must be at least 0, not -2"},
        {"h", "1", "h must be below 1, not 1"},
        {"width", "0 s", "width must be above 0, not 0"},
        {"three", "1;2", "three wants exactly 3 values, not 2"},
        {"n", "2.5", "n: column 1: expected a whole number, found `2.5`"},
        {"n", "2;4", "n: column 2: expected one value, found a list"},
        {"width", "3 Hz",
         "width: column 1: expected a time such as `3 s`, found a frequency, "
         "`3 Hz`"},
        {"kind", "fsat",
         "kind: column 1: expected one of slow, fast, found `fsat`; did you mean "
         "`fast`?"},
        {"on", "yes", "on: "},
        {"past", "1 s;2 rows", "past: "},
        {"band", "30 Hz;7 Hz", "band: "},
        {"weight", "3 mV",
         "weight: column 1: expected a current such as `3 pA` or a conductance such as `3 nS`, "
         "found a voltage, `3 mV`"},
        {"weight", "3", "weight: column 1: expected a current such as `3 pA` or a conductance"},
        {"file", "", "file: "},
    };
    g_autoptr(gy_sig) sig = texts();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        gy_literal l;
        memset(&l, 0x5a, sizeof l);
        gy_literal before = l;
        g_autoptr(GError) error = NULL;
        const gy_sig_param *p = gy_sig_param_find(sig, rows[i].name);
        cr_assert(!gy_param_read(p, rows[i].value, &l, &error), "%s = %s", rows[i].name,
                  rows[i].value);
        cr_expect(g_str_has_prefix(error->message, rows[i].told), "%s", error->message);
        cr_expect(memcmp(&l, &before, sizeof l) == 0, "touched by %s", rows[i].value);
    }
}
