/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include <string.h>

#include "compute/cpu/blas.h"
#include "embed/gyrus-host.h"
#include "embed/summary.h"

#define FILES_SHOWN   500
#define KEYFILE_BYTES 65536

static void put_hash(GString *s, const char *hex)
{
    g_string_append(s, "<td><code>");
    g_string_append(s, hex ? hex : "cannot be read");
    g_string_append(s, "</code></tr>");
}

static void put_files(GString *s, const gy_story *t)
{
    const GPtrArray *files = t->outcome->files;
    if (files->len == 0) {
        g_string_append(s, "<p>No input files.</p>");
        return;
    }
    g_string_append_printf(s,
                           "<details><summary>%u input file%s and %s SHA-256</summary><div "
                           "class=scroll><table class=text>",
                           files->len, files->len == 1 ? "" : "s",
                           files->len == 1 ? "its" : "their");
    for (guint i = 0; i < files->len && i < FILES_SHOWN; i++) {
        g_autofree char *name = g_path_get_basename(files->pdata[i]);
        g_string_append(s, "<tr><td>");
        gy_report_text(s, name);
        put_hash(s, t->hashes && i < t->hashes->len ? t->hashes->pdata[i] : NULL);
    }
    g_string_append(s, "</table></div></details>");
}

static void put_plugins(GString *s, const gy_story *t)
{
    g_string_append(s, "<details><summary>Plugins and their build ids</summary><div class=scroll>"
                       "<table class=text>");
    for (guint i = 0; i < t->graph->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(t->graph, (int)i);
        g_string_append(s, "<tr><td>");
        gy_report_text(s, n->name);
        g_string_append_printf(s, "<td>%s %" G_GINT64_FORMAT "<td>", n->sig->id, n->sig->revision);
        gy_report_text(s, n->sig->licence);
        put_hash(s, gy_registry_build_id(t->registry, n->sig->id));
    }
    g_string_append(s, "</table></div></details>");
}

static void put_keyfile(GString *s, const gy_story *t)
{
    g_autofree char *text = NULL;
    gsize n = 0;
    if (!g_file_get_contents(t->graph->file, &text, &n, NULL) || n > KEYFILE_BYTES) {
        return;
    }
    g_string_append(s, "<details><summary>The keyfile</summary><pre>");
    gy_report_text(s, text);
    g_string_append(s, "</pre></details>");
}

static void put_options(GString *s, const gy_story *t)
{
    if (t->profile) {
        g_string_append(s, "; profile ");
        gy_report_text(s, t->profile);
    }
    for (int i = 0; t->sets && t->sets[i]; i++) {
        g_string_append(s, "; set ");
        gy_report_text(s, t->sets[i]);
    }
    g_string_append(s, t->chance ? "; fit targets permuted" : "");
}

void gy_report_provenance(GString *s, const gy_story *t)
{
    const gy_outcome *o = t->outcome;
    g_autofree char *file = g_path_get_basename(t->graph->file);
    gy_blas_facts blas;
    g_string_append_printf(s, "<h2>Provenance</h2><p>Gyrus %s; keyfile ", gyrus_version());
    gy_report_text(s, file);
    put_options(s, t);
    g_string_append_printf(s, "; seed %" G_GUINT64_FORMAT "; %d threads; ", t->graph->seed,
                           o->threads);
    gy_put_f64(s, "%.2f", o->seconds);
    g_string_append(s, " s; at most ");
    gy_put_f64(s, "%.1f", (double)o->peak / 1e6);
    g_string_append_printf(s, " MB of arrays at once; %" G_GINT64_FORMAT " node calls; ", o->calls);
    gy_blas_facts_init(&blas);
    gy_report_text(s, blas.config);
    gy_blas_facts_clear(&blas);
    g_string_append(s, ".</p><p>SHA-256 of the keyfile: <code>");
    g_string_append(s, t->keyfile_hash ? t->keyfile_hash : "cannot be read");
    g_string_append(s, "</code>. run.json has all of this for programs.</p>");
    put_files(s, t);
    put_plugins(s, t);
    put_keyfile(s, t);
}
