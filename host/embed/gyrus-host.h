/* SPDX-License-Identifier: Apache-2.0
 *
 * gyrus-host.h: the embedding API of libgyrus. An application makes a host, lets it find plugins,
 * and checks or runs keyfiles. Nothing here prints, exits or keeps global state; two hosts in one
 * process do not know of each other. Strings that come back are freed with gyrus_free. [control] */
#ifndef GYRUS_HOST_H
#define GYRUS_HOST_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GYRUS_OK        0
#define GYRUS_USAGE     2 /* wrong command line or keyfile */
#define GYRUS_FAILED    3 /* the run, or a part of it, failed */
#define GYRUS_CHECK     4 /* a [check] is not met */
#define GYRUS_CANCELLED 130

typedef struct gyrus_host gyrus_host;

/* What a run may be told; zero means the default. */
typedef struct gyrus_options {
    uint32_t size;           /* sizeof(gyrus_options); 0 is refused: GYRUS_USAGE */
    int32_t threads;         /* 0: all cores */
    uint64_t memory;         /* bytes of arrays at once; 0: no limit */
    const char *profile;     /* NULL: none */
    const char *out;         /* run folder; NULL: write nothing */
    const char *const *sets; /* "var=value", "node.key=value", NULL-terminated; NULL: none */
    int32_t chance;          /* permute every fit target once */
    int32_t check;           /* answer GYRUS_CHECK if a [check] is not met */
    int32_t shuffle;         /* test hook: tasks in shuffled order */
    int32_t tile;            /* test hook: rows of a tile; part of the results' bits */
    int *stop;               /* set to 1, also from a signal handler, to cancel; NULL */
    void (*log)(void *data, int level, const char *node, const char *text);
    void (*progress)(void *data, const char *node, double share);
    void *data;
    const char *cache; /* folder of fits that need not be made again; NULL: none */
    const char *state; /* run folder: its states stand for the fits on all rows; NULL: fit them */
    int32_t json;      /* out_summary of gyrus_run is one JSON object (docs/run-json.md) */
} gyrus_options;

gyrus_host *gyrus_host_new(void);
void gyrus_host_free(gyrus_host *host);
/* Adds the plugins of a folder (and of the folders in it). What cannot be read is a problem that
 * gyrus_list tells. */
void gyrus_host_add_plugins(gyrus_host *host, const char *dir);
/* Adds the usual folders: GYRUS_PLUGIN_PATH, `plugins` beside the program, the installed one. */
void gyrus_host_add_default_plugins(gyrus_host *host);

/* Checks a keyfile without data. Every problem, one a line as file:line: error: text, in
 * out_problems ("" if there is none). GYRUS_OK or GYRUS_USAGE. */
int gyrus_check(gyrus_host *host, const char *file, const gyrus_options *options,
                char **out_problems);
/* Runs a keyfile. out_problems as above; out_summary: scores and checks for people. */
int gyrus_run(gyrus_host *host, const char *file, const gyrus_options *options, char **out_problems,
              char **out_summary);

/* Reads headers (and the few values that decide about folds), runs nothing: sizes and axes of every
 * output, rows of every fold, what is purged. Codes as gyrus_run. */
int gyrus_peek(gyrus_host *host, const char *file, const gyrus_options *options,
               char **out_problems, char **out_text);

/* Ids of all nodes, one a line; problems of the plugin folders are added to out_problems. */
char *gyrus_list(gyrus_host *host, char **out_problems);
/* The text of a node for people ("text" or NULL), as "markdown" or as "json"; NULL if there is no
 * such node or format. */
char *gyrus_inspect(gyrus_host *host, const char *id, const char *format);
/* The graph of a keyfile in DOT, NULL with problems. */
char *gyrus_graph(gyrus_host *host, const char *file, const gyrus_options *options,
                  char **out_problems);
/* The same as a drawing, for a browser. */
char *gyrus_graph_svg(gyrus_host *host, const char *file, const gyrus_options *options,
                      char **out_problems);
const char *gyrus_version(void);
void gyrus_free(void *p);

#ifdef __cplusplus
}
#endif
#endif
