/* SPDX-License-Identifier: MIT
 *
 * bag_of_words.c: how often each word of a vocabulary occurs in a text. Which words there are is
 * something that data tell: a vocabulary taken from the texts is a state, fitted to the training
 * rows.
 */
#include "words.h"

GY_SAY(
    text,
    "transform.bag-of-words 1 | Counts of the words of a vocabulary in each text\n"
    "in    x text[row]       | captions, sentences\n"
    "out   y f64[row, word]  | counts; most common word of the vocabulary first\n"
    "state letters u8[word, letter] | the words, in UTF-8, filled up with zeros; unused ones are "
    "empty\n"
    "param vocabulary choice(train, given) = train | words of the training rows, or those listed\n"
    "param size  i64 = 100 1..20000  | train: as many words, the most common ones\n"
    "param least i64 = 1 >=1         | train: words in fewer training rows are left out\n"
    "param words text[given] optional | given: the vocabulary, in the order of the columns\n"
    "param except text[stop] optional | words that are not counted (the, a, of)\n"
    "param count choice(all, once) = all | every occurrence, or 1 if there is any\n"
    "fit-when vocabulary=train\n"
    "block all\n"
    "reach y.row row\n"
    "doc | A word is a longest run of letters, digits, apostrophes and non-ASCII bytes; ASCII "
    "letters are made small; 32 bytes of a word count. How common a word is: in how many training "
    "rows it is; ties by the alphabet. If the training rows have fewer words the last columns are "
    "0.\n"
    "licence | MIT\n"
    "cite | Harris (1954), Distributional structure, Word 10, 146-162\n");

/* Slots of the table that run looks words up in: the vocabulary's and those left out. */
static int64_t slots_of(gy_call *c, int64_t size)
{
    int64_t without = c->host->count(c, "except");
    return wd_slots_for(size + (without > 0 ? without : 0));
}

static int resolve(gy_call *c)
{
    int given = gy_is(c, "vocabulary", "given");
    int64_t n = c->host->count(c, "words");
    if (given != (n > 0)) {
        return gy_fail(c, GY_PARAM, "words",
                       given ? "vocabulary = given needs a list of words"
                             : "a list of words needs vocabulary = given");
    }
    GY_TRY(c->host->set_length(c, "word", given ? n : gy_integer(c, "size")));
    GY_TRY(c->host->set_length(c, "letter", WD_LETTERS));
    if (!GY_HAS(c->host, set_scratch) || !c->host->set_scratch) {
        return GY_OK;
    }
    int64_t slots = given ? slots_of(c, n) : WD_SLOTS;
    return c->host->set_scratch(c, slots * (int64_t)sizeof(wd_word), 0, 0);
}

/* Reads a word of a list parameter as one of a text. */
static int listed(gy_call *c, const char *key, int64_t i, char *out)
{
    const char *word = c->host->text_item(c, key, i);
    int64_t at = 0, n = (int64_t)strlen(word);
    char more[WD_LETTERS];
    if (!wd_next(word, n, &at, out) || wd_next(word, n, &at, more)) {
        return tr_fail(c, GY_PARAM, key, "'%s' is not one word", word);
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *letters = gy_get(c, "letters");
    int64_t size = letters->shape[0], different = 0, n = 0;
    wd_word *table = (wd_word *)tr_scratch(c, WD_SLOTS, (int64_t)sizeof *table);
    char word[WD_LETTERS];
    if (!table) {
        return tr_memory(c, "x");
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        int64_t at = 0, length = x->offsets[i + 1] - x->offsets[i];
        if (i % 256 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        while (wd_next((const char *)x->data + x->offsets[i], length, &at, word)) {
            wd_word *w = wd_slot(table, WD_SLOTS, word);
            different += !w->letters[0];
            if (different > WD_MOST) {
                return tr_fail(c, GY_DATA, "x", "more than %d different words: give a vocabulary",
                               WD_MOST);
            }
            memcpy(w->letters, word, WD_LETTERS);
            w->texts += w->last != i + 1;
            w->last = i + 1;
        }
    }
    for (int64_t i = 0; i < c->host->count(c, "except"); i++) {
        GY_TRY(listed(c, "except", i, word));
        wd_slot(table, WD_SLOTS, word)->texts = 0;
    }
    qsort(table, WD_SLOTS, sizeof *table, wd_order);
    memset(letters->data, 0, (size_t)(size * WD_LETTERS));
    while (n < size && n < WD_SLOTS && table[n].texts >= gy_integer(c, "least")) {
        memcpy((char *)letters->data + n * WD_LETTERS, table[n].letters, WD_LETTERS);
        n++;
    }
    if (n == 0) {
        return gy_fail(c, GY_DATA, "x", "the training rows have no word often enough");
    }
    return GY_OK;
}

/* The vocabulary as a table whose `texts` is the column from 1 on. */
static int open_table(gy_call *c, wd_word *table, int64_t slots, int64_t size)
{
    const gy_array *letters = gy_get(c, "letters");
    char word[WD_LETTERS];
    for (int64_t k = 0; k < size; k++) {
        if (gy_is(c, "vocabulary", "given")) {
            GY_TRY(listed(c, "words", k, word));
        } else {
            memcpy(word, (const char *)letters->data + k * WD_LETTERS, WD_LETTERS);
        }
        wd_word *w = wd_slot(table, slots, word);
        if (word[0] && w->texts) {
            return tr_fail(c, GY_PARAM, "words", "'%.*s' is there twice", WD_LETTERS, word);
        }
        memcpy(w->letters, word, WD_LETTERS); /* an empty one leaves its slot free */
        w->texts = word[0] ? k + 1 : 0;
    }
    for (int64_t i = 0; i < c->host->count(c, "except"); i++) {
        GY_TRY(listed(c, "except", i, word));
        wd_slot(table, slots, word)->texts = 0; /* free: read as not in the vocabulary */
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    double *out = (double *)y->data;
    int64_t size = y->shape[1], slots = slots_of(c, size);
    int once = gy_is(c, "count", "once");
    wd_word *table = (wd_word *)tr_scratch(c, slots, (int64_t)sizeof *table);
    char word[WD_LETTERS];
    if (!table) {
        return tr_memory(c, "x");
    }
    GY_TRY(open_table(c, table, slots, size));
    memset(out, 0, (size_t)(y->shape[0] * size) * sizeof *out);
    for (int64_t i = 0; i < y->shape[0]; i++) {
        int64_t at = 0, length = x->offsets[i + 1] - x->offsets[i];
        if (i % 256 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        while (wd_next((const char *)x->data + x->offsets[i], length, &at, word)) {
            int64_t k = wd_slot(table, slots, word)->texts - 1;
            if (k >= 0) {
                out[i * size + k] = once ? 1 : out[i * size + k] + 1;
            }
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, solve)
