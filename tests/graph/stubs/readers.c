/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts of nodes that keyfile tests name: only what a graph needs to know of them, no code. */
#include "gyrus.h"

GY_SAY(reader_table, "reader.table 1 | Rows of a tab-separated file\n"
                     "out table table[row]\n"
                     "param path path[files]\n"
                     "param columns columns optional\n"
                     "licence | MIT\n");

GY_SAY(reader_nifti, "reader.nifti 1 | Volumes as a matrix of voxels\n"
                     "in rows rows[time] optional | rows that the volumes belong to\n"
                     "out x f32[time:time, voxel]\n"
                     "param path path[files]\n"
                     "param mask path optional\n"
                     "licence | MIT\n");

GY_SAY(reader_edf, "reader.edf 1 | Recordings with events\n"
                   "out x f64[time, channel] unit=V\n"
                   "out events table[event]\n"
                   "param path path[files]\n"
                   "licence | MIT\n");

GY_SAY(reader_lsl, "reader.lsl 1 | A live stream\n"
                   "out x f64[time, channel] unit=V\n"
                   "param type text\n"
                   "licence | MIT\n");

GY_SAY(reader_array, "reader.array 1 | One matrix with rows of any kind\n"
                     "in rows rows[row] optional\n"
                     "out x f64[row, column]\n"
                     "param path path[files]\n"
                     "licence | MIT\n");

GY_SAY(reader_signal, "reader.signal 1 | One matrix with a time axis\n"
                      "out x f64[time, column]\n"
                      "param path path[files]\n"
                      "licence | MIT\n");

GY_SAY(reader_recording, "reader.recording 1 | Spikes and velocity of one session\n"
                         "out velocity f64[time, dimension] unit=m\n"
                         "out spikes table[event]\n"
                         "param path path\n"
                         "licence | MIT\n");

GY_SAY(reader_images, "reader.images 1 | Pictures\n"
                      "out x u8[image, height, width, colour]\n"
                      "param path path[files]\n"
                      "licence | MIT\n");

GY_SAY(reader_rdm, "reader.rdm 1 | A dissimilarity matrix\n"
                   "out d f64[stimulus, other]\n"
                   "param path path[files]\n"
                   "licence | MIT\n");

GY_SAY(reader_betas, "reader.betas 1 | Responses of one subject with their regions\n"
                     "out betas f32[trial, voxel]\n"
                     "out roi text[voxel]\n"
                     "param path path\n"
                     "licence | MIT\n");

GY_SAY(reader_prompts, "reader.prompts 1 | Prompt pairs\n"
                       "out clean text[prompt]\n"
                       "out corrupt text[prompt]\n"
                       "param path path\n"
                       "licence | MIT\n");

GY_SAY(reader_language_model, "reader.language-model 1 | A language model with named taps\n"
                              "out model model\n"
                              "param path path\n"
                              "licence | MIT\n");

GY_SAY(reader_script, "reader.script 1 | A drive and the answer expected\n"
                      "out drive f64[time, unit]\n"
                      "out expected bool[time, unit]\n"
                      "param path path\n"
                      "licence | MIT\n");
