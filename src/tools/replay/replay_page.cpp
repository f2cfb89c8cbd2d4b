#include <boost/json.hpp>

#include "base/format.hpp"
#include "tools/replay/replay_report.hpp"
#include "tools/replay/shown_entries.hpp"

namespace serinus::fork {

namespace json = boost::json;

namespace {

/// No other page, script or picture is loaded, whatever stands in a value.
constexpr const char* kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body { font: 14px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; }
summary { cursor: pointer; font-weight: 600; margin: 1em 0 .3em; }
h3 { font: 600 13px/1.4 ui-monospace, monospace; margin: .8em 0 .2em; overflow-wrap: anywhere; }
pre { margin: 0; padding: .2em .6em; white-space: pre-wrap; overflow-wrap: anywhere; }
.before { background: #fdd; color: #600; } .before::before { content: "- "; }
.after { background: #dfd; color: #040; } .after::before { content: "+ "; }
.error { color: #b00; }
</style>
)";

std::string html_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string line(const char* kind, const json::value& value) {
    return format_text("<pre class=\"{}\">{}</pre>\n", kind, html_escaped(json::serialize(value)));
}

std::string write_of(const EntryShower& shower, const StateKey& key, const Write& write) {
    std::string out = "<h3>" + html_escaped(EntryShower::name(shower.key(key))) + "</h3>\n";
    if (const auto items = shower.appended(key, write)) {
        for (const json::value& item : items->get_array()) out += line("after", item);
        return out;
    }
    if (write.before) out += line("before", shower.value(key, write.before));
    if (write.after) out += line("after", shower.value(key, write.after));
    return out;
}

}  // namespace

std::string replay_page(const Replay& replay, std::string_view title) {
    const EntryShower shower(replay.metadata.get());
    const std::string name = html_escaped(title);
    std::string out = kHead;
    out += "<title>" + name + "</title></head><body>\n<h1>" + name + "</h1>\n";
    for (const Phase& phase : replay.phases) {
        out += format_text("<details open><summary>{}: {:.3f} ms, {} reads, {} writes</summary>\n",
                           html_escaped(phase.name), static_cast<double>(phase.duration_ns) / kNsPerMs,
                           phase.reads.size(), phase.writes.size());
        if (!phase.error.empty()) out += "<p class=\"error\">failed: " + html_escaped(phase.error) + "</p>\n";
        const json::object shown = shower.extrinsic(phase.extrinsic);
        if (const auto* call = shown.if_contains("call"))
            out += "<pre>" + html_escaped(json::serialize(*call)) + "</pre>\n";
        for (const auto& [key, write] : phase.writes) out += write_of(shower, key, write);
        out += "</details>\n";
    }
    if (replay.is_same_header == false) {
        out += "<p class=\"error\">The runtime came to another header than the block's.</p>\n";
    }
    return out + "</body></html>\n";
}

}  // namespace serinus::fork
