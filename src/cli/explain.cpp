// serinus explain: what has happened to a parachain's candidate at a validator.
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <ctime>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "cli/chain_options.hpp"
#include "cli/command.hpp"
#include "fork/origin/rpc_client.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;

struct ExplainOptions {
    std::string what;  ///< candidate, or block with `core`; empty: the last ones
    std::optional<uint32_t> core;
    std::string url = "ws://127.0.0.1:9944";
    uint32_t count = 10;
    bool is_json = false;
};

constexpr const char* kTimelineFooter =
    R"(A validator keeps in memory what has happened to the last 4,096 candidates: when and by whom each came, what its checks
found, what was signed, in which blocks it was backed and included, who has announced checks for approval and who has
not voted in time; and why this validator did not vote where it might have.

Without a candidate the last ones are listed. The node must be a validator of parachains; it may be of this program alone
(serinus_paraWhy).

Examples:
  serinus explain
  serinus explain 0x5e1c…                                  a candidate, by its hash
  serinus explain 0x93da… --core 0 --url ws://10.0.0.7:9944    what a block backs or includes on a core)";

std::string text_in(const json::object& object, std::string_view name) {
    const json::value* found = object.if_contains(name);
    if (found == nullptr || found->is_null()) return {};
    return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

const json::array& list_in(const json::object& object, std::string_view name) {
    static const json::array kNone;
    const json::value* found = object.if_contains(name);
    return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

/// "01:08:13.250", of the clock of this machine.
std::string clock_text(const std::string& unix_ms) {
    uint64_t ms = 0;
    std::from_chars(unix_ms.data(), unix_ms.data() + unix_ms.size(), ms);
    const auto seconds = static_cast<time_t>(ms / 1'000);
    tm parts{};
    localtime_r(&seconds, &parts);
    return format_text("{:02}:{:02}:{:02}.{:03}", parts.tm_hour, parts.tm_min, parts.tm_sec, ms % 1'000);
}

std::string approval_text(const json::object& standing) {
    std::string no_shows;
    for (const json::value& one : list_in(standing, "noShows")) {
        no_shows += (no_shows.empty() ? "" : ", ") + json::serialize(one);
    }
    const bool is_approved = text_in(standing, "isApproved") == "true";
    return format_text("  Approvals in block #{}: {} of {} that announced a check have voted; {}{}\n",
                       text_in(standing, "number"), text_in(standing, "approved"), text_in(standing, "assigned"),
                       is_approved ? "approved" : "not approved yet",
                       no_shows.empty() ? "" : "; not in time: validators " + no_shows);
}

std::string timeline_text(const json::object& timeline) {
    const std::string para = text_in(timeline, "para"), parent = text_in(timeline, "relayParent");
    std::string out = "Candidate " + text_in(timeline, "candidate") + (para.empty() ? "" : ", parachain " + para) +
                      (parent.empty() ? "" : ", relay parent " + parent) + "\n";
    for (const json::value& value : list_in(timeline, "entries")) {
        if (!value.is_object()) continue;
        const json::object& entry = value.get_object();
        out += format_text("  {}  {:<14}{}\n", clock_text(text_in(entry, "at")), text_in(entry, "step"),
                           text_in(entry, "detail"));
    }
    for (const json::value& standing : list_in(timeline, "approvals")) {
        if (standing.is_object()) out += approval_text(standing.get_object());
    }
    return out;
}

/// A line of the list: the last step of each.
std::string line_of(const json::object& timeline) {
    const json::array& entries = list_in(timeline, "entries");
    const json::object none;
    const json::object& last = entries.empty() || !entries.back().is_object() ? none : entries.back().get_object();
    return format_text("{}  {:<6} {:<14}{}\n", text_in(timeline, "candidate"), text_in(timeline, "para"),
                       text_in(last, "step"), text_in(last, "detail"));
}

Result<json::array, std::string> ask(const ExplainOptions& options) {
    constexpr uint32_t kTimeoutMs = 20'000;
    TRY_ASSIGN(const auto rpc, fork::RpcClient::open(options.url, {.timeout_ms = kTimeoutMs}));
    const bool is_list = options.what.empty();
    json::array params;
    if (is_list) {
        params.emplace_back(options.count);
    } else {
        params.emplace_back(options.what);
        if (options.core) params.emplace_back(*options.core);
    }
    const auto answer = rpc->call(is_list ? "serinus_paraCandidates" : "serinus_paraWhy", params);
    if (!answer && answer.error().kind == fork::RpcError::Kind::kMethodNotFound) {
        return Err(options.url + " is not a validator of parachains, or of another program: it keeps no timelines");
    }
    if (!answer) return Err(answer.error().reason);
    ENSURE(answer->is_array(), options.url + " answers something else than timelines");
    return answer->get_array();
}

int run(const ExplainOptions& options) {
    if (options.core && options.what.empty()) return report_usage_error("--core needs the hash of a block");
    const auto timelines = ask(options);
    if (!timelines) return report_error(timelines.error());
    if (timelines->empty() && !options.what.empty()) {
        return report_error("this validator knows nothing of " + options.what +
                            ": it is no candidate of the last hours, or the node was started later");
    }
    std::string text;
    if (options.is_json) {
        text = json::serialize(*timelines) + "\n";
    } else {
        for (const json::value& one : *timelines) {
            if (!one.is_object()) continue;
            text += options.what.empty() ? line_of(one.get_object()) : timeline_text(one.get_object());
        }
        if (timelines->empty()) text = "No candidates yet\n";
    }
    return print(text) ? 0 : report_error("cannot write to the standard output");
}

}  // namespace

void add_explain(Arguments app, Command& chosen) {
    auto options = std::make_shared<ExplainOptions>();
    const Arguments command = app.add_subcommand("explain", "Show what has happened to a parachain's candidate");
    command.footer(kTimelineFooter);
    command.add_option("HASH", options->what, "Candidate; or a block, with --core").check([](const std::string& text) {
        const auto bytes = from_hex(text);
        return bytes && bytes->size() == 32 ? "" : "\"" + text + "\" is no hash: 0x and 64 hex digits";
    });
    command.add_option("--core", options->core, "HASH is a block: what it backs or includes on this core")
        .type_name("NUMBER");
    command.add_option("--url", options->url, "The validator").type_name("URL").show_default();
    command.add_option("--count", options->count, "Candidates in the list")
        .type_name("COUNT")
        .between(1, 256)
        .show_default();
    command.add_flag("--json", options->is_json, "Print the answer as JSON");
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
