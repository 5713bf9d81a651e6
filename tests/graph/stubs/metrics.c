/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts of nodes that keyfile tests name: only what a graph needs to know of them, no code. */
#include "gyrus.h"

GY_SAY(metric_pearson, "metric.pearson 1 | Correlation per target\n"
                       "in predicted f64[row, target]\n"
                       "in target T[row, target]\n"
                       "out r f64[target] chance=0 best=high\n"
                       "stat s f64[target]\n"
                       "licence | MIT\n");

GY_SAY(metric_r2_split, "metric.r2-split 1 | Variance explained by each part\n"
                        "in predicted f64[band, row, target]\n"
                        "in target T[row, target]\n"
                        "out r2 f64[band, target]\n"
                        "licence | MIT\n");

GY_SAY(metric_noise_ceiling, "metric.noise-ceiling 1 | What repeats allow\n"
                             "in x T[row, target]\n"
                             "in item any[row] many\n"
                             "in repeat i64[row]\n"
                             "out r f64[target]\n"
                             "param estimator choice(ncsnr, split-half) = ncsnr\n"
                             "licence | MIT\n");

GY_SAY(metric_accuracy, "metric.accuracy 1 | Share of right answers\n"
                        "in predicted label[row]\n"
                        "in target label[row]\n"
                        "out share f64[] best=high\n"
                        "out balanced f64[] best=high\n"
                        "stat n f64[2]\n"
                        "licence | MIT\n");

GY_SAY(metric_retrieval, "metric.retrieval 1 | Rank of the right item\n"
                         "in query f32[row, feature]\n"
                         "in candidates T[row, feature]\n"
                         "in item any[row]\n"
                         "out top1 f64[]\n"
                         "param among i64 optional >=2\n"
                         "param draws i64 = 30 >=1\n"
                         "licence | MIT\n");

GY_SAY(metric_compare, "metric.compare 1 | Differences between cases\n"
                       "in x f64[] many\n"
                       "out difference f64[pair]\n"
                       "out p f64[pair]\n"
                       "param over text\n"
                       "param along text optional\n"
                       "param test choice(sign-flip, t) = sign-flip\n"
                       "licence | MIT\n");

GY_SAY(metric_rdm_compare, "metric.rdm-compare 1 | Agreement of two dissimilarity matrices\n"
                           "in model f64[stimulus, other]\n"
                           "in data f64[stimulus, other]\n"
                           "out score f64[]\n"
                           "param measure choice(rho-a, spearman) = rho-a\n"
                           "licence | MIT\n");

GY_SAY(metric_rdm_ceiling, "metric.rdm-ceiling 1 | What other subjects predict\n"
                           "in data f64[stimulus, other]\n"
                           "out upper f64[]\n"
                           "out lower f64[]\n"
                           "param over text\n"
                           "param measure choice(rho-a, spearman) = rho-a\n"
                           "licence | MIT\n");

GY_SAY(metric_rdm_inference, "metric.rdm-inference 1 | Tests between models\n"
                             "in score f64[]\n"
                             "out p f64[layer]\n"
                             "param along text\n"
                             "param resample text optional\n"
                             "param times i64 = 1000 >=1\n"
                             "param against text[n] optional\n"
                             "param correct choice(holm, fdr) = holm\n"
                             "licence | MIT\n");

GY_SAY(metric_roi_mean, "metric.roi-mean 1 | Mean prediction in a region\n"
                        "in model model\n"
                        "in roi text[voxel]\n"
                        "out mean f64[]\n"
                        "param region text\n"
                        "licence | MIT\n");

GY_SAY(metric_path_patching, "metric.path-patching 1 | Effect of one part on another\n"
                             "in model model\n"
                             "in clean text[row]\n"
                             "in corrupt text[row]\n"
                             "out effect f64[layer, head]\n"
                             "out mean f64[layer, head]\n"
                             "param sender text\n"
                             "param receiver text\n"
                             "param score text\n"
                             "licence | MIT\n");

GY_SAY(metric_return, "metric.return 1 | Reward of an agent\n"
                      "in agent model\n"
                      "in world model\n"
                      "out mean f64[]\n"
                      "licence | MIT\n");

GY_SAY(metric_identical, "metric.identical 1 | Share of equal values\n"
                         "in a u8[row, ...]\n"
                         "in b u8[row, ...]\n"
                         "out share f64[]\n"
                         "licence | MIT\n");

GY_SAY(metric_itr, "metric.itr 1 | Bits per minute of a speller\n"
                   "in predicted i32[row]\n"
                   "in target any[row]\n"
                   "out bits f64[]\n"
                   "param gaze quantity(s) = 0.5 s >=0\n"
                   "licence | MIT\n");

GY_SAY(metric_recall_exact, "metric.recall-exact 1 | Share of patterns recalled\n"
                            "in spikes bool[time, unit]\n"
                            "in expected bool[time, unit]\n"
                            "out share f64[]\n"
                            "licence | MIT\n");

GY_SAY(metric_r2, "metric.r2 1 | Variance explained\n"
                  "in predicted f64[row, target]\n"
                  "in target T[row, target]\n"
                  "out r2 f64[]\n"
                  "stat s f64[2]\n"
                  "licence | MIT\n");
