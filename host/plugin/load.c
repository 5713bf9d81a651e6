/* SPDX-License-Identifier: Apache-2.0
 *
 * Loading of one plugin file, and the checks between what its text promises and what its code has.
 */
#include "core/error.h"
#include "plugin/registry_file.h"

#include <dlfcn.h>
#include <fenv.h>
#include <string.h>

#define MAX_NODES 4096 /* a list without its NULL ends here */

G_GNUC_PRINTF(3, 4)
static bool refuse(gy_plugin_file *file, gy_error_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *what = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(&file->failure, GY_ERROR, (int)code, "%s: %s", file->path, what);
    return false;
}

/* The node list of the file; NULL after a failure. A library linked with relaxed floating point
 * switches subnormal numbers off for the thread that loads it, so the mode is put back. */
static const gy_node *const *open_file(gy_plugin_file *file)
{
    fenv_t mode;
    fegetenv(&mode);
    const gy_node *const *nodes = NULL;
    void *handle = dlopen(file->path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    const char *why = handle ? NULL : dlerror();
    void *symbol = handle ? dlsym(handle, "gy_plugin_" GY_STRING(GY_MAJOR)) : NULL;
    if (symbol) {
        gy_plugin_entry *entry;
        memcpy(&entry, &symbol, sizeof entry); /* C has no cast from data to function pointers */
        nodes = entry();
    }
    if (!handle) {
        refuse(file, GY_ERR_FORMAT, "cannot be loaded: %s", why ? why : "no reason given");
    } else if (!symbol) {
        refuse(file, GY_ERR_FORMAT, "exports no function gy_plugin_%d", GY_MAJOR);
    } else if (!nodes) {
        refuse(file, GY_ERR_FORMAT, "gy_plugin_%d gave no list of nodes", GY_MAJOR);
    }
    fesetenv(&mode);
    return nodes;
}

/* What every node has in front: size, versions, text. */
static bool check_head(gy_plugin_file *file, const gy_node *node, unsigned i)
{
    if (node->size < GY_END_(node, extension)) {
        return refuse(file, GY_ERR_FORMAT, "node %u of the file has %u bytes; expected at least %u",
                      i, node->size, GY_END_(node, extension));
    }
    if (node->major != GY_MAJOR) {
        return refuse(file, GY_ERR_UNSUPPORTED,
                      "node %u of the file is made for ABI major %d; this host has major %d", i,
                      node->major, GY_MAJOR);
    }
    if (node->required > GY_MINOR) {
        return refuse(file, GY_ERR_UNSUPPORTED,
                      "node %u of the file requires ABI minor %d; this host has minor %d", i,
                      node->required, GY_MINOR);
    }
    if (!node->text) {
        return refuse(file, GY_ERR_FORMAT, "node %u of the file has no text", i);
    }
    return true;
}

static bool demand(gy_plugin_file *file, const gy_sig *sig, bool has, const char *function,
                   const char *because)
{
    return has ||
           refuse(file, GY_ERR_FORMAT, "%s has no function %s, but %s", sig->id, function, because);
}

/* Functions that the text demands (docs/abi.md, what the host does with a node). */
static bool check_functions(gy_plugin_file *file, const gy_node *node, const gy_sig *sig)
{
    const char *resolve = gy_sig_needs_resolve(sig);
    bool fit = gy_sig_is_fit(sig), metric = gy_sig_is_metric(sig);
    if (resolve && !demand(file, sig, node->resolve != NULL, "resolve", resolve)) {
        return false;
    }
    if (sig->n_stat > 0 && !demand(file, sig, node->add != NULL, "add", "its text has a stat")) {
        return false;
    }
    if ((fit || metric) && !demand(file, sig, node->solve != NULL, "solve",
                                   fit ? "its text has state" : "it is a metric")) {
        return false;
    }
    bool runs = !metric && (!fit || sig->n_out > 0);
    return !runs || demand(file, sig, node->run != NULL, "run",
                           fit ? "a fit with outputs applies its state" : "it is a map");
}

/* Index of the parsed text that equals `text`, -1 if the file has no such text. */
static int find_text(const gy_plugin_file *file, const char *text)
{
    for (guint i = 0; i < file->sigs->len; i++) {
        const gy_sig *sig = g_ptr_array_index(file->sigs, i);
        if (strcmp(sig->text, text) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static bool check_nodes(gy_plugin_file *file, const gy_node *const *list, const gy_node **nodes)
{
    for (unsigned i = 0; i < MAX_NODES && list[i]; i++) {
        if (!check_head(file, list[i], i)) {
            return false;
        }
        int k = find_text(file, list[i]->text);
        if (k < 0) {
            return refuse(
                file, GY_ERR_FORMAT,
                "the text of node %u differs from every text of the file's section .gyrus", i);
        }
        const gy_sig *sig = g_ptr_array_index(file->sigs, (guint)k);
        if (nodes[k]) {
            return refuse(file, GY_ERR_FORMAT, "two nodes have the text of %s", sig->id);
        }
        if (!check_functions(file, list[i], sig)) {
            return false;
        }
        nodes[k] = list[i];
    }
    for (guint k = 0; k < file->sigs->len; k++) {
        const gy_sig *sig = g_ptr_array_index(file->sigs, k);
        if (!nodes[k]) {
            return refuse(file, GY_ERR_FORMAT, "gy_plugin_%d gives no node for the text of %s",
                          GY_MAJOR, sig->id);
        }
    }
    return true;
}

void gy_plugin_file_load(gy_plugin_file *file)
{
    file->tried = true;
    const gy_node *const *list = open_file(file);
    g_autofree const gy_node **nodes = g_new0(const gy_node *, (gsize)file->sigs->len + 1);
    if (list && check_nodes(file, list, nodes)) {
        file->nodes = g_steal_pointer(&nodes);
    }
}
