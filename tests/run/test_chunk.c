/* chunk.c: input rows taken one tile, three tiles or all at a time: the same bits for any number of
 * threads, and a mapped file larger than --memory. The nodes are those of plugins/. */
#include "run_case.h"

#include <glib/gstdio.h>

#include "core/hash.h"

#define ROWS 18000
#define WIDE 48

/* X: i16 [ROWS, WIDE] of a small linear congruence; Y: f32 [ROWS, 2], sums of some columns of X and
 * a wave; every 97th row of Y misses a value if `holes`. */
typedef struct chunk_files {
    char *folder, *x, *y;
} chunk_files;

static void put_npy(const char *path, const char *descr, int columns, const void *data, size_t n)
{
    g_autoptr(GByteArray) b = g_byte_array_new();
    g_autofree char *head = g_strdup_printf(
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }", descr, ROWS, columns);
    guint pad = 64 - (10 + (guint)strlen(head) + 1) % 64;
    guint length = (guint)strlen(head) + pad + 1;
    g_autofree char *line = g_strdup_printf("%s%*s\n", head, (int)pad, "");
    const guint8 size[2] = {(guint8)(length & 255), (guint8)(length >> 8)};
    g_byte_array_append(b, (const guint8 *)"\x93NUMPY\x01\x00", 8);
    g_byte_array_append(b, size, 2);
    g_byte_array_append(b, (const guint8 *)line, length);
    g_byte_array_append(b, data, (guint)n);
    cr_assert(g_file_set_contents(path, (const char *)b->data, b->len, NULL));
}

static chunk_files files_new(gboolean holes)
{
    chunk_files f = {.folder = g_dir_make_tmp("gyrus-chunk-XXXXXX", NULL)};
    f.x = g_build_filename(f.folder, "x.npy", NULL);
    f.y = g_build_filename(f.folder, "y.npy", NULL);
    g_autofree int16_t *x = g_new(int16_t, (gsize)ROWS * WIDE);
    g_autofree float *y = g_new(float, (gsize)ROWS * 2);
    uint32_t r = 1;
    for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < WIDE; j++) {
            r = r * 1664525u + 1013904223u;
            x[i * WIDE + j] = (int16_t)((int32_t)(r >> 16) % 2000 - 1000);
        }
        y[2 * i] = (float)(x[i * WIDE] - x[i * WIDE + 7]) + (float)(i % 50);
        y[2 * i + 1] = (float)x[i * WIDE + 3] * 0.3f - (float)(i % 31);
        y[2 * i] = holes && i % 97 == 5 ? (float)NAN : y[2 * i];
    }
    put_npy(f.x, "<i2", WIDE, x, sizeof *x * ROWS * WIDE);
    put_npy(f.y, "<f4", 2, y, sizeof *y * ROWS * 2);
    return f;
}

static void files_clear(chunk_files *f)
{
    g_remove(f->x);
    g_remove(f->y);
    g_rmdir(f->folder);
    g_free(f->folder);
    g_free(f->x);
    g_free(f->y);
}

typedef struct chunk_seen {
    char *digest; /* of all scores and states; owned */
    char *text;   /* problems; owned */
    uint64_t peak, predicted;
    int64_t chunk_tiles;
    guint scores;
} chunk_seen;

static void on_fit(void *data, const char *node, const char *where, int fold, const gy_state *state)
{
    gy_hash_text(data, node);
    gy_hash_text(data, where);
    gy_hash_i64(data, fold);
    for (guint i = 0; i < state->arrays->len; i++) {
        const gy_value *v = state->arrays->pdata[i];
        size_t size = (size_t)gy_size_from(&v->view, 0) * (v->view.bits / 8);
        gy_hash_blob(data, size ? v->view.data : "", size);
    }
}

static chunk_seen run_chunks(const chunk_files *f, const char *nodes, gy_run_options o)
{
    chunk_seen seen = {0};
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autofree char *text = g_strdup_printf("[x]\nplugin = reader.npy\npath = %s\n"
                                            "[y]\nplugin = reader.npy\nrows = @x\npath = %s\n%s",
                                            f->x, f->y, nodes);
    gy_registry *registry = gy_registry_new();
    g_autofree char *dir = g_build_filename(g_getenv("GYRUS_BUILD_ROOT"), "plugins", NULL);
    cr_assert(gy_registry_add_dir(registry, dir, NULL));
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan("chunk.ini", text, strlen(text), problems);
    (void)gy_keyfile_apply_profile(kf, NULL, problems);
    (void)gy_keyfile_expand(kf, problems);
    gy_graph *graph = gy_graph_build(kf, registry, problems);
    seen.text = gy_problems_format(problems);
    cr_assert(graph != NULL, "%s", seen.text);
    g_free(seen.text);
    gy_hash *h = gy_hash_new("chunk");
    gy_probe probe = {.fold = -1, .on_fit = on_fit, .data = h};
    o.probe = &probe;
    g_autoptr(gy_outcome) out = gy_run(graph, registry, &o, problems);
    for (guint i = 0; i < out->scores->len; i++) {
        gy_hash_f64(h, g_array_index(out->scores, gy_score, i).value);
    }
    uint8_t digest[GY_DIGEST_SIZE];
    seen.digest = g_malloc0(GY_DIGEST_HEX);
    gy_hash_end(h, digest);
    gy_hash_hex(digest, seen.digest);
    gy_hash_free(h);
    seen.text = gy_problems_format(problems);
    seen.peak = out->peak;
    seen.predicted = out->predicted;
    seen.chunk_tiles = out->chunk_tiles;
    seen.scores = out->scores->len;
    gy_graph_free(graph);
    gy_registry_free(registry);
    return seen;
}

static void seen_clear(chunk_seen *s)
{
    g_free(s->digest);
    g_free(s->text);
}

#define FOLDS "[split]\nrows = @x\nscheme = k-fold\nfolds = 3\n"
#define MODEL(x, y)                                                                                \
    "[model]\nplugin = encoder.ridge\nx = " x "\ny = " y "\nalphas = 1; 1000\n"                    \
    "[score]\nplugin = metric.pearson\npredicted = @model\ntarget = " y "\n"
#define PLAIN FOLDS MODEL("@x", "@y")

static const int64_t chunks[] = {1, 3, 0};
static const int threads[] = {1, 2, 5};

/* all: 2 threads too. */
static void same_bits(const char *nodes, gboolean holes, gboolean all)
{
    chunk_files f = files_new(holes);
    chunk_seen truth = run_chunks(&f, nodes, (gy_run_options){.threads = 1});
    cr_assert_str_eq(truth.text, "");
    cr_assert_gt(truth.scores, 0);
    for (size_t c = 0; c < G_N_ELEMENTS(chunks); c++) {
        for (size_t t = 0; t < G_N_ELEMENTS(threads); t += all ? 1 : 2) {
            gy_run_options o = {.threads = threads[t], .chunk_tiles = chunks[c], .shuffle = t == 2};
            chunk_seen s = run_chunks(&f, nodes, o);
            double share = (double)s.predicted / (double)s.peak;
            cr_expect_str_eq(s.text, "");
            cr_expect_str_eq(s.digest, truth.digest, "chunk %d, %d threads", (int)chunks[c],
                             threads[t]);
            cr_expect(share >= 1 && share <= 1.3, "chunk %d, %d threads: %.3f", (int)chunks[c],
                      threads[t], share);
            seen_clear(&s);
        }
    }
    seen_clear(&truth);
    files_clear(&f);
}

Test(chunk, same_bits_of_a_mapped_source)
{
    same_bits(PLAIN, FALSE, TRUE);
}

Test(chunk, same_bits_of_rows_run_by_tiles)
{
    same_bits(FOLDS "[z]\nplugin = transform.zscore\nx = @x\n" MODEL("@z", "@y"), FALSE, FALSE);
}

/* missing = drop-rows: rows in uneven steps, copied out of the mapped file. */
Test(chunk, same_bits_of_chosen_rows)
{
    same_bits(FOLDS MODEL("@x", "@y\nmissing = drop-rows"), TRUE, FALSE);
}

/* The file has 1.7 MB, its copy as f64 6.9 MB. Without chunks the run takes more than the copy;
 * one tile at a time is 0.2 MB, beside the statistics. */
Test(chunk, a_mapped_source_larger_than_the_limit)
{
    chunk_files f = files_new(FALSE);
    const uint64_t file = sizeof(int16_t) * ROWS * WIDE, limit = file * 7 / 8;
    chunk_seen truth = run_chunks(&f, PLAIN, (gy_run_options){.threads = 1});
    cr_assert_gt(truth.peak, 4 * file);
    for (size_t t = 0; t < G_N_ELEMENTS(threads); t++) {
        for (int64_t tiles = 0; tiles <= 1; tiles++) {
            gy_run_options o = {.threads = threads[t], .memory = limit, .chunk_tiles = tiles};
            chunk_seen s = run_chunks(&f, PLAIN, o);
            cr_expect_str_eq(s.text, "");
            cr_expect_str_eq(s.digest, truth.digest);
            cr_expect_leq(s.peak, limit);
            cr_expect_leq(s.predicted, limit);
            cr_expect_geq(s.chunk_tiles, 1);
            seen_clear(&s);
        }
    }
    static const char tuned[] = PLAIN "[tune]\nscore = @score.r\nmodel.per_target = true;false\n";
    chunk_seen chosen = run_chunks(&f, tuned, (gy_run_options){.threads = 2, .memory = limit});
    cr_expect_str_eq(chosen.text, "");
    cr_expect_leq(chosen.peak, limit);
    seen_clear(&chosen);
    chunk_seen none = run_chunks(&f, PLAIN, (gy_run_options){.threads = 1, .memory = 100000});
    cr_expect(strstr(none.text, "cannot keep to --memory: it takes"), "%s", none.text);
    seen_clear(&none);
    seen_clear(&truth);
    files_clear(&f);
}
