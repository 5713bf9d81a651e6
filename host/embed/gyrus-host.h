/* SPDX-License-Identifier: Apache-2.0
 *
 * gyrus-host.h: the embedding API of libgyrus, for C99 and C++11 and later. An application makes a
 * host, lets it find plugins, and checks or runs keyfiles with it. docs/embed/embed.c is a whole
 * program; it is compiled and run by the tests.
 *
 * Nothing here prints, exits, installs signal handlers or keeps global state; two hosts in one
 * process do not know of each other. Plugins that were loaded stay loaded until the process ends.
 *
 * Threads: [control] one call at a time for one host, from any thread; hosts are independent.
 * [any] at any time. A run uses threads of its own and has ended them when it returns.
 *
 * Ownership: texts that come back, by return or through an out_ argument, are UTF-8, end in NUL,
 * belong to the caller and are freed with gyrus_free. Texts that go in are copied or used only
 * until the call returns. out_ arguments must not be NULL and are set by every call, "" for
 * nothing.
 *
 * Errors: a code below, and lines of problems for people, one problem a line:
 * "file:line: error: text" or "warning: text"; without "file:line:" where none is to blame. Running
 * out of memory for small things ends the process, as everywhere in GLib; arrays do not. */
#ifndef GYRUS_HOST_H
#define GYRUS_HOST_H

#include <stdint.h>

#if defined(__GNUC__)
#define GYRUS_API __attribute__((visibility("default")))
#else
#define GYRUS_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Codes; those of the gyrus command are the same. */
#define GYRUS_OK        0
#define GYRUS_USAGE     2   /* wrong options or keyfile: nothing has run */
#define GYRUS_FAILED    3   /* the run, or a part of it, failed; or its folder cannot be written */
#define GYRUS_CHECK     4   /* it ran, and a [check] is not met */
#define GYRUS_CANCELLED 130 /* told to stop; nothing was written */

/* The plugins that were found, and nothing else. Keyfiles, options and results are no part of it.
 */
typedef struct gyrus_host gyrus_host;

/* What a keyfile may do besides computing: bits of gyrus_options.allow. */
#define GYRUS_ALLOW_EXEC    1 /* run other programs */
#define GYRUS_ALLOW_NETWORK 2 /* use the network */

/* What a run may be told. Set all to zero, then `size`, then what is wanted: zero is the default
 * everywhere else. New members come at the end, and a library that is older or newer than the
 * program takes those that both know. The struct and what it points to belong to the caller. */
typedef struct gyrus_options {
    uint32_t size;           /* sizeof(gyrus_options); 0 is refused: GYRUS_USAGE */
    int32_t threads;         /* 0: all cores. No result depends on it */
    uint64_t memory;         /* bytes of arrays at once; 0: no limit. Refused before the run if the
                                plan needs more: GYRUS_FAILED */
    const char *profile;     /* [group|profile] takes the place of [group]; NULL: none */
    const char *out;         /* run folder, absent or empty; NULL: write nothing */
    const char *const *sets; /* "var=value", "node.key=value", NULL-terminated; NULL: none */
    int32_t chance;          /* permute every fit target once */
    int32_t check;           /* answer GYRUS_CHECK if a [check] is not met */
    int32_t shuffle;         /* test hook: tasks in shuffled order */
    int32_t tile;            /* test hook: rows of a tile; part of the results' bits */
    int *stop;               /* set to 1, also from a signal handler, to cancel; NULL */
    /* Messages of nodes: level 0 debug, 1 info, 2 warning, 3 error; node and text live during the
     * call. Called from the threads of the run, one call at a time. NULL: dropped */
    void (*log)(void *data, int level, const char *node, const char *text);
    /* share: 0..1 of the run, of the draws of [chance], or of the work of one long node; node is
     * the one at work. May come from any thread of the run. NULL: not told */
    void (*progress)(void *data, const char *node, double share);
    void *data;        /* given to log and progress */
    const char *cache; /* folder of fits that need not be made again; NULL: none */
    const char *state; /* run folder: its states stand for the fits on all rows; NULL: fit them */
    int32_t json;      /* out_summary of gyrus_run is one JSON object (docs/run-json.md) */
    int32_t allow; /* GYRUS_ALLOW_*; a file with a node that needs more is refused: GYRUS_USAGE */
} gyrus_options;

/* A host without plugins. Freed with gyrus_host_free. Never NULL. [any] */
GYRUS_API gyrus_host *gyrus_host_new(void);

/* Frees a host; NULL is fine. No call with it may be going on. [control] */
GYRUS_API void gyrus_host_free(gyrus_host *host);

/* Adds the plugins of a folder and of the folders in it, one level deep, by reading their texts; no
 * code is loaded. A folder or file that cannot be read, a text with a mistake, an id that is there
 * already are problems, which gyrus_list tells; the other plugins are added all the same. [control]
 */
GYRUS_API void gyrus_host_add_plugins(gyrus_host *host, const char *dir);

/* Adds the usual folders: those of the environment variable GYRUS_PLUGIN_PATH, then `plugins`
 * beside the running program or, if there is none, the installed one. Problems as above. [control]
 */
GYRUS_API void gyrus_host_add_default_plugins(gyrus_host *host);

/* Checks a keyfile, without reading data or loading code: language, nodes, edges, parameters,
 * splits and loops. options (NULL: none): profile and sets count, the rest is ignored. Every
 * problem is in out_problems, sorted by line. GYRUS_OK (out_problems may hold warnings) or
 * GYRUS_USAGE. [control] */
GYRUS_API int gyrus_check(gyrus_host *host, const char *file, const gyrus_options *options,
                          char **out_problems);

/* Checks and runs a keyfile. options NULL: the defaults. out_problems: what is wrong with the file,
 * what failed and warnings; out_summary: scores and checks for people, and where the report is, or
 * one JSON object (`json`), which then is there whatever the code. A fold or case that fails does
 * not stop the others; what they gave is told, and kept in OUT.failed. GYRUS_OK, GYRUS_USAGE,
 * GYRUS_FAILED, GYRUS_CHECK or GYRUS_CANCELLED. Returns when all is done. [control] */
GYRUS_API int gyrus_run(gyrus_host *host, const char *file, const gyrus_options *options,
                        char **out_problems, char **out_summary);

/* Reads headers (and the few values that decide about folds) and fits nothing, writes nothing:
 * out_text has sizes and axes of every output, rows of every fold and what is purged from it,
 * and the predicted peak of memory.
 * options: profile, sets, threads, memory, allow, log and stop count. GYRUS_OK, GYRUS_USAGE,
 * GYRUS_FAILED or GYRUS_CANCELLED. [control] */
GYRUS_API int gyrus_peek(gyrus_host *host, const char *file, const gyrus_options *options,
                         char **out_problems, char **out_text);

/* Measures what the nodes of a plugin file promise (host/run/conform.h; docs/abi.md lists the
 * checks): their texts, loading, and every check of conformance while a keyfile gives them
 * something to do. keyfile NULL: ID.ini and ID.WORD.ini beside the file, and a node without one
 * fails; else the nodes of the file that this keyfile has. The file is added to the host and its
 * code runs in this process. out_text: a line for each check, "ok   ID: check" or "FAIL ID: check:
 * why". GYRUS_OK; GYRUS_CHECK if a check failed; GYRUS_USAGE if a file is not there, or the keyfile
 * is wrong or has none of the nodes. [control] */
GYRUS_API int gyrus_validate(gyrus_host *host, const char *plugin, const char *keyfile,
                             char **out_problems, char **out_text);

/* Every node, one a line: id, blanks, summary; sorted by id, "" if there is none. out_problems:
 * those of the plugin folders and files. [control] */
GYRUS_API char *gyrus_list(gyrus_host *host, char **out_problems);

/* What a node takes, gives and does, from its text, without loading code: for people ("text" or
 * NULL), as a section of a page ("markdown"), or as one object ("json"). NULL if there is no such
 * node or format. [control] */
GYRUS_API char *gyrus_inspect(gyrus_host *host, const char *id, const char *format);

/* The graph of a keyfile in DOT, for graphviz. options and out_problems as of gyrus_check. NULL if
 * the file has a problem. [control] */
GYRUS_API char *gyrus_graph(gyrus_host *host, const char *file, const gyrus_options *options,
                            char **out_problems);

/* The same as an SVG drawing; needs no other program. [control] */
GYRUS_API char *gyrus_graph_svg(gyrus_host *host, const char *file, const gyrus_options *options,
                                char **out_problems);

/* "MAJOR.MINOR.PATCH" of the library that is linked; not to be freed. [any] */
GYRUS_API const char *gyrus_version(void);

/* Frees a text that came from the library; NULL is fine. [any] */
GYRUS_API void gyrus_free(void *p);

#ifdef __cplusplus
}
#endif
#endif
