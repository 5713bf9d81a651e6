/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"

#include <gio/gio.h>

G_DEFINE_QUARK(gy - error - quark, gy_error)

gy_error_code gy_error_code_of_status(int status)
{
    /* compared before it is negated: -INT_MIN does not exist */
    if (status >= 0 || status < -(int)GY_ERR_INTERNAL) {
        return GY_ERR_INTERNAL;
    }
    return (gy_error_code)-status;
}

int gy_error_status(const GError *error)
{
    if (error == NULL) {
        return 0;
    }
    if (error->domain == GY_ERROR && error->code >= (int)GY_ERR_PARAM &&
        error->code <= (int)GY_ERR_INTERNAL) {
        return -error->code;
    }
    if (error->domain == G_IO_ERROR || error->domain == G_FILE_ERROR) {
        return -(int)GY_ERR_IO;
    }
    return -(int)GY_ERR_INTERNAL;
}

const char *gy_error_word(gy_error_code code)
{
    switch (code) {
    case GY_ERR_PARAM:
        return "param";
    case GY_ERR_SHAPE:
        return "shape";
    case GY_ERR_IO:
        return "io";
    case GY_ERR_FORMAT:
        return "format";
    case GY_ERR_MEMORY:
        return "memory";
    case GY_ERR_NUMERIC:
        return "numeric";
    case GY_ERR_DATA:
        return "data";
    case GY_ERR_UNSUPPORTED:
        return "unsupported";
    case GY_ERR_CANCELLED:
        return "cancelled";
    case GY_ERR_USAGE:
        return "usage";
    case GY_ERR_LEAK:
        return "leak";
    case GY_ERR_INTERNAL:
        break;
    }
    return "internal";
}
