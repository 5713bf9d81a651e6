/* SPDX-License-Identifier: MIT
 *
 * bench_fill.c: a plugin that is only installed: the host reads its text and never loads it.
 */
#include "sugar.h"

GY_SAY(text, "transform.bench-fill" BENCH_ID " 1 | The input, unchanged\n"
             "in x T[row, col] | numbers\n"
             "in y f64[row] optional | more\n"
             "out z T[row, col] | numbers\n"
             "param scale f64 = 1 >0 | a factor\n"
             "param mode choice(one, two, three) = one | a word\n"
             "reach z.row row\n"
             "doc | Some text that describes the node, as long as that of a real one may be.\n"
             "licence | MIT\n");

static int run(gy_call *c)
{
    (void)c;
    return GY_OK;
}

GY_PLUGIN(text, 0, run, 0, 0, 0)
