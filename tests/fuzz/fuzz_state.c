/* SPDX-License-Identifier: Apache-2.0
 *
 * libFuzzer target for the reader of state files. What the digest would hide is reached by putting
 * the right one in. Whatever is read, written again, must be read as the same.
 *
 *     CC=clang meson setup build-fuzz -Dfuzz=true
 *     ninja -C build-fuzz tests/graph/fuzz_state
 * and run build-fuzz/tests/graph/fuzz_state NEW with an empty folder NEW.
 */
#include "value/state_file.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(gboolean holds)
{
    if (!holds) {
        abort();
    }
}

/* The digest stands at a fixed place: make it right. */
static void sign(guint8 *data, size_t size)
{
    const size_t at = 8 + strlen("{\"__metadata__\":{\"digest\":\"");
    if (size < at + 64) {
        return;
    }
    memset(data + at, '0', 64);
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, data + 8, size - 8);
    memcpy(data + at, sum, 64);
}

static void same(const gy_state *a, const gy_state *b)
{
    require(a->names->len == b->names->len);
    for (guint i = 0; i < a->names->len; i++) {
        const gy_value *x = a->arrays->pdata[i], *y = b->arrays->pdata[i];
        require(strcmp(a->names->pdata[i], b->names->pdata[i]) == 0);
        require(gy_value_bytes(x) == gy_value_bytes(y));
        require(memcmp(x->view.data, y->view.data, (size_t)gy_value_bytes(x)) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree guint8 *copy = g_malloc(MAX(size, 1));
    memcpy(copy, data, size);
    if (size > 0 && size % 2 == 0) {
        sign(copy, size);
    }
    GError *error = NULL;
    gy_state *s = gy_state_unpack("fuzz", copy, size, NULL, NULL, &error);
    require((s == NULL) == (error != NULL));
    require(!error || (strlen(error->message) > 0 && strstr(error->message, "fuzz: ")));
    g_clear_error(&error);
    if (s) {
        g_autoptr(GBytes) bytes = gy_state_pack(s, NULL, NULL);
        require(bytes != NULL);
        gy_state *t = gy_state_unpack("again", g_bytes_get_data(bytes, NULL),
                                      g_bytes_get_size(bytes), NULL, NULL, NULL);
        require(t != NULL);
        same(s, t);
        gy_state_unref(t);
    }
    gy_state_unref(s);
    return 0;
}
