/* SPDX-License-Identifier: MIT
 *
 * synthscenes_says.c: scenes in words.
 */
#include "synthscenes.h"

#include <math.h>
#include <string.h>

typedef struct writing {
    char *to;
    int n;
} writing;

static void say(writing *t, const char *text)
{
    size_t n = strlen(text);
    if (t->n + (int)n <= SS_CAPTION) {
        memcpy(t->to + t->n, text, n);
        t->n += (int)n;
    }
}

/* A phrase in which # stands for "there are two objects" and @ for the background's word. */
static void say_phrase(writing *t, const ss_scene *s, const char *phrase)
{
    static const char *const counts[] = {"there is one object", "there are two objects",
                                         "there are three objects", "there are four objects"};
    for (; *phrase; phrase++) {
        char one[2] = {*phrase, 0};
        say(t, *phrase == '#'   ? counts[s->n - 1]
               : *phrase == '@' ? ss_background(s->background)
                                : one);
    }
}

/* Where b is as seen from a, along the axis on which they are farther apart. */
static const char *side_of(const ss_object *a, const ss_object *b)
{
    double dx = b->x - a->x, dy = b->y - a->y;
    if (fabs(dx) >= fabs(dy)) {
        return dx < 0 ? " left of the first" : " right of the first";
    }
    return dy < 0 ? " above the first" : " below the first";
}

int ss_caption(const ss_scene *s, char *out)
{
    static const struct {
        const char *before, *article, *between, *last, *after;
        int relates;
    } phrasings[SS_PHRASINGS] = {
        {"", "a ", ", ", " and ", " before a @ background", 0},
        {"#: ", "a ", ", ", " and ", "; the background is @", 0},
        {"a picture of ", "a ", ", ", " and ", "; @ background", 1},
        {"before a @ background one sees ", "a ", ", then ", " and then ", "", 1},
        {"", "one ", "; ", "; ", "; @", 0},
    };
    static const int order[SS_KINDS] = {SS_SIZE, SS_COLOUR, SS_TEXTURE, SS_SHAPE};
    writing t = {out, 0};
    int p = s->phrasing;
    say_phrase(&t, s, phrasings[p].before);
    for (int k = 0; k < s->n; k++) {
        say(&t, k == 0 ? "" : k == s->n - 1 ? phrasings[p].last : phrasings[p].between);
        say(&t, phrasings[p].article);
        for (int i = 0; i < SS_KINDS; i++) {
            say(&t, i ? " " : "");
            say(&t, ss_word(order[i], s->object[k].word[order[i]]));
        }
        if (k > 0 && phrasings[p].relates) {
            say(&t, side_of(&s->object[0], &s->object[k]));
        }
    }
    say_phrase(&t, s, phrasings[p].after);
    return t.n;
}

typedef struct list {
    ss_triple *to;
    int n;
} list;

static void add(list *l, const char *subject, const char *predicate, const char *object)
{
    if (l->n < SS_TRIPLES) {
        l->to[l->n++] = (ss_triple){subject, predicate, object};
    }
}

/* Half width and half height of a shape, in radii. */
static void extent(const ss_object *o, double *across, double *down)
{
    int shape = o->word[SS_SHAPE];
    *across = o->radius * (shape == SS_CUBE ? 0.8 : shape == SS_CYLINDER ? 0.5 : 1);
    *down = o->radius * (shape == SS_CUBE ? 0.8 : 1);
}

/* The box around a lies within that around b. */
static int within(const ss_object *a, const ss_object *b)
{
    double wide[2], tall[2];
    extent(a, &wide[0], &tall[0]);
    extent(b, &wide[1], &tall[1]);
    return fabs(a->x - b->x) + wide[0] <= wide[1] && fabs(a->y - b->y) + tall[0] <= tall[1];
}

/* What holds from a to b; the other way round has its own turn. */
static void relate(list *l, const ss_world *w, const ss_object *a, const ss_object *b,
                   const char *subject, const char *object)
{
    double gap = (double)w->pixels / 16;
    if (a->x + gap <= b->x) {
        add(l, subject, "left-of", object);
    }
    if (a->x >= b->x + gap) {
        add(l, subject, "right-of", object);
    }
    if (a->y + gap <= b->y) {
        add(l, subject, "above", object);
    }
    if (a->y >= b->y + gap) {
        add(l, subject, "below", object);
    }
    add(l, subject, a->depth < b->depth ? "in-front-of" : "behind", object);
    if (within(a, b)) {
        add(l, subject, "inside-of", object);
    }
    if (a->radius > b->radius) {
        add(l, subject, "larger-than", object);
    }
}

int ss_triples(const ss_world *w, const ss_scene *s, ss_triple *out)
{
    static const char *const names[SS_OBJECTS] = {"object1", "object2", "object3", "object4"};
    static const char *const counts[SS_OBJECTS] = {"1", "2", "3", "4"};
    list l = {out, 0};
    add(&l, "scene", "count", counts[s->n - 1]);
    add(&l, "scene", "background", ss_background(s->background));
    for (int k = 0; k < s->n; k++) {
        for (int kind = 0; kind < SS_KINDS; kind++) {
            add(&l, names[k], ss_kind_name(kind), ss_word(kind, s->object[k].word[kind]));
        }
    }
    for (int i = 0; i < s->n; i++) {
        for (int j = 0; j < s->n; j++) {
            if (i != j) {
                relate(&l, w, &s->object[i], &s->object[j], names[i], names[j]);
            }
        }
    }
    return l.n;
}
