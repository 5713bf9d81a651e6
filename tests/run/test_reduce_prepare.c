/* reduce_prepare.c: under --chance a fit is taught by other rows: every row once, and along time by
 * a shift of each segment by a quarter to three quarters of its length. Rows hold 1 to 12. */
#include "run_case.h"

#define KEEP(rest)                                                                                 \
    "[t]\nplugin = reader.kit-plan\ng = aaaaaaaaaaaa\n" rest "[f]\nplugin = encoder.kit-keep\n"    \
    "x = @t.x\ny = @t.x\n"

static gboolean is_permutation(const double *v)
{
    int seen = 0;
    for (int i = 0; i < 12; i++) {
        seen |= v[i] >= 1 && v[i] <= 12 ? 1 << (int)v[i] : 0;
    }
    return seen == 0x1ffe;
}

Test(reduce_prepare, the_truth)
{
    run_case c = run_text(KEEP(""), (gy_run_options){.threads = 1});
    const double *v = run_state(&c, "f/-1/kept", 12);
    for (int i = 0; i < 12; i++) {
        cr_expect_eq(v[i], i + 1);
    }
    run_free(&c);
}

Test(reduce_prepare, other_rows)
{
    run_case c = run_text(KEEP(""), (gy_run_options){.threads = 1, .chance = TRUE});
    const double *v = run_state(&c, "f/-1/kept", 12);
    int moved = 0, steps = 0;
    for (int i = 0; i < 12; i++) {
        moved += v[i] != i + 1;
        steps += i > 0 && v[i] == v[i - 1] + 1;
    }
    cr_expect(is_permutation(v) && moved > 4 && steps < 8, "no shuffle");
    run_free(&c);
}

Test(reduce_prepare, shifted_segments)
{
    run_case c = run_text(KEEP("s = 000011111111\nrate = true\n"),
                          (gy_run_options){.threads = 1, .chance = TRUE});
    const double *v = run_state(&c, "f/-1/kept", 12);
    cr_expect(is_permutation(v));
    static const int lo[] = {0, 4}, n[] = {4, 8};
    for (int s = 0; s < 2; s++) {
        int shift = (int)v[lo[s]] - 1 - lo[s];
        cr_expect(shift >= n[s] / 4 && shift <= 3 * n[s] / 4, "shift %d of %d", shift, n[s]);
        for (int i = 0; i < n[s]; i++) {
            cr_expect_eq(v[lo[s] + i], 1 + lo[s] + (i + shift) % n[s]);
        }
    }
    run_free(&c);
}

/* Two fits of the same rows are taught the same, so that they can be compared. */
Test(reduce_prepare, one_shuffle_for_all)
{
    const char *const plans[] = {"", "s = 000011111111\nrate = true\n"};
    for (size_t k = 0; k < G_N_ELEMENTS(plans); k++) {
        g_autofree char *text = g_strdup_printf(
            KEEP("%s") "[again]\nplugin = encoder.kit-keep\nx = @t.x\ny = @t.x\n", plans[k]);
        run_case c = run_text(text, (gy_run_options){.threads = 1, .chance = TRUE});
        const double *a = run_state(&c, "f/-1/kept", 12), *b = run_state(&c, "again/-1/kept", 12);
        cr_expect_eq(memcmp(a, b, 12 * sizeof(double)), 0, "%s", text);
        cr_expect_neq(a[0], 1);
        run_free(&c);
    }
}
