/* SPDX-License-Identifier: Apache-2.0
 *
 * report_parts.h: sections of the report that draw. [control] */
#ifndef GY_REPORT_PARTS_H
#define GY_REPORT_PARTS_H

#include "run/run.h"

void gy_report_rasters(GString *s, const gy_outcome *o);
void gy_report_scores(GString *s, const gy_outcome *o);
void gy_report_nodes(GString *s, const gy_graph *g);

#endif
