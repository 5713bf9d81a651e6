/* within.c: segments that end where a value changes, or where a fold does. x[i] = i, kit-centre
 * takes the mean of each segment away, so the values tell the segments. */
#include "run_case.h"

#define ALL "[m]\nplugin = metric.kit-rows\nx = @c\n"
#define PAIRS                                                                                      \
    "[x]\nplugin = reader.kit-pairs\nn = 20\n[c]\nplugin = transform.kit-centre\nx = @x\n"         \
    "[f]\nplugin = encoder.kit-shrink\nx = @c\ny = @x.y\n"                                         \
    "[e]\nplugin = metric.kit-error\npredicted = @f\ntarget = @x.y\n"

/* The last row's value is half of what its segment is long, less a half. */
Test(within, values_cut_segments)
{
    const struct {
        const char *within;
        double last;
    } all[] = {{"", 9.5}, {"within = @x.g\n", 2}, {"within = @x.odd\n", 0}};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text = g_strdup_printf(
            "[x]\nplugin = reader.kit-pairs\nn = 20\n[i]\nplugin = transform.kit-number\nx = @x\n"
            "[c]\nplugin = transform.kit-centre\nx = @i\n%s[m]\nplugin = metric.kit-rows\nx = @c\n",
            all[i].within);
        run_case c = run_text(text, (gy_run_options){.threads = 2});
        cr_assert_eq(c.out->failed, 0, "%s", c.text);
        double last = run_score(&c, "m", "values", "", 0);
        cr_expect(fabs(last - all[i].last) < 1e-12, "%zu: %g", i, last);
        run_free(&c);
    }
}

/* One recording, two folds: without the key every training row reads test rows and the file is
 * refused; with it none does, and nothing is purged. */
Test(within, folds_cut_segments)
{
    const char *const split[] = {"scheme = k-fold\nfolds = 2", "scheme = k-fold\nfolds = 2",
                                 "scheme = holdout\ntest = first 0.5"};
    for (int i = 0; i < 3; i++) {
        g_autofree char *text = g_strdup_printf("%s[split]\nrows = @x\n%s\n", PAIRS, split[i]);
        g_autoptr(GString) file = g_string_new(text);
        if (i) {
            g_string_replace(file, "x = @x\n", "x = @x\nwithin = @split\n", 1);
        }
        run_case c = run_text(file->str, (gy_run_options){.threads = 1});
        cr_expect_eq(c.out->failed == 0, i > 0, "%s", c.text);
        cr_expect_eq(strstr(c.text, "no training row is left") != NULL, i == 0, "%s", c.text);
        for (guint k = 0; i && k < c.out->fits->len; k++) {
            const gy_fit_fact *f = c.out->fits->pdata[k];
            cr_expect_eq(f->purged, 0);
            cr_expect_eq(gy_rows_count(&f->train), 10);
        }
        run_free(&c);
    }
}

/* Poison in the test rows of fold 0 changes no bit of its slope. */
Test(within, what_is_cut_does_not_leak)
{
    double slope[2] = {0};
    for (int i = 0; i < 2; i++) {
        g_autoptr(GString) file =
            g_string_new(PAIRS "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n");
        g_string_replace(file, "x = @x\n", "x = @x\nwithin = @split\n", 1);
        g_string_replace(file, "n = 20\n", i ? "n = 20\nlo = 0\nhi = 10\n" : "n = 20\n", 1);
        run_case c = run_text(file->str, (gy_run_options){.threads = 1});
        cr_assert_eq(c.out->failed, 0, "%s", c.text);
        slope[i] = run_state(&c, "f/0/b", 1)[0];
        run_free(&c);
    }
    cr_expect_arr_eq(&slope[0], &slope[1], sizeof slope[0]);
}

Test(within, refusals)
{
    const struct {
        const char *text, *told;
    } all[] = {
        {"[x]\nplugin = reader.kit-pairs\n[c]\nplugin = transform.kit-centre\nx = @x\nscale = row\n"
         "within = @x.g\n" ALL,
         "[c] within = @x.g changes nothing"},
        {"[x]\nplugin = reader.kit-pairs\n[y]\nplugin = reader.kit-pairs\n"
         "[c]\nplugin = transform.kit-centre\nx = @x\nwithin = @y.g\n" ALL,
         "[c] within: @y.g: "},
        {"[x]\nplugin = reader.kit-pairs\n[y]\nplugin = reader.kit-pairs\nn = 8\n"
         "[split]\nrows = @y\nscheme = k-fold\nfolds = 2\n"
         "[c]\nplugin = transform.kit-centre\nx = @x\nwithin = @split\n" ALL,
         "[c] within = @split: its rows ('time') are not those of the split ('time')"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        run_case c = run_text(all[i].text, (gy_run_options){.threads = 1});
        cr_expect(strstr(c.text, all[i].told), "%zu: %s", i, c.text);
        cr_expect_gt(c.out->failed, 0);
        run_free(&c);
    }
}
