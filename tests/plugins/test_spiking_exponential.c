/* SPDX-License-Identifier: MIT */
#include "spiking/exponential.h"

#include <criterion/criterion.h>
#include <math.h>

Test(exponential, equals_libm)
{
    double worst = 0;
    for (double x = -700; x <= 700; x += .00731) {
        worst = fmax(worst, fabs(sp_exp(x) / exp(x) - 1));
    }
    cr_assert(worst < 5e-16, "%g", worst);
    cr_assert(sp_exp(0) == 1);
    cr_assert(sp_exp(-1e9) == sp_exp(-700) && sp_exp(1e9) == sp_exp(700));
}

Test(exponential, lanes_do_not_touch)
{
    for (double x = -30; x < 30; x += .37) {
        sp_lanes both = sp_exp_lanes((sp_lanes){x, 5 - x, 0, 1});
        cr_assert(both[0] == sp_exp(x) && both[1] == sp_exp(5 - x) && both[2] == 1);
    }
    sp_lanes a = sp_choose((sp_mask){-1, 0, 0, -1}, sp_all(1), sp_all(2));
    cr_assert(a[0] == 1 && a[1] == 2 && a[2] == 2 && a[3] == 1);
}
