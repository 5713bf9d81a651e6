/* SPDX-License-Identifier: MIT
 *
 * nifti_header.c: parses both versions of the header through one table of places.
 */
#include "nifti_header.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Where fields lie: {NIfTI-1, NIfTI-2}. */
enum field {
    DATATYPE,
    BITPIX,
    DIM,
    PIXDIM,
    OFFSET,
    SLOPE,
    INTER,
    UNITS,
    QCODE,
    SCODE,
    QUATERN,
    QOFFSET,
    SROW,
    FIELDS
};
static const int place[FIELDS][2] = {{70, 12},   {72, 14},   {40, 16},   {76, 104},  {108, 168},
                                     {112, 176}, {116, 184}, {123, 500}, {252, 344}, {254, 348},
                                     {256, 352}, {268, 376}, {280, 400}};

typedef struct reading {
    gy_call *c;
    const char *path;
    const unsigned char *b;
    int v; /* version - 1 */
    int swap;
} reading;

static int wrong(const reading *r, int at, const char *format, long long value)
{
    char where[32], text[200];
    snprintf(where, sizeof where, "byte %d", at);
    snprintf(text, sizeof text, format, value);
    return source_fail(r->c, GY_FORMAT, r->path, where, "%s", text);
}

static uint64_t raw(const reading *r, int at, int width)
{
    uint64_t v = 0;
    for (int i = 0; i < width; i++) {
        int big = r->swap == source_little(); /* the file's order */
        v |= (uint64_t)r->b[at + (big ? width - 1 - i : i)] << (8 * i);
    }
    return v;
}

/* k-th entry of an integer field of 16 bits in NIfTI-1 and `wide` bytes in NIfTI-2. */
static int64_t whole(const reading *r, enum field f, int k, int wide)
{
    int width = r->v ? wide : 2;
    uint64_t v = raw(r, place[f][r->v] + k * width, width);
    return width == 2 ? (int16_t)v : width == 4 ? (int32_t)v : (int64_t)v;
}

/* k-th entry of a field of f32 in NIfTI-1 and f64 in NIfTI-2. */
static double number(const reading *r, enum field f, int k)
{
    uint64_t v = raw(r, place[f][r->v] + k * (r->v ? 8 : 4), r->v ? 8 : 4);
    double d;
    float s;
    uint32_t low = (uint32_t)v;
    memcpy(&d, &v, 8);
    memcpy(&s, &low, 4);
    return r->v ? d : (double)s;
}

static int parse_type(const reading *r, nifti_header *h)
{
    static const struct {
        int16_t type;
        uint8_t code, bits;
    } types[] = {{2, GY_UINT, 8},    {4, GY_INT, 16},    {8, GY_INT, 32},    {16, GY_FLOAT, 32},
                 {64, GY_FLOAT, 64}, {256, GY_INT, 8},   {512, GY_UINT, 16}, {768, GY_UINT, 32},
                 {1024, GY_INT, 64}, {1280, GY_UINT, 64}};
    int64_t type = whole(r, DATATYPE, 0, 2), bits = whole(r, BITPIX, 0, 2);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (types[i].type == type) {
            h->code = types[i].code;
            h->bits = types[i].bits;
            h->width = h->bits / 8;
            return bits == h->bits ? GY_OK
                                   : wrong(r, place[BITPIX][r->v],
                                           "bitpix %lld does not fit the datatype", bits);
        }
    }
    char where[32];
    snprintf(where, sizeof where, "byte %d", place[DATATYPE][r->v]);
    return source_fail(r->c, GY_UNSUPPORTED, r->path, where,
                       "datatype %lld is not read; only integers and floats of 8 to 64 bits",
                       (long long)type);
}

static const char *where_of(int at, char where[32])
{
    snprintf(where, 32, "byte %d", at);
    return where;
}

static int parse_dims(const reading *r, nifti_header *h)
{
    char where[32];
    int64_t rank = whole(r, DIM, 0, 8), n[8] = {0, 1, 1, 1, 1, 1, 1, 1};
    if (rank < 1 || rank > 7) {
        return wrong(r, place[DIM][r->v], "dim[0] is %lld, not 1 to 7", rank);
    }
    for (int i = 1; i <= rank; i++) {
        int at = place[DIM][r->v] + i * (r->v ? 8 : 2);
        n[i] = whole(r, DIM, i, 8);
        if (n[i] < 1) {
            return source_fail(r->c, GY_FORMAT, r->path, where_of(at, where),
                               "dim[%d] is %lld, not a length", i, (long long)n[i]);
        }
        if (i > 4 && n[i] > 1) {
            return source_fail(r->c, GY_UNSUPPORTED, r->path, where_of(at, where),
                               "has more than four axes (dim[%d] is %lld)", i, (long long)n[i]);
        }
    }
    memcpy(h->grid, n + 1, sizeof h->grid);
    h->volumes = n[4];
    h->voxels = source_times(source_times(n[1], n[2]), n[3]);
    h->bytes = source_times(source_times(h->voxels, h->width), h->volumes);
    return h->bytes < 0
               ? wrong(r, place[DIM][r->v], "the lengths multiply to more than 2^63 bytes", 0)
               : GY_OK;
}

static int parse_offset(const reading *r, int64_t size, nifti_header *h)
{
    int64_t least = r->v ? 544 : 352;
    double v = r->v ? 0 : number(r, OFFSET, 0);
    if (!r->v && !(v >= 0 && v < 9e15 && v == floor(v))) {
        return wrong(r, place[OFFSET][0], "vox_offset is not a whole number of bytes", 0);
    }
    h->offset = r->v ? (int64_t)raw(r, place[OFFSET][1], 8) : (int64_t)v;
    if (h->offset < least) {
        return wrong(r, place[OFFSET][r->v], "vox_offset %lld is inside of the header", h->offset);
    }
    int64_t end;
    if (__builtin_add_overflow(h->offset, h->bytes, &end)) {
        return wrong(r, place[OFFSET][r->v], "vox_offset %lld is too large", h->offset);
    }
    if (size >= 0 && end > size) {
        char where[48];
        snprintf(where, sizeof where, "byte %lld", (long long)size);
        return source_fail(r->c, GY_FORMAT, r->path, where,
                           "the file ends here, its voxels at byte %lld", (long long)end);
    }
    return GY_OK;
}

static int parse_scale(const reading *r, nifti_header *h)
{
    double slope = number(r, SLOPE, 0), inter = number(r, INTER, 0);
    h->scaled = isfinite(slope) && slope != 0;
    h->slope = h->scaled ? slope : 1;
    h->inter = h->scaled ? inter : 0;
    h->scaled = h->scaled && (slope != 1 || inter != 0);
    return isfinite(h->inter) ? GY_OK
                              : wrong(r, place[INTER][r->v], "scl_inter is not a finite number", 0);
}

/* Method 2 of nifti1.h: rotation by a unit quaternion, columns scaled by pixdim, the third also by
 * qfac = pixdim[0]. */
static int from_quaternion(const reading *r, nifti_header *h)
{
    double b = number(r, QUATERN, 0), c = number(r, QUATERN, 1), d = number(r, QUATERN, 2);
    double a = 1 - (b * b + c * c + d * d), qfac = number(r, PIXDIM, 0) < 0 ? -1 : 1;
    if (!(a > -1e-5)) { /* not a number, or no unit quaternion */
        return wrong(r, place[QUATERN][r->v], "quatern_b, c, d are not a rotation", 0);
    }
    if (a < 1e-7) { /* a half turn: normalise b, c, d */
        double norm = 1 / sqrt(b * b + c * c + d * d);
        b *= norm;
        c *= norm;
        d *= norm;
        a = 0;
    } else {
        a = sqrt(a);
    }
    const double R[9] = {a * a + b * b - c * c - d * d, 2 * (b * c - a * d),
                         2 * (b * d + a * c),           2 * (b * c + a * d),
                         a * a + c * c - b * b - d * d, 2 * (c * d - a * b),
                         2 * (b * d - a * c),           2 * (c * d + a * b),
                         a * a + d * d - b * b - c * c};
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            h->affine[4 * i + j] = R[3 * i + j] * number(r, PIXDIM, j + 1) * (j == 2 ? qfac : 1);
        }
        h->affine[4 * i + 3] = number(r, QOFFSET, i);
    }
    return GY_OK;
}

/* sform if it has a code, else qform, else voxel sizes alone (method 1 of nifti1.h). */
static int parse_affine(const reading *r, nifti_header *h)
{
    static const char *const spaces[] = {"unknown",   "scanner", "aligned",
                                         "talairach", "mni",     "template"};
    int64_t q = whole(r, QCODE, 0, 4), s = whole(r, SCODE, 0, 4), code = s > 0 ? s : q > 0 ? q : 0;
    h->space = spaces[code <= 5 ? code : 0];
    h->affine[15] = 1;
    for (int k = 0; k < 12; k++) {
        h->affine[k] = s > 0 ? number(r, SROW, k) : k % 5 == 0 ? number(r, PIXDIM, k / 5 + 1) : 0;
    }
    if (s <= 0 && q > 0) {
        GY_TRY(from_quaternion(r, h));
    }
    for (int k = 0; k < 12; k++) {
        if (!isfinite(h->affine[k])) {
            return wrong(r, place[s > 0 ? SROW : PIXDIM][r->v], "the affine has no finite numbers",
                         0);
        }
    }
    return GY_OK;
}

static void parse_step(const reading *r, nifti_header *h)
{
    int64_t units = r->v ? (int64_t)raw(r, place[UNITS][1], 4) : r->b[place[UNITS][0]];
    int time = (int)(units & 0x38);
    double step = number(r, PIXDIM, 4);
    double scale = time == 8 || time == 0 ? 1 : time == 16 ? 1e-3 : time == 24 ? 1e-6 : 0;
    h->step = h->volumes > 1 && isfinite(step) && step > 0 ? step * scale : 0;
    h->step_guessed = h->step > 0 && time == 0;
}

int nifti_parse(gy_call *c, const char *path, const unsigned char *b, int64_t got, int64_t size,
                nifti_header *out)
{
    reading r = {.c = c, .path = path, .b = b};
    nifti_header h = {.version = 0};
    for (r.swap = 0; got >= 348 && r.swap < 2; r.swap++) {
        uint64_t n = raw(&r, 0, 4);
        if (n == 348 || n == 540) {
            h.version = n == 348 ? 1 : 2;
            break;
        }
    }
    if (!h.version) {
        return wrong(&r, 0, "not a NIfTI file (the header's size is neither 348 nor 540)", 0);
    }
    r.v = h.version - 1;
    h.swap = r.swap;
    if (r.v && got < 540) {
        return wrong(&r, (int)got, "the file ends inside of its header", 0);
    }
    const char *magic = (const char *)b + (r.v ? 4 : 344);
    if (!memcmp(magic, r.v ? "ni2" : "ni1", 4)) {
        return source_fail(c, GY_UNSUPPORTED, path, r.v ? "byte 4" : "byte 344",
                           "is half of a .hdr/.img pair; save it as one .nii file");
    }
    if (memcmp(magic, r.v ? "n+2\0\r\n\032\n" : "n+1", r.v ? 8 : 4)) {
        return wrong(&r, r.v ? 4 : 344, "the magic bytes of NIfTI-%lld are wrong", h.version);
    }
    GY_TRY(parse_type(&r, &h));
    GY_TRY(parse_dims(&r, &h));
    GY_TRY(parse_offset(&r, size, &h));
    GY_TRY(parse_scale(&r, &h));
    GY_TRY(parse_affine(&r, &h));
    parse_step(&r, &h);
    *out = h;
    return GY_OK;
}

int nifti_read_header(gy_call *c, const char *path, nifti_header *out)
{
    unsigned char b[NIFTI_HEADER_MAX];
    int64_t got = 0, size = 0;
    GY_TRY(source_part(c, path, 0, NIFTI_HEADER_MAX, b, &got, &size));
    return nifti_parse(c, path, b, got, size, out);
}

int nifti_same_grid(gy_call *c, const char *where, const char *path_a, const nifti_header *a,
                    const char *path_b, const nifti_header *b)
{
    if (memcmp(a->grid, b->grid, sizeof a->grid)) {
        return source_fail(c, GY_SHAPE, path_a, where,
                           "is %lld x %lld x %lld voxels, but %s is %lld x %lld x %lld",
                           (long long)a->grid[0], (long long)a->grid[1], (long long)a->grid[2],
                           path_b, (long long)b->grid[0], (long long)b->grid[1],
                           (long long)b->grid[2]);
    }
    for (int k = 0; k < 16; k++) {
        if (!(fabs(a->affine[k] - b->affine[k]) <= 1e-4)) {
            return source_fail(
                c, GY_SHAPE, path_a, where,
                "lies elsewhere than %s: entry %d, %d of its affine is %.6g, not %.6g; "
                "resample one of them",
                path_b, k / 4 + 1, k % 4 + 1, a->affine[k], b->affine[k]);
        }
    }
    return GY_OK;
}
