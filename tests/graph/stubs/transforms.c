/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts of nodes that keyfile tests name: only what a graph needs to know of them, no code. */
#include "gyrus.h"

GY_SAY(transform_zscore, "transform.zscore 1 | Scale columns\n"
                         "in x T[row, ...]\n"
                         "out y T[row, ...]\n"
                         "state mean f64[...]\n"
                         "stat s f64[...]\n"
                         "param scale choice(train, segment) = train\n"
                         "fit-when scale=train\n"
                         "reach y.row row when scale=train\n"
                         "reach y.row segment when scale=segment\n"
                         "licence | MIT\n");

GY_SAY(transform_delay, "transform.delay 1 | Delayed copies side by side\n"
                        "in x T[row, ...]\n"
                        "out y T[kept, delayed] like=x\n"
                        "param past quantity(s, rows)[l] optional\n"
                        "param future quantity(s, rows)[m] optional\n"
                        "reach y.kept window(past, future)\n"
                        "licence | MIT\n");

GY_SAY(transform_regress_out, "transform.regress-out 1 | Remove what other columns explain\n"
                              "in x T[row, ...]\n"
                              "in confounds T[row, c]\n"
                              "out y T[row, ...]\n"
                              "param drift scheme optional\n"
                              "licence | MIT\n");

GY_SAY(transform_filter, "transform.filter 1 | Band pass\n"
                         "in x T[t:time, ...] unit=V\n"
                         "out y T[t, ...] like=x\n"
                         "param band interval(Hz)\n"
                         "param design scheme = butterworth 4\n"
                         "param causal bool = false\n"
                         "licence | MIT\n");

GY_SAY(transform_filterbank, "transform.filterbank 1 | Several bands side by side\n"
                             "in x T[t:time, channel]\n"
                             "out y T[t, channel, band] like=x\n"
                             "param low quantity(Hz)[n]\n"
                             "param high quantity(Hz)\n"
                             "param causal bool = false\n"
                             "licence | MIT\n");

GY_SAY(transform_epoch, "transform.epoch 1 | Windows around events\n"
                        "in x T[t:time, ...]\n"
                        "in events table[event] now\n"
                        "out y T[trial, ...] like=x\n"
                        "out label label[trial]\n"
                        "param keep text[k] optional\n"
                        "param labels map optional\n"
                        "param window interval(s)\n"
                        "reach y.trial x.t table\n"
                        "reach label.trial events.event table\n"
                        "licence | MIT\n");

GY_SAY(transform_window, "transform.window 1 | Sliding windows\n"
                         "in x T[t:time, channel]\n"
                         "out y T[window, channel, sample] like=x\n"
                         "param length quantity(s, rows) >0\n"
                         "param every quantity(s, rows) >0\n"
                         "reach y.window x.t table\n"
                         "licence | MIT\n");

GY_SAY(transform_csp, "transform.csp 1 | Spatial patterns of two classes\n"
                      "in x T[row, channel, sample]\n"
                      "in y label[row] fit\n"
                      "out z f64[row, component]\n"
                      "state filters f64[component, channel]\n"
                      "stat cov f64[channel, channel]\n"
                      "param components i64 = 4 1..64\n"
                      "reach z.row row\n"
                      "licence | MIT\n");

GY_SAY(transform_lookup, "transform.lookup 1 | Rows of a table of values, found by key\n"
                         "in x T[item, ...]\n"
                         "in key any[item]\n"
                         "in at any[row]\n"
                         "out y T[row, ...]\n"
                         "reach y.row x.item table\n"
                         "licence | MIT\n");

GY_SAY(transform_resample, "transform.resample 1 | Values at other times\n"
                           "in x T[t:time, ...] missing\n"
                           "in to rows[s:time]\n"
                           "out y T[s, ...] like=x\n"
                           "reach y.s x.t table\n"
                           "licence | MIT\n");

GY_SAY(transform_bin_events, "transform.bin-events 1 | Counts in bins\n"
                             "in x table[event] now\n"
                             "in to rows[time] optional\n"
                             "out counts f64[time, unit]\n"
                             "param width quantity(s) >0\n"
                             "reach counts.time x.event table\n"
                             "licence | MIT\n");

GY_SAY(transform_rdm, "transform.rdm 1 | Dissimilarities between rows\n"
                      "in x f64[row, feature]\n"
                      "out d f64[stimulus, other]\n"
                      "param measure choice(correlation, euclidean) = correlation\n"
                      "licence | MIT\n");

GY_SAY(transform_intervene, "transform.intervene 1 | A model with some of its values replaced\n"
                            "in model model\n"
                            "in values f64[...]\n"
                            "out changed model\n"
                            "param taps text[n]\n"
                            "licence | MIT\n");

GY_SAY(writer_nifti, "writer.nifti 1 | Maps as an image\n"
                     "in x f64[...] many\n"
                     "in like f32[time, voxel]\n"
                     "param space text optional\n"
                     "licence | MIT\n");

GY_SAY(writer_lsl, "writer.lsl 1 | A live stream\n"
                   "in x f64[row, ...]\n"
                   "licence | MIT\n");
