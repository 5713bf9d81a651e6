/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

Test(report_methods, words_of_the_nodes)
{
    world w = world_new();
    g_autofree char *s = section(gy_report_methods, &w);
    const char *const parts[] = {"<h2>Methods",
                                 "<li><code>generator.count</code> revision 1. Counts &lt;up&gt; "
                                 "&amp; &quot;on&quot;. A paragraph. <span class=soft>A. "
                                 "&lt;Author&gt; 2024.</span>",
                                 "<li><b>a</b>: n = 4</li>", "<code>metric.level</code>",
                                 "<li><b>score</b></li>"};
    assert_order(s, parts, G_N_ELEMENTS(parts));
    world_clear(&w);
}
