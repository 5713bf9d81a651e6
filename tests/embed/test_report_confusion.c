/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

/* 7 of 8 cats right: 0.65 * 7 / 8 = .57 of full colour. */
Test(report_confusion, counts_shades_and_names)
{
    world w = world_new();
    add_result(&w, "other", 3, 0.5);
    add_confusion(&w);
    g_autofree char *s = section(gy_report_confusions, &w);
    const char *const parts[] = {"<h2>Confusion", "score (counts)",
                                 ("<th>cat<td style=\"background:"
                                  "rgba(37,99,168,0.57)\">7<td"),
                                 "<th>dog&lt;<td style=\"background:rgba(37,99,168,0.16)\">2"};
    assert_parts(s, parts, G_N_ELEMENTS(parts));
    cr_assert_eq(count_of(s, "<td"), 4);
    world_clear(&w);
}

Test(report_confusion, only_where_there_are_classes)
{
    world w = world_new();
    gy_result *r = add_confusion(&w);
    g_clear_pointer(&r->levels, gy_value_unref);
    g_autofree char *s = section(gy_report_confusions, &w);
    cr_assert_str_eq(s, "");
    world_clear(&w);
}

Test(report_confusion, too_many_classes)
{
    world w = world_new();
    gy_result *r = add_confusion(&w);
    const int64_t shape[] = {41, 41};
    const char *names[41];
    for (int i = 0; i < 41; i++) {
        names[i] = "x";
    }
    gy_value_unref(r->values[0]);
    gy_value_unref(r->levels);
    r->values[0] = gy_value_new_dense(NULL, GY_F64, 2, shape, TRUE, NULL);
    r->levels = gy_value_new_texts(41, names);
    g_autofree char *s = section(gy_report_confusions, &w);
    cr_assert(strstr(s, "41 classes are too many") && !strstr(s, "<td"), "%s", s);
    world_clear(&w);
}
