/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts of nodes that keyfile tests name: only what a graph needs to know of them, no code. */
#include "gyrus.h"

GY_SAY(module_sequential, "module.sequential 1 | Layers one after the other\n"
                          "in x T[row, ...]\n"
                          "out y f32[row, feature]\n"
                          "param layers spec\n"
                          "licence | MIT\n");

GY_SAY(module_residual_mlp, "module.residual-mlp 1 | Blocks with a shortcut\n"
                            "in x T[row, ...]\n"
                            "out y f32[row, feature]\n"
                            "param blocks i64 = 4 >=1\n"
                            "param out i64 >=1\n"
                            "licence | MIT\n");

GY_SAY(module_unet, "module.unet 1 | A network for pictures\n"
                    "in x T[row, ...] optional\n"
                    "out y f32[row, feature]\n"
                    "param size i64 = 8 >=1\n"
                    "licence | MIT\n");

GY_SAY(module_lif, "module.lif 1 | Leaky integrate-and-fire neurons\n"
                   "out spikes bool[time, unit]\n"
                   "param size i64 >=1\n"
                   "param tau_m quantity(s) = 10 ms >0\n"
                   "licence | MIT\n");

GY_SAY(module_synapse, "module.synapse 1 | Connections that learn\n"
                       "in from model\n"
                       "in to model\n"
                       "out weights f64[pre, post]\n"
                       "param rule scheme\n"
                       "param delay quantity(s) = 1 ms >=0\n"
                       "licence | MIT\n");

GY_SAY(loss_infonce, "loss.infonce 1 | Contrast of pairs\n"
                     "in a T[row, feature]\n"
                     "in b T[row, feature]\n"
                     "in item any[row] optional\n"
                     "out loss f64[]\n"
                     "licence | MIT\n");

GY_SAY(loss_mse, "loss.mse 1 | Mean square\n"
                 "in a T[row, feature]\n"
                 "in b T[row, feature]\n"
                 "out loss f64[]\n"
                 "licence | MIT\n");

GY_SAY(trainer_adamw, "trainer.adamw 1 | Gradient steps\n"
                      "in losses f64[] many\n"
                      "out curve f64[epoch]\n"
                      "param weights f64[n] optional\n"
                      "param rate f64 = 1e-3 >0\n"
                      "param schedule text optional\n"
                      "param epochs i64 >=1\n"
                      "param dropout f64 optional 0..1\n"
                      "param cases text optional\n"
                      "param share share optional\n"
                      "licence | MIT\n");

GY_SAY(trainer_dqn, "trainer.dqn 1 | Learning by doing\n"
                    "in world model\n"
                    "in policy model\n"
                    "in predict model optional\n"
                    "out reward f64[step]\n"
                    "param steps i64 >=1\n"
                    "licence | MIT\n");

GY_SAY(world_grid, "world.grid 1 | A maze\n"
                   "out observation f32[step, height, width]\n"
                   "param size i64 = 9 >=3\n"
                   "param kind text = open\n"
                   "licence | MIT\n");
