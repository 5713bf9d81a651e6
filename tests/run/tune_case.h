/* tune_case.h: a regression whose power, slope and reach [tune] may choose. */
#ifndef TUNE_CASE_H
#define TUNE_CASE_H

#include "run_case.h"

/* source parameters, split, tune, whatever else */
static inline char *tune_file(const char *pairs, const char *split, const char *tune,
                              const char *more)
{
    return g_strdup_printf("[a]\nplugin = reader.kit-pairs\n%s\n"
                           "[split]\nrows = @a\n%s\n"
                           "[w]\nplugin = transform.kit-power\nx = @a\n"
                           "[d]\nplugin = transform.kit-window\nx = @w\n"
                           "[f]\nplugin = encoder.kit-shrink\nx = @d\ny = @a.y\n"
                           "[m]\nplugin = metric.kit-error\npredicted = @f\ntarget = @a.y\n"
                           "[tune]\nscore = @m\n%s\n%s",
                           pairs, split, tune, more);
}

static inline run_case tune_run(const char *pairs, const char *split, const char *tune,
                                const char *more, gy_run_options o)
{
    g_autofree char *text = tune_file(pairs, split, tune, more);
    return run_text(text, o);
}

/* The choice of a fold (-2: on all rows) in a case; a failed assertion if there is none. */
static inline const gy_tune_fact *tune_fact(const run_case *c, const char *where, int fold)
{
    for (guint i = 0; i < c->out->tunes->len; i++) {
        const gy_tune_fact *f = c->out->tunes->pdata[i];
        if (f->fold == fold && strcmp(f->run_case, where) == 0) {
            return f;
        }
    }
    cr_assert(0, "no choice of fold %d (%s): %s", fold, where, c->text);
    return NULL;
}

/* The same choice, inner scores and slope, bit for bit. */
static inline void same_choice(const run_case *a, const run_case *b, int fold)
{
    const gy_tune_fact *f = tune_fact(a, "", fold), *g = tune_fact(b, "", fold);
    cr_expect_eq(f->chosen, g->chosen, "fold %d", fold);
    cr_expect_arr_eq(f->inner, g->inner, f->n * sizeof(double), "fold %d", fold);
    g_autofree char *key = g_strdup_printf("f/%d/b", fold);
    cr_expect_arr_eq(run_state(a, key, 1), run_state(b, key, 1), sizeof(double));
}

#endif
