/* param.h: reading a value as a parameter of a node's text wants it. [any] */
#ifndef GY_GRAPH_PARAM_H
#define GY_GRAPH_PARAM_H

#include "graph/literal.h"
#include "plugin/sig.h"

/* Reads an expanded text and checks the range and the number of values. On failure *out is
 * untouched and the error begins with the parameter's name. */
gboolean gy_param_read(const gy_sig_param *p, const char *text, gy_literal *out, GError **error);

/* Entries of a value as the ABI counts them: numbers or texts, pairs of a map, columns, phrases of
 * a spec, word and arguments of a scheme. */
int64_t gy_literal_count(const gy_literal *l);

#endif
