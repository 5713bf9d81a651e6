/* SPDX-License-Identifier: MIT
 *
 * synthbrain_head.h: a spherical head: sensors around it, and what current dipoles in it do to
 * them.
 *
 * Lengths in m, dipole moments in A m, potentials in V, fields in T; the sphere is centred at 0.
 * All functions are [any] and pure.
 */
#ifndef GYRUS_GENERATORS_SYNTHBRAIN_HEAD_H
#define GYRUS_GENERATORS_SYNTHBRAIN_HEAD_H

#include <stdint.h>

#define SB_CONDUCTIVITY 0.33 /* S / m */

/* Potential at a point r of the surface of a homogeneous conducting sphere (no current leaves it)
 * of a dipole q at r0 inside. */
double sb_potential(const double r[3], const double r0[3], const double q[3]);

/* Magnetic field at r outside of any spherically symmetric conductor of a dipole q at r0 inside. */
void sb_field(const double r[3], const double r0[3], const double q[3], double out[3]);

/* Place of sensor i of n: spread evenly (golden angle) over the part of a sphere that is less than
 * `angle` (rad) from the top, z. */
void sb_sensor(int64_t i, int64_t n, double radius, double angle, double out[3]);

#endif
