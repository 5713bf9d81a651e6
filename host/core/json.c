/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json.h"

#include "core/text.h"

#include <math.h>
#include <string.h>

struct gy_json {
    GString *out;
    GString *open; /* brackets that are open, outermost first */
    bool indent;
    bool empty;     /* nothing yet in the innermost bracket, or at all */
    bool after_key; /* a key waits for its value */
    bool spoiled;
};

gy_json *gy_json_new(bool indent)
{
    gy_json *j = g_new0(gy_json, 1);
    j->out = g_string_new(NULL);
    j->open = g_string_new(NULL);
    j->indent = indent;
    j->empty = true;
    return j;
}

void gy_json_free(gy_json *j)
{
    if (j != NULL) {
        g_string_free(j->out, TRUE);
        g_string_free(j->open, TRUE);
        g_free(j);
    }
}

static char innermost(const gy_json *j)
{
    return j->open->len > 0 ? j->open->str[j->open->len - 1] : '\0';
}

static void break_line(gy_json *j)
{
    if (j->indent) {
        g_string_append_c(j->out, '\n');
        for (gsize i = 0; i < j->open->len; i++) {
            g_string_append(j->out, "  ");
        }
    }
}

static void separate(gy_json *j)
{
    if (!j->empty) {
        g_string_append_c(j->out, ',');
    }
    if (j->open->len > 0) {
        break_line(j);
    }
    j->empty = false;
}

/* Makes room for a value; false when none may stand here. */
static bool place_value(gy_json *j)
{
    bool allowed = innermost(j) == '{' ? j->after_key : j->open->len > 0 || j->empty;
    if (!allowed || j->spoiled) {
        j->spoiled = true;
        return false;
    }
    if (j->after_key) {
        j->after_key = false;
    } else {
        separate(j);
    }
    return true;
}

static void append_string(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_string_append_c(out, '"');
    for (const char *c = valid; *c != '\0'; c++) {
        static const char escaped[] = "\"\\\n\r\t\b\f", letters[] = "\"\\nrtbf";
        const char *found = strchr(escaped, *c);
        if (found != NULL) {
            g_string_append_c(out, '\\');
            g_string_append_c(out, letters[found - escaped]);
        } else if ((unsigned char)*c < 0x20 || *c == '<') {
            g_string_append_printf(out, "\\u%04x", (unsigned)*c);
        } else {
            g_string_append_c(out, *c);
        }
    }
    g_string_append_c(out, '"');
}

void gy_json_begin(gy_json *j, char bracket)
{
    if (bracket != '{' && bracket != '[') {
        j->spoiled = true;
    }
    if (place_value(j)) {
        g_string_append_c(j->out, bracket);
        g_string_append_c(j->open, bracket);
        j->empty = true;
    }
}

void gy_json_end(gy_json *j, char bracket)
{
    char opened = bracket == '}' ? '{' : '[';
    if (j->spoiled || (bracket != '}' && bracket != ']') || j->after_key ||
        innermost(j) != opened) {
        j->spoiled = true;
        return;
    }
    g_string_truncate(j->open, j->open->len - 1);
    if (!j->empty) {
        break_line(j);
    }
    g_string_append_c(j->out, bracket);
    j->empty = false;
}

void gy_json_key(gy_json *j, const char *key)
{
    if (j->spoiled || j->after_key || key == NULL || innermost(j) != '{') {
        j->spoiled = true;
        return;
    }
    separate(j);
    append_string(j->out, key);
    g_string_append(j->out, j->indent ? ": " : ":");
    j->after_key = true;
}

void gy_json_string(gy_json *j, const char *text)
{
    if (text == NULL) {
        gy_json_null(j);
    } else if (place_value(j)) {
        append_string(j->out, text);
    }
}

void gy_json_f64(gy_json *j, double value)
{
    char text[GY_TEXT_F64];
    if (!isfinite(value)) {
        gy_json_null(j);
    } else if (place_value(j)) {
        g_string_append(j->out, gy_text_format_f64(value, text));
    }
}

void gy_json_i64(gy_json *j, int64_t value)
{
    if (place_value(j)) {
        g_string_append_printf(j->out, "%" G_GINT64_FORMAT, value);
    }
}

void gy_json_u64(gy_json *j, uint64_t value)
{
    if (place_value(j)) {
        g_string_append_printf(j->out, "%" G_GUINT64_FORMAT, value);
    }
}

void gy_json_bool(gy_json *j, bool value)
{
    if (place_value(j)) {
        g_string_append(j->out, value ? "true" : "false");
    }
}

void gy_json_null(gy_json *j)
{
    if (place_value(j)) {
        g_string_append(j->out, "null");
    }
}

char *gy_json_finish(gy_json *j)
{
    if (j->spoiled || j->open->len > 0 || j->empty) {
        return NULL;
    }
    return g_strconcat(j->out->str, j->indent ? "\n" : "", NULL);
}
