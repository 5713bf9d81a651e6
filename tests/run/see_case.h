/* see_case.h: a keyfile run with the nodes of plugins2/, and a look at every instance when it has
 * run: what resolving has made of it. */
#ifndef SEE_CASE_H
#define SEE_CASE_H

#include "run/resolve.h"
#include "run/symbols.h"
#include "run_case.h"

typedef void (*see_fn)(void *data, gy_runtime *rt, gy_inst *inst);

/* Problems of the build or of the run, "" if none; the caller frees. */
static inline char *see_text(const char *text, gy_run_options o, see_fn on_done, void *data)
{
    g_autoptr(gy_registry) registry = gy_registry_new();
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autofree char *dir =
        g_build_filename(g_getenv("GYRUS_BUILD_ROOT"), "tests", "run", "plugins2", NULL);
    cr_assert(gy_registry_add_dir(registry, dir, NULL), "%s", dir);
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan("case.ini", text, strlen(text), problems);
    (void)gy_keyfile_apply_profile(kf, NULL, problems);
    (void)gy_keyfile_expand(kf, problems);
    g_autoptr(gy_graph) graph = gy_graph_build(kf, registry, problems);
    gy_probe probe = {.fold = -1, .on_done = on_done, .data = data};
    o.probe = &probe;
    o.threads = o.threads ? o.threads : 1;
    if (graph) {
        g_autoptr(gy_outcome) out = gy_run(graph, registry, &o, problems);
        (void)out;
    }
    return gy_problems_format(problems);
}

#define PLAN(g) "[t]\nplugin = reader.kit-plan\ng = " g "\n"

#endif
