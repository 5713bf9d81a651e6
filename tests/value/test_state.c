/* SPDX-License-Identifier: Apache-2.0 */
#include "value/state.h"

#include <criterion/criterion.h>

Test(state, holds_arrays_by_name)
{
    gy_state *s = gy_state_new("encoder.ridge", "ridge");
    cr_assert_str_eq(s->id, "encoder.ridge");
    cr_assert_str_eq(s->node, "ridge");
    gy_value *w = gy_value_new_dense(NULL, GY_F64, 0, NULL, TRUE, NULL);
    gy_value_ref(w);
    gy_state_add(s, "w", w);
    gy_state_add(s, "b", gy_value_new_dense(NULL, GY_F64, 0, NULL, TRUE, NULL));
    cr_assert_eq(gy_state_get(s, "w"), w);
    cr_assert_neq(gy_state_get(s, "b"), w);
    cr_assert_null(gy_state_get(s, "c"));
    cr_assert_null(gy_state_get(s, ""));
    cr_assert_eq(gy_state_ref(s), s);
    gy_state_unref(s);
    cr_assert_eq(w->refs, 2, "the model is still held");
    gy_state_unref(s);
    cr_assert_eq(w->refs, 1, "the reference given to add was its only one");
    gy_value_unref(w);
    gy_state_unref(NULL);
    cr_assert_null(gy_state_ref(NULL));
}

Test(state, what_it_has_seen_only_grows)
{
    gy_state *s = gy_state_new("x.y", "n");
    gy_domain *one = gy_domain_new("time", 20), *two = gy_domain_new("time", 20);
    g_auto(gy_rows) a = gy_rows_range(0, 5);
    g_auto(gy_rows) b = gy_rows_range(8, 10);
    g_auto(gy_rows) both = gy_rows_union(&a, &b);
    g_auto(gy_rows) none = gy_rows_empty();
    cr_assert_null(gy_state_seen(s, one));
    gy_state_see(s, one, &a);
    cr_assert_null(gy_state_seen(s, two), "an equal domain is another one");
    cr_assert(gy_rows_equal(gy_state_seen(s, one), &a));
    cr_assert_neq(gy_state_seen(s, one)->span, a.span, "a copy");
    gy_state_see(s, two, &none);
    gy_state_see(s, one, &b);
    cr_assert(gy_rows_equal(gy_state_seen(s, one), &both));
    gy_state_see(s, one, &none);
    gy_state_see(s, one, gy_state_seen(s, one));
    cr_assert(gy_rows_equal(gy_state_seen(s, one), &both));
    cr_assert(gy_rows_equal(gy_state_seen(s, two), &none));
    cr_assert_eq(one->refs, 2, "kept once, so that its address stays its own");
    gy_state_unref(s);
    cr_assert_eq(one->refs, 1);
    gy_domain_unref(one);
    gy_domain_unref(two);
}

Test(state, a_model_is_a_value)
{
    gy_state *s = gy_state_new("x.y", "n");
    gy_value *v = gy_value_new_model(s);
    cr_assert_eq(v->payload, GY_PAYLOAD_MODEL);
    cr_assert_eq(s->refs, 2);
    gy_value *same = gy_value_share(v);
    cr_assert_eq(same->model, s);
    gy_value_unref(v);
    gy_value_unref(same);
    cr_assert_eq(s->refs, 1);
    gy_state_unref(s);
}

Test(state, sharing_is_without_domains)
{
    gy_domain *d = gy_domain_new("trial", 3);
    const int64_t n = 3;
    gy_value *v = gy_value_new_dense(NULL, GY_I64, 1, &n, TRUE, NULL);
    gy_value_set_domain(v, 0, d);
    gy_value_set_attribute(v, "unit", "s");
    gy_value *w = gy_value_share(v);
    cr_assert_eq(w->view.data, v->view.data);
    cr_assert_eq(w->view.shape, w->shape, "the view shows its own shape");
    cr_assert_eq(w->view.stride, w->stride);
    cr_assert_null(w->domains[0]);
    cr_assert_str_eq(gy_value_attribute(w, "unit"), "s");
    gy_value_set_attribute(w, "unit", "ms");
    gy_value_set_attribute(w, "space", "MNI");
    cr_assert_str_eq(gy_value_attribute(v, "unit"), "s", "the first keeps its own");
    cr_assert_null(gy_value_attribute(v, "space"));
    cr_assert_str_eq(gy_value_attribute(w, "unit"), "ms");
    gy_value_unref(v);
    ((int64_t *)w->view.data)[2] = 5;
    cr_assert_eq(gy_value_number(w, 2), 5.0, "the bytes outlive the first value");
    gy_value_unref(w);

    gy_value *t = gy_value_new_table(d), *u = gy_value_share(t);
    gy_table_add(t, "c", gy_value_new_dense(NULL, GY_I64, 1, &n, TRUE, NULL));
    cr_assert_eq(gy_table_column(u, "c"), gy_table_column(t, "c"));
    cr_assert_eq(gy_value_rows(t), 3);
    cr_assert_eq(gy_value_rows(u), 0, "no domain, no rows");
    gy_value_unref(t);
    gy_value_unref(u);
    cr_assert_eq(d->refs, 1);
    gy_domain_unref(d);
}
