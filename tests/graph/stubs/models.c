/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts of nodes that keyfile tests name: only what a graph needs to know of them, no code. */
#include "gyrus.h"

GY_SAY(encoder_ridge, "encoder.ridge 1 | Linear prediction of responses\n"
                      "in x T[row, ...] many\n"
                      "in y T[row, target] fit\n"
                      "out predicted f64[row, target]\n"
                      "state w f64[target]\n"
                      "stat xx f64[fold, target]\n"
                      "param alphas f64[a] = logspace(1, 20, 20) >=0\n"
                      "reach predicted.row row\n"
                      "licence | MIT\n");

GY_SAY(encoder_banded_ridge,
       "encoder.banded-ridge 1 | Linear prediction with a penalty per feature space\n"
       "in x T[row, ...] many\n"
       "in y T[row, target] fit\n"
       "out predicted f64[row, target]\n"
       "out by_band f64[band, row, target]\n"
       "state w f64[target]\n"
       "stat xx f64[fold, target]\n"
       "param alphas f64[a] = logspace(1, 20, 20) >=0\n"
       "param candidates i64 = 100 >=1\n"
       "reach predicted.row row\n"
       "licence | MIT\n");

GY_SAY(encoder_tflite, "encoder.tflite 1 | A converted network\n"
                       "in x u8[row, ...]\n"
                       "out y f64[row, feature]\n"
                       "param path path\n"
                       "param tap text optional\n"
                       "reach y.row row\n"
                       "licence | MIT\n");

GY_SAY(encoder_features, "encoder.features 1 | Features of pictures, named by picture\n"
                         "in x u8[row, ...]\n"
                         "out features f64[row, feature]\n"
                         "out image i32[row]\n"
                         "reach features.row row\n"
                         "licence | MIT\n");

GY_SAY(encoder_hidden_chow_liu, "encoder.hidden-chow-liu 1 | A tree model of pixels\n"
                                "in x u8[row, ...]\n"
                                "out z i32[row]\n"
                                "state tree f64[64]\n"
                                "stat pairs f64[64]\n"
                                "param states i64 = 32 >=1\n"
                                "reach z.row row\n"
                                "licence | MIT\n");

GY_SAY(encoder_arithmetic, "encoder.arithmetic 1 | Codes of minimal length\n"
                           "in x u8[row, ...]\n"
                           "in model model(encoder)\n"
                           "out bytes u8[byte]\n"
                           "out excess_bits f64[row]\n"
                           "licence | MIT\n");

GY_SAY(decoder_arithmetic, "decoder.arithmetic 1 | Values from their codes\n"
                           "in code u8[byte]\n"
                           "in model model\n"
                           "out y u8[row, ...]\n"
                           "licence | MIT\n");

GY_SAY(decoder_lda, "decoder.lda 1 | Linear discriminant\n"
                    "in x T[row, ...]\n"
                    "in y label[row] fit\n"
                    "out predicted label[row] levels=y\n"
                    "out probability f64[row, class]\n"
                    "state mean f64[class]\n"
                    "stat n f64[class]\n"
                    "param shrinkage text = auto\n"
                    "reach predicted.row row\n"
                    "licence | MIT\n");

GY_SAY(decoder_ridge, "decoder.ridge 1 | Linear prediction of what was done\n"
                      "in x T[row, ...]\n"
                      "in y T[row, target] fit\n"
                      "out predicted f64[row, target]\n"
                      "state w f64[target]\n"
                      "stat xx f64[fold, target]\n"
                      "param alphas f64[a] >=0 | penalties to choose from\n"
                      "reach predicted.row row\n"
                      "licence | MIT\n");

GY_SAY(decoder_kalman, "decoder.kalman 1 | State estimation\n"
                       "in x T[row, ...]\n"
                       "in y T[row, ...] fit many\n"
                       "out predicted f64[row, target]\n"
                       "state a f64[target, target]\n"
                       "stat s f64[target, target]\n"
                       "param lag quantity(s, rows) = 0 s >=0\n"
                       "licence | MIT\n");

GY_SAY(decoder_ssvep_dnn, "decoder.ssvep-dnn 1 | A network for frequency spellers\n"
                          "in x T[row, ...]\n"
                          "in y any[row]\n"
                          "out predicted i32[row]\n"
                          "out loss f64[]\n"
                          "licence | MIT\n");

GY_SAY(generator_latent_diffusion, "generator.latent-diffusion 1 | Pictures that drive a guide\n"
                                   "in model model\n"
                                   "in guide model optional\n"
                                   "out y f32[image, height, width]\n"
                                   "param strength f64 = 1 >=0\n"
                                   "param count i64 = 1 >=1\n"
                                   "licence | MIT\n");

GY_SAY(generator_simulation, "generator.simulation 1 | Runs networks of neurons\n"
                             "in drive f64[time, unit]\n"
                             "in networks model many\n"
                             "out spikes bool[time, unit]\n"
                             "param step quantity(s) >0\n"
                             "licence | MIT\n");
