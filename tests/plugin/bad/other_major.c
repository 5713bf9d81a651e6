/* SPDX-License-Identifier: MIT */
/* The text of a file made for another major. */
__attribute__((section(".gyrus"), used)) static const char text[] =
    "gyrus 7 0 0\ntransform.other-major 1 | s\nin x f64[row]\nout y f64[row]\n";
