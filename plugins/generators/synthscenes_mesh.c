/* SPDX-License-Identifier: MIT
 *
 * synthscenes_mesh.c: the first object as triangles, counterclockwise as seen from outside. Cube,
 * pyramid and octahedron are exact; sphere, torus and cylinder have `facets` facets around and lie
 * inside of the round solid with all corners on it. All meshes have the same number of vertices and
 * faces: those that a shape does not need repeat the first vertex and are faces without area.
 */
#include "synthscenes.h"

#include <math.h>

#define PI 3.14159265358979323846

/* Room is for the torus, which needs most. */
int64_t ss_n_vertices(const ss_world *w)
{
    return w->facets * (w->facets / 2);
}

int64_t ss_n_faces(const ss_world *w)
{
    return 2 * ss_n_vertices(w);
}

typedef struct mesh {
    int64_t n_vertices, n_faces;
    float *vertex; /* [.., 3] or NULL */
    int32_t *face; /* [.., 3] or NULL */
    double a;
    const double *turn;
} mesh;

static void add_vertex(mesh *m, double x, double y, double z)
{
    for (int axis = 0; m->vertex && axis < 3; axis++) {
        const double *r = m->turn + 3 * axis;
        m->vertex[3 * m->n_vertices + axis] = (float)(m->a * (r[0] * x + r[1] * y + r[2] * z));
    }
    m->n_vertices++;
}

static void add_face(mesh *m, int64_t i, int64_t j, int64_t k)
{
    if (m->face) {
        m->face[3 * m->n_faces] = (int32_t)i;
        m->face[3 * m->n_faces + 1] = (int32_t)j;
        m->face[3 * m->n_faces + 2] = (int32_t)k;
    }
    m->n_faces++;
}

static void add_four(mesh *m, int64_t i, int64_t j, int64_t k, int64_t l)
{
    add_face(m, i, j, k);
    add_face(m, i, k, l);
}

static void cube(mesh *m)
{
    static const int side[6][4] = {{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4},
                                   {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}};
    for (int k = 0; k < 8; k++) { /* bits: x, y, z */
        add_vertex(m, k & 1 ? 0.8 : -0.8, k & 2 ? 0.8 : -0.8, k & 4 ? 0.8 : -0.8);
    }
    for (int k = 0; k < 6; k++) {
        add_four(m, side[k][0], side[k][1], side[k][2], side[k][3]);
    }
}

static void pyramid(mesh *m)
{
    add_vertex(m, 0, 1, 0);
    add_vertex(m, -1, -1, -1);
    add_vertex(m, 1, -1, -1);
    add_vertex(m, 1, -1, 1);
    add_vertex(m, -1, -1, 1);
    for (int k = 0; k < 4; k++) {
        add_face(m, 0, 1 + (k + 1) % 4, 1 + k);
    }
    add_four(m, 1, 2, 3, 4);
}

static void octahedron(mesh *m)
{
    for (int axis = 0; axis < 3; axis++) { /* vertices 2 axis: +, 2 axis + 1: - */
        for (int sign = 1; sign >= -1; sign -= 2) {
            add_vertex(m, axis == 0 ? sign : 0, axis == 1 ? sign : 0, axis == 2 ? sign : 0);
        }
    }
    for (int k = 0; k < 8; k++) {
        int x = k & 1, y = 2 + (k >> 1 & 1), z = 4 + (k >> 2 & 1);
        int odd = (k ^ k >> 1 ^ k >> 2) & 1; /* a mirrored corner turns the other way */
        add_face(m, x, odd ? z : y, odd ? y : z);
    }
}

/* Rings of n vertices around the y axis from the south to the north pole. */
static void sphere(mesh *m, int64_t n)
{
    int64_t rings = n / 2 - 1, north = 1 + rings * n;
    add_vertex(m, 0, -1, 0);
    for (int64_t r = 1; r <= rings; r++) {
        double t = PI * (double)r / (double)(rings + 1);
        for (int64_t k = 0; k < n; k++) {
            double angle = 2 * PI * (double)k / (double)n;
            add_vertex(m, sin(t) * cos(angle), -cos(t), sin(t) * sin(angle));
        }
    }
    add_vertex(m, 0, 1, 0);
    for (int64_t k = 0; k < n; k++) {
        int64_t next = (k + 1) % n;
        add_face(m, 0, 1 + k, 1 + next);
        for (int64_t r = 0; r + 1 < rings; r++) {
            int64_t low = 1 + r * n, high = low + n;
            add_four(m, low + k, high + k, high + next, low + next);
        }
        add_face(m, north, north - n + next, north - n + k);
    }
}

static void cylinder(mesh *m, int64_t n)
{
    add_vertex(m, 0, -1, 0);
    add_vertex(m, 0, 1, 0);
    for (int64_t k = 0; k < n; k++) {
        double x = 0.5 * cos(2 * PI * (double)k / (double)n);
        double z = 0.5 * sin(2 * PI * (double)k / (double)n);
        add_vertex(m, x, -1, z);
        add_vertex(m, x, 1, z);
    }
    for (int64_t k = 0; k < n; k++) {
        int64_t low = 2 + 2 * k, next = 2 + 2 * ((k + 1) % n);
        add_face(m, 0, low, next);
        add_face(m, 1, next + 1, low + 1);
        add_four(m, low, low + 1, next + 1, next);
    }
}

static void torus(mesh *m, int64_t n)
{
    int64_t around = n / 2;
    for (int64_t i = 0; i < n; i++) {
        double angle = 2 * PI * (double)i / (double)n;
        for (int64_t k = 0; k < around; k++) {
            double phi = 2 * PI * (double)k / (double)around, far = 0.7 + 0.3 * cos(phi);
            add_vertex(m, far * cos(angle), far * sin(angle), 0.3 * sin(phi));
        }
    }
    for (int64_t i = 0; i < n; i++) {
        for (int64_t k = 0; k < around; k++) {
            int64_t here = i * around, there = (i + 1) % n * around, up = (k + 1) % around;
            add_four(m, here + k, there + k, there + up, here + up);
        }
    }
}

void ss_mesh(const ss_work *k, int64_t row, const ss_scene *s)
{
    double turn[9];
    mesh m = {.vertex = ss_row(k, SS_VERTICES, row), .face = ss_row(k, SS_FACES, row)};
    if (!m.vertex && !m.face) {
        return;
    }
    m.a = ss_pose(&k->w, row, s, turn);
    m.turn = turn;
    switch (s->object[0].word[SS_SHAPE]) {
    case SS_SPHERE:
        sphere(&m, k->w.facets);
        break;
    case SS_CUBE:
        cube(&m);
        break;
    case SS_PYRAMID:
        pyramid(&m);
        break;
    case SS_TORUS:
        torus(&m, k->w.facets);
        break;
    case SS_CYLINDER:
        cylinder(&m, k->w.facets);
        break;
    default:
        octahedron(&m);
    }
    for (int64_t i = m.n_vertices; m.vertex && i < ss_n_vertices(&k->w); i++) {
        for (int axis = 0; axis < 3; axis++) {
            m.vertex[3 * i + axis] = m.vertex[axis];
        }
    }
    while (m.n_faces < ss_n_faces(&k->w)) {
        add_face(&m, 0, 0, 0);
    }
}
