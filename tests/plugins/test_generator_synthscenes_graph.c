/* SPDX-License-Identifier: MIT
 *
 * generator.synthscenes: the triples against labels and places, and what is refused.
 */
#include "test_synthscenes.h"

static const char *const objects[4] = {"object1", "object2", "object3", "object4"};

typedef struct triples {
    harness *h;
    int64_t lo, hi; /* of one scene */
} triples;

static int has(const triples *t, const char *subject, const char *predicate, const char *object)
{
    int n = 0;
    for (int64_t k = t->lo; k < t->hi; k++) {
        n += !strcmp(harness_row_text(t->h, "graph.subject", k), subject) &&
             !strcmp(harness_row_text(t->h, "graph.predicate", k), predicate) &&
             !strcmp(harness_row_text(t->h, "graph.object", k), object);
    }
    cr_assert(n < 2, "%s %s %s is there twice", subject, predicate, object);
    return n;
}

/* Half of the box around object k, in radii: cubes are .8, cylinders .5 wide. */
static double half(harness *h, int64_t i, int64_t k, int axis)
{
    int shape = label(h, i, k, 0);
    double of = shape == 1 ? .8 : shape == 4 && axis == 0 ? .5 : 1;
    return of * (double)place(h, i, k, 2);
}

/* The relations from a to b, by their definitions; one that hangs on the last bit (places are f32)
 * is not asked for. Returns how many hold. */
static int relations(const triples *t, int64_t i, int64_t a, int64_t b)
{
    harness *h = t->h;
    double value[7], gap = 32. / 16;
    for (int axis = 0; axis < 2; axis++) {
        double apart = (double)place(h, i, b, axis) - (double)place(h, i, a, axis);
        value[2 * axis] = apart - gap;
        value[2 * axis + 1] = -apart - gap;
    }
    value[4] = (double)place(h, i, b, 3) - (double)place(h, i, a, 3);
    value[5] = (double)place(h, i, a, 2) - (double)place(h, i, b, 2);
    value[6] = INFINITY;
    for (int axis = 0; axis < 2; axis++) {
        double apart = fabs((double)place(h, i, b, axis) - (double)place(h, i, a, axis));
        value[6] = fmin(value[6], half(h, i, b, axis) - half(h, i, a, axis) - apart);
    }
    const char *const names[7] = {"left-of",     "right-of",    "above",    "below",
                                  "in-front-of", "larger-than", "inside-of"};
    int found = 0;
    for (int k = 0; k < 7; k++) {
        int told = has(t, objects[a], names[k], objects[b]);
        cr_assert(told == (value[k] > 0) || fabs(value[k]) < 1e-4, "%s of scene %d", names[k],
                  (int)i);
        found += told;
    }
    cr_assert_eq(has(t, objects[a], "behind", objects[b]), value[4] < 0);
    return found + (value[4] < 0);
}

Test(synthscenes_graph, triples_are_what_is_so)
{
    enum { n = 300 };
    harness *h = scenes(n);
    wants(h, "objects;places;graph");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const int64_t *scene = harness_get(h, "graph.scene")->data;
    int64_t total = harness_length(h, "triple"), inside = 0;
    triples t = {h, 0, 0};
    for (int64_t i = 0; i < n; i++) {
        char count[2] = {(char)('0' + objects_of(h, i)), 0};
        int found = 2;
        t.lo = t.hi;
        while (t.hi < total && scene[t.hi] == i) {
            t.hi++;
        }
        cr_assert(has(&t, "scene", "count", count));
        cr_assert(has(&t, "scene", "background", coord_text(h, "background", i)));
        for (int64_t a = 0; a < objects_of(h, i); a++) {
            for (int kind = 0; kind < 4; kind++, found++) {
                cr_assert(
                    has(&t, objects[a], kind_names[kind], kind_words[kind][label(h, i, a, kind)]));
            }
            for (int64_t b = 0; b < objects_of(h, i); b++) {
                found += a == b ? 0 : relations(&t, i, a, b);
                inside += a != b && has(&t, objects[a], "inside-of", objects[b]);
            }
        }
        cr_assert_eq(found, t.hi - t.lo, "scene %d says more than is so", (int)i);
    }
    cr_assert(t.hi == total && inside > 5, "%d", (int)inside);
    harness_free(h);
}

static const struct {
    const char *key, *value, *where, *text;
} refused[] = {
    {"hold_out", "red blue", "hold_out", "an object has one colour"},
    {"hold_out", "pink cube", "hold_out", "'pink' is none of the shapes"},
    {"hold_out", "", "hold_out", "all 432 combinations are held out"},
    {"hold_out_share", "0.5", "hold_out_share", "names no combination"},
    {"shapes", "cuboid", "shapes", "'cuboid' is no shape"},
    {"colours", "red;red", "colours", "'red' is there twice"},
    {"least", "5", "least", "least = 5 is more than most = 4"},
    {"scale", "2.5", "scale", "scale <= 2"},
    {"scale", "0.1", "scale", "at least 2 are needed: scale >= 0.5208"},
    {"scenes", "1e17", "scenes", "at most 1"},
};

Test(synthscenes_graph, bad_input)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        harness *h = scenes(10);
        const char *value = refused[i].value, *two[2] = {"red", "red"};
        if (refused[i].key[strlen(refused[i].key) - 1] == 's' && value[0] != '1') {
            harness_texts(h, refused[i].key, strchr(value, ';') ? 2 : 1,
                          strchr(value, ';') ? two : &value);
        } else if (!strcmp(refused[i].key, "hold_out")) {
            harness_texts(h, "hold_out", 1, &value);
        } else {
            harness_param(h, refused[i].key, value);
            harness_number(h, refused[i].key, strtod(value, NULL));
        }
        cr_assert_eq(harness_resolve(h), -1, "%zu", i);
        cr_assert_str_eq(harness_where(h), refused[i].where, "%zu: %s", i, harness_error(h));
        cr_assert(strstr(harness_error(h), refused[i].text), "%s", harness_error(h));
        harness_free(h);
    }
}

/* All words of one kind, one by one, are everything. */
Test(synthscenes_graph, everything_held_out)
{
    harness *h = scenes(10);
    harness_texts(h, "hold_out", 6, kind_words[0]);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert(strstr(harness_error(h), "at most 431"), "%s", harness_error(h));
    harness_texts(h, "hold_out", 5, kind_words[0]);
    cr_assert_eq(harness_resolve(h), 0, "%s", harness_error(h));
    harness_free(h);
}

/* Side by side: the bound that is told holds, and a little more does not. */
Test(synthscenes_graph, more_objects_than_fit)
{
    harness *h = scenes(10);
    harness_param(h, "apart", "true");
    harness_number(h, "scale", 1.01);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "most");
    cr_assert(strstr(harness_error(h), "at most 1 of them, or scale <= 1"), "%s", harness_error(h));
    harness_number(h, "most", 1);
    cr_assert_eq(harness_resolve(h), 0, "%s", harness_error(h));
    harness_number(h, "most", 4);
    harness_number(h, "scale", 1);
    cr_assert_eq(harness_resolve(h), 0, "%s", harness_error(h));
    harness_free(h);
}

Test(synthscenes_graph, stopped_without_memory_or_service)
{
    for (int i = 0; i < 4; i++) {
        harness *h = small_scenes(100);
        cr_assert_eq(harness_resolve(h), 0, "%s", harness_error(h));
        if (i == 0) {
            harness_stop_after(h, 3);
        } else if (i == 1) {
            harness_memory(h, 10);
        } else {
            harness_without(h, i == 2 ? "gy.rng/1" : "gy.map/1");
        }
        cr_assert_eq(harness_run(h), i == 0 ? -9 : i == 1 ? -5 : -8, "%d", i);
        harness_free(h);
    }
    harness *h = scenes(100);
    harness_memory(h, 1000);
    cr_assert_eq(harness_resolve(h), -5);
    cr_assert_str_eq(harness_where(h), "scenes");
    harness_free(h);
}
