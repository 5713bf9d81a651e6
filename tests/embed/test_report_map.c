/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

/* A score of four voxels in a grid of 3 x 2 x 2: places 0, 5, 6 and 11. */
static void make_map(world *w)
{
    static const int64_t n = 4, at[] = {0, 5, 6, 11};
    add_result(w, "", 4, 0.5);
    gy_result *r = w->outcome->results->pdata[w->outcome->results->len - 1];
    g_autoptr(gy_domain) d = gy_domain_new("voxel", 4);
    gy_value *index = gy_value_new_borrowed(GY_I64, 1, &n, at);
    cr_assert(gy_domain_set_coord(d, "index", index, NULL));
    gy_value_unref(index);
    gy_value_set_domain(r->values[0], 0, d);
    gy_value_set_attribute(r->values[0], "grid", "3 2 2");
    gy_value_set_attribute(r->values[0], "affine", "-3 0 0 0 0 3 0 0 0 0 3 0 0 0 0 1");
    ((double *)r->values[0]->view.data)[2] = -0.75;
    ((double *)r->values[0]->view.data)[3] = (double)NAN;
}

Test(report_map, an_image_of_voxels)
{
    world w = world_new();
    make_map(&w);
    g_autofree char *s = section(gy_report_maps, &w);
    const char *const parts[] = {"score.level by voxel",
                                 "viewBox=\"0 0 8 3\"",
                                 "href=\"data:image/png;base64,",
                                 "Blue -0.750, pale 0, red 0.750",
                                 "left side of the image R, right L, top A, bottom P",
                                 "4 voxels of a grid of 3 x 2 x 2"};
    assert_parts(s, parts, G_N_ELEMENTS(parts));
    world_clear(&w);
}

/* What does not fit a grid is drawn by rank: no place outside the image is written to. */
Test(report_map, places_that_do_not_fit)
{
    const char *const grids[] = {"3 2", "3 2 0", "1 1 1", "-3 2 2", "9999999 9999999 9999999", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(grids); i++) {
        world w = world_new();
        make_map(&w);
        gy_result *r = w.outcome->results->pdata[0];
        gy_value_set_attribute(r->values[0], "grid", grids[i]);
        g_autofree char *s = section(gy_report_maps, &w);
        cr_assert(strstr(s, "values by rank") && !strstr(s, "<image"), "%s: %s", grids[i], s);
        world_clear(&w);
    }
}

Test(report_map, by_rank)
{
    world w = world_new();
    add_result(&w, "", 0, 0.5);
    g_autofree char *none = section(gy_report_maps, &w);
    cr_assert_str_eq(none, "", "a scalar is no map");
    add_result(&w, "wide", 5000, 0.5);
    add_result(&w, "nothing", 3, (double)NAN);
    g_autofree char *s = section(gy_report_maps, &w);
    int dots = count_of(s, "<circle");
    cr_assert(dots > 200 && dots < 400, "%d", dots);
    cr_assert_not_null(strstr(s, "None of the values is a number"));
    world_clear(&w);
}
