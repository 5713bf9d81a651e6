/* SPDX-License-Identifier: MIT
 *
 * generator.synthscenes: tables, words and splits. What one output says of a scene is compared with
 * what another says; captions and triples are read back by a small parser.
 */
#include "test_synthscenes.h"

static const char *const backgrounds[4] = {"clear", "graded", "banded"};

/* Column of a table by its name; -1 if there is none. */
static int64_t column(harness *h, const char *axis, const char *name)
{
    const gy_array *names = harness_out_coord(h, axis, "name");
    for (int64_t k = 0; k < names->shape[0]; k++) {
        if (!strcmp(harness_text_of(h, names, k), name)) {
            return k;
        }
    }
    return -1;
}

Test(synthscenes, attributes_and_pairs_equal_labels)
{
    harness *h = scenes(300);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    int64_t columns = harness_length(h, "attribute"), pairs = harness_length(h, "pair");
    const uint8_t *table = harness_get(h, "attributes")->data;
    const uint8_t *pair = harness_get(h, "pairs")->data;
    cr_assert(columns == 6 + 6 + 3 + 4 + 3 + 4 + 6 && pairs == 36);
    for (int64_t i = 0; i < 300; i++) {
        for (int kind = 0; kind < 4; kind++) {
            for (int code = 0; kind_words[kind][code]; code++) {
                char name[64];
                snprintf(name, sizeof name, "%s.%s", kind_names[kind], kind_words[kind][code]);
                int has = 0;
                for (int k = 0; k < 4; k++) {
                    has |= label(h, i, k, kind) == code;
                }
                cr_assert_eq(table[i * columns + column(h, "attribute", name)], has, "%s", name);
            }
        }
        for (int code = 0; code < 36; code++) {
            char name[64];
            int has = 0;
            snprintf(name, sizeof name, "%s %s", kind_words[1][code / 6], kind_words[0][code % 6]);
            for (int k = 0; k < 4; k++) {
                has |= label(h, i, k, 1) == code / 6 && label(h, i, k, 0) == code % 6;
            }
            cr_assert_eq(pair[i * 36 + column(h, "pair", name)], has, "%s", name);
        }
    }
    harness_free(h);
}

/* Coordinates are those of the first object; places fill thirds of the picture. */
Test(synthscenes, coordinates_and_thirds)
{
    static const char *const thirds[2][3] = {{"left", "centre", "right"},
                                             {"top", "middle", "bottom"}};
    harness *h = scenes(200);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const uint8_t *table = harness_get(h, "attributes")->data;
    int64_t columns = harness_length(h, "attribute");
    for (int64_t i = 0; i < 200; i++) {
        int64_t n = ((const int64_t *)harness_out_coord(h, "row", "count")->data)[i];
        char name[64];
        cr_assert_eq(n, objects_of(h, i));
        snprintf(name, sizeof name, "count.%d", (int)n);
        cr_assert_eq(table[i * columns + column(h, "attribute", name)], 1);
        snprintf(name, sizeof name, "background.%s", coord_text(h, "background", i));
        cr_assert_eq(table[i * columns + column(h, "attribute", name)], 1);
        for (int kind = 0; kind < 4; kind++) {
            cr_assert_str_eq(coord_text(h, kind_names[kind], i),
                             kind_words[kind][label(h, i, 0, kind)]);
        }
        for (int axis = 0; axis < 2; axis++) {
            for (int third = 0; third < 3; third++) {
                int has = 0;
                for (int k = 0; k < n; k++) {
                    double at = (double)place(h, i, k, axis) / 32 * 3;
                    has |= at >= third && at < third + 1;
                }
                snprintf(name, sizeof name, "place.%s", thirds[axis][third]);
                cr_assert_eq(table[i * columns + column(h, "attribute", name)], has);
            }
        }
    }
    harness_free(h);
}

/* The next word of lower-case letters; NULL at the end. */
static const char *next_word(const char **at, char *word)
{
    int n = 0;
    while (**at && (**at < 'a' || **at > 'z')) {
        (*at)++;
    }
    while (**at >= 'a' && **at <= 'z' && n < 30) {
        word[n++] = *(*at)++;
    }
    word[n] = 0;
    return n ? word : NULL;
}

static int place_of(const char *const *list, const char *word)
{
    for (int k = 0; list[k]; k++) {
        if (!strcmp(list[k], word)) {
            return k;
        }
    }
    return -1;
}

/* What a caption says. */
typedef struct said {
    int n, code[8][4], number, background;
    char side[8]; /* l, r, a, b, or 0, of each object as seen from the first */
} said;

/* A caption is read word by word: words of size, colour, texture and shape make an object in this
 * order, the rest is sides, numbers and the background. */
static said parse(const char *caption)
{
    static const int order[4] = {2, 1, 3, 0};
    static const char *const sides[5] = {"left", "right", "above", "below"};
    static const char *const numbers[5] = {"one", "two", "three", "four"};
    said s = {.background = -1};
    char word[32], before[32] = "";
    int part = 0;
    for (const char *at = caption; next_word(&at, word);) {
        int code = place_of(kind_words[order[part]], word), side = place_of(sides, word);
        if (code >= 0) {
            s.code[s.n][order[part]] = code;
            s.n += part == 3;
            part = (part + 1) % 4;
        } else {
            cr_assert_eq(part, 0, "%s: '%s' within an object", caption, word);
            if (side >= 0) {
                s.side[s.n - 1] = sides[side][0];
            }
            if (place_of(backgrounds, word) >= 0) {
                s.background = place_of(backgrounds, word);
            }
            if (!strncmp(word, "object", 6)) {
                s.number = place_of(numbers, before) + 1;
                cr_assert_eq(word[6] == 's', s.number > 1, "%s", caption);
            }
        }
        strcpy(before, word);
    }
    return s;
}

/* The side on which b is, along the axis on which the two are farther apart. */
static char side_of(harness *h, int64_t i, int64_t k)
{
    double dx = (double)place(h, i, k, 0) - (double)place(h, i, 0, 0);
    double dy = (double)place(h, i, k, 1) - (double)place(h, i, 0, 1);
    return fabs(dx) > fabs(dy) ? (dx < 0 ? 'l' : 'r') : (dy < 0 ? 'a' : 'b');
}

Test(synthscenes, captions_read_back)
{
    enum { n = 600 };
    harness *h = scenes(n);
    int sides = 0, numbers = 0, bare = 0;
    const int64_t *phrasing = NULL;
    char head[5][8] = {"", "", "", "", ""};
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    phrasing = harness_out_coord(h, "row", "phrasing")->data;
    for (int64_t i = 0; i < n; i++) {
        const char *caption = harness_row_text(h, "captions", i);
        said s = parse(caption);
        cr_assert_eq(s.n, objects_of(h, i), "%s", caption);
        cr_assert_str_eq(backgrounds[s.background], coord_text(h, "background", i), "%s", caption);
        cr_assert(s.number == 0 || s.number == s.n, "%s", caption);
        cr_assert(phrasing[i] >= 0 && phrasing[i] < 5);
        cr_assert_eq(phrasing[i] == 1, s.number > 0); /* "there are two objects: ..." */
        cr_assert(!s.side[1] || phrasing[i] == 2 || phrasing[i] == 3);
        for (int k = 0; k < s.n; k++) {
            for (int kind = 0; kind < 4; kind++) {
                cr_assert_eq(s.code[k][kind], label(h, i, k, kind), "%s", caption);
            }
            cr_assert(!s.side[k] || (k > 0 && s.side[k] == side_of(h, i, k)), "%s", caption);
            sides += s.side[k] != 0;
        }
        numbers += s.number > 0;
        bare += s.number == 0 && !s.side[1];
        int at = 0; /* five phrasings begin in five ways */
        while (at < 5 && *head[at] && strncmp(head[at], caption, 5)) {
            at++;
        }
        if (at < 5) {
            memcpy(head[at], caption, 5);
        }
    }
    /* a fifth of the captions begins with a number, two fifths tell sides of what there is more */
    cr_assert(numbers > 85 && numbers < 155, "%d", numbers);
    cr_assert(sides > 250 && bare > 200, "%d %d", sides, bare);
    harness_free(h);
}

/* Chi-square of n counts that are equal in expectation, within two-sided bounds at 1e-4
 * (Wilson, Hilferty). */
static void is_uniform(const char *what, const int64_t *counts, int n)
{
    double total = 0, chi = 0, f = n - 1, spread = 3.9 * sqrt(2 / (9 * f));
    for (int k = 0; k < n; k++) {
        total += (double)counts[k];
    }
    for (int k = 0; k < n; k++) {
        double apart = (double)counts[k] - total / n;
        chi += apart * apart / (total / n);
    }
    double low = f * pow(fmax(1 - 2 / (9 * f) - spread, 0), 3);
    double high = f * pow(1 - 2 / (9 * f) + spread, 3);
    cr_assert(chi >= low && chi <= high, "%s: chi-square %g of %d cells, not %g .. %g", what, chi,
              n, low, high);
}

Test(synthscenes, attributes_and_places_are_uniform)
{
    enum { n = 20000 };
    int64_t combos[432] = {0}, counts[4] = {0}, grounds[3] = {0}, across[16] = {0}, down[16] = {0};
    int64_t nearest[4] = {0};
    harness *h = scenes(n);
    wants(h, "objects;places");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    for (int64_t i = 0; i < n; i++) {
        int64_t count = objects_of(h, i), front = 0;
        counts[count - 1]++;
        grounds[place_of(backgrounds, coord_text(h, "background", i))]++;
        for (int k = 0; k < count; k++) {
            combos[((label(h, i, k, 0) * 6 + label(h, i, k, 1)) * 3 + label(h, i, k, 2)) * 4 +
                   label(h, i, k, 3)]++;
            front = place(h, i, k, 3) < place(h, i, front, 3) ? k : front;
        }
        nearest[front] += count == 4;
        if (count == 1) { /* several make room for each other */
            double r = (double)place(h, i, 0, 2);
            across[(int)(((double)place(h, i, 0, 0) - r) / (32 - 2 * r) * 15.999)]++;
            down[(int)(((double)place(h, i, 0, 1) - r) / (32 - 2 * r) * 15.999)]++;
        }
    }
    is_uniform("shape, colour, size, texture", combos, 432);
    is_uniform("count", counts, 4);
    is_uniform("background", grounds, 3);
    is_uniform("x", across, 16);
    is_uniform("y", down, 16);
    is_uniform("nearest of four", nearest, 4);
    harness_free(h);
}

/* Whether an object is a red cube, a torus, or something small and dotted. */
static int is_held(harness *h, int64_t i, int64_t k)
{
    return (label(h, i, k, 0) == 1 && label(h, i, k, 1) == 0) || label(h, i, k, 0) == 3 ||
           (label(h, i, k, 2) == 0 && label(h, i, k, 3) == 3);
}

Test(synthscenes, held_out_objects_are_in_all_test_rows_and_in_no_other)
{
    enum { n = 4000 };
    const char *const items[] = {"red cube", "torus", "dotted  small"};
    for (int mode = 0; mode < 2; mode++) {
        harness *h = scenes(n);
        int64_t tests = 0, pairs = 0;
        harness_texts(h, "hold_out", 3, items);
        wants(h, "objects;heldout");
        if (mode) {
            harness_number(h, "hold_out_share", .25);
        } else {
            harness_number(h, "most", 1);
        }
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        const uint8_t *held = harness_get(h, "heldout")->data;
        for (int64_t i = 0; i < n; i++) {
            int has = 0;
            for (int64_t k = 0; k < objects_of(h, i); k++) {
                has |= is_held(h, i, k);
                pairs += label(h, i, k, 0) == 1 && label(h, i, k, 1) == 0;
            }
            cr_assert_eq(held[i], has);
            cr_assert_str_eq(coord_text(h, "split", i), has ? "test" : "train");
            tests += has;
        }
        /* of 432 combinations 72 have a torus, 12 more are red cubes; a twelfth of the rest is
         * small and dotted: 84 + 348 / 12 = 113. Bounds: four standard errors. */
        double share = mode ? .25 : 113. / 432, error = sqrt(share * (1 - share) / n);
        cr_assert(fabs((double)tests / n - share) < 4 * error, "%g", (double)tests / n);
        cr_assert(pairs > 60, "%d", (int)pairs);
        harness_free(h);
    }
}

/* Every output row is the same with fewer scenes, and whatever else is asked for. */
Test(synthscenes, a_scene_depends_on_its_number_only)
{
    harness *all = small_scenes(70), *few = small_scenes(66), *first = small_scenes(1);
    cr_assert_eq(harness_run(all), 0, "%s", harness_error(all));
    cr_assert_eq(harness_run(few), 0, "%s", harness_error(few));
    cr_assert_eq(harness_run(first), 0, "%s", harness_error(first));
    for (int k = 0; output_names[k]; k++) {
        const char *name = output_names[k];
        harness *one = small_scenes(70);
        wants(one, name);
        cr_assert_eq(harness_run(one), 0, "%s", harness_error(one));
        same_rows(all, few, name, 66);
        same_rows(all, first, name, 1);
        same_rows(all, one, name, 70);
        for (int j = 0; output_names[j]; j++) {
            cr_assert(j == k || !harness_get(one, output_names[j]));
        }
        harness_free(one);
    }
    for (int64_t i = 0; i < 66; i++) {
        cr_assert_str_eq(harness_row_text(all, "captions", i),
                         harness_row_text(few, "captions", i));
        cr_assert_str_eq(coord_text(all, "shape", i), coord_text(few, "shape", i));
    }
    harness_free(all);
    harness_free(few);
    harness_free(first);
}
