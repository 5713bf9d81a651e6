#include "run/conform.h"

#include <string.h>

#include "core/error.h"
#include "run/conform_parts.h"
#include "value/buffer.h"

#define GY_SMALL_TILE 16 /* rows: several tiles even of few rows */

static gboolean is_it(const gy_trial *t, const gy_inst *inst)
{
    return strcmp(inst->node->sig->id, t->id) == 0;
}

static gy_value *on_feed(void *data, const gy_inport *in, const gy_feed *feed, gy_value *v)
{
    gy_trial *t = data;
    if (!is_it(t, in->owner)) {
        return v;
    }
    gy_inst *inst = (gy_inst *)(uintptr_t)in->owner;
    for (unsigned o = 0; o < inst->node->sig->n_out; o++) { /* a fit that nobody reads maps too */
        if (inst->fits && !inst->outs[o].port->optional && !inst->outs[o].wanted) {
            inst->outs[o].wanted = TRUE; /* part 0 is first and alone */
        }
    }
    if (t->change.in == in && t->change.feed == feed) {
        v = gy_view_changed(v, &t->change);
    }
    return t->strided ? gy_view_strided(v) : v;
}

static void on_memory(void *data, const gy_inst *inst, gy_value *v)
{
    const gy_trial *t = data;
    if (t->fill < 0 || !is_it(t, inst)) {
        return;
    }
    for (guint i = 0; v->columns && i < v->columns->len; i++) {
        on_memory(data, inst, v->columns->pdata[i]);
    }
    if (v->payload == GY_PAYLOAD_ARRAY && v->view.layout == GY_DENSE && v->bytes &&
        !v->bytes->mapped) {
        memset(v->bytes->data, t->fill, v->bytes->n);
    }
}

static void on_done(void *data, gy_runtime *rt, gy_inst *inst)
{
    gy_trial *t = data;
    if (!is_it(t, inst) || inst->parts) {
        return;
    }
    g_ptr_array_add(t->sights, gy_sight_new(rt, inst));
    if (t->promise) {
        gy_conform_promises(t, rt, inst);
    }
}

void gy_trial_run(gy_trial *t)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    t->sights = g_ptr_array_new_with_free_func(gy_sight_free);
    for (int i = 0; i < GY_PROMISES; i++) {
        t->broken[i] = g_string_new(NULL);
    }
    g_autoptr(gy_graph) graph = gy_conform_graph(t, NULL, problems);
    t->run = graph != NULL;
    if (graph) {
        gy_probe probe = {
            .fold = -1, .on_feed = on_feed, .on_memory = on_memory, .on_done = on_done, .data = t};
        gy_run_options o = {.threads = t->threads,
                            .shuffle = t->shuffle,
                            .tile = t->tile,
                            .chunk_tiles = t->chunk_tiles,
                            .probe = &probe};
        g_autoptr(gy_outcome) out = gy_run(graph, t->registry, &o, problems);
        t->failed = out->failed;
    }
    t->problems = gy_problems_format(problems);
}

void gy_trial_clear(gy_trial *t)
{
    g_clear_pointer(&t->sights, g_ptr_array_unref);
    g_clear_pointer(&t->problems, g_free);
    for (int i = 0; i < GY_PROMISES; i++) {
        g_string_free(g_steal_pointer(&t->broken[i]), TRUE);
    }
}

static void free_check(gpointer check)
{
    gy_conform_check *c = check;
    g_free(c->why);
    g_free(c);
}

/* Takes why. */
static void tell(GPtrArray *checks, const char *name, char *why)
{
    gy_conform_check *c = g_new0(gy_conform_check, 1);
    c->name = name;
    c->good = !why || !*why;
    c->why = c->good ? NULL : g_strdup(why);
    g_free(why);
    g_ptr_array_add(checks, c);
}

/* What is not the same in a run under another condition; NULL if nothing. */
static char *compare(const gy_trial *truth, gy_trial *other, const char *condition, gboolean bits)
{
    gy_trial_run(other);
    char *why = NULL;
    if (!other->run || other->failed || other->sights->len != truth->sights->len) {
        why = g_strdup_printf("%s: %s", condition,
                              *other->problems ? other->problems : "other instances have run");
    }
    for (guint i = 0; !why && i < truth->sights->len; i++) {
        const gy_sight *a = truth->sights->pdata[i], *b = other->sights->pdata[i];
        double apart = bits ? 0 : gy_sight_distance(a, b);
        if (bits ? strcmp(a->digest, b->digest) != 0 : !(apart <= 1)) {
            why = bits ? g_strdup_printf("%s: other bits of %s", condition, a->key)
                       : g_strdup_printf("%s: %s differs by %.3g tolerances", condition, a->key,
                                         apart);
        }
    }
    gy_trial_clear(other);
    return why;
}

static gy_trial like(const gy_trial *t)
{
    gy_trial u = {.file = t->file, .id = t->id, .registry = t->registry, .threads = 2};
    u.tile = GY_SMALL_TILE;
    u.fill = -1;
    memcpy(u.sets, t->sets, sizeof u.sets);
    return u;
}

static void same_bits(const gy_trial *truth, GPtrArray *checks)
{
    static const int threads[] = {2, 5, 5};
    char *why = NULL;
    for (int i = 0; i < 3 && !why; i++) {
        gy_trial t = like(truth);
        t.threads = threads[i];
        t.shuffle = i == 2;
        why = compare(truth, &t, i == 2 ? "shuffled tiles" : i ? "5 threads" : "2 threads", TRUE);
    }
    tell(checks, "threads", why);
    why = NULL;
    for (int i = 0; i < 3 && !why; i++) {
        gy_trial t = like(truth);
        t.threads = threads[i];
        t.chunk_tiles = i < 2 ? 2 * i + 1 : INT64_MAX;
        why = compare(truth, &t, i < 2 ? i ? "chunks of 3 tiles" : "chunks of a tile" : "one chunk",
                      TRUE);
    }
    tell(checks, "chunks", why);
    why = NULL;
    static const int64_t tiles[] = {512, 7};
    for (int i = 0; i < 2 && !why; i++) {
        gy_trial t = like(truth);
        t.tile = tiles[i];
        why = compare(truth, &t, i ? "tiles of 7 rows" : "tiles of 512 rows", FALSE);
    }
    tell(checks, "grid", why);
    why = NULL;
    static const int fill[] = {0xA5, 0x5A};
    for (int i = 0; i < 2 && !why; i++) {
        gy_trial t = like(truth);
        t.fill = fill[i];
        why = compare(truth, &t, i ? "memory of 0x5A" : "memory of 0xA5", TRUE);
    }
    tell(checks, "written", why);
    gy_trial t = like(truth);
    t.strided = TRUE;
    tell(checks, "strided", compare(truth, &t, "strided inputs", TRUE));
}

/* rows = 2, 1 and, where a node [rows] can be one that makes none, 0: a result or a message that is
 * not about the inside of the host. */
static void few_rows(const gy_trial *truth, const char *empty, GPtrArray *checks)
{
    static const char *const sets[] = {"rows=2", "rows=1", "rows=0"};
    g_autofree char *plugin = empty ? g_strdup_printf("rows.plugin=%s", empty) : NULL;
    char *why = NULL;
    for (int i = 0; i < (empty ? 3 : 2) && !why; i++) {
        gy_trial t = like(truth);
        int at = 0;
        while (t.sets[at]) {
            at++;
        }
        t.sets[at] = sets[i];
        t.sets[at + 1] = i == 2 ? plugin : NULL;
        gy_trial_run(&t);
        if (i == 2 && strstr(t.problems, "there is no group `rows`")) {
            gy_trial_clear(&t);
            break;
        }
        if (i == 0 && strstr(t.problems, "unknown variable")) {
            gy_trial_clear(&t); /* the file has no rows to choose */
            return;
        }
        if (!t.run || (t.failed && !*t.problems) || strstr(t.problems, "without saying why")) {
            why = g_strdup_printf("%s: %s", sets[i], *t.problems ? t.problems : "fails silently");
        }
        gy_trial_clear(&t);
    }
    tell(checks, "few rows", why);
}

GPtrArray *gy_conform(const char *keyfile, const char *id, gy_registry *registry,
                      const char *folder, const char *empty)
{
    static const char *const promises[] = {"reach", "sensitive", "missing", "state", "cancel"};
    GPtrArray *checks = g_ptr_array_new_with_free_func(free_check);
    g_autofree char *text = NULL, *out = g_strdup_printf("out=%s", folder);
    gy_trial truth = {.file = keyfile, .id = id, .registry = registry, .threads = 1};
    truth.tile = GY_SMALL_TILE;
    truth.fill = -1;
    if (g_file_get_contents(keyfile, &text, NULL, NULL) && strstr(text, "${out}")) {
        truth.sets[0] = out;
    }
    gy_trial_run(&truth);
    gboolean good = truth.run && !truth.failed && truth.sights->len > 0;
    tell(checks, "runs",
         good              ? NULL
         : *truth.problems ? g_strdup(truth.problems)
                           : g_strdup_printf("%s does not run %s", keyfile, id));
    if (good) {
        same_bits(&truth, checks);
        gy_trial t = like(&truth);
        t.promise = TRUE;
        gy_trial_run(&t);
        for (int i = 0; i < GY_PROMISES; i++) {
            if (t.met[i]) {
                tell(checks, promises[i], g_strdup(t.broken[i]->str));
            }
        }
        gy_trial_clear(&t);
        few_rows(&truth, empty, checks);
        g_autoptr(GString) why = g_string_new(NULL);
        if (gy_conform_params(&truth, why) > 0) {
            tell(checks, "parameters", g_strdup(why->str));
        }
    }
    gy_trial_clear(&truth);
    return checks;
}
