/* needs_case.h: a keyfile in a string that needs another one, which is written to a folder. */
#ifndef NEEDS_CASE_H
#define NEEDS_CASE_H

#include <glib/gstdio.h>

#include "run_case.h"

#define NUMBERS_OF(name, rest) "[" name "]\nplugin = reader.kit-numbers\n" rest "\n"
/* y = 2 x + 1 on 40 rows, and the line through them */
#define PRE                                                                                        \
    NUMBERS_OF("x", "n = 40")                                                                      \
    "[w]\nplugin = transform.kit-window\nx = @x\npast = 3\n"                                       \
    "[y]\nplugin = transform.kit-affine\nx = @x\nscale = 2\nshift = 1\n"                           \
    "[line]\nplugin = encoder.kit-line\nx = @x\ny = @y\n"

typedef struct needs_case {
    run_case c;
    char *dir, *file;
} needs_case;

/* text: what follows [needs] pre = FILE */
static inline needs_case needs_run(const char *pre, const char *text, gy_run_options o)
{
    needs_case n = {.dir = g_dir_make_tmp("gyrus-needs-XXXXXX", NULL)};
    n.file = g_build_filename(n.dir, "pre.ini", NULL);
    cr_assert(g_file_set_contents(n.file, pre, -1, NULL));
    g_autofree char *whole = g_strdup_printf("[needs]\npre = %s\n%s", n.file, text);
    n.c = run_text(whole, o);
    return n;
}

static inline void needs_free(needs_case *n)
{
    run_free(&n->c);
    (void)g_remove(n->file);
    (void)g_remove(n->dir);
    g_free(n->file);
    g_free(n->dir);
}

#endif
