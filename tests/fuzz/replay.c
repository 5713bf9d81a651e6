/* SPDX-License-Identifier: MIT
 *
 * replay.c: a fuzz target without libFuzzer: every file of a folder as it is, then N damaged copies
 * of each, the same on every machine. Under the sanitizers this is the fuzzers' regression run.
 *
 *     replay FOLDER N
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 8192 /* bytes of a seed */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Park and Miller 1988. */
static uint32_t draw(uint32_t *state, size_t below)
{
    *state = (uint32_t)((uint64_t)*state * 48271u % 2147483647u);
    return below > 0 ? *state % (uint32_t)below : 0;
}

/* Cuts, repeats, flips and overwrites: one to four times. Returns the new size. */
static size_t damage(uint8_t *data, size_t n, uint32_t *state)
{
    static const uint8_t extremes[] = {0, 1, 0x7f, 0x80, 0xff, '\n', '"', '0', '-', '('};
    for (uint32_t times = 1 + draw(state, 4); times > 0 && n > 0; times--) {
        size_t at = draw(state, n), length = 1 + draw(state, n - at);
        switch (draw(state, 5)) {
        case 0:
            n = at;
            break;
        case 1:
            data[at] ^= (uint8_t)(1u << draw(state, 8));
            break;
        case 2:
            memset(data + at, extremes[draw(state, sizeof extremes)], length < 8 ? length : 8);
            break;
        case 3:
            memmove(data + at, data + at + length, n - at - length);
            n -= length;
            break;
        default:
            length = length < 2 * MOST - n ? length : 2 * MOST - n;
            memmove(data + at + length, data + at, n - at);
            n += length;
        }
    }
    return n;
}

static int replay(const char *path, long copies)
{
    uint8_t seed[MOST], data[2 * MOST];
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(seed, 1, MOST, file) : 0;
    if (!file || fclose(file)) {
        return 0;
    }
    (void)LLVMFuzzerTestOneInput(seed, n);
    uint32_t state = 1;
    for (long k = 0; k < copies; k++) {
        memcpy(data, seed, n);
        size_t size = damage(data, n, &state);
        (void)LLVMFuzzerTestOneInput(data, size);
    }
    return 1;
}

int main(int n, char **v)
{
    DIR *dir = n == 3 ? opendir(v[1]) : NULL;
    int replayed = 0;
    for (const struct dirent *e; dir && (e = readdir(dir));) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", v[1], e->d_name);
        replayed += e->d_name[0] != '.' && replay(path, strtol(v[2], NULL, 10));
    }
    if (dir) {
        closedir(dir);
    }
    printf("%d seeds\n", replayed);
    return replayed > 0 ? 0 : 1;
}
