/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

/* Nodes that are choosy about an axis, a dtype or a unit, and one that fits none of them. */
GY_SAY(of_time, "transform.of-time 1 | s\nin x f64[t:time]\nout y f64[t]\n");
GY_SAY(of_bytes, "transform.of-bytes 1 | s\nin x u8[row]\nout y u8[row]\n");
GY_SAY(of_volts, "transform.of-volts 1 | s\nin x f64[row] unit=V\nout y f64[row] unit=V\n");
GY_SAY(to_trial, "transform.to-trial 1 | s\nin x f64[row]\nout y f64[trial] unit=mV\n");
static int run(gy_call *c)
{
    (void)c;
    return GY_OK;
}
static int resolve(gy_call *c)
{
    return c->host->set_length(c, "trial", 2);
}
static const gy_node a = {GY_NODE_HEAD, of_time, 0, run, 0, 0, 0, 0};
static const gy_node b = {GY_NODE_HEAD, of_bytes, 0, run, 0, 0, 0, 0};
static const gy_node d = {GY_NODE_HEAD, of_volts, 0, run, 0, 0, 0, 0};
static const gy_node e = {GY_NODE_HEAD, to_trial, resolve, run, 0, 0, 0, 0};
GY_PLUGIN_NODES(&a, &b, &d, &e)
