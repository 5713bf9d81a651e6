/* host_misc.c, services.c, frame.c: ragged outputs, scratch, failures without a reason. */
#include "run/host_table.h"
#include "run_case.h"
#include "services.h"

Test(host_misc, ragged)
{
    for (int twice = 0; twice < 2; twice++) {
        g_autofree char *text = g_strdup_printf("[w]\nplugin = reader.kit-words\ntwice = %s\n"
                                                "[y]\nplugin = transform.kit-bytes\nw = @w\n"
                                                "[m]\nplugin = metric.kit-rows\nx = @y\n",
                                                twice ? "true" : "false");
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        cr_assert_str_eq(c.text, "");
        cr_assert_eq(run_score(&c, "m", "sum", "", 0), 10);
        cr_assert_eq(run_score(&c, "m", "values", "", 0), 4);
        run_free(&c);
    }
}

/* A length that resolve says belongs to an output that is there. */
Test(host_misc, ragged_in_resolve)
{
    run_case c =
        run_text("[w]\nplugin = reader.kit-words\nwrong = true\n", (gy_run_options){.threads = 1});
    cr_assert(strstr(c.text, "[w] v: there is no output of this name"), "%s", c.text);
    run_free(&c);
}

Test(host_misc, scratch)
{
    const struct {
        const char *bytes, *problem;
    } all[] = {{"0", ""}, {"65536", ""}, {"-1", "scratch is refused"}, {"8388608", "scratch is"}};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(gy_mem) mem = gy_mem_new(1 << 20);
        g_autofree char *text =
            g_strdup_printf(NUMBERS("") "[y]\nplugin = transform.kit-scratch\nx = @x\nbytes = %s\n"
                                        "[m]\nplugin = metric.kit-rows\nx = @y\n",
                            all[i].bytes);
        run_case c = run_text(text, (gy_run_options){.threads = 1, .mem = mem});
        cr_assert(*all[i].problem ? strstr(c.text, all[i].problem) != NULL : !*c.text, "%s",
                  c.text);
        run_free(&c);
        cr_assert_eq(gy_mem_current(mem), 0);
    }
}

Test(host_misc, services_by_name)
{
    const char *const names[] = {GY_LINALG, GY_FFT, GY_RNG, GY_MAP};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const uint32_t *size = gy_services_find(names[i]);
        cr_assert(size && *size >= 16, "%s", names[i]);
    }
    cr_assert_null(gy_services_find("gy.linalg/2"));
    cr_assert_null(gy_services_find(""));
}
