/* env.h: where an instance is in the loops. [any] */
#ifndef GY_ENV_H
#define GY_ENV_H

#include "run/inst.h"

gy_env gy_env_outside(void);
/* The parts of env that a node is inside of: the rest is GY_OUTSIDE. The draw is kept as it is: who
 * knows what is drawn decides about it. */
gy_env gy_env_project(const gy_graph *g, const gy_gnode *node, const gy_env *env);
/* Whether two places agree in every [foreach] loop that both are inside of. */
gboolean gy_env_meet(const gy_graph *g, const gy_env *a, const gy_env *b);
/* Text with the values of [foreach] variables put in place of ${NAME}. */
char *gy_env_expand(const gy_graph *g, const gy_env *env, const char *text);
/* "subject=3;lag=0;fold=2", "" outside all loops; parts in the order of the file. */
char *gy_env_text(const gy_graph *g, const gy_env *env);
/* Key of an instance. */
char *gy_env_key(int node, const gy_env *env);
/* Next combination of [foreach] values, the last one fastest; FALSE after the last. Values named in
 * `except` are left out. Start with gy_env_first. */
gboolean gy_env_first(const gy_graph *g, gy_env *env);
gboolean gy_env_next(const gy_graph *g, gy_env *env);

#endif
