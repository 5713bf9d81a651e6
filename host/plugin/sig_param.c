/* SPDX-License-Identifier: Apache-2.0
 *
 * param NAME PTYPE [ "=" DEFAULT ] { RANGE | "optional" }
 */
#include "plugin/sig_scan.h"

#include <math.h>
#include <string.h>

static bool has_numbers(const gy_sig_param *p)
{
    return p->base == GY_BASE_F64 || p->base == GY_BASE_I64 || p->base == GY_BASE_QUANTITY ||
           p->base == GY_BASE_INTERVAL || p->base == GY_BASE_SHARE;
}

/* LO..HI of two numbers in one word. */
static bool is_span(const char *word, double *out_lo, double *out_hi)
{
    const char *dots = strstr(word, "..");
    if (!dots || dots == word) {
        return false;
    }
    g_autofree char *low = g_strndup(word, (gsize)(dots - word));
    return gy_sig_is_real(low, out_lo) && gy_sig_is_real(dots + 2, out_hi);
}

/* Where the default ends: the first word, from `from` on, that is a range or `optional`. Of an
 * interval the default itself is of the form LO..HI, so only the words after it can be its range;
 * a text has no range. */
static unsigned default_end(const gy_sig_reader *r, const gy_sig_param *p, unsigned from)
{
    double lo, hi;
    bool had_dots = false;
    for (unsigned i = from; i < r->words->len; i++) {
        const char *word = gy_sig_word(r, i);
        bool last = i + 1 == r->words->len;
        if (i > from && last && strcmp(word, "optional") == 0) {
            return i;
        }
        if (!has_numbers(p)) {
            continue;
        }
        bool sign = word[0] == '>' || word[0] == '<';
        bool span = is_span(word, &lo, &hi);
        bool may = p->base == GY_BASE_INTERVAL ? had_dots : i > from;
        if (i > from && (sign || (span && may) || strcmp(word, "optional") == 0)) {
            return i;
        }
        had_dots = had_dots || strstr(word, "..") || strchr(word, ';');
    }
    return r->words->len;
}

static unsigned read_default(gy_sig_reader *r, gy_sig_param *p, unsigned i)
{
    unsigned end = default_end(r, p, i);
    if (end == i) {
        gy_sig_error(r, "expected a default after '='");
        return i;
    }
    GString *text = g_string_new(NULL);
    for (; i < end; i++) {
        g_string_append_printf(text, "%s%s", text->len ? " " : "", gy_sig_word(r, i));
    }
    p->has_default = true;
    p->default_text = gy_sig_keep(r, text->str);
    g_string_free(text, TRUE);
    return end;
}

static bool set_low(gy_sig_param *p, double value, bool open)
{
    bool twice = p->has_lo;
    p->has_lo = true;
    p->lo = value;
    p->lo_open = open;
    return !twice;
}

static bool set_high(gy_sig_param *p, double value, bool open)
{
    bool twice = p->has_hi;
    p->has_hi = true;
    p->hi = value;
    p->hi_open = open;
    return !twice;
}

/* RANGE = LO ".." HI | ">" X | ">=" X | "<" X | "<=" X, in one word. False if it is none. */
static bool read_range(gy_sig_reader *r, const char *word, gy_sig_param *p)
{
    double a = 0.0, b = 0.0;
    bool fresh = true;
    if (is_span(word, &a, &b)) {
        fresh = set_low(p, a, false);
        fresh = set_high(p, b, false) && fresh;
    } else if (word[0] == '>' || word[0] == '<') {
        bool open = word[1] != '=';
        if (!gy_sig_is_real(word + (open ? 1 : 2), &a)) {
            return false;
        }
        fresh = word[0] == '>' ? set_low(p, a, open) : set_high(p, a, open);
    } else {
        return false;
    }
    if (!fresh) {
        gy_sig_error(r, "expected one range, found '%s' as a second", word);
    } else if (!has_numbers(p)) {
        gy_sig_error(r, "expected no range for a parameter of type %s, found '%s'",
                     gy_sig_base_name(p->base), word);
    } else if (p->has_lo && p->has_hi &&
               (p->lo > p->hi || (p->lo == p->hi && (p->lo_open || p->hi_open)))) {
        gy_sig_error(r, "expected a range that holds a value, found '%s'", word);
    }
    return true;
}

void gy_sig_read_param(gy_sig_reader *r)
{
    static const char *const flags[] = {"optional", NULL};
    const char *name = gy_sig_word(r, 1), *type = gy_sig_word(r, 2);
    if (!gy_sig_is_name(name, false)) {
        gy_sig_error(r, "expected a name ([a-z][a-z0-9_]*) after 'param', found '%s'",
                     name ? name : "the end of the line");
        return;
    }
    gy_sig_param p = {.index = r->params->len, .exact = -1, .line = r->line, .doc = r->doc};
    p.name = gy_sig_keep(r, name);
    p.base = GY_BASE_TEXT;
    if (!type) {
        gy_sig_error(r, "expected a type after '%s'", name);
        return;
    }
    bool typed = gy_sig_read_param_type(r, type, &p);
    unsigned i = 3;
    const char *equals = gy_sig_word(r, i);
    if (typed && equals && strcmp(equals, "=") == 0) {
        i = read_default(r, &p, i + 1);
    }
    for (; typed && i < r->words->len; i++) {
        const char *word = gy_sig_word(r, i);
        if (strcmp(word, "optional") == 0) {
            p.optional = true;
        } else if (!read_range(r, word, &p)) {
            if (g_ascii_isalpha(word[0])) {
                gy_sig_unknown(r, word, flags);
            } else {
                gy_sig_error(r,
                             "expected '= DEFAULT', a range (LO..HI, >X, >=X, <X, <=X) or "
                             "'optional', found '%s'",
                             word);
            }
        }
    }
    if (p.optional && p.has_default) {
        gy_sig_error(r, "expected either a default or 'optional', found both");
    } else if (typed && p.has_default) {
        gy_sig_check_default(r, &p);
    }
    g_array_append_val(r->params, p);
}
