/* SPDX-License-Identifier: MIT
 *
 * fif_set.h: the raw files of a node, what they have in common, and the events of each.
 *
 * One buffer of scratch, as long as the longest file, serves all plain files in turn; packed ones
 * take scratch of their own. All functions are [any]; errors are those of fif_tags.h and source.h.
 */
#ifndef GYRUS_READERS_FIF_SET_H
#define GYRUS_READERS_FIF_SET_H

#include "fif_tags.h"

#define FIF_STIM 3 /* kind of a stimulus channel */

typedef struct fif_file {
    const char *path, *events, *run; /* events NULL: there is no event file */
    int64_t rows, n_events;
} fif_file;

typedef struct fif_set {
    int64_t n_files, rows, n_events;
    fif_file *files;
    int64_t n_channels, n_kept;
    fif_channel *channels; /* of the first file */
    int64_t *kept;         /* [n_kept] channels that come out */
    int64_t stim;          /* channel of events, -1: none */
    double rate;
    char *buffer;                 /* [room] */
    int64_t room, scratch, again; /* taken by fif_set_load; by opening all files once more */
} fif_set;

/* Opens all files once and compares them. */
int fif_set_load(gy_call *c, fif_set *out);

/* File i, in memory until the next call, and what it holds. */
int fif_set_open(gy_call *c, fif_set *s, int64_t i, source *out, fif_raw *out_raw);

/* The events of file i, which is open: put (may be NULL) is called for each with its row and code.
 * An event file takes the place of the raw file in memory. */
int fif_set_events(gy_call *c, fif_set *s, int64_t i, const source *file, const fif_raw *raw,
                   void put(void *context, int64_t k, int64_t sample, int64_t code), void *context,
                   int64_t *out_n);

#endif
