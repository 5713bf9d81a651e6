/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"
#include "value/domain.h"
#include "value/value.h"

#include <criterion/criterion.h>
#include <string.h>

enum { N = 12 };

static gy_domain *of_bits(gy_domain *root, unsigned bits)
{
    int64_t index[N], n = 0;
    for (int64_t r = 0; r < N; r++) {
        if (bits >> r & 1) {
            index[n++] = r;
        }
    }
    return gy_domain_subset(root, "part", n, index, NULL);
}

/* Slow reference: a row meets if both have it. */
static void assert_meeting(gy_domain *a, unsigned bits_a, gy_domain *b, unsigned bits_b)
{
    gy_meeting m = {0};
    cr_assert(gy_domain_meet(a, b, &m, NULL));
    int64_t n = 0, at_a = 0, at_b = 0;
    for (int64_t r = 0; r < N; r++) {
        gboolean in_a = bits_a >> r & 1, in_b = bits_b >> r & 1;
        if (in_a && in_b) {
            cr_assert_eq(m.a ? m.a[n] : n, at_a, "%x and %x", bits_a, bits_b);
            cr_assert_eq(m.b ? m.b[n] : n, at_b, "%x and %x", bits_a, bits_b);
            n++;
        }
        at_a += in_a;
        at_b += in_b;
    }
    cr_assert_eq(m.domain->n, n);
    cr_assert_eq(gy_domain_root(m.domain), gy_domain_root(a));
    g_autofree int64_t *rows = gy_domain_rows_in(m.domain, gy_domain_root(a));
    for (int64_t k = 0, r = 0; r < N; r++) {
        if ((bits_a & bits_b) >> r & 1) {
            cr_assert_eq(rows[k++], r);
        }
    }
    gy_meeting_clear(&m);
    cr_assert(!m.domain && !m.a && !m.b);
}

Test(meet, common_rows_of_two_subsets)
{
    g_autoptr(gy_domain) root = gy_domain_new("time", N);
    unsigned state = 7, all = (1u << N) - 1;
    for (int i = 0; i < 300; i++) {
        state = state * 1664525u + 1013904223u;
        unsigned a = state >> 8 & all;
        state = state * 1664525u + 1013904223u;
        unsigned b = i % 7 ? state >> 8 & all : a;
        g_autoptr(gy_domain) da = of_bits(root, a);
        g_autoptr(gy_domain) db = of_bits(root, b);
        assert_meeting(da, a, db, b);
        assert_meeting(da, a, root, all);
        assert_meeting(root, all, db, b);
    }
    assert_meeting(root, all, root, all);
    cr_assert_eq(root->refs, 1, "nothing is kept");
}

Test(meet, the_same_is_itself)
{
    g_autoptr(gy_domain) d = gy_domain_new("time", 4);
    gy_meeting m = {0};
    cr_assert(gy_domain_meet(d, d, &m, NULL));
    cr_assert(m.domain == d && !m.a && !m.b);
    cr_assert_eq(d->refs, 2);
    gy_meeting_clear(&m);
    cr_assert_eq(d->refs, 1);
    const int64_t index[] = {1, 3};
    g_autoptr(gy_domain) s = gy_domain_subset(d, "s", 2, index, NULL);
    cr_assert(gy_domain_meet(s, d, &m, NULL));
    cr_assert(m.domain == s && !m.a && m.b[0] == 1 && m.b[1] == 3);
    gy_meeting_clear(&m);
    cr_assert(gy_domain_meet(d, s, &m, NULL));
    cr_assert(m.domain == s && !m.b && m.a[0] == 1 && m.a[1] == 3);
    gy_meeting_clear(&m);
}

static gy_domain *trials(const char *name, int64_t n, const char *const *run)
{
    gy_domain *d = gy_domain_new(name, n);
    if (run) {
        g_autoptr(gy_value) v = gy_value_new_texts(n, run);
        cr_assert(gy_domain_set_coord(d, "run", v, NULL));
    }
    return d;
}

Test(meet, strangers_do_not_meet)
{
    const char *const one[] = {"a", "a", "b"}, *const two[] = {"a", "b", "b"};
    const struct {
        gy_domain *a, *b;
        const char *says;
    } rows[] = {
        {trials("x", 3, one), trials("y", 3, two), "run = a against b at row 1"},
        {trials("x", 3, one), trials("y", 3, one), "'x' (3 rows) and 'y' (3 rows)"},
        {trials("x", 3, one), trials("y", 2, one), "'y' (2 rows)"},
        {trials("x", 3, NULL), trials("y", 3, two), "do not meet"},
        {trials("x", 3, one), NULL, "'x'"},
        {NULL, trials("y", 3, one), "'y'"},
        {NULL, NULL, "nothing"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        gy_meeting m = {0};
        GError *error = NULL;
        cr_assert_not(gy_domain_meet(rows[i].a, rows[i].b, &m, &error), "row %zu", i);
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_SHAPE));
        cr_assert_not_null(strstr(error->message, rows[i].says), "%s", error->message);
        cr_assert(!m.domain && !m.a && !m.b, "untouched");
        g_error_free(error);
        gy_domain_unref(rows[i].a);
        gy_domain_unref(rows[i].b);
    }
}
