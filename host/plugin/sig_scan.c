/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/sig_scan.h"

#include "gyrus.h"

#include <string.h>

void gy_sig_error(gy_sig_reader *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *what = g_strdup_vprintf(format, args);
    va_end(args);
    const char *id = r->sig->id ? r->sig->id : r->sig->is_file ? "file" : "node text";
    r->n_errors++;
    if (r->line_text && r->line_text[0]) {
        gy_problems_add(r->problems, r->source, r->line, "%s: %s, in: %s", id, what, r->line_text);
    } else {
        gy_problems_add(r->problems, r->source, r->line, "%s: %s", id, what);
    }
}

void gy_sig_unknown(gy_sig_reader *r, const char *word, const char *const *known)
{
    const char *near = gy_nearest(word, known);
    gy_sig_error(r,
                 "word '%s' is not known to this host (minor %d); the file requires minor %d%s%s%s",
                 word, GY_MINOR, r->sig->required, near ? " (did you mean '" : "", near ? near : "",
                 near ? "'?)" : "");
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Position of the bar of " | " (or of a bar that ends the line, or begins it), NULL if none. */
static const char *find_bar(const char *line)
{
    for (const char *p = line; *p; p++) {
        bool before = p == line || is_blank(p[-1]);
        if (*p == '|' && before && (p[1] == '\0' || is_blank(p[1]))) {
            return p;
        }
    }
    return NULL;
}

/* Cuts [p, end) at blanks outside of brackets. Returns false when brackets do not close. */
static bool cut_words(gy_sig_reader *r, const char *p, const char *end)
{
    while (p < end) {
        while (p < end && is_blank(*p)) {
            p++;
        }
        const char *start = p;
        int depth = 0;
        while (p < end && (depth > 0 || !is_blank(*p))) {
            depth += *p == '(' || *p == '[';
            depth -= *p == ')' || *p == ']';
            if (depth < 0) {
                gy_sig_error(r, "expected no '%c' that nothing opened", *p);
                return false;
            }
            p++;
        }
        if (depth > 0) {
            gy_sig_error(r, "expected a closing bracket after '%.*s'", (int)(p - start), start);
            return false;
        }
        if (p > start) {
            g_ptr_array_add(r->words, g_strndup(start, (gsize)(p - start)));
        }
    }
    return true;
}

bool gy_sig_scan_line(gy_sig_reader *r, const char *line, int number)
{
    r->line = number;
    r->line_text = line;
    r->doc = NULL;
    g_ptr_array_set_size(r->words, 0);
    const char *bar = find_bar(line);
    r->has_bar = bar != NULL;
    if (bar) {
        g_autofree char *doc = g_strstrip(g_strdup(bar + 1));
        if (!doc[0]) {
            gy_sig_error(r, "expected text after '|', found the end of the line");
            return false;
        }
        r->doc = gy_sig_keep(r, doc);
    }
    return cut_words(r, line, bar ? bar : line + strlen(line));
}

const char *gy_sig_word(const gy_sig_reader *r, unsigned i)
{
    return i < r->words->len ? g_ptr_array_index(r->words, i) : NULL;
}

const char *gy_sig_keep(gy_sig_reader *r, const char *text)
{
    return g_string_chunk_insert(r->sig->strings, text);
}

const char *const *gy_sig_keep_list(gy_sig_reader *r, char **list)
{
    guint n = g_strv_length(list);
    const char **kept = g_new0(const char *, (gsize)n + 1);
    for (guint i = 0; i < n; i++) {
        kept[i] = gy_sig_keep(r, list[i]);
    }
    g_ptr_array_add(r->sig->owned, kept);
    return kept;
}

bool gy_sig_is_name(const char *text, bool dash)
{
    if (!text || !g_ascii_islower(text[0])) {
        return false;
    }
    for (const char *p = text + 1; *p; p++) {
        bool fits = g_ascii_islower(*p) || g_ascii_isdigit(*p) || *p == '_' || (dash && *p == '-');
        if (!fits) {
            return false;
        }
    }
    return true;
}

bool gy_sig_is_integer(const char *text, int64_t *out_value)
{
    return g_ascii_string_to_signed(text, 10, INT64_MIN, INT64_MAX, out_value, NULL);
}

bool gy_sig_is_real(const char *text, double *out_value)
{
    /* strtod also reads hexadecimal numbers and words such as "nan(x)"; a text may say "inf" */
    const char *digits = text + (text[0] == '-' || text[0] == '+');
    bool word = strcmp(digits, "inf") == 0;
    if (!word && !g_ascii_isdigit(digits[0]) && digits[0] != '.') {
        return false;
    }
    if (strpbrk(text, "xX")) {
        return false;
    }
    char *end = NULL;
    double value = g_ascii_strtod(text, &end);
    if (end == text || *end) {
        return false;
    }
    *out_value = value;
    return true;
}

char **gy_sig_bracket(const char *word, char open, char close, char **out_head,
                      const char **out_tail)
{
    const char *start = strchr(word, open);
    const char *end = start ? strchr(start, close) : NULL;
    if (!end) {
        return NULL;
    }
    g_autofree char *inside = g_strstrip(g_strndup(start + 1, (gsize)(end - start - 1)));
    char **parts = inside[0] ? g_strsplit(inside, ",", -1) : g_new0(char *, 1);
    for (char **p = parts; *p; p++) {
        g_strstrip(*p);
    }
    *out_head = g_strstrip(g_strndup(word, (gsize)(start - word)));
    *out_tail = end + 1;
    return parts;
}
