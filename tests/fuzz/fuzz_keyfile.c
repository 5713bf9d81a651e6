/* SPDX-License-Identifier: Apache-2.0
 *
 * libFuzzer target for everything that reads a keyfile's text: the scan, a profile, an override,
 * the variables, and every value as every kind of literal. It looks for crashes and for promises
 * of the headers that do not hold:
 *   - what scans without a problem, GKeyFile reads with the same values;
 *   - a value that does not parse has a message, one that does has none;
 *   - expansion of an expanded file changes nothing.
 *
 *     CC=clang meson setup build-fuzz -Dfuzz=true
 *     ninja -C build-fuzz tests/graph/fuzz_keyfile
 * and run build-fuzz/tests/graph/fuzz_keyfile NEW tests/keyfiles/jobs tests/keyfiles/bad with an
 * empty folder NEW first: libFuzzer writes what it finds there.
 */
#include "graph/keyfile_vars.h"
#include "graph/literal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void parse_all_kinds(const char *text)
{
    static const char *const words[] = {"auto", "k-fold", NULL};
    static const char *const units[] = {NULL, "s", "rows"};
    for (int kind = GY_LITERAL_NONE; kind <= GY_LITERAL_EDGE + 1; kind++) {
        for (unsigned bits = 0; bits < 8; bits++) {
            gy_want want = {.kind = (gy_literal_kind)kind, .list = (bits & 1) != 0};
            want.counts = want.or_rows = (bits & 2) != 0;
            want.choices = (bits & 4) != 0 ? words : NULL;
            want.unit = units[bits % 3] ? gy_unit_find(units[bits % 3]) : NULL;
            g_auto(gy_literal) literal = {0};
            g_autoptr(GError) error = NULL;
            bool parsed = gy_literal_parse(text, &want, &literal, &error);
            require(parsed == (error == NULL));
            require(!parsed || literal.unit != NULL);
        }
    }
}

static void agree_with_glib(const gy_keyfile *keyfile, const char *data, size_t size)
{
    g_autoptr(GKeyFile) glib = g_key_file_new();
    if (!g_key_file_load_from_data(glib, data, size, G_KEY_FILE_NONE, NULL)) {
        require(size == 0);
        return;
    }
    g_auto(GStrv) names = g_key_file_get_groups(glib, NULL);
    require(g_strv_length(names) == keyfile->groups->len);
    for (guint i = 0; i < keyfile->groups->len; i++) {
        const gy_group *group = keyfile->groups->pdata[i];
        for (guint k = 0; k < group->keys->len; k++) {
            const gy_key *key = group->keys->pdata[k];
            g_autofree char *value = g_key_file_get_value(glib, names[i], key->name, NULL);
            require(value != NULL && g_str_equal(g_strchomp(value), key->value));
        }
    }
}

static void expand_and_parse(gy_keyfile *keyfile, gy_problems *problems)
{
    bool expanded = gy_keyfile_expand(keyfile, problems);
    for (guint i = 0; i < keyfile->groups->len; i++) {
        const gy_group *group = keyfile->groups->pdata[i];
        for (guint k = 0; k < group->keys->len; k++) {
            const gy_key *key = group->keys->pdata[k];
            require(key->value[0] != '\0');
            g_autofree char *again = NULL;
            g_autoptr(GError) error = NULL;
            bool kept = gy_text_expand(key->value, NULL, NULL, GY_EXPAND_KEEP, &again, &error);
            require(!expanded || (kept && g_str_equal(again, key->value)));
            g_strfreev(gy_text_vars(key->value));
            parse_all_kinds(key->value);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *data = (const char *)bytes;
    g_autofree char *text = g_strndup(data, size);
    parse_all_kinds(text);
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) keyfile = gy_keyfile_scan("fuzz", data, size, problems);
    require(keyfile != NULL || gy_problems_n_errors(problems) > 0);
    if (keyfile == NULL) {
        return 0;
    }
    if (gy_problems_n(problems) == 0) {
        agree_with_glib(keyfile, data, size);
    }
    gy_keyfile_apply_profile(keyfile, size % 2 ? "small" : NULL, problems);
    gy_keyfile_override(keyfile, "data=/d;${x}", problems);
    gy_keyfile_override(keyfile, text, problems);
    expand_and_parse(keyfile, problems);
    g_free(gy_problems_format(problems));
    return 0;
}
