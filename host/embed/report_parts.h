/* SPDX-License-Identifier: Apache-2.0
 *
 * report_parts.h: the sections of the report, one file each (report_raster.c and so on). Each adds
 * a heading and its content, or nothing where the run has nothing of the kind. [control] */
#ifndef GY_REPORT_PARTS_H
#define GY_REPORT_PARTS_H

#include "embed/fold_scores.h"
#include "embed/report_html.h"
#include "embed/story.h"

/* Style sheet of the page: no import, no font from elsewhere. */
extern const char gy_report_style[];

/* One sentence: the first score with chance and interval, checks, and what the reader must know
 * first (permuted targets, in-sample scores, made data, failures). */
void gy_report_verdict(GString *s, const gy_story *t, GHashTable *index);
/* Rows x folds: one band for each fold; rows in train, in test, purged, unused. Spans too narrow to
 * be seen are left out, so that a page has some thousand marks at most. Fits with the same bands
 * share them. */
void gy_report_rasters(GString *s, const gy_story *t);
/* A row for each score: mean, chance, p, interval and its unit, ceiling, n, folds or targets. */
void gy_report_scores(GString *s, const gy_story *t, GHashTable *index);
/* Lines of [check]. */
void gy_report_checks(GString *s, const gy_story *t);
/* Prediction beside truth in the rows of one test fold. */
void gy_report_pairs(GString *s, const gy_story *t);
/* Counts by true and predicted class. */
void gy_report_confusions(GString *s, const gy_story *t);
/* What [tune] has chosen, per fold. */
void gy_report_tunes(GString *s, const gy_story *t);
/* How often each value of a grid was chosen; draws of [chance] with the observed score. */
void gy_report_chosen(GString *s, const gy_story *t);
void gy_report_draws(GString *s, const gy_story *t);
/* Scores per item: an image where the axis has places in a grid, sorted values otherwise. */
void gy_report_maps(GString *s, const gy_story *t);
/* Weights of encoders with one target, over the feature axis. */
void gy_report_weights(GString *s, const gy_story *t);
void gy_report_dropped(GString *s, const gy_story *t);
/* The graph as a drawing and as a table. */
void gy_report_graph(GString *s, const gy_story *t);
/* What each node does, in the words of its text, with citations. */
void gy_report_methods(GString *s, const gy_story *t);
void gy_report_provenance(GString *s, const gy_story *t);

#endif
