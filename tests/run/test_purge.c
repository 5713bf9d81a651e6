/* test_purge.c: the leak rule over random worlds, against bit masks. */
#include "run/purge.h"

#include "build_inst.h"
#include "core/error.h"

typedef struct fold {
    unsigned fit, metric;
    gy_env env;
    gy_roles roles;
    bitmap train, test; /* of the rows of source 0 */
} fold;

/* A fit and a metric on random nodes, random roles and gap; FALSE if the rows are not source 0's */
static gboolean add_fold(world *w, fold *x)
{
    unsigned n = w->insts->len, at[2];
    for (int k = 0; k < 2; k++) {
        at[k] = k == 0 ? n - 1 : (unsigned)draw_between(&w->random, 0, n - 1);
        if (gy_domain_root(world_rows(w, at[k])) != w->source[0]) {
            return FALSE;
        }
    }
    x->env = (gy_env){.fold = 2, .inner = GY_OUTSIDE};
    x->fit = world_inst(w, "fit", 1, NULL);
    x->metric = world_inst(w, "metric", 1, NULL);
    world_feed(w, x->fit, 0, at[0], world_rows(w, at[0]));
    world_feed(w, x->metric, 0, at[1], world_rows(w, at[1]));
    for (int k = 0; k < 2; k++) {
        gy_inst *inst = world_at(w, k ? x->metric : x->fit);
        gy_gnode *node = (gy_gnode *)(uintptr_t)inst->node;
        node->split = TRUE;
        node->metric = k == 1;
        inst->fits = k == 0;
        inst->env = x->env;
        memcpy(w->mask[k ? x->metric : x->fit], w->mask[at[k]], sizeof w->mask[0]);
    }
    int64_t rows = w->source[0]->n;
    x->test = draw_bitmap(&w->random, rows);
    for (int64_t r = 0; r < rows; r++) {
        x->train.at[r] = !x->test.at[r];
    }
    x->roles = (gy_roles){.domain = w->source[0],
                          .train = rows_of(&x->train, rows),
                          .test = rows_of(&x->test, rows),
                          .gap = draw_between(&w->random, 0, 3)};
    return TRUE;
}

/* Source rows that the scored rows and those within the gap of them read. */
static uint64_t scored_mask(const world *w, const fold *x)
{
    const gy_domain *d = w->source[0], *of = world_at(w, x->metric)->in[0].feeds[0].domains[0];
    gy_segments seg = {d->n, d->n_segments, d->first};
    g_autofree int64_t *root = gy_domain_rows_in(of, d);
    uint64_t mask = 0;
    for (int64_t r = 0; r < of->n; r++) {
        for (int64_t t = 0; t < d->n; t++) {
            gboolean near = ABS(t - root[r]) <= x->roles.gap &&
                            slow_segment(&seg, t) == slow_segment(&seg, root[r]);
            mask |= x->test.at[t] && near ? w->mask[x->metric][r] : 0;
        }
    }
    return mask;
}

static void check_fold(const world *w, const fold *x, gboolean good, int c)
{
    const gy_inst *fit = world_at(w, x->fit);
    const gy_domain *d = fit->in[0].feeds[0].domains[0];
    g_autofree int64_t *root = gy_domain_rows_in(d, w->source[0]);
    uint64_t scored = scored_mask(w, x);
    bitmap left = {{0}};
    int64_t purged = 0, n_left = 0;
    for (int64_t r = 0; r < d->n; r++) {
        gboolean clean = (w->mask[x->fit][r] & scored) == 0;
        left.at[r] = x->train.at[root[r]] && clean;
        purged += x->train.at[root[r]] && !clean;
        n_left += left.at[r];
    }
    assert_rows(&fit->train, &left, d->n);
    cr_assert_eq(fit->purged, purged, "case %d", c);
    cr_assert_eq(good, n_left > 0, "case %d", c);
}

static gboolean purge_fold(GPtrArray *insts, const gy_env *env, const gy_roles *roles,
                           gy_sources *scored, GError **error)
{
    gy_purge_scored(insts, env, roles, scored);
    return gy_purge_fits(insts, env, roles, scored, error);
}

Test(purge, train_and_purged_are_what_the_masks_say)
{
    int empty = 0, some = 0;
    for (uint64_t c = 0; c < 3000; c++) {
        world w;
        fold x = {0};
        world_random(&w, c, FALSE);
        if (add_fold(&w, &x)) {
            g_auto(gy_sources) scored = {0}, seen = {0};
            gy_sources_init(&scored);
            gy_sources_init(&seen);
            g_autoptr(GError) error = NULL;
            gboolean good = purge_fold(w.insts, &x.env, &x.roles, &scored, &error);
            check_fold(&w, &x, good, (int)c);
            cr_assert(good == (error == NULL));
            gy_seen_by(w.insts, world_at(&w, x.fit), FALSE, &seen);
            g_auto(gy_rows) common = {0};
            cr_assert_null(gy_sources_meet(&seen, &scored, &common), "case %d leaks", (int)c);
            empty += !good;
            some += good && world_at(&w, x.fit)->purged > 0;
            gy_roles_clear(&x.roles);
        }
        world_clear(&w);
    }
    cr_assert(empty > 20 && some > 20, "%d refused, %d purged: too few to tell", empty, some);
}

/* source -> "blur" (all) -> "pick" (row) -> fit and metric: nothing is left. */
Test(purge, names_the_node_whose_reach_left_nothing)
{
    world w;
    fold x = {0};
    world_init(&w, 3);
    w.source[0] = world_domain(&w, 8);
    world_source(&w, 0, w.source[0]);
    gy_reach reach[2] = {{.kind = GY_REACH_ALL, .n_out = 8, .n_in = 8},
                         {.kind = GY_REACH_ROW, .n_out = 8, .n_in = 8}};
    for (unsigned k = 0; k < 2; k++) {
        unsigned at = world_inst(&w, k ? "pick" : "blur", 1, w.source[0]);
        world_feed(&w, at, 0, at - 1, w.source[0]);
        world_tie(&w, at, 0, &reach[k]);
    }
    cr_assert(add_fold(&w, &x));
    gy_roles_clear(&x.roles);
    x.roles.test = gy_rows_range(0, 2);
    x.roles.train = gy_rows_range(2, 8);
    g_auto(gy_sources) scored = {0};
    gy_sources_init(&scored);
    world_feed(&w, x.metric, 0, 2, w.source[0]);
    GError *error = NULL;
    gboolean good = purge_fold(w.insts, &x.env, &x.roles, &scored, &error);
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_LEAK));
    cr_assert_not_null(strstr(error->message, "'blur' (reach all)"), "%s", error->message);
    cr_assert_null(strstr(error->message, "'pick'"), "%s", error->message);
    cr_assert(!good &&
              g_str_has_prefix(error->message, "[fit] no training row is left in fold 2: all 6"));
    gy_roles_clear(&x.roles);
    world_clear(&w);
}

Test(purge, inner_rows_are_purged_by_the_same_rule)
{
    for (uint64_t c = 0; c < 1000; c++) {
        world w;
        fold x = {0};
        world_random(&w, c, FALSE);
        if (add_fold(&w, &x)) {
            gy_inst *fit = world_at(&w, x.fit);
            const gy_domain *d = gy_inst_rows(fit);
            gy_segments seg = {d->n, d->n_segments, d->first};
            bitmap held = draw_bitmap(&w.random, d->n), left = {{0}};
            uint64_t mask = 0;
            g_auto(gy_rows) h = rows_of(&held, d->n), base = gy_rows_range(0, d->n), train = {0};
            g_auto(gy_rows) near = gy_rows_widen(&h, x.roles.gap, x.roles.gap, &seg);
            for (int64_t r = 0; r < d->n; r++) {
                mask |= gy_rows_contains(&near, r) ? w.mask[x.fit][r] : 0;
            }
            for (int64_t r = 0; r < d->n; r++) {
                left.at[r] = (w.mask[x.fit][r] & mask) == 0;
            }
            gy_purge_inner(w.insts, fit, &h, &base, x.roles.gap, &train);
            assert_rows(&train, &left, d->n);
            gy_roles_clear(&x.roles);
        }
        world_clear(&w);
    }
}

/* Fit "a" is read by "b" as a model only: b has seen its own rows 4..6 and those of a, 0..3. */
Test(purge, seen_follows_model_edges)
{
    world w;
    world_init(&w, 5);
    gy_domain *d = w.source[0] = world_domain(&w, 12);
    unsigned source = world_source(&w, 0, d);
    unsigned a = world_inst(&w, "a", 1, NULL), b = world_inst(&w, "b", 2, NULL);
    world_feed(&w, a, 0, source, d);
    world_feed(&w, b, 0, source, d);
    world_feed(&w, b, 1, a, d);
    gy_sig *sig = (gy_sig *)(uintptr_t)world_at(&w, b)->node->sig;
    sig->in[1].type = (gy_sig_type){.form = GY_FORM_MODEL};
    world_at(&w, b)->in[1].feeds[0].is_model = TRUE;
    world_at(&w, a)->fits = world_at(&w, b)->fits = TRUE;
    world_at(&w, a)->train = gy_rows_range(0, 4);
    world_at(&w, b)->train = gy_rows_range(4, 7);
    g_auto(gy_sources) seen = {0};
    gy_sources_init(&seen);
    gy_seen_by(w.insts, world_at(&w, b), FALSE, &seen);
    cr_assert_not_null(gy_sources_get(&seen, d));
    g_autofree char *text = gy_rows_format(gy_sources_get(&seen, d), 0);
    cr_expect_str_eq(text, "0-6");
    world_clear(&w);
}
