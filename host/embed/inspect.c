/* SPDX-License-Identifier: Apache-2.0
 *
 * inspect.c: the text of a node for people and tools (declared in summary.h). */
#include <string.h>

#include "core/json.h"
#include "embed/summary.h"

static void put_port(GString *s, const gy_sig_port *p, const char *bullet)
{
    g_autofree char *type = gy_sig_type_text(&p->type);
    g_string_append_printf(
        s, "%s%s %s%s%s%s%s%s%s%s\n", bullet, p->name, type, p->unit ? " in " : "",
        p->unit ? p->unit : "", p->optional ? ", optional" : "", p->many ? ", a list" : "",
        p->fit ? ", for fitting only" : "", p->doc ? ": " : "", p->doc ? p->doc : "");
}

static void put_param(GString *s, const gy_sig_param *p, const char *bullet)
{
    g_autofree char *type = gy_sig_param_type_text(p);
    g_string_append_printf(s, "%s%s %s%s%s%s%s%s\n", bullet, p->name, type,
                           p->has_default ? " = " : "", p->has_default ? p->default_text : "",
                           p->optional ? ", optional" : "", p->doc ? ": " : "",
                           p->doc ? p->doc : "");
}

static char *readable(const gy_sig *sig, gboolean markdown)
{
    GString *s = g_string_new(NULL);
    const char *head = markdown ? "\n## " : "\n", *bullet = markdown ? "- " : "  ";
    g_string_append_printf(s, "%s%s (revision %" G_GINT64_FORMAT ")%s%s\n", markdown ? "# " : "",
                           sig->id, sig->revision, markdown ? "\n\n" : ": ", sig->summary);
    for (int i = 0; sig->docs[i]; i++) {
        g_string_append_printf(s, "\n%s\n", sig->docs[i]);
    }
    g_string_append_printf(s, "%sInputs\n", head);
    for (unsigned i = 0; i < sig->n_in; i++) {
        put_port(s, &sig->in[i], bullet);
    }
    g_string_append_printf(s, "%sOutputs\n", head);
    for (unsigned i = 0; i < sig->n_out; i++) {
        put_port(s, &sig->out[i], bullet);
    }
    if (sig->n_state > 0) {
        g_string_append_printf(s, "%sState\n", head);
    }
    for (unsigned i = 0; i < sig->n_state; i++) {
        put_port(s, &sig->state[i], bullet);
    }
    g_string_append_printf(s, "%sParameters\n", head);
    for (unsigned i = 0; i < sig->n_params; i++) {
        put_param(s, &sig->params[i], bullet);
    }
    g_string_append_printf(s, "%sLicence: %s\n", "\n", sig->licence ? sig->licence : "not said");
    for (int i = 0; sig->cites[i]; i++) {
        g_string_append_printf(s, "Cite: %s\n", sig->cites[i]);
    }
    return g_string_free(s, FALSE);
}

static void json_text(gy_json *j, const char *key, const char *text)
{
    gy_json_key(j, key);
    gy_json_string(j, text);
}

static void json_ports(gy_json *j, const char *key, const gy_sig_port *ports, unsigned n)
{
    gy_json_key(j, key);
    gy_json_begin(j, '[');
    for (unsigned i = 0; i < n; i++) {
        g_autofree char *type = gy_sig_type_text(&ports[i].type);
        gy_json_begin(j, '{');
        json_text(j, "name", ports[i].name);
        json_text(j, "type", type);
        json_text(j, "unit", ports[i].unit);
        json_text(j, "doc", ports[i].doc);
        gy_json_key(j, "optional");
        gy_json_bool(j, ports[i].optional);
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

static char *as_json(const gy_sig *sig)
{
    g_autoptr(gy_json) j = gy_json_new(true);
    gy_json_begin(j, '{');
    json_text(j, "id", sig->id);
    gy_json_key(j, "revision");
    gy_json_i64(j, sig->revision);
    json_text(j, "summary", sig->summary);
    json_text(j, "licence", sig->licence);
    json_ports(j, "in", sig->in, sig->n_in);
    json_ports(j, "out", sig->out, sig->n_out);
    json_ports(j, "state", sig->state, sig->n_state);
    gy_json_key(j, "parameters");
    gy_json_begin(j, '[');
    for (unsigned i = 0; i < sig->n_params; i++) {
        const gy_sig_param *p = &sig->params[i];
        g_autofree char *type = gy_sig_param_type_text(p);
        gy_json_begin(j, '{');
        json_text(j, "name", p->name);
        json_text(j, "type", type);
        json_text(j, "default", p->default_text);
        json_text(j, "doc", p->doc);
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
    gy_json_end(j, '}');
    return gy_json_finish(j);
}

char *gy_inspect(const gy_sig *sig, const char *format)
{
    if (strcmp(format, "json") == 0) {
        return as_json(sig);
    }
    gboolean markdown = strcmp(format, "markdown") == 0;
    return markdown || strcmp(format, "text") == 0 ? readable(sig, markdown) : NULL;
}
