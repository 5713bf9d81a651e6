/* SPDX-License-Identifier: MIT
 *
 * generator.synthscenes: tables and words. What a table says is compared with what another output
 * of the same scene says.
 */
#include "test_synthscenes.h"

/* Column of the attribute table by its name; -1 if there is none. */
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
