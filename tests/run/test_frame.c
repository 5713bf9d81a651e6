/* frame.c: names and the arrays they stand for. */
#include "run/frame.h"
#include "run_case.h"

Test(frame, latest_binding_counts)
{
    gy_frame f;
    double x[6] = {0, 1, 2, 3, 4, 5};
    int64_t shape[2] = {3, 2}, stride[2] = {2, 1};
    gy_array a = {
        .code = GY_FLOAT, .bits = 64, .rank = 2, .data = x, .shape = shape, .stride = stride};
    gy_frame_init(&f, NULL, NULL, GY_PHASE_RUN);
    cr_assert_null(gy_frame_find(&f, "x", 0));
    gy_bound *b = gy_frame_bind(&f, "x", 0, &a);
    shape[0] = 1; /* the binding has a copy */
    cr_assert_eq(b->view.shape[0], 3);
    cr_assert_eq(b->view.size, sizeof(gy_array));
    for (int64_t i = 1; i < 100; i++) {
        gy_frame_bind(&f, "x", i, &a);
    }
    cr_assert_eq(gy_frame_bind(&f, "x", 0, &a), b); /* the same name, also after growing */
    cr_assert_eq(b->view.shape[0], 1);
    cr_assert_eq(gy_frame_find(&f, "x", 99)->item, 99);
    cr_assert_null(gy_frame_find(&f, "x", 100));
    cr_assert_null(gy_frame_find(&f, "y", 0));
    gy_frame_finish(&f);
}

/* Rows of a table's columns by tiles of three; the last tile has one row. */
Test(frame, table_rows)
{
    run_case c = run_text("[t]\nplugin = reader.kit-table\nn = 7\n"
                          "[y]\nplugin = transform.kit-column\nt = @t\n"
                          "[m]\nplugin = metric.kit-rows\nx = @y\n",
                          (gy_run_options){.threads = 2, .tile = 3});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(run_score(&c, "m", "sum", "", 0), 21);
    cr_assert_eq(run_score(&c, "m", "values", "", 0), 6);
    run_free(&c);
}
