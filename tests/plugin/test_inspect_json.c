/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/inspect.h"

#include "sig_case.h"

Test(inspect_json, every_field)
{
    g_autoptr(gy_sig) s = right(
        "gyrus 0 1 0\nencoder.e 2 | s \"q\"\nin x T[row:time, 3, ...] fit optional many now "
        "missing "
        "unit=V | d\nin l label[row]\nout y label[row] like=x levels=l none chance=0.5 bounds=0..1 "
        "best=low\nstate w f64[]\nstat g f64[] merge=min\ntemp t f64[]\ncarry c f64[]\n"
        "param a quantity(s, rows)[n] = 1 s;2 rows >0 <=3 | e\nparam b choice(u, v) optional\n"
        "param d i64\nreach y.row x.row past\nreach y.row window(d, 4)\ntile row\nserial z\n"
        "needs exec\nneeds network\ndoc | one\nlicence | MIT\ncite | A\n");
    g_autofree char *json = gy_inspect_json(s);
    cr_assert_str_eq(
        json,
        "{\"id\":\"encoder.e\",\"revision\":2,\"abi\":[0,1,0],\"summary\":\"s \\\"q\\\"\","
        "\"docs\":[\"one\"],\"licence\":\"MIT\",\"cites\":[\"A\"],"
        "\"in\":[{\"name\":\"x\",\"type\":\"T[row:time, 3, ...]\",\"axes\":[{\"symbol\":\"row\","
        "\"name\":\"time\"},{\"length\":3},{\"rest\":true}],\"fit\":true,\"optional\":true,"
        "\"many\":true,\"now\":true,\"missing\":true,\"unit\":\"V\",\"doc\":\"d\"},"
        "{\"name\":\"l\",\"type\":\"label[row]\",\"axes\":[{\"symbol\":\"row\"}]}],"
        "\"out\":[{\"name\":\"y\",\"type\":\"label[row]\",\"axes\":[{\"symbol\":\"row\"}],"
        "\"like\":\"x\",\"levels\":\"l\",\"close\":\"none\",\"chance\":0.5,\"bounds\":[0,1],"
        "\"best\":\"low\"}],"
        "\"state\":[{\"name\":\"w\",\"type\":\"f64[]\",\"axes\":[]}],"
        "\"stat\":[{\"name\":\"g\",\"type\":\"f64[]\",\"axes\":[],\"merge\":\"min\"}],"
        "\"temp\":[{\"name\":\"t\",\"type\":\"f64[]\",\"axes\":[]}],"
        "\"carry\":[{\"name\":\"c\",\"type\":\"f64[]\",\"axes\":[]}],"
        "\"params\":[{\"name\":\"a\",\"type\":\"quantity(s, rows)[n]\",\"base\":\"quantity\","
        "\"list\":true,\"units\":[\"s\",\"rows\"],\"default\":\"1 s;2 "
        "rows\",\"low\":0,\"low_open\":true,"
        "\"high\":3,\"doc\":\"e\"},"
        "{\"name\":\"b\",\"type\":\"choice(u, v)\",\"base\":\"choice\",\"choices\":[\"u\",\"v\"],"
        "\"optional\":true},{\"name\":\"d\",\"type\":\"i64\",\"base\":\"i64\"}],"
        "\"reach\":[{\"out\":\"y\",\"symbol\":\"row\",\"in\":\"x\",\"in_symbol\":\"row\","
        "\"kind\":\"past\"},{\"out\":\"y\",\"symbol\":\"row\",\"kind\":\"window\","
        "\"before\":\"d\",\"after\":4}],"
        "\"tile\":\"row\",\"serial\":\"z\",\"needs_exec\":true,\"needs_network\":true}");
}

Test(inspect_json, nothing_to_say)
{
    g_autoptr(gy_sig) s = right(VERSION "reader.r 1 | s\nout y model\n");
    g_autofree char *json = gy_inspect_json(s);
    cr_assert_str_eq(json, "{\"id\":\"reader.r\",\"revision\":1,\"abi\":[0,1,0],\"summary\":\"s\","
                           "\"docs\":[],\"cites\":[],\"in\":[],\"out\":[{\"name\":\"y\","
                           "\"type\":\"model\",\"axes\":[]}],\"state\":[],\"stat\":[],\"temp\":[],"
                           "\"carry\":[],\"params\":[],\"reach\":[]}");
}
