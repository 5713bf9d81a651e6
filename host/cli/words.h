/* SPDX-License-Identifier: Apache-2.0
 *
 * words.h: the command line as a struct, and what the command says about itself. [control] */
#ifndef GY_CLI_WORDS_H
#define GY_CLI_WORDS_H

#include <glib.h>

#include "embed/gyrus-host.h"

typedef struct gy_words {
    gyrus_options o;
    GPtrArray *sets;                     /* borrowed words of argv */
    const char *command, *file, *second; /* second: of validate, NULL if there is none */
    gboolean quiet, peek, json, markdown, svg, help;
} gy_words;

/* Reads the words after the command. GYRUS_OK, or GYRUS_USAGE after telling on stderr what is not
 * understood. Free with gy_words_clear in both cases. */
int gy_words_read(gy_words *w, const char *command, int n, char **v);
void gy_words_clear(gy_words *w);

/* What all commands do, and of one command in full (NULL if there is no such command). Static. */
extern const char gy_usage[];
const char *gy_usage_of(const char *command);

/* "gyrus: WHAT: WORD" and the usage on stderr; GYRUS_USAGE. */
int gy_complain(const char *what, const char *word);

#endif
