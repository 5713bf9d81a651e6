/* SPDX-License-Identifier: Apache-2.0 */
#include "value/state_file.h"

#include <string.h>

#include "core/error.h"

#define PREFIX        "{\"__metadata__\":{\"digest\":\""
#define DIGEST_LENGTH 64
#define LARGEST       G_GUINT64_CONSTANT(9007199254740992) /* what JSON numbers hold exactly */

/* The header on its way: p runs from the first byte of the file's header to end. */
typedef struct gy_scan {
    const char *name, *start, *p, *end; /* start: byte 8 of the file */
    GString *key;                       /* the array or metadata that is being read */
    GError **error;
} gy_scan;

static gboolean wrong(gy_scan *s, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean wrong(gy_scan *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *why = g_strdup_vprintf(format, args);
    va_end(args);
    gboolean named = s->key && s->key->len > 0;
    g_set_error(s->error, GY_ERROR, GY_ERR_FORMAT, "%s: %s%s%s%s at byte %zu", s->name,
                named ? "'" : "", named ? s->key->str : "", named ? "': " : "", why,
                (size_t)(s->p - s->start) + 8);
    return FALSE;
}

static gboolean expect(gy_scan *s, char c)
{
    if (s->p == s->end || *s->p != c) {
        return wrong(s, "expected '%c'", c);
    }
    s->p++;
    return TRUE;
}

static gboolean next_is(const gy_scan *s, char c)
{
    return s->p < s->end && *s->p == c;
}

/* \n, \", \u00e9; the escapes that a surrogate pair needs never come from a writer of ours. */
static gboolean read_escape(gy_scan *s, GString *to)
{
    static const char letters[] = "\"\\/nrtbf", chars[] = "\"\\/\n\r\t\b\f";
    const char *found = s->p < s->end && *s->p ? strchr(letters, *s->p) : NULL;
    if (found) {
        g_string_append_c(to, chars[found - letters]);
        s->p++;
        return TRUE;
    }
    gunichar c = 0;
    for (int i = 1; next_is(s, 'u') && i <= 4; i++) {
        int digit = s->end - s->p > i ? g_ascii_xdigit_value(s->p[i]) : -1;
        if (digit < 0) {
            return wrong(s, "expected four hexadecimal digits");
        }
        c = c * 16 + (gunichar)digit;
    }
    if (!next_is(s, 'u') || c == 0 || (c >= 0xd800 && c < 0xe000)) {
        return wrong(s, "an escape that is not read");
    }
    g_string_append_unichar(to, c);
    s->p += 5;
    return TRUE;
}

static gboolean read_string(gy_scan *s, GString *to)
{
    g_string_truncate(to, 0);
    if (!expect(s, '"')) {
        return FALSE;
    }
    while (s->p < s->end && *s->p != '"') {
        if ((unsigned char)*s->p < 0x20) {
            return wrong(s, "a control character in a text");
        }
        if (*s->p != '\\') {
            g_string_append_c(to, *s->p++);
            continue;
        }
        s->p++;
        if (!read_escape(s, to)) {
            return FALSE;
        }
    }
    return expect(s, '"');
}

/* A whole number that a double holds. */
static gboolean read_number(gy_scan *s, uint64_t *out)
{
    uint64_t x = 0;
    const char *from = s->p;
    for (; s->p < s->end && g_ascii_isdigit(*s->p) && x <= LARGEST; s->p++) {
        x = 10 * x + (uint64_t)(*s->p - '0');
    }
    gboolean zeros = s->p > from + 1 && *from == '0';
    if (s->p == from || zeros || x > LARGEST) {
        s->p = from;
        return wrong(s, "expected a whole number up to 2^53");
    }
    *out = x;
    return TRUE;
}

/* [a,b,...], at most `most` of them. */
static gboolean read_numbers(gy_scan *s, int most, uint64_t *out, int *out_n)
{
    *out_n = 0;
    if (!expect(s, '[')) {
        return FALSE;
    }
    while (!next_is(s, ']')) {
        if (*out_n == most) {
            return wrong(s, "more than %d numbers", most);
        }
        if ((*out_n > 0 && !expect(s, ',')) || !read_number(s, &out[*out_n])) {
            return FALSE;
        }
        ++*out_n;
    }
    return expect(s, ']');
}

static gboolean read_about(gy_scan *s, gy_about *about)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (!expect(s, '{')) {
        return FALSE;
    }
    for (gboolean first = TRUE; !next_is(s, '}'); first = FALSE) {
        if ((!first && !expect(s, ',')) || !read_string(s, s->key)) {
            return FALSE;
        }
        if (gy_about_get(about, s->key->str)) {
            return wrong(s, "is there twice,");
        }
        if (!expect(s, ':') || !read_string(s, text)) {
            return FALSE;
        }
        gy_about_put(about, s->key->str, text->str);
    }
    g_string_truncate(s->key, 0);
    return expect(s, '}');
}

static gboolean read_dtype(gy_scan *s, gy_dtype *out)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (!read_string(s, text)) {
        return FALSE;
    }
    g_autofree char *lower = g_ascii_strdown(text->str, -1);
    g_autofree char *upper = g_ascii_strup(text->str, -1);
    gboolean good =
        strcmp(upper, text->str) == 0 && gy_dtype_parse(lower, out) && (out->flags & GY_TEXT) == 0;
    return good || wrong(s, "'%s' is no type of numbers", text->str);
}

/* One field of an array, in the one order that is written. */
static gboolean read_field(gy_scan *s, const char *name, char before)
{
    g_autoptr(GString) word = g_string_new(NULL);
    if (!expect(s, before) || !read_string(s, word)) {
        return FALSE;
    }
    return (strcmp(word->str, name) == 0 || wrong(s, "expected \"%s\"", name)) && expect(s, ':');
}

/* {"dtype":"F64","shape":[3,2],"data_offsets":[0,48]}; *at: where the array must begin. */
static gboolean read_array(gy_scan *s, const char *data, size_t n_data, size_t *at, gy_mem *mem,
                           gy_state *to)
{
    gy_dtype dtype = {0};
    uint64_t length[GY_RANK_MAX], place[2] = {0};
    int64_t shape[GY_RANK_MAX];
    int rank = 0, n = 0;
    size_t bytes = 0;
    if (!read_field(s, "dtype", '{') || !read_dtype(s, &dtype) || !read_field(s, "shape", ',') ||
        !read_numbers(s, GY_RANK_MAX, length, &rank) || !read_field(s, "data_offsets", ',') ||
        !read_numbers(s, 2, place, &n)) {
        return FALSE;
    }
    for (int i = 0; i < rank; i++) {
        shape[i] = (int64_t)length[i];
    }
    if (!gy_shape_bytes(rank, shape, gy_dtype_size(dtype), &bytes)) {
        return wrong(s, "its shape is more than a machine holds,");
    }
    if (n != 2 || place[0] != *at || place[1] < place[0] || place[1] - place[0] != bytes) {
        return wrong(s, "data_offsets should be [%zu,%" G_GUINT64_FORMAT "]", *at,
                     (guint64)*at + bytes);
    }
    if (place[1] > n_data) {
        return wrong(
            s, "needs data up to byte %" G_GUINT64_FORMAT " of the file, which has %zu, told",
            (guint64)(s->end - s->start) + 8 + place[1], (size_t)(s->end - s->start) + 8 + n_data);
    }
    gy_value *v = gy_value_new_dense(mem, dtype, rank, shape, FALSE, s->error);
    if (!v) {
        return FALSE;
    }
    if (bytes > 0) {
        memcpy(v->view.data, data + *at, bytes);
    }
    gy_state_add(to, s->key->str, v);
    *at += bytes;
    return expect(s, '}');
}

static gboolean read_arrays(gy_scan *s, const char *data, size_t n_data, gy_mem *mem, gy_state *to)
{
    size_t at = 0;
    while (!next_is(s, '}')) {
        if (!expect(s, ',') || !read_string(s, s->key)) {
            return FALSE;
        }
        if (gy_state_get(to, s->key->str)) {
            return wrong(s, "is there twice,");
        }
        if (!expect(s, ':') || !read_array(s, data, n_data, &at, mem, to)) {
            return FALSE;
        }
    }
    g_string_truncate(s->key, 0);
    s->p++;
    while (next_is(s, ' ')) {
        s->p++;
    }
    if (s->p < s->end) {
        return wrong(s, "something follows the header");
    }
    return at == n_data || wrong(s, "%zu bytes of data belong to no array", n_data - at);
}

/* The digest of everything behind the length, with zeros in its own place. */
static gboolean check_digest(gy_scan *s, size_t n, const char *told)
{
    static const guchar zeros[DIGEST_LENGTH + 1] =
        "0000000000000000000000000000000000000000000000000000000000000000";
    size_t before = strlen(PREFIX), behind = before + DIGEST_LENGTH;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)s->start, (gssize)before);
    g_checksum_update(sum, zeros, DIGEST_LENGTH);
    g_checksum_update(sum, (const guchar *)s->start + behind, (gssize)(n - behind));
    gboolean same = told && strcmp(g_checksum_get_string(sum), told) == 0;
    s->p = s->start + before;
    g_string_assign(s->key, "digest");
    return same || wrong(s, "these are not the bytes that were written; the digest is");
}

static gy_state *unpack(gy_scan *s, const char *data, size_t n_data, gy_mem *mem, gy_about *about)
{
    if (!g_utf8_validate(s->start, s->end - s->start, &s->p)) {
        wrong(s, "the header is not UTF-8");
        return NULL;
    }
    s->p = s->start;
    size_t prefix = strlen(PREFIX);
    if ((size_t)(s->end - s->start) < prefix + DIGEST_LENGTH ||
        memcmp(s->start, PREFIX, prefix) != 0) {
        wrong(s, "no state of Gyrus: the header does not begin with a digest,");
        return NULL;
    }
    s->p = strchr(s->start, ':') + 1; /* behind {"__metadata__": */
    if (!read_about(s, about)) {
        return NULL;
    }
    const char *format = gy_about_get(about, "format"), *id = gy_about_get(about, "id");
    const char *node = gy_about_get(about, "node");
    if (g_strcmp0(format, GY_STATE_FORMAT) != 0 || !id || !node) {
        wrong(s, "the metadata do not say " GY_STATE_FORMAT ", id and node,");
        return NULL;
    }
    gy_state *state = gy_state_new(id, node);
    if (!read_arrays(s, data, n_data, mem, state) ||
        !check_digest(s, (size_t)(s->end - s->start) + n_data, gy_about_get(about, "digest"))) {
        gy_state_unref(state);
        return NULL;
    }
    return state;
}

gy_state *gy_state_unpack(const char *name, const void *bytes, size_t n, gy_mem *mem,
                          gy_about *out_about, GError **error)
{
    uint64_t header = 0;
    for (size_t i = 0; i < 8 && i < n; i++) {
        header |= (uint64_t)((const guchar *)bytes)[i] << (8 * i);
    }
    if (n < 8 || header > n - 8 || header > GY_STATE_HEADER_MAX) {
        g_set_error(error, GY_ERROR, GY_ERR_FORMAT,
                    "%s: a header of %" G_GUINT64_FORMAT " bytes is told at byte 0 of a file of "
                    "%zu: cut short, or no state",
                    name, n < 8 ? (guint64)8 : (guint64)header, n);
        return NULL;
    }
    const char *start = (const char *)bytes + 8;
    g_autoptr(GString) key = g_string_new(NULL);
    g_auto(gy_about) about = {0};
    gy_about_init(&about);
    gy_scan s = {name, start, start, start + header, key, error};
    gy_state *state = unpack(&s, start + header, n - 8 - (size_t)header, mem, &about);
    if (state && out_about) {
        *out_about = about;
        about = (gy_about){0};
    }
    return state;
}

gy_state *gy_state_read(const char *path, gy_mem *mem, gy_about *out_about, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &why);
    if (!file) {
        g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: %s", path, why->message);
        return NULL;
    }
    return gy_state_unpack(path, g_mapped_file_get_contents(file), g_mapped_file_get_length(file),
                           mem, out_about, error);
}
