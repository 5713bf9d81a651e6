/* SPDX-License-Identifier: Apache-2.0 */
#include "value/domain.h"

#include "core/error.h"
#include "value/value.h"

#include <criterion/criterion.h>
#include <string.h>

static void assert_refused(gboolean good, GError **error)
{
    cr_assert_not(good);
    cr_assert(g_error_matches(*error, GY_ERROR, GY_ERR_SHAPE));
    g_clear_error(error);
}

static gy_value *numbers(int64_t n, const double *x)
{
    gy_value *v = gy_value_new_dense(NULL, GY_F64, 1, &n, FALSE, NULL);
    for (int64_t i = 0; i < n; i++) {
        ((double *)v->view.data)[i] = x[i];
    }
    return v;
}

/* Ten samples, two runs of 6 and 4, one every 3/2 s; the second run starts at 100 s. */
static gy_domain *recording(void)
{
    const int64_t first[] = {0, 6};
    const double start[] = {0, 100}, mark[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    gy_domain *d = gy_domain_new("time", 10);
    cr_assert(gy_domain_set_segments(d, 2, first, NULL));
    cr_assert(gy_domain_set_rate(d, 3, 2, "s", start, NULL));
    g_autoptr(gy_value) marks = numbers(10, mark);
    cr_assert(gy_domain_set_coord(d, "mark", marks, NULL));
    return d;
}

Test(domain, new_is_one_irregular_segment)
{
    const int64_t sizes[] = {0, 1, 10};
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(gy_domain) d = gy_domain_new("trial", sizes[i]);
        cr_assert_str_eq(d->name, "trial");
        cr_assert_eq(d->n, sizes[i]);
        cr_assert_eq(d->n_segments, 1);
        cr_assert_eq(d->first[0], 0);
        cr_assert_eq(d->numerator, 0);
        cr_assert_null(d->parent);
        cr_assert_null(gy_domain_coord(d, "mark"));
        cr_assert_eq(gy_domain_root(d), d);
    }
    gy_domain_unref(NULL);
    cr_assert_null(gy_domain_ref(NULL));
    cr_assert_null(gy_domain_root(NULL));
}

Test(domain, segments_rise_from_zero)
{
    g_autoptr(gy_domain) d = gy_domain_new("time", 5);
    const struct {
        int64_t n, first[3];
        gboolean good;
    } rows[] = {{1, {0}, TRUE},        {3, {0, 1, 4}, TRUE}, {0, {0}, FALSE},
                {1, {1}, FALSE},       {2, {0, 0}, FALSE},   {2, {0, 5}, FALSE},
                {3, {0, 3, 2}, FALSE}, {2, {0, -1}, FALSE},  {-1, {0}, FALSE}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        GError *error = NULL;
        int64_t before = d->n_segments;
        gboolean good = gy_domain_set_segments(d, rows[i].n, rows[i].first, &error);
        if (rows[i].good) {
            cr_assert(good, "row %zu", i);
            cr_assert_eq(d->n_segments, rows[i].n);
            cr_assert_eq(memcmp(d->first, rows[i].first, sizeof(int64_t) * (size_t)rows[i].n), 0);
        } else {
            assert_refused(good, &error);
            cr_assert_eq(d->n_segments, before, "untouched");
        }
    }
}

Test(domain, a_rate_is_positive)
{
    g_autoptr(gy_domain) d = gy_domain_new("time", 5);
    const int64_t bad[][2] = {{0, 1}, {1, 0}, {-1, 1}, {1, -1}};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        GError *error = NULL;
        assert_refused(gy_domain_set_rate(d, bad[i][0], bad[i][1], "s", NULL, &error), &error);
        cr_assert_eq(d->numerator, 0);
    }
    cr_assert(gy_domain_set_rate(d, 2, 1, NULL, NULL, NULL));
    cr_assert_str_eq(d->unit, "");
    cr_assert(gy_domain_set_rate(d, 2, 1, "ms", NULL, NULL));
    cr_assert_str_eq(d->unit, "ms");
    cr_assert_eq(d->start[0], 0);
}

Test(domain, coordinates_have_a_value_a_row)
{
    g_autoptr(gy_domain) d = gy_domain_new("trial", 2);
    const double x[] = {1, 2, 3};
    const char *const words[] = {"face", "house"};
    g_autoptr(gy_value) two = numbers(2, x);
    g_autoptr(gy_value) three = numbers(3, x);
    g_autoptr(gy_value) text = gy_value_new_texts(2, words);
    g_autoptr(gy_value) ragged = gy_value_new_ragged(NULL, GY_F64, 2, 0, NULL);
    g_autoptr(gy_value) scalar = gy_value_new_dense(NULL, GY_F64, 0, NULL, TRUE, NULL);
    g_autoptr(gy_value) table = gy_value_new_table(d);
    gy_value *const bad[] = {three, ragged, scalar, table, NULL};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        GError *error = NULL;
        assert_refused(gy_domain_set_coord(d, "c", bad[i], &error), &error);
        cr_assert_null(gy_domain_coord(d, "c"));
    }
    cr_assert(gy_domain_set_coord(d, "c", two, NULL));
    cr_assert_eq(gy_domain_coord(d, "c"), two);
    cr_assert_eq(two->refs, 2);
    cr_assert(gy_domain_set_coord(d, "c", two, NULL), "the same once more");
    cr_assert_eq(two->refs, 2);
    cr_assert(gy_domain_set_coord(d, "c", text, NULL), "replaced");
    cr_assert_eq(gy_domain_coord(d, "c"), text);
    cr_assert_eq(two->refs, 1);
    cr_assert_eq(d->coords->len, 1);
}

Test(domain, a_subset_inherits)
{
    const struct {
        int64_t n, index[6], n_segments, first[2];
        double start[2];
        gboolean regular;
    } rows[] = {
        {3, {1, 2, 3}, 1, {0}, {1.5}, TRUE},
        {4, {4, 5, 7, 8}, 2, {0, 2}, {6, 101.5}, TRUE}, /* a gap between runs is none within */
        {2, {7, 9}, 1, {0}, {0}, FALSE},
        {2, {5, 6}, 2, {0, 1}, {7.5, 100}, TRUE},
        {1, {9}, 1, {0}, {104.5}, TRUE},
        {6, {0, 2, 4, 6, 7, 8}, 2, {0, 3}, {0, 0}, FALSE},
    };
    g_autoptr(gy_domain) d = recording();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(gy_domain) s = gy_domain_subset(d, NULL, rows[i].n, rows[i].index, NULL);
        cr_assert_str_eq(s->name, "time");
        cr_assert_eq(s->n, rows[i].n);
        cr_assert_eq(s->n_segments, rows[i].n_segments, "row %zu", i);
        cr_assert_eq(s->numerator > 0, rows[i].regular, "row %zu", i);
        for (int64_t k = 0; k < s->n_segments; k++) {
            cr_assert_eq(s->first[k], rows[i].first[k], "row %zu", i);
            cr_assert_eq(s->start[k], rows[i].start[k], "row %zu: %g", i, s->start[k]);
        }
        gy_value *marks = gy_domain_coord(s, "mark");
        for (int64_t r = 0; r < s->n; r++) {
            cr_assert_eq(gy_value_number(marks, r), (double)rows[i].index[r], "row %zu", i);
        }
    }
}

Test(domain, subsets_that_cannot_be)
{
    const struct {
        int64_t n, index[3];
    } bad[] = {{1, {10}}, {1, {-1}}, {2, {3, 3}}, {2, {4, 3}}, {3, {0, 1, INT64_MAX}}, {-1, {0}}};
    g_autoptr(gy_domain) d = recording();
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        GError *error = NULL;
        gy_domain *s = gy_domain_subset(d, "x", bad[i].n, bad[i].index, &error);
        assert_refused(s != NULL, &error);
    }
    cr_assert_eq(d->refs, 1, "refused subsets hold nothing");
    GError *error = NULL;
    g_autoptr(gy_domain) bare = gy_domain_new("bare", 4);
    gy_domain *less = gy_domain_subset(bare, "x", -1, NULL, &error);
    assert_refused(less != NULL, &error);
    g_autoptr(gy_domain) none = gy_domain_subset(d, "none", 0, NULL, NULL);
    cr_assert_eq(none->n, 0);
    cr_assert_str_eq(none->name, "none");
    cr_assert_eq(gy_value_rows(gy_domain_coord(none, "mark")), 0);
}

Test(domain, rows_in_follow_all_parents)
{
    const int64_t odd[] = {1, 3, 5, 7, 9}, of_odd[] = {0, 2, 4};
    g_autoptr(gy_domain) d = recording();
    g_autoptr(gy_domain) a = gy_domain_subset(d, "odd", 5, odd, NULL);
    g_autoptr(gy_domain) b = gy_domain_subset(a, "every fourth", 3, of_odd, NULL);
    g_autoptr(gy_domain) other = gy_domain_new("time", 10);
    g_autofree int64_t *in_root = gy_domain_rows_in(b, d);
    g_autofree int64_t *in_a = gy_domain_rows_in(b, a);
    g_autofree int64_t *in_self = gy_domain_rows_in(b, b);
    for (int64_t i = 0; i < 3; i++) {
        cr_assert_eq(in_root[i], odd[of_odd[i]]);
        cr_assert_eq(in_a[i], of_odd[i]);
        cr_assert_eq(in_self[i], i);
    }
    cr_assert_eq(gy_domain_root(b), d);
    cr_assert_null(gy_domain_rows_in(d, b), "a parent is no subset");
    cr_assert_null(gy_domain_rows_in(b, other), "equal names and lengths say nothing");
    cr_assert_null(gy_domain_rows_in(b, NULL));
    cr_assert_null(gy_domain_rows_in(NULL, b));
    gy_domain *gone = gy_domain_ref(a);
    gy_domain_unref(gone);
    cr_assert_eq(a->refs, 2, "one of this test, one of b");
}
