/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/keyfile.h"

#include "graph/keyfile_names.h"

#include <gio/gio.h>
#include <string.h>

/* The state of one scan. The tables make repeats cheap to find in files of any length. */
typedef struct scan {
    gy_keyfile *keyfile;
    gy_problems *problems;
    GHashTable *groups; /* normalised name -> gy_group * */
    GHashTable *keys;   /* of the current group: name -> gy_key * */
    gy_group *group;    /* where keys go; NULL before the first group */
    bool full;          /* the problem of too many groups was reported */
    int line;
} scan;

static void problem(const scan *s, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void problem(const scan *s, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    gy_problems_addv(s->problems, GY_SEVERITY_ERROR, s->keyfile->path, s->line, format, list);
    va_end(list);
}

/* From here on keys go to `group`. One that is not kept, because its header had a problem, still
 * takes its keys so that they are checked; line -1 marks it. NULL ends the scan. */
static void use_group(scan *s, gy_group *group, bool keep)
{
    g_hash_table_remove_all(s->keys);
    gy_group_free(s->group != NULL && s->group->line < 0 ? s->group : NULL);
    s->group = group;
    if (group == NULL) {
        return;
    }
    if (keep) {
        g_ptr_array_add(s->keyfile->groups, group);
        g_hash_table_insert(s->groups, group->name, group);
    } else {
        group->line = -1;
    }
}

/* A broken header is read as the group with the loosest key names: its keys are not at fault. */
static const char placeholder[] = "check";

static void scan_group(scan *s, const char *text)
{
    const char *close = strchr(text, ']');
    if (close == NULL) {
        problem(s, "missing `]` at the end of `%.100s`", text);
        use_group(s, gy_group_new(placeholder, s->line), false);
        return;
    }
    const char *rest = close + 1 + strspn(close + 1, " \t");
    if (rest[0] != '\0') {
        problem(s, "`%.100s` behind `]`: nothing may follow a group name on its line", rest);
    }
    g_autofree char *inside = g_strndup(text + 1, (gsize)(close - text - 1));
    gy_group *group = gy_group_new(inside, s->line);
    if (group == NULL) {
        problem(s,
                "`%.100s` is not a group name: a name (a-z first, then a-z, 0-9 and -), perhaps one"
                " word after it, perhaps `|profile`",
                inside);
        use_group(s, gy_group_new(placeholder, s->line), false);
        return;
    }
    const gy_group *first = g_hash_table_lookup(s->groups, group->name);
    if (first != NULL) {
        problem(s, "group [%s] is already in line %d", group->name, first->line);
    }
    bool room = s->keyfile->groups->len < GY_KEYFILE_MAX_GROUPS;
    if (!room && !s->full) {
        problem(s, "more than %d groups", GY_KEYFILE_MAX_GROUPS);
        s->full = true;
    }
    use_group(s, group, first == NULL && room);
}

/* Rules for the text right of `=`, which is cut to what was meant; true when that may be kept. */
static bool check_value(scan *s, const char *name, char *value)
{
    if (value[0] == '\0') {
        problem(s, "`%s` has no value; leave the key out instead", name);
        return false;
    }
    for (char *hash = strchr(value, '#'); hash != NULL; hash = strchr(hash + 1, '#')) {
        if (hash == value || hash[-1] == ' ' || hash[-1] == '\t') {
            problem(s, "` #` in the value of `%s`: a comment stands on its own line", name);
            hash[0] = '\0';
            g_strchomp(value);
            return value[0] != '\0';
        }
    }
    if (value[strlen(value) - 1] == '\\') {
        problem(s,
                "the value of `%s` ends in `\\`: a value is one line, there are no continuation "
                "lines",
                name);
        value[strlen(value) - 1] = '\0';
        g_strchomp(value);
    }
    return value[0] != '\0';
}

static void scan_key(scan *s, const char *raw, const char *text, const char *equals)
{
    g_autofree char *name = g_strstrip(g_strndup(text, (gsize)(equals - text)));
    const char *start = equals + 1 + strspn(equals + 1, " \t");
    if (s->group == NULL) {
        problem(s, "`%.100s` stands before the first [group]", name);
        return;
    }
    char *bracket = strchr(name, '[');
    if (bracket != NULL) {
        problem(s, "`%.100s`: keys have no `[...]` part, there are no translated values", name);
        g_ptr_array_add(s->group->lost, g_strchomp(g_strndup(name, (gsize)(bracket - name))));
        return;
    }
    if (!gy_key_name_ok(s->group->base, name)) {
        problem(s, "`%.100s` is not a key name (%s)", name, gy_key_name_form(s->group->base));
        return;
    }
    g_autofree char *value = g_strdup(start);
    bool value_ok = check_value(s, name, value);
    const gy_key *first = g_hash_table_lookup(s->keys, name);
    if (first != NULL) {
        problem(s, "`%s` is already in line %d of the same group", name, first->line);
        return;
    }
    if (!value_ok) {
        g_ptr_array_add(s->group->lost, g_steal_pointer(&name));
        return;
    }
    gy_key *key = gy_key_new(name, value, GY_ORIGIN_FILE);
    key->line = s->line;
    key->column = (int)g_utf8_strlen(raw, start - raw) + 1;
    g_ptr_array_add(s->group->keys, key);
    g_hash_table_insert(s->keys, key->name, key);
}

/* One line, NUL-terminated, without its end and without blanks at its end. */
static void scan_line(scan *s, const char *raw)
{
    const char *text = raw + strspn(raw, " \t");
    if (text[0] == '\0' || text[0] == '#') {
        return;
    }
    if (text[0] == '[') {
        scan_group(s, text);
        return;
    }
    const char *equals = strchr(text, '=');
    if (equals != NULL && equals > text) {
        scan_key(s, raw, text, equals);
    } else if (equals != NULL) {
        problem(s, "no key name before `=`");
    } else if (text > raw) {
        problem(s,
                "`%.100s`: a value is one line, there are no continuation lines; list items "
                "stand between `;`",
                text);
    } else {
        problem(s, "`%.100s`: expected `[group]`, `key = value` or a comment that begins with `#`",
                text);
    }
}

/* Reports what makes a line no text; true when it may be scanned. Byte offsets are of the file. */
static bool check_bytes(scan *s, const char *line, size_t length, size_t offset)
{
    const char *bad = NULL;
    if (!g_utf8_validate_len(line, length, &bad)) {
        problem(s, "not UTF-8 at byte %" G_GSIZE_FORMAT " of the file",
                offset + (size_t)(bad - line));
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)line[i] < ' ' && line[i] != '\t') {
            problem(s, "control character 0x%02x at byte %" G_GSIZE_FORMAT " of the file",
                    (unsigned)(unsigned char)line[i], offset + i);
            return false;
        }
    }
    return true;
}

static void scan_lines(scan *s, const char *data, size_t start, size_t size)
{
    int first_crlf = 0;
    int first_lf = 0;
    for (size_t at = start; at < size;) {
        const char *newline = memchr(data + at, '\n', size - at);
        size_t end = newline ? (size_t)(newline - data) : size;
        size_t length = end - at;
        s->line++;
        if (newline != NULL && length > 0 && data[end - 1] == '\r') {
            length--;
            first_crlf = first_crlf ? first_crlf : s->line;
        } else if (newline != NULL) {
            first_lf = first_lf ? first_lf : s->line;
        }
        if (check_bytes(s, data + at, length, at)) {
            g_autofree char *line = g_strchomp(g_strndup(data + at, length));
            scan_line(s, line);
        }
        at = end + 1;
    }
    if (first_crlf != 0 && first_lf != 0) {
        s->line = MAX(first_crlf, first_lf);
        problem(s, "mixed line ends: line %d ends in %s, this one in %s", MIN(first_crlf, first_lf),
                first_crlf < first_lf ? "\\r\\n" : "\\n", first_crlf < first_lf ? "\\n" : "\\r\\n");
    }
}

gy_keyfile *gy_keyfile_scan(const char *path, const char *data, size_t size, gy_problems *problems)
{
    if (size > GY_KEYFILE_MAX_BYTES) {
        gy_problems_add(problems, path, 0, "larger than %d MiB: this is not a keyfile",
                        (int)(GY_KEYFILE_MAX_BYTES >> 20));
        return NULL;
    }
    g_autoptr(gy_keyfile) keyfile = g_new0(gy_keyfile, 1);
    keyfile->path = g_strdup(path);
    keyfile->groups = g_ptr_array_new_with_free_func((GDestroyNotify)gy_group_free);
    const char *nul = size > 0 ? memchr(data, '\0', size) : NULL;
    if (nul != NULL) {
        int line = 1;
        for (const char *p = data; p < nul; p++) {
            line += *p == '\n';
        }
        gy_problems_add(problems, path, line, "NUL at byte %" G_GSIZE_FORMAT ": this is not a text",
                        (size_t)(nul - data));
        return NULL;
    }
    scan s = {.keyfile = keyfile, .problems = problems};
    g_autoptr(GHashTable) groups = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
    s.groups = groups;
    s.keys = keys;
    size_t skip = size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (skip > 0) {
        gy_problems_add(problems, path, 1,
                        "begins with a byte order mark; save it as UTF-8 without BOM");
    }
    scan_lines(&s, data, skip, size);
    use_group(&s, NULL, false);
    return g_steal_pointer(&keyfile);
}

gy_keyfile *gy_keyfile_load(const char *path, gy_problems *problems)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GError) error = NULL;
    g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, &error);
    /* one byte more than allowed, so that a pipe or a device cannot fill the memory */
    g_autofree char *data = stream ? g_malloc(GY_KEYFILE_MAX_BYTES + 1) : NULL;
    gsize size = 0;
    if (stream == NULL || !g_input_stream_read_all(G_INPUT_STREAM(stream), data,
                                                   GY_KEYFILE_MAX_BYTES + 1, &size, NULL, &error)) {
        gy_problems_add(problems, path, 0, "cannot be read: %s", error->message);
        return NULL;
    }
    return gy_keyfile_scan(path, data, size, problems);
}

void gy_keyfile_free(gy_keyfile *keyfile)
{
    if (keyfile == NULL) {
        return;
    }
    g_free(keyfile->path);
    g_ptr_array_unref(keyfile->groups);
    g_free(keyfile);
}
