/* SPDX-License-Identifier: MIT
 *
 * orchestra_text.c: the blackboard, and workers that make texts.
 */
#include "orchestra.h"

#include <stdlib.h>

#define DEEPEST 64 /* symbols inside symbols */

void buffer_add(buffer *b, const char *text, int64_t n)
{
    if (b->over || n > b->room - b->n) {
        b->over = 1;
        return;
    }
    memcpy(b->data + b->n, text, (size_t)n);
    b->n += n;
}

int orchestra_plain(const char *name)
{
    return name[0] && name[0] != '.' && !strchr(name, '/') && strlen(name) < 200;
}

int orchestra_read(const char *folder, const char *name, char *out, char *why)
{
    char path[PATH_MOST];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = orchestra_plain(name) ? fopen(path, "rb") : 0;
    if (!f) {
        snprintf(why, WHY_MOST, "there is no file `%s`", name);
        return 0;
    }
    size_t n = fread(out, 1, TEXT_MOST, f);
    int good = n < TEXT_MOST && !ferror(f) && !memchr(out, 0, n);
    out[n < TEXT_MOST ? n : 0] = 0;
    if (!good) {
        snprintf(why, WHY_MOST, "`%s` is longer than 256 KiB, or no text", name);
    }
    fclose(f);
    return good;
}

static const char *look_up(const board *b, const char *key, size_t n)
{
    for (int i = 0; i < b->n; i++) {
        if (strlen(b->key[i]) == n && !memcmp(b->key[i], key, n)) {
            return b->value[i];
        }
    }
    return 0;
}

static int post(board *b, const char *key, size_t n, const char *value, size_t m)
{
    char *copy = (char *)tr_scratch(b->c, (int64_t)(n + m + 2), 1);
    int at = 0;
    if (!copy) {
        return tr_memory(b->c, "argument");
    }
    memcpy(copy, key, n);
    memcpy(copy + n + 1, value, m);
    while (at < b->n && strcmp(b->key[at], copy) != 0) {
        at++;
    }
    if (at == BOARD_KEYS) {
        return tr_fail(b->c, GY_DATA, "argument", "more than %d keys on the board", BOARD_KEYS);
    }
    b->n = at == b->n ? at + 1 : b->n;
    b->key[at] = copy;
    b->value[at] = copy + n + 1;
    return 1;
}

static size_t trimmed(const char *text, size_t n)
{
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t' || text[n - 1] == '\r')) {
        n--;
    }
    return n;
}

/* "a * b" -> the product as text; 0 if it is no product. */
static int product(const board *b, const char *text, size_t n, char *out, size_t room)
{
    const char *star = (const char *)memchr(text, '*', n);
    double factor[2] = {0};
    for (int side = 0; star && side < 2; side++) {
        const char *from = side ? star + 1 : text;
        size_t m = side ? n - (size_t)(star + 1 - text) : (size_t)(star - text);
        while (m > 0 && *from == ' ') {
            from++;
            m--;
        }
        m = trimmed(from, m);
        const char *value = look_up(b, from, m);
        char *end = 0;
        factor[side] = strtod(value ? value : from, &end);
        if (end == (value ? value : from) || (value ? *end != 0 : end != from + m)) {
            star = 0;
        }
    }
    if (star) {
        snprintf(out, room, "%.0f", factor[0] * factor[1]);
    }
    return star != 0;
}

int orchestra_plan(board *b, const char *text, char *why)
{
    for (int line = 1; *text; line++) {
        size_t n = strcspn(text, "\n"), key = 0, m = 0;
        const char *equals = (const char *)memchr(text, '=', n), *value = equals;
        char number[64];
        if (trimmed(text, n) > 0 && *text != '#') {
            key = equals ? trimmed(text, (size_t)(equals - text)) : 0;
            if (key == 0 || strcspn(text, " \t@<>") < key) {
                snprintf(why, WHY_MOST, "line %d of the goal is not `key = value`", line);
                return 0;
            }
            value = equals + 1 + strspn(equals + 1, " \t");
            m = trimmed(value, (size_t)(text + n - value));
            if (product(b, value, m, number, sizeof number)) {
                value = number;
                m = strlen(number);
            }
            GY_TRY(post(b, text, key, value, m));
        }
        text += n + (text[n] != 0);
    }
    return 1;
}

int orchestra_fill(const board *b, const char *text, buffer *out, char *why)
{
    for (int line = 1; *text;) {
        size_t n = strcspn(text, "@\n"), key = 0;
        buffer_add(out, text, (int64_t)n);
        text += n;
        if (*text == '\n') {
            buffer_add(out, text++, 1);
            line++;
        } else if (*text == '@') {
            key = strcspn(text + 1, "@ \n");
            const char *value = text[1 + key] == '@' ? look_up(b, text + 1, key) : 0;
            if (!value) {
                snprintf(why, WHY_MOST, "line %d wants @%.*s@, which nobody posted", line,
                         (int)(key < 60 ? key : 60), text + 1);
                return 0;
            }
            buffer_add(out, value, (int64_t)strlen(value));
            text += key + 2;
        }
    }
    if (out->over) {
        snprintf(why, WHY_MOST, "the text would be longer than 256 KiB");
    }
    return !out->over;
}

/* Right side of the rule of a symbol, up to its line's end; NULL if there is none. */
static const char *rule_of(const char *text, const char *symbol, size_t n, size_t *out_n)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        const char *equals = (const char *)memchr(text, '=', length);
        if (equals && trimmed(text, (size_t)(equals - text)) == n && !memcmp(text, symbol, n)) {
            const char *from = equals + 1 + strspn(equals + 1, " \t");
            *out_n = from <= text + length ? trimmed(from, (size_t)(text + length - from)) : 0;
            return from;
        }
        text += length + (text[length] != 0);
    }
    return 0;
}

typedef struct growth {
    const char *text;
    const double *draw;
    int64_t n, used;
    buffer *out;
    char *why;
} growth;

/* Alternative k of n bytes that `|` separates; out_n its length. */
static const char *alternative(const char *text, size_t n, int k, size_t *out_n)
{
    const char *end = text + n;
    for (; k > 0; k--) {
        text = (const char *)memchr(text, '|', (size_t)(end - text)) + 1;
    }
    while (text < end && *text == ' ') {
        text++;
    }
    const char *bar = (const char *)memchr(text, '|', (size_t)(end - text));
    *out_n = trimmed(text, (size_t)((bar ? bar : end) - text));
    return text;
}

static int grow(growth *g, const char *symbol, size_t n, int depth)
{
    size_t length = 0;
    int choices = 1;
    const char *rule = rule_of(g->text, symbol, n, &length);
    if (!rule || depth > DEEPEST || g->used >= g->n) {
        snprintf(g->why, WHY_MOST,
                 rule ? "the grammar does not end below <%.*s>"
                      : "the grammar has no rule for <%.*s>",
                 (int)(n < 60 ? n : 60), symbol);
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        choices += rule[i] == '|';
    }
    int pick = (int)(g->draw[g->used++] * choices);
    rule = alternative(rule, length, pick < choices ? pick : choices - 1, &length);
    while (length > 0) {
        const char *close = *rule == '<' ? (const char *)memchr(rule, '>', length) : 0;
        size_t step = 1;
        if (close) {
            step = (size_t)(close - rule) + 1;
            if (!grow(g, rule + 1, step - 2, depth + 1)) {
                return 0;
            }
        } else if (length > 1 && rule[0] == '\\' && rule[1] == 'n') {
            buffer_add(g->out, "\n", 1);
            step = 2;
        } else {
            buffer_add(g->out, rule, 1);
        }
        rule += step;
        length -= step;
    }
    return 1;
}

int orchestra_grow(const char *text, const double *draw, int64_t n, buffer *out, char *why)
{
    growth g = {text, draw, n, 0, out, why};
    int good = grow(&g, "start", 5, 0);
    buffer_add(out, "\n", 1);
    if (good && out->over) {
        snprintf(why, WHY_MOST, "the text would be longer than 256 KiB");
    }
    return good && !out->over;
}
