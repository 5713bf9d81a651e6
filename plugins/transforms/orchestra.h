/* SPDX-License-Identifier: MIT
 *
 * orchestra.h: the workers of transform.orchestrate and the blackboard they share.
 *
 * A worker of texts (plan, template, grammar) does its task at once. The others (compile, link,
 * test, command) are other programs. A file that a task makes has the name of its argument
 * without the last suffix: board.c.in makes board.c. All files lie in one folder that is removed at
 * the end.
 */
#ifndef GYRUS_TRANSFORMS_ORCHESTRA_H
#define GYRUS_TRANSFORMS_ORCHESTRA_H

#include "task_graph.h"

#include <sys/types.h>

#define BOARD_KEYS  256
#define TEXT_MOST   (1 << 18)
#define WHY_MOST    400
#define FOLDER_MOST 256
#define PATH_MOST   600

typedef enum worker_kind {
    WORKER_PLAN,
    WORKER_TEMPLATE,
    WORKER_GRAMMAR,
    WORKER_COMPILE,
    WORKER_LINK,
    WORKER_TEST,
    WORKER_COMMAND
} worker_kind;

/* Text that grows in scratch up to TEXT_MOST; `over` once that was too little. */
typedef struct buffer {
    char *data;
    int64_t n, room;
    int over;
} buffer;

/* What planners have posted. */
typedef struct board {
    gy_call *c;
    int n;
    char *key[BOARD_KEYS], *value[BOARD_KEYS];
} board;

/* A program that runs. */
typedef struct child {
    pid_t pid;
    double since;
} child;

void buffer_add(buffer *b, const char *text, int64_t n);

/* 1 if a task may name this file of the folder: no /, no dot in front. */
int orchestra_plain(const char *name);

/* Whole file FOLDER/NAME into out[TEXT_MOST], 0 behind it; 1, or 0 with why[WHY_MOST]. */
int orchestra_read(const char *folder, const char *name, char *out, char *why);

/* Lines "key = value" onto the board; a value "a * b" is the product of two numbers or keys. 1, 0
 * with why, or a negative code. */
int orchestra_plan(board *b, const char *text, char *why);

/* Text with @key@ replaced from the board. */
int orchestra_fill(const board *b, const char *text, buffer *out, char *why);

/* A sentence of the grammar "symbol = text <symbol> text | ..." from <start>; draw[n] in [0, 1)
 * choose the alternatives. "\n" is a line feed. */
int orchestra_grow(const char *text, const double *draw, int64_t n, buffer *out, char *why);

/* Starts argv in `folder`; what it says goes to the file `log` there. GY_OK or GY_IO (told). */
int child_start(gy_call *c, char *const *argv, const char *folder, const char *log, child *out);

/* 0: still runs; 1: ended with status 0; -1: otherwise, or ended after `limit` seconds; why says.
 */
int child_poll(child *k, double limit, const char *program, char *why);

void child_end(child *k);

double orchestra_now(void);

/* Removes the folder and the files in it. */
void orchestra_remove(const char *folder);

/* -- tasks -- */

#define ORCHESTRA_DRAWS 1024 /* random numbers of an attempt */

typedef struct stage {
    gy_call *c;
    task_graph g;
    worker_kind *kind;
    char **argument;
    const char *source; /* where the files that tasks name are */
    char folder[FOLDER_MOST];
    board board;
    const int64_t *attempts; /* of each task, this one included */
    char *text, *raw, *out;  /* [TEXT_MOST + 1] */
    double *draw;            /* [ORCHESTRA_DRAWS] */
    char why[WHY_MOST];      /* of the task at hand */
} stage;

/* Reads workers and arguments, makes the folder. */
int stage_open(gy_call *c, stage *s);

/* 1 if the worker of this kind writes a text that a later one looks at. */
int stage_makes_text(worker_kind kind);

/* Name of the file that task i makes, "" if it makes none. */
void stage_file(const stage *s, int64_t i, char *out, size_t room);

/* Begins an attempt: 1 done, 0 failed (why), 2 a program was started, or a negative code. */
int stage_begin(stage *s, int64_t i, child *out);

/* The program of task i has ended well: whether what it should have made is there. 1, or 0 (why).
 */
int stage_after(stage *s, int64_t i);

/* Last line that the program of task i said, or the text that it made: into text[TEXT_MOST]. */
void stage_result(stage *s, int64_t i);

#endif
