/* SPDX-License-Identifier: Apache-2.0
 *
 * Series against closed forms in extended precision: linspace(a, b, n)[i] = a + i (b - a) / (n -
 * 1), logspace is 10 to that power, arange has ceil((b - a) / step) values.
 */
#include "graph/literal.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

static gy_literal read_series(const char *text)
{
    gy_want want = {.kind = GY_LITERAL_NUMBER, .list = true};
    gy_literal literal = {0};
    g_autoptr(GError) error = NULL;
    cr_assert(gy_literal_parse(text, &want, &literal, &error), "%s: %s", text,
              error ? error->message : "");
    return literal;
}

static bool near(double x, long double exact, double ulps)
{
    return fabsl((long double)x - exact) <= (long double)ulps * DBL_EPSILON * fabsl(exact);
}

Test(series, spaced)
{
    static const struct {
        double a;
        double b;
        size_t n;
    } rows[] = {{1, 20, 20}, {-1, 8, 19}, {-2, 6, 17}, {0, 1, 11},
                {3, 3, 4},   {5, -5, 7},  {2, 9, 1},   {0, 1, 50}};
    for (size_t r = 0; r < G_N_ELEMENTS(rows); r++) {
        double a = rows[r].a;
        double b = rows[r].b;
        size_t n = rows[r].n;
        g_autofree char *lin = g_strdup_printf("linspace(%g, %g, %zu)", a, b, n);
        g_autofree char *log = g_strdup_printf("logspace( %g ,%g,%zu )", a, b, n);
        g_auto(gy_literal) linear = read_series(lin);
        g_auto(gy_literal) powers = read_series(log);
        cr_assert(linear.n_numbers == n && powers.n_numbers == n);
        for (size_t i = 0; i < n; i++) {
            long double step = n > 1 ? ((long double)b - a) / (long double)(n - 1) : 0;
            long double exact = a + (long double)i * step;
            /* the exponent is rounded before the power: its absolute error counts ln 10 fold */
            double wide = 4 + 3 * (fabs(a) + fabs(b));
            cr_expect(fabsl(linear.numbers[i] - exact) <= 4e-16L * (fabsl(exact) + 1), "%s", lin);
            cr_expect(near(powers.numbers[i], powl(10, exact), wide), "%s [%zu]", log, i);
        }
        cr_expect(linear.numbers[0] == a && linear.numbers[n - 1] == (n > 1 ? b : a));
    }
}

Test(series, whole_powers_of_ten_are_exact)
{
    g_auto(gy_literal) powers = read_series("logspace(1, 20, 20)");
    double expected = 1;
    for (size_t i = 0; i < powers.n_numbers; i++) {
        expected *= 10; /* exact up to 1e22 */
        cr_expect(powers.numbers[i] == expected, "%.17g", powers.numbers[i]);
    }
}

Test(series, arange_has_numpys_length)
{
    static const struct {
        const char *text;
        size_t n;
        double last;
    } rows[] = {{"arange(0, 1, 0.1)", 10, 0.9},
                {"arange(0, 1, 0.3)", 4, 0.9},
                {"arange(1, 1.3, 0.1)", 4, 1.3}, /* numpy's own surprise, kept */
                {"arange(5, 0, -2)", 3, 1},
                {"arange(-3, 3, 1)", 6, 2}};
    for (size_t r = 0; r < G_N_ELEMENTS(rows); r++) {
        g_auto(gy_literal) l = read_series(rows[r].text);
        cr_assert(l.n_numbers == rows[r].n, "%s: %zu", rows[r].text, l.n_numbers);
        cr_expect(fabs(l.numbers[l.n_numbers - 1] - rows[r].last) < 1e-15, "%s", rows[r].text);
    }
}

Test(series, longest)
{
    g_auto(gy_literal) l = read_series("1..1000000");
    cr_expect(l.n_numbers == 1000000 && l.numbers[999999] == 1000000);
}
