/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

/* 900 units for 90 rows: row r begins at 10 r. The scheme gives 0..74 to training in fold 0. */
Test(report_raster, bands_of_rows)
{
    world w = world_new();
    gy_fit_fact *f = add_fit(&w, "", 0, gy_rows_range(0, 60), gy_rows_range(75, 90), 90);
    f->given = gy_rows_range(0, 70);
    add_fit(&w, "", 1, gy_rows_range(30, 90), gy_rows_range(0, 15), 90);
    add_fit(&w, "other", 0, gy_rows_range(0, 60), gy_rows_range(75, 90), 90);
    add_fit(&w, "", -1, gy_rows_range(0, 90), gy_rows_empty(), 90);
    g_autofree char *s = section(gy_report_rasters, &w);
    const char *const parts[] = {
        "viewBox=\"0 0 900 28\"",
        "<rect class=unused x=\"0.00\" y=\"0.00\" width=\"900.00\" height=\"12.00\"/>",
        "<rect class=train x=\"0.00\" y=\"0.00\" width=\"600.00\"",
        "<rect class=purged x=\"600.00\" y=\"0.00\" width=\"100.00\"",
        "<rect class=test x=\"750.00\" y=\"0.00\" width=\"150.00\"",
        "<rect class=train x=\"300.00\" y=\"14.00\" width=\"600.00\"",
        "<rect class=test x=\"0.00\" y=\"14.00\" width=\"150.00\"",
        "viewBox=\"0 0 900 14\"",
        "row 0</span>",
        "<span>89</span>",
        "purged (would leak)"};
    assert_parts(s, parts, G_N_ELEMENTS(parts));
    cr_assert_eq(count_of(s, "<svg"), 2, "one for each fit and case");
    cr_assert_eq(count_of(s, "<rect"), 10);
    world_clear(&w);
}

Test(report_raster, fits_alike_share_one)
{
    world w = world_new();
    for (int i = 0; i < 3; i++) {
        g_autofree char *run_case = g_strdup_printf("s=%d", i);
        add_fit(&w, run_case, 0, gy_rows_range(0, 5), gy_rows_range(5, 9), 9);
    }
    g_autofree char *s = section(gy_report_rasters, &w);
    cr_assert_eq(count_of(s, "<svg"), 1);
    cr_assert_not_null(strstr(s, "Fits: fit, the same in 3 cases"), "%s", s);
    world_clear(&w);
}

Test(report_raster, a_page_stays_small)
{
    world w = world_new();
    const int64_t n = 200000;
    int64_t *odd = g_new(int64_t, n / 2);
    for (int64_t i = 0; i < n / 2; i++) {
        odd[i] = 2 * i + 1;
    }
    add_fit(&w, "", 0, gy_rows_from_indices(odd, n / 2), gy_rows_empty(), n);
    g_free(odd);
    for (int i = 0; i < 20; i++) {
        g_autofree char *run_case = g_strdup_printf("many=%d", i);
        add_fit(&w, run_case, 0, gy_rows_range(0, i + 1), gy_rows_range(i + 1, i + 2), 40);
    }
    g_autofree char *s = section(gy_report_rasters, &w);
    int spans = count_of(s, "<rect class=train");
    cr_assert(spans > 500 && spans < 4000, "%d", spans);
    cr_assert_eq(count_of(s, "<svg"), 8);
    cr_assert_not_null(strstr(s, "13 more are in run.json"));
    world_clear(&w);
}

Test(report_raster, many_folds_are_thin)
{
    world w = world_new();
    for (int i = 0; i < 100; i++) {
        add_fit(&w, "", i, gy_rows_range(0, 50), gy_rows_range(50 + i, 51 + i), 150);
    }
    g_autofree char *s = section(gy_report_rasters, &w);
    cr_assert_not_null(strstr(s, "viewBox=\"0 0 900 300\""));
    cr_assert_null(strstr(s, "<br>"), "no labels that would overlap");
    world_clear(&w);
}
