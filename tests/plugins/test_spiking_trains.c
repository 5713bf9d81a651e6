/* SPDX-License-Identifier: MIT */
#include "spiking/trains.h"

#include <criterion/criterion.h>
#include <math.h>

Test(trains, cv)
{
    double clock[] = {1, 3, 5, 7}, odd[] = {0, 1, 4}; /* intervals 1 and 3: sd 1, mean 2 */
    cr_assert(sp_cv(clock, 4) == 0 && fabs(sp_cv(odd, 3) - .5) < 1e-15);
    cr_assert(isnan(sp_cv(odd, 2)) && isnan(sp_cv(odd, 0)));
}

Test(trains, fano)
{
    double counts[] = {1, 2, 3, 6}, none[] = {0, 0}; /* mean 3, variance 3.5 */
    cr_assert(fabs(sp_fano(counts, 4) - 3.5 / 3) < 1e-15 && isnan(sp_fano(none, 2)));
}

Test(trains, synchrony)
{
    double alike[] = {1, 0, 2, 1, 0, 2}, apart[] = {1, 0, 1, 0, 0, 1, 0, 1}, still[] = {1, 1, 1, 1};
    cr_assert(fabs(sp_synchrony(alike, 2, 3) - 1) < 1e-15);
    cr_assert(sp_synchrony(apart, 2, 4) == 0 && isnan(sp_synchrony(still, 2, 2)));
    double cross[] = {1, 1, 0, 0, 1, 0, 1, 0}; /* uncorrelated: half the variance of one */
    cr_assert(fabs(sp_synchrony(cross, 2, 4) - sqrt(.5)) < 1e-15);
}
