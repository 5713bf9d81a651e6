/* SPDX-License-Identifier: Apache-2.0
 *
 * inspect.h: the text of a node, written for people (terminal, reference page) and for programs.
 *
 * All three say the same: what comes in and goes out with axes, units and documentation, the
 * parameters with type, default and range, what one row of an output reads, licence and citation.
 */
#ifndef GY_PLUGIN_INSPECT_H
#define GY_PLUGIN_INSPECT_H

#include "plugin/sig.h"

#include <glib.h>

/* For a terminal, columns aligned, newline at the end. The caller frees. [any] */
char *gy_inspect_text(const gy_sig *sig);

/* A section of the reference: heading of level 2, tables. The caller frees. [any] */
char *gy_inspect_markdown(const gy_sig *sig);

/* One JSON object on one line, no newline. Absent things are absent members or empty lists. Field
 * names are those of docs/abi.md. The caller frees. [any] */
char *gy_inspect_json(const gy_sig *sig);

/* Parts that other pages use. facts: "fit only; unit V; ..." and "default 1; > 0", "" if there is
 * nothing to say. The caller frees. [any] */
char *gy_inspect_port_facts(const gy_sig *sig, const gy_sig_port *port);
char *gy_inspect_param_facts(const gy_sig_param *param);
/* "y.time reads x.time: window(past, 0)", with " when mode=a,b" behind it if that is a condition.
 */
char *gy_inspect_reach(const gy_sig *sig, const gy_sig_reach *reach);
/* "mode=a,b" of a condition that is there (param >= 0). */
char *gy_inspect_when(const gy_sig *sig, const gy_sig_when *when);
/* "> 0", "0..1", ">= 1, < 3"; "" without a range. */
char *gy_inspect_range(const gy_sig_param *param);

#endif
