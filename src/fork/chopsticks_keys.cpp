#include "fork/chopsticks_keys.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <map>

namespace serinus::fork {

namespace json = boost::json;

namespace {

/// A key with another name here, and the same values.
struct Renamed {
    std::string_view theirs, ours;
};
constexpr std::array kRenamed = {Renamed{"port", "rpc-port"}, Renamed{"import-storage", "override"},
                                 Renamed{"genesis", "chain"}, Renamed{"chain-spec", "chain"},
                                 Renamed{"prefetch-storages", "fetch"}};

/// A key that needs nothing here.
struct Needless {
    std::string_view name, why;
};
constexpr std::array kNeedless = {
    Needless{"allow-unresolved-imports",
             "a runtime with imports that this program does not have starts anyway, and only calls of them fail"},
    Needless{"max-memory-block-count", "of each block only what it changes is in memory, and all blocks stay"},
    Needless{"process-queued-messages", "queues of messages are served by the runtime in the blocks that are made"},
    Needless{"registered-types", "types are those of the runtime's metadata"}};

/// A key that asks for what is not there.
constexpr std::array kMissing = {
    Needless{"html", "it belongs to the command run-block: `serinus run-block --html FILE`"},
    Needless{"output-path", "it belongs to the command run-block: `serinus run-block --json > FILE`"},
    Needless{"open", "it belongs to the command run-block"},
    Needless{"unsafe-rpc-methods", "scripts with methods of their own are not run"}};

std::string quoted(std::string_view name) { return "`" + std::string(name) + "`"; }

class Translator {
  public:
    Translator(const json::object& given, json::object& out) : given_(given), out_(out) {}

    Result<std::vector<std::string>, std::string> translate() {
        for (const auto& [name, value] : given_) TRY(translate(name, value));
        return std::move(notes_);
    }

  private:
    using Done = Result<void, std::string>;

    Done put(std::string_view theirs, std::string_view ours, json::value value) {
        const auto [at, is_new] = names_.emplace(ours, theirs);
        if (!is_new) return Err(quoted(at->second) + " and " + quoted(theirs) + " are two names of one option");
        out_[ours] = std::move(value);
        return {};
    }

    Done wrong(std::string_view name, std::string_view wanted) const {
        return Err(quoted(name) + " is " + std::string(wanted));
    }

    Done translate(std::string_view name, const json::value& value) {
        for (const Needless& one : kMissing) {
            if (one.name == name) return Err(quoted(name) + ": " + std::string(one.why));
        }
        for (const Needless& one : kNeedless) {
            if (one.name != name) continue;
            notes_.push_back(quoted(name) + " changes nothing: " + std::string(one.why));
            return {};
        }
        for (const Renamed& one : kRenamed) {
            // A key without a value, as `block: ${env.BLOCK}` without the variable, is none.
            if (one.theirs == name) return value.is_null() ? Done() : put(name, one.ours, value);
        }
        if (name == "block") return block(value);
        if (name == "db") return database(value);
        if (name == "build-block-mode") return build_mode(value);
        if (name == "host" || name == "addr") return host(name, value);
        if (name == "rpc-timeout") return rpc_timeout(value);
        if (name == "runtime-log-level") return log_level(value);
        if (name == "save-blocks") return save_blocks(value);
        if (name == "offchain-worker") return offchain_worker(value);
        if (name == "timestamp") return timestamp(value);
        return put(name, name, value);
    }

    Done block(const json::value& value) {
        if (value.is_null() || (value.is_string() && value.get_string().empty())) return {};
        return put("block", "at", value);
    }

    /// Their databases are files of several chains and blocks. The folder stands beside, for theirs may be there.
    Done database(const json::value& value) {
        if (value.is_null()) return {};
        const auto* path = value.if_string();
        if (path == nullptr || path->empty()) return wrong("db", "the name of a file");
        if (given_.contains("cache")) return Err(std::string("`db` and `cache` are two places for one cache"));
        return put("db", "cache-root", json::value(std::string(*path) + ".serinus"));
    }

    Done build_mode(const json::value& value) {
        const auto* mode = value.if_string();
        if (mode == nullptr || (*mode != "Instant" && *mode != "Batch" && *mode != "Manual")) {
            return wrong("build-block-mode", "Instant, Batch or Manual");
        }
        return put("build-block-mode", "sealing", *mode == "Manual" ? "manual" : "instant");
    }

    Done host(std::string_view name, const json::value& value) {
        const auto* address = value.if_string();
        if (address == nullptr) return wrong(name, "an address");
        const bool is_own = *address == "localhost" || *address == "127.0.0.1" || *address == "::1";
        const bool is_any = *address == "0.0.0.0" || *address == "::";
        if (!is_own && !is_any) {
            return wrong(name,
                         "127.0.0.1 for this machine alone, or 0.0.0.0 for all interfaces; no other is listened on");
        }
        if (is_any) {
            notes_.push_back(quoted(name) +
                             ": all interfaces are listened on, and methods for developers are refused, unless "
                             "`rpc-methods` is unsafe");
        }
        return put(name, "rpc-external", is_any);
    }

    Done rpc_timeout(const json::value& value) {
        boost::system::error_code error;
        const auto milliseconds = value.to_number<uint32_t>(error);
        if (error) return wrong("rpc-timeout", "a whole number of milliseconds");
        return put("rpc-timeout", "origin-timeout",
                   std::max<uint32_t>(1, milliseconds / 1000 + (milliseconds % 1000 != 0)));
    }

    Done log_level(const json::value& value) {
        static constexpr std::array kLevels = {"off", "error", "warn", "info", "debug", "trace"};
        boost::system::error_code error;
        const auto level = value.to_number<size_t>(error);
        if (error || level >= kLevels.size()) return wrong("runtime-log-level", "a number from 0 to 5");
        return put("runtime-log-level", "log", json::value(std::string("runtime=") + kLevels[level]));
    }

    Done save_blocks(const json::value& value) {
        if (!value.is_bool()) return wrong("save-blocks", "true or false");
        return put("save-blocks", "no-keep", !value.get_bool());
    }

    Done offchain_worker(const json::value& value) {
        if (!value.is_bool()) return wrong("offchain-worker", "true or false");
        if (value.get_bool()) return Err(std::string("`offchain-worker`: offchain workers do not run on forks"));
        return {};
    }

    Done timestamp(const json::value& value) {
        boost::system::error_code error;
        const auto milliseconds = value.to_number<uint64_t>(error);
        if (error) return wrong("timestamp", "a number of milliseconds since 1970");
        return Err("`timestamp`: call dev_timeTravel with " + std::to_string(milliseconds) +
                   " when the fork runs; it makes a block of that time");
    }

    const json::object& given_;
    json::object& out_;
    std::vector<std::string> notes_;
    std::map<std::string, std::string, std::less<>> names_;  ///< of the file, by ours
};

std::string_view trimmed(std::string_view text) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

/// The name in "env.NAME"; empty: it is something else.
std::string_view variable_of(std::string_view expression) {
    expression = trimmed(expression);
    constexpr std::string_view kBeginning = "env.";
    if (!expression.starts_with(kBeginning)) return {};
    expression.remove_prefix(kBeginning.size());
    const bool is_name = std::ranges::all_of(expression, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    });
    return is_name ? expression : std::string_view();
}

}  // namespace

Result<std::string, std::string> with_environment(std::string_view text, const FindVariable& find, size_t max_bytes) {
    std::string out;
    size_t done = 0;
    for (size_t at = text.find("${"); at != text.npos && out.size() <= max_bytes; at = text.find("${", at + 1)) {
        const size_t end = std::min(text.find('}', at), text.size());
        const std::string_view expression = text.substr(at + 2, end - at - 2);
        if (!trimmed(expression).starts_with("env")) continue;
        const std::string_view name = end == text.size() ? std::string_view() : variable_of(expression);
        if (name.empty()) {
            const auto line = std::ranges::count(text.substr(0, at), '\n') + 1;
            return Err("line " + std::to_string(line) + ": only variables are read of the environment: ${env.NAME}");
        }
        out += text.substr(done, at - done);
        out += find(std::string(name)).value_or("");
        done = end + 1;
        at = end;
    }
    out += text.substr(std::min(done, text.size()));
    if (out.size() > max_bytes) return Err("it has more than " + std::to_string(max_bytes >> 20) + " MiB");
    return out;
}

Result<std::vector<std::string>, std::string> with_own_names(const json::object& given, json::object& out) {
    return Translator(given, out).translate();
}

}  // namespace serinus::fork
