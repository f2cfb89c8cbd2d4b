#include "cli/fork_config.hpp"

#include <boost/json.hpp>
#include <cstdlib>
#include <map>

#include "fork/chopsticks_keys.hpp"
#include "fork/yaml.hpp"
#include "platform/files.hpp"
#include "platform/log.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;

/// What the object of a configuration file says of one fork; what the command line says already stays.
class ConfigReader {
  public:
    explicit ConfigReader(ForkOptions& options) : options_(options) {}

    Result<void, std::string> read(const json::object& object) {
        static const ForkOptions kDefaults;
        const auto text = [&](std::string_view name, std::string ForkOptions::* field) {
            return add(name, [this, field](const json::value& value) {
                // What may be a file, or its content.
                const bool has_content = field == &ForkOptions::override_file || field == &ForkOptions::chain;
                const bool good = value.is_string() || (field == &ForkOptions::at && value.is_int64()) ||
                                  (has_content && (value.is_object() || value.is_array()));
                if (!good) return has_content ? "the name of a file, or an object" : "a text";
                if (options_.*field == kDefaults.*field) {
                    options_.*field = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
                }
                return "";
            });
        };
        const auto flag = [&](std::string_view name, bool ForkOptions::* field) {
            add(name, [this, field](const json::value& value) {
                if (!value.is_bool()) return "true or false";
                options_.*field = options_.*field || value.get_bool();
                return "";
            });
        };
        const auto number = [&](std::string_view name, uint32_t ForkOptions::* field, uint32_t max) {
            add(name, [this, field, max](const json::value& value) {
                boost::system::error_code error;
                const auto given = value.to_number<uint32_t>(error);
                if (error || given > max) return "a whole number of this option";
                if (options_.*field == kDefaults.*field) options_.*field = given;
                return "";
            });
        };
        add("endpoint", [this](const json::value& value) {
            const auto* list = value.if_array();
            const json::array only = {value};
            std::vector<std::string> given;
            for (const auto& one : list == nullptr ? only : *list) {
                if (!one.is_string()) return "an address, or a list of addresses";
                given.emplace_back(one.get_string());
            }
            if (options_.endpoints.empty()) options_.endpoints = std::move(given);
            return "";
        });
        add("resume", [this](const json::value& value) {
            if (!value.is_bool() && !value.is_string() && !value.is_int64()) return "true, a number or a hash";
            const std::string given = value.is_string()  ? std::string(value.get_string())
                                      : value.is_int64() ? json::serialize(value)
                                      : value.get_bool() ? "last"
                                                         : "";
            if (options_.resume.empty()) options_.resume = given;
            return "";
        });
        add("fetch", [this](const json::value& value) {
            if (!value.is_array()) return "a list of pallets, items and keys";
            for (const auto& one : value.get_array()) {
                options_.fetch.push_back(one.is_string() ? std::string(one.get_string()) : json::serialize(one));
            }
            return "";
        });
        add("log", [this](const json::value& value) {
            if (!value.is_string()) return "a text";
            options_.log.filters.emplace_back(value.get_string());
            return "";
        });
        text("chain", &ForkOptions::chain);
        text("at", &ForkOptions::at);
        text("cache", &ForkOptions::cache);
        text("cache-root", &ForkOptions::cache_root);
        text("override", &ForkOptions::override_file);
        text("wasm-override", &ForkOptions::wasm_file);
        text("sealing", &ForkOptions::sealing);
        text("finality", &ForkOptions::finality);
        text("rpc-methods", &ForkOptions::rpc_methods);
        text("rpc-cors", &ForkOptions::rpc_cors);
        text("clock", &ForkOptions::clock);
        flag("offline", &ForkOptions::offline);
        flag("mock-signature-host", &ForkOptions::mock_signatures);
        flag("no-prefetch", &ForkOptions::no_prefetch);
        flag("no-keep", &ForkOptions::no_keep);
        flag("rpc-external", &ForkOptions::rpc_external);
        number("rpc-port", &ForkOptions::rpc_port, 65535);
        constexpr uint32_t kMaxTimeoutS = 86'400, kMaxAttempts = 100;
        number("origin-timeout", &ForkOptions::timeout_s, kMaxTimeoutS);
        number("rpc-call-timeout", &ForkOptions::call_timeout_s, kMaxTimeoutS);
        number("origin-attempts", &ForkOptions::attempts, kMaxAttempts);
        for (const auto& [name, value] : object) {
            const auto found = fields_.find(name);
            if (found == fields_.end()) return Err("there is no option `" + std::string(name) + "`");
            const std::string_view wanted = found->second(value);
            if (!wanted.empty()) return Err("`" + std::string(name) + "` is " + std::string(wanted));
        }
        return {};
    }

  private:
    using Set = std::function<std::string_view(const json::value&)>;
    void add(std::string_view name, Set set) { fields_[std::string(name)] = std::move(set); }

    ForkOptions& options_;
    std::map<std::string, Set> fields_;
};

}  // namespace

Result<json::value, std::string> read_json_or_yaml(std::string_view name, std::string_view text) {
    if (!name.ends_with(".json")) return fork::read_yaml(text);
    boost::system::error_code error;
    json::parse_options relaxed;
    relaxed.allow_comments = true;
    relaxed.allow_trailing_commas = true;
    json::stream_parser parser({}, relaxed);
    const size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error) parser.finish(error);
    if (!error) return parser.release();
    const auto line = std::ranges::count(text.substr(0, std::min(read, text.size())), '\n') + 1;
    return Err("line " + std::to_string(line) + ": it is no JSON: " + error.message());
}

Result<std::vector<ForkOptions>, std::string> forks_of(const ForkOptions& given) {
    if (given.config.empty()) return std::vector<ForkOptions>{given};
    const auto text = platform::read_file(given.config, fork::kMaxYamlBytes);
    if (!text) return Err(text.error().message);
    const auto find = [](const std::string& name) {
        const char* found = std::getenv(name.c_str());
        return found == nullptr ? std::nullopt : std::optional<std::string>(found);
    };
    TRY_ASSIGN(const std::string whole, fork::with_environment(*text, find, fork::kMaxYamlBytes));
    TRY_ASSIGN(const json::value parsed, read_json_or_yaml(given.config, whole));
    const auto* object = parsed.if_object();
    if (object == nullptr)
        return Err(std::string("it has no options: write `endpoint: ws://…` and others, one a line"));
    const auto* named = object->if_contains("forks");
    const auto* list = named == nullptr ? nullptr : named->if_object();
    const auto* messages = named == nullptr ? nullptr : object->if_contains("messages");
    const size_t expected = messages == nullptr ? 1 : 2;
    if (named != nullptr && (list == nullptr || list->empty() || object->size() != expected)) {
        return Err(std::string("`forks` is an object of names and forks, and stands alone or beside `messages`"));
    }
    if (messages != nullptr && !messages->is_bool()) return Err(std::string("`messages` is true or false"));
    std::vector<ForkOptions> out;
    const auto add = [&](const std::string& name, const json::value& fork) -> Result<void, std::string> {
        ForkOptions options = given;
        options.name = name;
        options.sends_messages = list != nullptr && (messages == nullptr || messages->get_bool());
        const auto* fields = fork.if_object();
        if (fields == nullptr) return Err(name + ": it is no object of options");
        const std::string prefix = name.empty() ? "" : name + ": ";
        json::object translated;
        const auto notes = fork::with_own_names(*fields, translated);
        if (!notes) return Err(prefix + notes.error());
        for (const std::string& note : *notes) log::info("fork", prefix + note);
        const auto done = ConfigReader(options).read(translated);
        if (!done) return Err(prefix + done.error());
        // One port after the other, unless they are named.
        if (options.rpc_port == given.rpc_port && given.rpc_port != 0 && !translated.contains("rpc-port")) {
            options.rpc_port += static_cast<uint32_t>(out.size());
        }
        out.push_back(std::move(options));
        return {};
    };
    if (list == nullptr) {
        TRY(add("", parsed));
    } else {
        for (const auto& [name, fork] : *list) TRY(add(std::string(name), fork));
    }
    return out;
}

}  // namespace serinus::cli
