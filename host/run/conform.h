/* conform.h: what every node promises, measured. A keyfile gives a node something to do; the node
 * is then run again and again under conditions that may not matter (threads, order of tasks, other
 * memory, other strides), and with one row of an input changed, which may matter only as far as its
 * reach says. Nothing here knows what a node computes. [control]
 *
 * The checks, in the order of the answer:
 *   runs        the keyfile runs and has the node in it
 *   threads     1, 2 and 5 threads and shuffled tiles give the same bits
 *   chunks      inputs read one tile, three tiles and all at a time give the same bits
 *   grid        other tiles give the same numbers (1e-7 of the largest; 1e-3 in f32)
 *   written     every element of the outputs is written, whatever their memory held before
 *   strided     inputs in another memory order, with gaps, give the same bits
 *   reach       a changed input row changes output rows only as far as the reach says; a fit reads
 *               only its training rows, a metric only the rows it scores
 *   sensitive   some changed row of every input changes something
 *   missing     a row of NaN, where the text says `missing`, stays within reach
 *   state       copies of the state arrays give the same outputs when the originals are overwritten
 *   cancel      a call that is told to stop ends, with nothing but "cancelled" to say
 *   few rows    [vars] rows = 2, 1 and 0 give a result or a message
 *   parameters  each parameter out of its range or misspelt is refused by its name */
#ifndef GY_CONFORM_H
#define GY_CONFORM_H

#include "plugin/registry.h"

typedef struct gy_conform_check {
    const char *name; /* as above */
    gboolean good;
    char *why; /* what was seen; NULL if good */
} gy_conform_check;

/* Every check that applies to node `id` in a keyfile, as gy_conform_check, owned by the array. The
 * first is always `runs`; if it is not good it is the only one. `folder` is an empty folder that
 * can be written: it takes the place of [vars] out. [vars] rows, if there is one, is the size that
 * `few rows` lowers; rows = 0 is tried where the registry has a node `empty` that can take the
 * place of the plugin of [rows] (NULL: not tried). */
GPtrArray *gy_conform(const char *keyfile, const char *id, gy_registry *registry,
                      const char *folder, const char *empty);

#endif
