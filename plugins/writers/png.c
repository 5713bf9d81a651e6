/* SPDX-License-Identifier: MIT
 *
 * writer.png: arrays as pictures.
 */
#include "png_colours.h"
#include "png_file.h"

#include <math.h>
#include <string.h>

GY_SAY(
    writer_png_text,
    "writer.png 1 | Write pictures, or numbers as colours, as PNG files\n"
    "in    x    real[...] missing | [row, height, width, 3] colours, [row, height, width, 2] "
    "movements right and down, [row, height, width, 1] or [row, height, width] numbers, [height, "
    "width] one picture of numbers; with five axes, [row, frame, ...], every frame is a picture\n"
    "param path out-path          | the file; with `layout = files` NAME-0.png, NAME-1.png, ...\n"
    "param layout choice(sheet, files) = sheet | all pictures on one sheet, or a file each\n"
    "param most i64 = 64 1..1000000 | so many pictures, from the first row on\n"
    "param columns i64 1..1000000 optional | pictures in a row of the sheet; default: the frames, "
    "or "
    "as square as it gets\n"
    "param gap  i64 = 1 0..1000   | white pixels between pictures\n"
    "param zoom i64 = 1 1..100    | a value becomes zoom x zoom pixels\n"
    "param map  choice(grey, heat, signed, labels) = grey | colours of numbers: black to white; "
    "black, red, yellow, white; blue, white, red; a colour for each whole number, 0 black\n"
    "param low  f64 optional      | value of the first colour\n"
    "param high f64 optional      | value of the last colour\n"
    "doc | Default range: 0..255 for u8 and 0..1 for other arrays with an axis of colours; else "
    "the "
    "smallest and the largest value, with `map = signed` and for movements the largest magnitude. "
    "The hue of a movement is its direction: right red, down green, left cyan, up violet; none is "
    "white. Values beyond "
    "the range get its end colours, missing ones violet. Files are 8-bit RGB; each appears when it "
    "is complete, an older one of the same name is replaced.\n"
    "licence | MIT\n"
    "cite | ISO/IEC 15948:2004, Portable Network Graphics\n");

typedef struct picture {
    gy_call *c;
    const gy_array *x;
    int64_t n, frames, height, width, channels; /* pictures, frames of a row, and what one is */
    int64_t stride[5];                          /* of row of x, frame, row, column, channel */
    int64_t columns, gap, zoom;
    double low, high;
    char map; /* 'g', 'h', 's', 'l' */
} picture;

/* Axes of x as [row, frame, height, width, channel]. */
static int read_axes(picture *p)
{
    const gy_array *x = p->x;
    int64_t shape[5] = {1, 1, 1, 1, 1};
    memset(p->stride, 0, sizeof p->stride);
    if (x->rank < 2 || x->rank > 5 ||
        (x->rank > 3 && (x->shape[x->rank - 1] < 1 || x->shape[x->rank - 1] > 3))) {
        return gy_fail(
            p->c, GY_SHAPE, "x",
            "pictures are [height, width], [row, height, width], [row, height, width, 1, "
            "2 or 3] or [row, frame, height, width, 1, 2 or 3]");
    }
    for (int32_t axis = 0; axis < x->rank; axis++) { /* without a row or a frame: one of each */
        int32_t to = axis + (x->rank == 2 ? 2 : x->rank < 5 && axis > 0);
        shape[to] = x->shape[axis];
        p->stride[to] = x->stride[axis];
    }
    p->frames = shape[1];
    p->height = shape[2];
    p->width = shape[3];
    p->channels = shape[4];
    if (shape[0] < 1 || p->frames < 1 || p->height < 1 || p->width < 1) {
        return gy_fail(p->c, GY_SHAPE, "x", "there is no pixel to show");
    }
    p->n = shape[0] > INT64_MAX / p->frames ? INT64_MAX : shape[0] * p->frames;
    return GY_OK;
}

/* Value of a channel of picture k; NaN where it is missing. */
static double value_of(const picture *p, int64_t k, int64_t row, int64_t column, int64_t channel)
{
    int64_t at = ((k * p->height + row) * p->width + column) * p->channels + channel;
    if (p->x->valid && !p->x->valid[at]) {
        return NAN;
    }
    return gy_element(p->x, k / p->frames * p->stride[0] + k % p->frames * p->stride[1] +
                                row * p->stride[2] + column * p->stride[3] +
                                channel * p->stride[4]);
}

static int read_range(picture *p)
{
    double least = INFINITY, most = -INFINITY;
    int plain = p->x->rank > 3 && p->channels != 2;
    p->low = gy_number(p->c, "low");
    p->high = gy_number(p->c, "high");
    if (plain) {
        least = 0;
        most = p->x->code == GY_UINT && p->x->bits == 8 ? 255 : 1;
    }
    for (int64_t k = 0; !plain && k < p->n * p->height; k++) {
        if (p->c->host->stopped(p->c)) {
            return GY_CANCELLED;
        }
        for (int64_t j = 0; j < p->width; j++) {
            double v = value_of(p, k / p->height, k % p->height, j, 0);
            if (p->channels == 2) {
                v = hypot(v, value_of(p, k / p->height, k % p->height, j, 1));
            }
            least = isfinite(v) ? fmin(least, v) : least;
            most = isfinite(v) ? fmax(most, v) : most;
        }
    }
    if (!(most >= least)) { /* no number at all */
        least = most = 0;
    }
    if (p->channels == 2) {
        least = 0;
    } else if (!plain && p->map == 's') {
        most = fmax(fabs(least), fabs(most));
        least = -most;
    }
    p->low = isnan(p->low) ? least : p->low;
    p->high = isnan(p->high) ? most : p->high;
    int given = !isnan(gy_number(p->c, "low")) || !isnan(gy_number(p->c, "high"));
    if (p->high < p->low || (given && !(p->high > p->low))) {
        char text[160];
        snprintf(text, sizeof text, "high = %g must be above low = %g", p->high, p->low);
        return gy_fail(p->c, GY_PARAM, "high", text);
    }
    return GY_OK;
}

static void pixel(const picture *p, int64_t k, int64_t row, int64_t column, uint8_t *rgb)
{
    double v[3] = {0, 0, 0};
    for (int64_t j = 0; j < p->channels; j++) {
        v[j] = value_of(p, k, row, column, j);
    }
    if (p->channels == 1) {
        png_number(p->map, p->low, p->high, v[0], rgb);
    } else if (p->channels == 2) {
        png_direction(v[0], v[1], p->high, rgb);
    } else if (isnan(v[0]) || isnan(v[1]) || isnan(v[2])) {
        png_missing(rgb);
    } else {
        for (int j = 0; j < 3; j++) {
            rgb[j] = png_byte((v[j] - p->low) / (p->high - p->low));
        }
    }
}

/* Row y of a sheet of pictures first .. first + n - 1, after a filter byte. */
static void fill_row(const picture *p, int64_t first, int64_t n, int64_t y, uint8_t *to)
{
    int64_t tall = p->height * p->zoom + p->gap, wide = p->width * p->zoom + p->gap;
    int64_t across = n < p->columns ? n : p->columns;
    memset(to + 1, 255, (size_t)(3 * (across * wide - p->gap)));
    to[0] = 0;
    for (int64_t i = 0; i < across && y % tall < p->height * p->zoom; i++) {
        int64_t k = y / tall * p->columns + i;
        uint8_t *at = to + 1 + 3 * i * wide;
        for (int64_t j = 0; k < n && j < p->width; j++) {
            uint8_t rgb[3];
            pixel(p, first + k, y % tall / p->zoom, j, rgb);
            for (int64_t z = 0; z < p->zoom; z++, at += 3) {
                memcpy(at, rgb, 3);
            }
        }
    }
}

/* One file with pictures first .. first + n - 1. */
static int write_sheet(const picture *p, const char *path, int64_t first, int64_t n, uint8_t *row,
                       png_file *file)
{
    int64_t across = n < p->columns ? n : p->columns, down = (n + p->columns - 1) / p->columns;
    int64_t width = across * (p->width * p->zoom + p->gap) - p->gap;
    int64_t height = down * (p->height * p->zoom + p->gap) - p->gap;
    int status = GY_OK;
    output o;
    GY_TRY(output_begin(p->c, path, 0, &o));
    if (!png_begin(file, &o, width, height)) {
        return output_end(&o, gy_fail(p->c, GY_MEMORY, "x", "no memory to pack a picture"));
    }
    for (int64_t y = 0; y < height && status == GY_OK; y++) {
        fill_row(p, first, n, y, row);
        png_row(file, row, 1 + 3 * width);
        status = p->c->host->stopped(p->c) ? GY_CANCELLED : GY_OK;
    }
    if (!png_end(file) && status == GY_OK) {
        status = gy_fail(p->c, GY_INTERNAL, "x", "a picture could not be packed");
    }
    return output_end(&o, status);
}

/* "NAME.png" and 12: "NAME-12.png". */
static void numbered(const char *path, int64_t k, char *out, size_t room)
{
    const char *dot = strrchr(path, '.');
    int stem = (int)(dot && !strchr(dot, '/') ? (size_t)(dot - path) : strlen(path));
    snprintf(out, room, "%.*s-%lld%s", stem, path, (long long)k, path + stem);
}

static int read_all(gy_call *c, picture *p)
{
    memset(p, 0, sizeof *p);
    p->c = c;
    p->x = gy_get(c, "x");
    GY_TRY(read_axes(p));
    int files = gy_is(c, "layout", "files");
    int64_t most = gy_integer(c, "most"), columns = gy_integer(c, "columns");
    p->n = p->n < most ? p->n : most;
    p->columns = columns > 0     ? columns
                 : p->frames > 1 ? p->frames
                                 : (int64_t)ceil(sqrt((double)p->n));
    p->columns = files ? 1 : p->columns < p->n ? p->columns : p->n;
    p->gap = gy_integer(c, "gap");
    p->zoom = gy_integer(c, "zoom");
    p->map = c->host->text(c, "map")[0];
    double down = files ? 1 : ceil((double)p->n / (double)p->columns);
    double wide = (double)p->columns * ((double)p->width * (double)p->zoom + (double)p->gap);
    double tall = down * ((double)p->height * (double)p->zoom + (double)p->gap);
    if (wide > PNG_SIDE || tall > PNG_SIDE) {
        char text[200];
        snprintf(text, sizeof text,
                 "a picture of %.0f x %.0f pixels has no PNG form: at most %d on "
                 "a side",
                 wide, tall, PNG_SIDE);
        return gy_fail(c, GY_SHAPE, "x", text);
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    picture p;
    GY_TRY(read_all(c, &p));
    int64_t row = 1 + 3 * p.columns * (p.width * p.zoom + p.gap);
    int64_t name = 2 * ((int64_t)strlen(c->host->text(c, "path")) + 40);
    return c->host->set_scratch(c, row + name + (int64_t)sizeof(png_file), 0, 0);
}

static int run(gy_call *c)
{
    picture p;
    GY_TRY(read_all(c, &p));
    GY_TRY(read_range(&p));
    const char *path = c->host->text(c, "path");
    size_t room = strlen(path) + 32;
    uint8_t *row = c->host->scratch(c, 1 + 3 * p.columns * (p.width * p.zoom + p.gap));
    char *name = c->host->scratch(c, (int64_t)room);
    png_file *file = c->host->scratch(c, sizeof *file);
    if (!row || !name || !file) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for a row of pixels");
    }
    if (!gy_is(c, "layout", "files")) {
        return write_sheet(&p, path, 0, p.n, row, file);
    }
    for (int64_t k = 0; k < p.n; k++) {
        numbered(path, k, name, room);
        GY_TRY(write_sheet(&p, name, k, 1, row, file));
    }
    return GY_OK;
}

GY_PLUGIN(writer_png_text, resolve, run, 0, 0, 0)
