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

int ss_caption(const ss_world *w, const ss_scene *s, char *out)
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
    (void)w;
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
