/* SPDX-License-Identifier: Apache-2.0
 *
 * usage.c: what `gyrus help` says. */
#include "cli/words.h"

#include <string.h>

#define CODES                                                                                      \
    "exit codes: 0 ok, 2 wrong usage or keyfile, 3 run failed, 4 check not met, 130 cancelled\n"

const char gy_usage[] =
    "usage: gyrus COMMAND\n"
    "  run FILE      [--set NAME=VALUE] [--out DIR] [--threads N] [--memory SIZE] [--profile P]\n"
    "                [--state DIR] [--allow WHAT] [--check] [--chance] [--json] [--quiet]\n"
    "  check FILE    [--set NAME=VALUE] [--profile P] [--peek]\n"
    "                                                    all problems of a keyfile, without data\n"
    "  list                                              all nodes\n"
    "  inspect NODE  [--json | --markdown]               what a node takes, gives and does\n"
    "  graph FILE    [--set NAME=VALUE] [--profile P] [--svg]    the graph, in DOT or drawn\n"
    "  validate PLUGIN.so [FILE]                         measures what a plugin's nodes promise\n"
    "  version\n"
    "  help [COMMAND]                                    this, or all about one command\n" CODES;

static const char run[] =
    "usage: gyrus run FILE [options]\n"
    "Runs a keyfile: checks it, runs every case and fold, prints the scores.\n\n"
    "  --set NAME=VALUE  another value for a variable of [vars] or for a key of a group "
    "(node.key,\n"
    "                    pipeline.seed); relative paths start at the working directory. Any number "
    "of\n"
    "                    times\n"
    "  --profile P       take [GROUP|P] in place of [GROUP] where there is one\n"
    "  --out DIR         write a run folder: scores.tsv, outputs, run.json, report.html. DIR must\n"
    "                    not hold anything; it appears when it is complete\n"
    "  --state DIR       take the fits on all rows from the run folder DIR\n"
    "  --allow WHAT      exec: nodes of the file may run other programs; network: use the "
    "network.\n"
    "                    Without it such a file is refused\n"
    "  --threads N       workers; all cores if not given. Results do not depend on it\n"
    "  --memory SIZE     most bytes of arrays at once: 4G, 512M\n"
    "  --chance          permute every fit target once: chance must come out\n"
    "  --check           exit code 4 if a [check] of the file is not met\n"
    "  --json            the result as one JSON object on stdout, and nothing else there\n"
    "  --quiet           no progress, only warnings\n\n"
    "GYRUS_CACHE=DIR keeps fits between runs; unset, empty or off: nothing is kept\n"
    "Scores go to stdout; problems, warnings and progress to stderr: a bar on a terminal, a line\n"
    "now and then elsewhere. Ctrl-C ends the run and leaves no half-written file.\n" CODES;

static const char check[] =
    "usage: gyrus check FILE [--set NAME=VALUE] [--profile P] [--peek] [--threads N]\n"
    "                   [--memory SIZE] [--allow WHAT]\n"
    "Finds all problems of a keyfile, with file, line and a hint, without reading data.\n\n"
    "  --peek    read headers too, and the few values that decide about folds: prints the axes "
    "and\n"
    "            sizes of every output, and of every fit the rows of each fold, what is purged "
    "and\n"
    "            the gap; and the memory that a run will take at most, with the chunks in which\n"
    "            it reads inputs to keep to --memory. Nothing is fitted and nothing is "
    "written\n" CODES;

static const char list[] =
    "usage: gyrus list\n"
    "Every node that was found, with what it does. Plugins are looked for in\n"
    "GYRUS_PLUGIN_PATH, in `plugins` beside the program, and in the installed "
    "folder.\n" CODES;

static const char inspect[] =
    "usage: gyrus inspect NODE [--json | --markdown]\n"
    "What a node takes, gives and does, from its text; no code is loaded.\n\n"
    "  --json        one JSON object\n"
    "  --markdown    a section of a reference page\n" CODES;

static const char graph[] = "usage: gyrus graph FILE [--set NAME=VALUE] [--profile P] [--svg]\n"
                            "The graph of a keyfile in DOT, for graphviz, or as a drawing.\n\n"
                            "  --svg     an SVG file on stdout; needs no other program\n" CODES;

static const char validate[] =
    "usage: gyrus validate PLUGIN.so [FILE]\n"
    "For authors of plugins: measures what every node of the file promises, while a keyfile gives "
    "it\n"
    "something to do: the same bits for any number of threads, order of tiles and strides, all of "
    "the\n"
    "output written, reach no wider than the text says, state that can be copied, cancel, few "
    "rows,\n"
    "bad parameters refused. One line a check, 4 if one fails. docs/abi.md explains each.\n\n"
    "  FILE    a keyfile with nodes of the plugin; the others are not checked. Without it, ID.ini "
    "and\n"
    "          ID.WORD.ini beside the plugin are taken, and a node without one fails\n" CODES;

const char *gy_usage_of(const char *command)
{
    return strcmp(command, "run") == 0        ? run
           : strcmp(command, "check") == 0    ? check
           : strcmp(command, "list") == 0     ? list
           : strcmp(command, "inspect") == 0  ? inspect
           : strcmp(command, "graph") == 0    ? graph
           : strcmp(command, "validate") == 0 ? validate
                                              : NULL;
}
