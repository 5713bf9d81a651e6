/* SPDX-License-Identifier: MIT */
/* A library that is no plugin. */
__attribute__((visibility("default"))) int gy_test_nothing(void);
int gy_test_nothing(void)
{
    return 0;
}
