/* test_flow.c: rows that travel back and forth through random worlds, against bit masks. */
#include "run/flow.h"

#include "build_inst.h"

static uint64_t source_mask(const world *w, const gy_sources *sources)
{
    uint64_t mask = 0;
    for (int s = 0; s < 2; s++) {
        const gy_rows *rows = gy_sources_get(sources, w->source[s]);
        for (int64_t r = 0; rows && r < w->source[s]->n; r++) {
            mask |= (uint64_t)gy_rows_contains(rows, r) << (32 * s + r);
        }
    }
    return mask;
}

Test(flow, back_reads_what_the_masks_say)
{
    for (uint64_t c = 0; c < 2000; c++) {
        world w;
        world_random(&w, c, TRUE);
        g_auto(gy_flow) f = {0};
        g_auto(gy_sources) sources = {0};
        gy_flow_init(&f, w.insts);
        gy_sources_init(&sources);
        uint64_t want = 0;
        for (unsigned i = 0; i < w.insts->len; i++) {
            int64_t n = world_rows(&w, i)->n;
            bitmap map = draw_bitmap(&w.random, n);
            *gy_flow_at(&f, world_at(&w, i), 0) = rows_of(&map, n);
            for (int64_t r = 0; r < n; r++) {
                want |= map.at[r] ? w.mask[i][r] : 0;
            }
        }
        gy_flow_back(&f, &sources);
        cr_assert_eq(source_mask(&w, &sources), want, "case %d", (int)c);
        gy_flow_clear(&f);
        world_clear(&w);
    }
}

Test(flow, forward_reaches_what_the_masks_say)
{
    for (uint64_t c = 0; c < 2000; c++) {
        world w;
        world_random(&w, c, TRUE);
        g_auto(gy_flow) f = {0};
        g_auto(gy_sources) sources = {0};
        gy_flow_init(&f, w.insts);
        gy_sources_init(&sources);
        for (int s = 0; s < 2; s++) {
            bitmap map = draw_bitmap(&w.random, w.source[s]->n);
            g_auto(gy_rows) rows = rows_of(&map, w.source[s]->n);
            gy_sources_add(&sources, w.source[s], &rows);
        }
        uint64_t from = source_mask(&w, &sources);
        gy_flow_forward(&f, &sources);
        for (unsigned i = 0; i < w.insts->len; i++) {
            const gy_rows *at = gy_flow_at(&f, world_at(&w, i), 0);
            for (int64_t r = 0; r < world_rows(&w, i)->n; r++) {
                cr_assert_eq(gy_rows_contains(at, r), (w.mask[i][r] & from) != 0,
                             "case %d, instance %u, row %d", (int)c, i, (int)r);
            }
        }
        gy_flow_clear(&f);
        world_clear(&w);
    }
}

Test(flow, sources_add_up_and_meet)
{
    g_autoptr(gy_domain) a = gy_domain_new("a", 10), b = gy_domain_new("b", 10);
    g_auto(gy_sources) x = {0}, y = {0};
    gy_sources_init(&x);
    gy_sources_init(&y);
    g_auto(gy_rows) low = gy_rows_range(0, 4), high = gy_rows_range(3, 9), common = {0};
    gy_sources_add(&x, a, &low);
    gy_sources_add(&x, a, &high);
    assert_text(gy_sources_get(&x, a), "0-8");
    cr_assert_null(gy_sources_get(&x, b));
    gy_sources_add(&y, b, &low);
    cr_assert_null(gy_sources_meet(&x, &y, &common), "no common source");
    gy_sources_add(&x, b, &high);
    cr_assert_eq(gy_sources_meet(&x, &y, &common), b);
    assert_text(&common, "3");
}

Test(flow, identity_wants_a_common_root)
{
    g_autoptr(gy_domain) a = gy_domain_new("a", 10), b = gy_domain_new("a", 10);
    int64_t even[] = {0, 2, 4, 6, 8}, late[] = {5, 6, 7, 8};
    g_autoptr(gy_domain) x = gy_domain_subset(a, "even", 5, even, NULL);
    g_autoptr(gy_domain) y = gy_domain_subset(a, "late", 4, late, NULL);
    g_auto(gy_rows) rows = gy_rows_range(3, 5), out = {0};
    cr_assert(gy_rows_by_identity(y, x, &rows, &out));
    assert_text(&out, "1,3");
    g_auto(gy_rows) none = {0};
    cr_assert_not(gy_rows_by_identity(b, x, &rows, &none));
    cr_assert_eq(none.n, 0);
}

Test(flow, a_model_carries_no_rows)
{
    world w;
    world_init(&w, 1);
    w.source[0] = world_domain(&w, 6);
    world_source(&w, 0, w.source[0]);
    unsigned at = world_inst(&w, "node", 1, w.source[0]);
    world_feed(&w, at, 0, 0, w.source[0]);
    gy_feed *feed = world_at(&w, at)->in[0].feeds;
    feed->is_model = TRUE;
    g_auto(gy_flow) f = {0};
    gy_flow_init(&f, w.insts);
    g_auto(gy_rows) rows = gy_rows_range(0, 6);
    gy_flow_add_feed(&f, feed, &rows);
    cr_assert_eq(gy_flow_at(&f, world_at(&w, 0), 0)->n, 0);
    *gy_flow_at(&f, world_at(&w, 0), 0) = gy_rows_range(0, 3);
    g_auto(gy_rows) through = gy_flow_through_feed(&f, feed);
    cr_assert_eq(through.n, 0);
    gy_flow_clear(&f);
    world_clear(&w);
}
