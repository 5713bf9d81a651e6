/* inner.c: `inner` as it is written. Fold 0 of 2 trains on rows 5..9. */
#include "run_case.h"

Test(inner, schemes)
{
    const struct {
        const char *inner, *problem;
        guint n;
        double rows;
    } all[] = {{"k-fold 5", "", 5, 4},
               {"holdout last 0.4", "", 1, 3},

               {"stratified 2", "needs groups", 0, 0}};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text = g_strdup_printf(
            NUMBERS("n = 10") "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\ninner = %s\n"
                              "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                              "[m]\nplugin = metric.kit-all\nx = @f\n",
            all[i].inner);
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        if (all[i].n) {
            cr_assert_str_eq(c.text, "");
            cr_assert_eq(run_state(&c, "f/0/inner", all[i].n)[0], all[i].rows, "%zu", i);
        }
        cr_assert(strstr(c.text, all[i].problem), "%s", c.text);
        run_free(&c);
    }
}
