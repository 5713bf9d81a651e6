/* SPDX-License-Identifier: Apache-2.0
 *
 * report_parts.h: sections of the report that draw. [control] */
#ifndef GY_REPORT_PARTS_H
#define GY_REPORT_PARTS_H

#include "run/run.h"

/* Text of the page: '<', '>', '&' and quotes as entities, bytes that are no UTF-8 as U+FFFD. Every
 * text that comes from a keyfile, a file or a node goes through here. NULL adds nothing. */
void gy_report_text(GString *s, const char *text);

/* One band for each fold of a fit: rows in train, in test, in neither. Spans too narrow to be seen
 * are left out, so that a page has some thousand marks at most. */
void gy_report_rasters(GString *s, const gy_outcome *o);
/* A row for each score: mean, chance, folds as dots. */
void gy_report_scores(GString *s, const gy_outcome *o);
/* A row for each node of the graph. */
void gy_report_nodes(GString *s, const gy_graph *g);

#endif
