/* symbols.h: axis symbols of a node's text and the domains they stand for in one instance. */
#ifndef GY_SYMBOLS_H
#define GY_SYMBOLS_H

#include "run/inst.h"

/* One entry per symbol of the text; those the node makes are marked. [any] */
void gy_symbols_init(gy_inst *inst);
/* NULL if the text has no such symbol. [any] */
gy_symbol *gy_symbols_find(const gy_inst *inst, const char *name);
/* Length of a symbol, -1 if not known. `fold` is not a symbol here. [any] */
int64_t gy_symbols_length(const gy_inst *inst, const char *name);
/* Binds the axes of every feed to the symbols of its port and finds the rows that meet. Errors name
 * both ends of the edge. [control] */
gboolean gy_symbols_bind(gy_inst *inst, GError **error);

void gy_out_set_attribute(gy_out *o, const char *key, const char *text);

#endif
