/* test_probe.c: which rows of a source the leak probe overwrites. */
#include "run/probe.h"

#include "build_inst.h"
#include "run/flow.h"

/* Rows of [6, 2] that differ from zero after the probe of fold `at`, the fits having seen 2..3. */
static char *touched(int at, gboolean inside, gboolean is_source)
{
    world w;
    world_init(&w, 5);
    gy_domain *d = w.source[0] = world_domain(&w, 6);
    gy_inst *inst = world_at(&w, world_source(&w, 0, d));
    gy_tie tie = {.reach = {.kind = GY_REACH_NONE, .n_out = 6}};
    if (!is_source) {
        g_array_append_val(inst->ties, tie);
    }
    g_auto(gy_sources) seen = {0};
    gy_sources_init(&seen);
    g_auto(gy_rows) rows = gy_rows_range(2, 4);
    gy_sources_add(&seen, d, &rows);
    gy_probe probe = {.fold = at, .inside = inside, .outside = !inside};
    gy_runtime rt = {.probe = &probe, .probed = &seen, .order = w.insts};
    g_autoptr(GHashTable) poison = at < 0 ? NULL : gy_probe_rows(&rt);
    rt.poison = poison;
    int64_t shape[2] = {6, 2};
    g_autoptr(gy_value) v = gy_value_new_dense(NULL, GY_F64, 2, shape, TRUE, NULL);
    inst->outs[0].value = v;
    memset(v->view.data, 0, 12 * sizeof(double));
    gy_probe_source(&rt, inst);
    bitmap map = {{0}};
    const double *x = v->view.data;
    for (int r = 0; r < 6; r++) {
        map.at[r] = x[2 * r] != 0 && x[2 * r + 1] != 0;
    }
    g_auto(gy_rows) got = rows_of(&map, 6);
    world_clear(&w);
    return gy_rows_format(&got, 0);
}

Test(probe, overwrites_what_no_fit_has_seen_or_the_first_row_seen)
{
    const struct {
        int fold;
        gboolean inside, is_source;
        const char *want;
    } cases[] = {
        {0, FALSE, TRUE, "0-1,4-5"},
        {0, TRUE, TRUE, "2"},
        {-1, FALSE, TRUE, "none"},
        {0, FALSE, FALSE, "none"},
    };
    for (size_t c = 0; c < G_N_ELEMENTS(cases); c++) {
        g_autofree char *got = touched(cases[c].fold, cases[c].inside, cases[c].is_source);
        cr_assert_str_eq(got, cases[c].want, "case %d: %s", (int)c, got);
    }
}
