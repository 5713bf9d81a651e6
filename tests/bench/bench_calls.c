/* SPDX-License-Identifier: MIT
 *
 * bench_calls.c: nodes that do nothing, so that what remains is the host.
 */
#include "sugar.h"

#include <stdio.h>
#include <time.h>

GY_SAY(clock_text, "reader.bench-clock 1 | Rows, and the time at which run was called, in a file\n"
                   "out x f32[row, col] | zeros\n"
                   "param n i64 = 512 >0 | rows\n"
                   "param to text optional | file for the seconds of the monotonic clock\n"
                   "licence | MIT\n");

static int clock_resolve(gy_call *c)
{
    GY_TRY(c->host->set_length(c, "row", gy_integer(c, "n")));
    return c->host->set_length(c, "col", 1);
}

static int clock_run(gy_call *c)
{
    struct timespec t;
    const char *to = c->host->text(c, "to");
    FILE *file = to && *to ? fopen(to, "w") : 0;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    if (file) {
        fprintf(file, "%.9f", (double)t.tv_sec + 1e-9 * (double)t.tv_nsec);
        fclose(file);
    }
    return GY_OK;
}

GY_SAY(map_text, "transform.bench-nothing 1 | Zeros, tile by tile\n"
                 "in x f32[row, col] | numbers\n"
                 "out y f32[row, col] | zeros\n"
                 "reach y.row row\n"
                 "licence | MIT\n");

GY_SAY(reads_text, "transform.bench-reads 1 | Wants pictures and a table, and reads neither\n"
                   "in x any[row, height, width, colour] | pictures\n"
                   "in t any[row, col] | a table\n"
                   "out y u8[row] | zeros\n"
                   "reach y.row row\n"
                   "licence | MIT\n");

GY_SAY(score_text, "metric.bench-nothing 1 | Nothing, added up\n"
                   "in x f32[row, col] missing | numbers\n"
                   "out score f64[] mean | zero\n"
                   "stat s f64[] | nothing\n"
                   "licence | MIT\n");

static int nothing(gy_call *c)
{
    (void)c;
    return GY_OK;
}

static const gy_node clock_node = {GY_NODE_HEAD, clock_text, clock_resolve, clock_run, 0, 0, 0, 0};
static const gy_node map_node = {GY_NODE_HEAD, map_text, 0, nothing, 0, 0, 0, 0};
static const gy_node reads_node = {GY_NODE_HEAD, reads_text, 0, nothing, 0, 0, 0, 0};
static const gy_node score_node = {GY_NODE_HEAD, score_text, 0, 0, nothing, 0, nothing, 0};
GY_PLUGIN_NODES(&clock_node, &map_node, &reads_node, &score_node)
