/* SPDX-License-Identifier: MIT
 *
 * events_set.h: the events of several files in one order: by run, then onset, then place in the
 * file. Runs are in the order in which the files name them. [any]
 */
#ifndef GYRUS_READERS_EVENTS_SET_H
#define GYRUS_READERS_EVENTS_SET_H

#include "columns.h"

typedef struct event_file {
    delimited text;
    layout table;
    cell *cells;      /* [rows, n] */
    int bids;         /* has a header; else three columns onset, duration, value */
    int64_t at[4];    /* columns of onset, duration, code, value; -1: none */
    const char *cond; /* code of all its events if there is no code column */
    int64_t run;      /* index of its run */
} event_file;

typedef struct event {
    double onset, duration;
    int64_t run, file, row;
} event;

typedef struct events_set {
    event_file *files;
    int64_t n_files;
    event *events; /* [n], sorted */
    int64_t n;
    const char **runs; /* label of every run; NULL if runs have none */
    int64_t n_runs;
    column *others; /* further columns, the same in every file, with a type that holds all */
    int64_t n_others;
} events_set;

/* Loads all files of parameter `path`. */
int events_load(gy_call *c, events_set *out);

/* Cell of an event in further column k; its code (text and length). */
const cell *events_other(const events_set *s, const event *e, int64_t k);
cell events_code(const events_set *s, const event *e);
/* Cell of its value, NULL if its file has none: 1. */
const cell *events_value(const events_set *s, const event *e);

#endif
