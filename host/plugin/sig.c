/* SPDX-License-Identifier: Apache-2.0
 *
 * A text, line by line.
 */
#include "plugin/sig.h"

#include "gyrus.h"
#include "plugin/sig_scan.h"

#include <string.h>

static const char *const words[] = {"in",       "out",   "state",   "stat",  "temp",   "carry",
                                    "param",    "reach", "tile",    "block", "serial", "needs",
                                    "fit-when", "doc",   "licence", "cite",  NULL};
static const char *const node_kinds[] = {"reader",    "transform", "encoder", "decoder",
                                         "generator", "metric",    "writer",  "module",
                                         "loss",      "trainer",   "world",   NULL};

static void late_free(gpointer data)
{
    gy_sig_late *late = data;
    g_free(late->line_text);
    g_free(late->a);
    g_free(late->b);
    g_free(late->c);
    g_free(late->when);
    g_free(late);
}

/* "gyrus MAJOR BUILT REQUIRED". False: nothing below can be understood. */
static bool read_version(gy_sig_reader *r)
{
    int64_t v[3];
    const char *first = gy_sig_word(r, 0);
    bool good = r->words->len == 4 && strcmp(first, "gyrus") == 0 && !r->has_bar;
    for (unsigned i = 0; good && i < 3; i++) {
        good = gy_sig_is_integer(gy_sig_word(r, i + 1), &v[i]) && v[i] >= 0 && v[i] <= UINT16_MAX;
    }
    if (!good) {
        gy_sig_error(r, "expected 'gyrus MAJOR MINOR-BUILT MINOR-REQUIRED' (GY_SAY adds it)");
        return false;
    }
    r->sig->major = (int)v[0];
    r->sig->built = (int)v[1];
    r->sig->required = (int)v[2];
    if (r->sig->major != GY_MAJOR) {
        gy_sig_error(r, "made for ABI major %d; this host has major %d", r->sig->major, GY_MAJOR);
        return false;
    }
    if (r->sig->required > GY_MINOR) {
        gy_sig_error(r, "requires ABI minor %d; this host has minor %d", r->sig->required,
                     GY_MINOR);
    }
    return true;
}

/* ID REVISION "|" SUMMARY, or "file" "|" SUMMARY. */
static bool read_head(gy_sig_reader *r)
{
    const char *id = gy_sig_word(r, 0);
    r->sig->summary = r->doc;
    if (id && strcmp(id, "file") == 0 && r->words->len == 1 && r->doc) {
        r->sig->is_file = true;
        return true;
    }
    g_auto(GStrv) parts = g_strsplit(id ? id : "", ".", -1);
    bool good = g_strv_length(parts) == 2 && gy_sig_is_name(parts[0], true) &&
                gy_sig_is_name(parts[1], true) && r->words->len == 2 && r->doc &&
                gy_sig_is_integer(gy_sig_word(r, 1), &r->sig->revision) && r->sig->revision >= 0;
    if (!good) {
        gy_sig_error(r, "expected 'KIND.NAME REVISION | SUMMARY' or 'file | SUMMARY'");
        return false;
    }
    r->sig->id = gy_sig_keep(r, id);
    r->sig->kind = gy_sig_keep(r, parts[0]);
    r->sig->name = gy_sig_keep(r, parts[1]);
    if (!g_strv_contains(node_kinds, parts[0])) {
        gy_sig_unknown(r, parts[0], node_kinds);
    }
    return true;
}

static bool one_operand(gy_sig_reader *r, const char *word, const char *choices)
{
    if (r->words->len != 2) {
        gy_sig_error(r, "expected '%s %s'", word, choices);
        return false;
    }
    return true;
}

static void read_setting(gy_sig_reader *r, const char *word)
{
    const char *value = gy_sig_word(r, 1);
    bool fit_when = strcmp(word, "fit-when") == 0;
    if ((strcmp(word, "tile") == 0 && one_operand(r, word, "SYMBOL")) ||
        (fit_when && one_operand(r, word, "PARAM=VALUE,..."))) {
        gy_sig_late *late = g_new0(gy_sig_late, 1);
        late->what = fit_when ? GY_LATE_FIT : GY_LATE_TILE;
        late->line = r->line;
        late->line_text = g_strdup(r->line_text);
        late->a = g_strdup(value);
        g_ptr_array_add(r->late, late);
    } else if (strcmp(word, "block") == 0 && one_operand(r, word, "all")) {
        static const char *const all[] = {"all", NULL};
        r->sig->block_all = strcmp(value, "all") == 0;
        if (!r->sig->block_all) {
            gy_sig_unknown(r, value, all);
        }
    } else if (strcmp(word, "serial") == 0 && one_operand(r, word, "NAME")) {
        if (r->sig->serial || !gy_sig_is_name(value, true)) {
            gy_sig_error(r, "expected one 'serial NAME', found '%s'", value);
        }
        r->sig->serial = gy_sig_keep(r, value);
    } else if (strcmp(word, "needs") == 0 && one_operand(r, word, "exec or needs network")) {
        static const char *const needs[] = {"exec", "network", NULL};
        bool exec = strcmp(value, "exec") == 0;
        if (!g_strv_contains(needs, value)) {
            gy_sig_unknown(r, value, needs);
        }
        r->sig->needs_exec = r->sig->needs_exec || exec;
        r->sig->needs_network = r->sig->needs_network || !exec;
    }
}

static void read_prose(gy_sig_reader *r, const char *word)
{
    if (r->words->len != 1 || !r->doc) {
        gy_sig_error(r, "expected '%s | TEXT'", word);
    } else if (word[0] == 'd') {
        g_ptr_array_add(r->docs, g_strdup(r->doc));
    } else if (word[0] == 'c') {
        g_ptr_array_add(r->cites, g_strdup(r->doc));
    } else if (r->sig->licence) {
        gy_sig_error(r, "expected one licence, found a second");
    } else {
        r->sig->licence = r->doc;
    }
}

static void read_statement(gy_sig_reader *r)
{
    const char *word = gy_sig_word(r, 0);
    int i = 0;
    while (word && words[i] && strcmp(words[i], word) != 0) {
        i++;
    }
    if (!word) {
        gy_sig_error(r, "expected a statement before '|'");
    } else if (!words[i]) {
        gy_sig_unknown(r, word, words);
    } else if (i >= 13) {
        read_prose(r, word);
    } else if (r->sig->is_file) {
        gy_sig_error(r, "expected doc, licence or cite in the text of a file, found '%s'", word);
    } else if (i < 6) {
        gy_sig_read_array(r, (gy_sig_role)i);
    } else if (i == 6) {
        gy_sig_read_param(r);
    } else if (i == 7) {
        gy_sig_read_reach(r);
    } else {
        read_setting(r, word);
    }
}

static void read_lines(gy_sig_reader *r, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    int n_heads = 0;
    for (int i = 0; lines[i]; i++) {
        char *line = g_strchomp(lines[i]);
        bool empty = line[strspn(line, " \t")] == '\0';
        if (empty || !gy_sig_scan_line(r, line, i + 1)) {
            continue;
        }
        if (n_heads < 2) {
            bool good = n_heads == 0 ? read_version(r) : read_head(r);
            if (!good) {
                return;
            }
            n_heads++;
        } else {
            read_statement(r);
        }
    }
    r->line = 1;
    r->line_text = NULL;
    if (n_heads < 2) {
        gy_sig_error(r, "expected a version line and 'KIND.NAME REVISION | SUMMARY'");
        return;
    }
    if (!r->sig->is_file) {
        gy_sig_link(r);
        gy_sig_check(r);
    }
}

static void take(GArray *array, gpointer *out_data, unsigned *out_n)
{
    *out_n = array->len;
    *out_data = g_array_free(array, FALSE);
}

/* Moves what was read into the sig. */
static void finish(gy_sig_reader *r)
{
    gy_sig *s = r->sig;
    take(r->arrays[GY_ROLE_IN], (gpointer *)&s->in, &s->n_in);
    take(r->arrays[GY_ROLE_OUT], (gpointer *)&s->out, &s->n_out);
    take(r->arrays[GY_ROLE_STATE], (gpointer *)&s->state, &s->n_state);
    take(r->arrays[GY_ROLE_STAT], (gpointer *)&s->stat, &s->n_stat);
    take(r->arrays[GY_ROLE_TEMP], (gpointer *)&s->temp, &s->n_temp);
    take(r->arrays[GY_ROLE_CARRY], (gpointer *)&s->carry, &s->n_carry);
    take(r->params, (gpointer *)&s->params, &s->n_params);
    take(r->reach, (gpointer *)&s->reach, &s->n_reach);
    g_ptr_array_add(r->docs, NULL);
    g_ptr_array_add(r->cites, NULL);
    s->docs = gy_sig_keep_list(r, (char **)r->docs->pdata);
    s->cites = gy_sig_keep_list(r, (char **)r->cites->pdata);
    g_ptr_array_unref(r->docs);
    g_ptr_array_unref(r->cites);
    g_ptr_array_unref(r->words);
    g_ptr_array_unref(r->late);
}

static gy_sig_reader start(gy_sig *sig, const char *source, gy_problems *problems)
{
    gy_sig_reader r = {.sig = sig, .source = source, .problems = problems, .line = 1};
    sig->fit_when.param = -1;
    r.words = g_ptr_array_new_with_free_func(g_free);
    r.late = g_ptr_array_new_with_free_func(late_free);
    r.docs = g_ptr_array_new_with_free_func(g_free);
    r.cites = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < 6; i++) {
        r.arrays[i] = g_array_new(FALSE, TRUE, sizeof(gy_sig_port));
    }
    r.params = g_array_new(FALSE, TRUE, sizeof(gy_sig_param));
    r.reach = g_array_new(FALSE, TRUE, sizeof(gy_sig_reach));
    return r;
}

gy_sig *gy_sig_parse(const char *text, const char *source, gy_problems *problems)
{
    g_autoptr(gy_sig) sig = g_new0(gy_sig, 1);
    static const char *const none[] = {NULL};
    g_atomic_ref_count_init(&sig->refs);
    sig->strings = g_string_chunk_new(1024);
    sig->owned = g_ptr_array_new_with_free_func(g_free);
    sig->makes = none;
    gy_sig_reader r = start(sig, source, problems);
    gsize n = strlen(text);
    if (n > GY_SIG_MAX_TEXT) {
        gy_sig_error(&r, "expected a text of at most %d bytes", GY_SIG_MAX_TEXT);
    } else if (!g_utf8_validate(text, (gssize)n, NULL)) {
        gy_sig_error(&r, "expected UTF-8");
    } else {
        sig->text = g_string_chunk_insert(sig->strings, text);
        read_lines(&r, text);
    }
    finish(&r);
    return r.n_errors ? NULL : g_steal_pointer(&sig);
}

gy_sig *gy_sig_ref(gy_sig *sig)
{
    g_atomic_ref_count_inc(&sig->refs);
    return sig;
}

void gy_sig_unref(gy_sig *sig)
{
    if (!sig || !g_atomic_ref_count_dec(&sig->refs)) {
        return;
    }
    gy_sig_port *lists[] = {sig->in, sig->out, sig->state, sig->stat, sig->temp, sig->carry};
    for (int i = 0; i < 6; i++) {
        g_free(lists[i]);
    }
    g_free(sig->params);
    g_free(sig->reach);
    g_ptr_array_unref(sig->owned);
    g_string_chunk_free(sig->strings);
    g_free(sig);
}
