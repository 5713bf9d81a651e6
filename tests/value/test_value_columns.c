/* test_value_columns.c: chosen positions of axis 1, of any strides and ranks. */
#include <criterion/criterion.h>

#include "value/state.h"
#include "value/value.h"

/* [2, 4, 3], element 100 r + 10 c + k. */
static gy_value *numbers(gy_mem *mem)
{
    const int64_t shape[] = {2, 4, 3};
    gy_value *v = gy_value_new_dense(mem, GY_F64, 3, shape, FALSE, NULL);
    double *x = v->view.data;
    for (int i = 0; i < 24; i++) {
        x[i] = 100 * (i / 12) + 10 * (i / 3 % 4) + i % 3;
    }
    return v;
}

Test(value_columns, are_picked_in_the_order_named)
{
    gy_mem *mem = gy_mem_new(0);
    gy_value *v = numbers(mem);
    const int64_t index[] = {3, 0, 3};
    gy_value *c = gy_value_take_columns_in(mem, v, 3, index, NULL);
    cr_assert(c && c->view.rank == 3 && c->shape[0] == 2 && c->shape[1] == 3 && c->shape[2] == 3);
    for (int i = 0; i < 18; i++) {
        double want = 100 * (i / 9) + 10.0 * (double)index[i / 3 % 3] + i % 3;
        cr_expect_eq(gy_value_number(c, i), want, "element %d", i);
    }
    gy_value_unref(c);
    gy_value_unref(v);
    gy_mem_unref(mem);
}

/* Every second row, so that the array has gaps. */
Test(value_columns, of_an_array_with_strides)
{
    gy_mem *mem = gy_mem_new(0);
    const int64_t shape[] = {6, 2}, rows[] = {1, 3, 5}, index[] = {1};
    gy_value *v = gy_value_new_dense(mem, GY_F32, 2, shape, FALSE, NULL);
    for (int i = 0; i < 12; i++) {
        ((float *)v->view.data)[i] = (float)i;
    }
    gy_value *odd = gy_value_take_rows(v, 3, rows, NULL);
    gy_value *c = gy_value_take_columns_in(mem, odd, 1, index, NULL);
    cr_assert(c && c->shape[0] == 3 && c->shape[1] == 1);
    for (int r = 0; r < 3; r++) {
        cr_expect_eq(gy_value_number(c, r), 4 * r + 3);
    }
    gy_value_unref(c);
    gy_value_unref(odd);
    gy_value_unref(v);
    gy_mem_unref(mem);
}

Test(value_columns, refused)
{
    gy_mem *mem = gy_mem_new(0);
    gy_value *v = numbers(mem);
    const int64_t length[] = {5}, none[] = {0}, outside[] = {4}, below[] = {-1};
    gy_value *flat = gy_value_new_dense(mem, GY_F64, 1, length, TRUE, NULL);
    g_autoptr(GError) error = NULL;
    cr_expect_null(gy_value_take_columns_in(mem, v, 1, outside, &error));
    cr_expect_str_eq(error->message, "there is no column 4 among 4");
    g_clear_error(&error);
    cr_expect_null(gy_value_take_columns_in(mem, v, 1, below, &error));
    cr_expect_str_eq(error->message, "there is no column -1 among 4");
    g_clear_error(&error);
    cr_expect_null(gy_value_take_columns_in(mem, flat, 1, none, &error));
    cr_expect_str_eq(error->message, "1 columns cannot be taken of this value of rank 1");
    gy_value_unref(flat);
    gy_value_unref(v);
    gy_mem_unref(mem);
}
