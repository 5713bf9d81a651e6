/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers and text as files hold them, whatever the locale says: the decimal separator is always a
 * point, and a number is the whole token or it is not a number.
 *
 * Tokens are given with their length and need no final NUL; n = -1 means up to the NUL. No function
 * skips blanks. All are [any]; on false the out argument is untouched.
 */
#ifndef GY_CORE_TEXT_H
#define GY_CORE_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GY_TEXT_F64 32 /* room for any formatted double and its NUL */

/* [+-] digits [. digits] [e [+-] digits], with digits on at least one side of the point, correctly
 * rounded. False for anything else (blanks, "1,5", "0x10", "12abc", "1e", ".") and for numbers too
 * large for a double; those too small become 0 or subnormal. With `special`, also nan, inf and
 * infinity, in any case, the infinities with a sign. */
bool gy_text_f64(const char *token, gssize n, bool special, double *out);

/* [+-] digits. False for anything else and outside int64. */
bool gy_text_i64(const char *token, gssize n, int64_t *out);

/* The shortest of 15, 16 and 17 significant digits that reads back as the same double; "nan", "inf"
 * and "-inf" for the rest. Returns out. */
const char *gy_text_format_f64(double value, char out[GY_TEXT_F64]);

/* True if the n bytes are UTF-8 without NUL. False: *out_offset (unless NULL) is the offset of the
 * first byte that is not, for messages ("byte 37 is not UTF-8"). */
bool gy_text_is_utf8(const char *bytes, size_t n, size_t *out_offset);

#endif
