/* SPDX-License-Identifier: MIT
 *
 * words.h: words of a text, and a table that counts in how many texts each occurs.
 */
#ifndef GYRUS_TRANSFORMS_WORDS_H
#define GYRUS_TRANSFORMS_WORDS_H

#include "common.h"

#include <stdlib.h>

#define WD_LETTERS 32    /* bytes of a word; longer ones are cut */
#define WD_SLOTS   32768 /* of the table, a power of two */
#define WD_MOST    24576 /* different words */

typedef struct wd_word {
    char letters[WD_LETTERS]; /* filled up with zeros */
    int64_t texts, last;      /* texts that have it; the last of them, from 1 */
} wd_word;

static inline int wd_is_letter(unsigned char b)
{
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
           b == '\'' || b >= 128;
}

/* Next word of text[length] from *at on, into out with small ASCII letters; 0: there is none. */
static inline int wd_next(const char *text, int64_t length, int64_t *at, char *out)
{
    int64_t n = 0;
    while (*at < length && !wd_is_letter((unsigned char)text[*at])) {
        (*at)++;
    }
    memset(out, 0, WD_LETTERS);
    for (; *at < length && wd_is_letter((unsigned char)text[*at]); (*at)++) {
        char b = text[*at];
        if (n < WD_LETTERS) {
            out[n++] = (char)(b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
        }
    }
    return n > 0;
}

/* FNV-1a. */
static inline uint64_t wd_hash(const char *letters)
{
    uint64_t h = 14695981039346656037u;
    for (int i = 0; i < WD_LETTERS && letters[i]; i++) {
        h = (h ^ (unsigned char)letters[i]) * 1099511628211u;
    }
    return h ^ h >> 32;
}

/* Slots, a power of two, for n words. */
static inline int64_t wd_slots_for(int64_t n)
{
    int64_t slots = 16;
    while (slots < 2 * n) {
        slots *= 2;
    }
    return slots;
}

/* Slot of a word: where it is, or the free one where it would be. */
static inline wd_word *wd_slot(wd_word *table, int64_t slots, const char *letters)
{
    uint64_t k = wd_hash(letters);
    for (;; k++) {
        wd_word *w = &table[k & (uint64_t)(slots - 1)];
        if (!w->letters[0] || !memcmp(w->letters, letters, WD_LETTERS)) {
            return w;
        }
    }
}

/* Most texts first, then by the alphabet; free slots last. */
static inline int wd_order(const void *a, const void *b)
{
    const wd_word *p = (const wd_word *)a, *q = (const wd_word *)b;
    int order = (p->texts < q->texts) - (p->texts > q->texts);
    return order ? order : memcmp(p->letters, q->letters, WD_LETTERS);
}

#endif
