/* SPDX-License-Identifier: Apache-2.0
 *
 * What is checked and not run. */
#include "stubs/registry.h"

#define X       "[x]\nplugin = reader.array\npath = x.npy\n"
#define Y       "[y]\nplugin = reader.array\npath = y.npy\n"
#define SPLIT   "[split]\nrows = @x\nscheme = k-fold\n"
#define RIDGE   "[m]\nplugin = decoder.ridge\nx = @x\ny = @y\nalphas = 1;10\n"
#define PEARSON "[r]\nplugin = metric.pearson\npredicted = @m\ntarget = @y\n"

static void expect_limits(const char *text, const char *expected)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = good_graph(text, registry);
    g_autofree char *told = gy_problems_format(g->not_run);
    cr_expect_str_eq(told, expected);
}

#define POOLED                                                                                     \
    "[foreach s]\nvalues = 1;2\n[x]\nplugin = reader.array\npath = ${s}.npy\n" Y SPLIT             \
    "[m]\nplugin = decoder.ridge\nx = @x\ny = @y\nalphas = 1;10\n"
#define CANNOT ": this version checks it but cannot run it\n"

Test(build_limits, plain_graphs_run)
{
    expect_limits(X Y SPLIT RIDGE PEARSON "[z]\nplugin = transform.zscore\nx = @x;@y\nmissing = "
                                          "error\n",
                  "");
}

Test(build_limits, each_with_its_line)
{
    expect_limits(X "[z]\nplugin = transform.zscore\nx = @x\nmissing = drop-columns\n", "");
    expect_limits(PEARSON POOLED "pool = s\nmissing = drop-columns\n",
                  "f:21: error: [m] pool = s together with missing = drop-columns" CANNOT);
    expect_limits(X "[z]\nplugin = transform.zscore\nx = @x;@x\nwithin = @x.run\n", "");
    expect_limits("[w]\nplugin = world.grid\n", "f:1: error: [w] plugin = world.grid" CANNOT);
    expect_limits(X Y SPLIT RIDGE PEARSON "[chance r]\npermute = @y\n", "");
    expect_limits(PEARSON POOLED "pool = s\n", "");
    expect_limits(PEARSON POOLED "pool = s\n[chance r]\npermute = @y\n",
                  "f:21: error: [m] pool = s downstream of what [chance] permutes" CANNOT);
    expect_limits(PEARSON POOLED "pool = s\nwithin = @x.run\n",
                  "f:21: error: [m] pool = s together with within" CANNOT);
    expect_limits(X Y SPLIT RIDGE PEARSON
                  "[chance r]\npermute = @m\nrefit = none\nscheme = sign-flip\ncorrect = max;fdr\n",
                  "");
    expect_limits("[foreach a]\nvalues = 1;2\n" X "[c]\nplugin = metric.compare\nx = @i\nover = a\n"
                  "[i]\nplugin = metric.identical\na = @p\nb = @p\n"
                  "[p]\nplugin = reader.images\npath = ${a}.npy\n",
                  "");
}
