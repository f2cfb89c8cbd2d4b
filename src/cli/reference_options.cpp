#include "cli/reference_options.hpp"

#include <algorithm>
#include <charconv>
#include <deque>

namespace serinus::cli {
namespace {

using Group = ReferenceOptionGroup;

constexpr const char* kSection = "Without effect in this version, for scripts of the reference node";

enum class Value : uint8_t {
    kFlag,
    kFlagFulfilled,  ///< asks for what this node always does
    kText,
    kNumber,
    kSocketAddress,  ///< IP:PORT
    kChoice,
};

struct ReferenceOption {
    Group group;
    const char* names;
    Value value;
    const char* type_name = "";
    std::vector<std::string> choices = {};
    std::vector<std::string> fulfilled = {};  ///< values that ask for what this node always does
};

/// Observed: polkadot-stable2407 and v1.0.0: the options, and the values that they take.
const std::vector<ReferenceOption>& reference_options() {
    static const std::vector<std::string> kExecutions = {"native", "wasm", "both", "native-else-wasm"};
    static const std::vector<ReferenceOption> list = {
        {Group::kExecution, "--db-cache", Value::kNumber, "MIB"},
        {Group::kExecution,
         "--database,--db",
         Value::kChoice,
         "DB",
         {"rocksdb", "paritydb", "paritydb-experimental", "auto"},
         {"auto"}},
        {Group::kExecution,
         "--wasm-execution",
         Value::kChoice,
         "METHOD",
         {"compiled", "interpreted-i-know-what-i-do"},
         {"compiled"}},
        {Group::kExecution,
         "--wasmtime-instantiation-strategy",
         Value::kChoice,
         "STRATEGY",
         {"pooling-copy-on-write", "recreate-instance-copy-on-write", "pooling", "recreate-instance",
          "legacy-instance-reuse"},
         {"pooling-copy-on-write"}},
        {Group::kExecution, "--trie-cache-size", Value::kNumber, "BYTES"},
        {Group::kExecution, "--state-cache-size", Value::kNumber, "BYTES"},
        {Group::kExecution, "--default-heap-pages", Value::kNumber, "COUNT"},
        {Group::kExecution, "--max-runtime-instances", Value::kNumber, "COUNT"},
        {Group::kExecution, "--runtime-cache-size", Value::kNumber, "COUNT"},
        {Group::kExecution, "--wasm-runtime-overrides", Value::kText, "PATH"},
        {Group::kExecution, "--execution", Value::kChoice, "STRATEGY", kExecutions, {"wasm"}},
        {Group::kExecution, "--execution-syncing", Value::kChoice, "STRATEGY", kExecutions, {"wasm"}},
        {Group::kExecution, "--execution-import-block", Value::kChoice, "STRATEGY", kExecutions, {"wasm"}},
        {Group::kExecution, "--execution-block-construction", Value::kChoice, "STRATEGY", kExecutions, {"wasm"}},
        {Group::kExecution, "--execution-offchain-worker", Value::kChoice, "STRATEGY", kExecutions, {"wasm"}},
        {Group::kExecution, "--execution-other", Value::kChoice, "STRATEGY", kExecutions, {"wasm"}},
        {Group::kExecution, "--unsafe-pruning", Value::kFlag},
        {Group::kExecution, "--warm-up-trie-cache", Value::kFlag},

        {Group::kTracing, "--tracing-targets", Value::kText, "TARGETS"},
        {Group::kTracing, "--tracing-receiver", Value::kChoice, "RECEIVER", {"log"}},

        {Group::kNetwork, "--network-backend", Value::kChoice, "BACKEND", {"libp2p", "litep2p"}},
        {Group::kNetwork, "--unsafe-force-node-key-generation", Value::kFlagFulfilled},

        {Group::kNode, "--authoring", Value::kChoice, "POLICY", {"slot-based", "lookahead"}, {"slot-based"}},
        {Group::kNode, "--pool-type", Value::kChoice, "TYPE", {"single-state", "fork-aware"}, {"single-state"}},
        {Group::kNode, "--db-storage-polling-period", Value::kNumber, "SECONDS"},
        {Group::kNode, "--grandpa-pause", Value::kNumber, "BLOCK DELAY"},
        {Group::kNode, "--jaeger-agent", Value::kSocketAddress, "IP:PORT"},
        {Group::kNode, "--pyroscope-server", Value::kSocketAddress, "IP:PORT"},
        {Group::kNode, "--overseer-channel-capacity-override", Value::kNumber, "COUNT"},
        {Group::kNode, "--workers-path", Value::kText, "PATH"},
        {Group::kNode, "--enable-log-reloading", Value::kFlagFulfilled},
        {Group::kNode, "--no-hardware-benchmarks", Value::kFlagFulfilled},
        {Group::kNode, "--insecure-validator-i-know-what-i-do", Value::kFlagFulfilled},
        {Group::kNode, "--disable-worker-version-check", Value::kFlagFulfilled},
        {Group::kNode, "--force-kusama", Value::kFlag},
        {Group::kNode, "--force-westend", Value::kFlag},
        {Group::kNode, "--force-rococo", Value::kFlag},
    };
    return list;
}

bool is_number(std::string_view text, uint64_t max) {
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return !text.empty() && error == std::errc() && end == text.data() + text.size() && number <= max;
}

/// What is wrong with a value; empty for a good one.
std::string error_of(Value kind, const std::string& text) {
    const std::string quoted = "\"" + text + "\"";
    switch (kind) {
        case Value::kNumber:
            return is_number(text, UINT64_MAX) ? "" : quoted + " is not a number";
        case Value::kSocketAddress: {
            const size_t colon = text.rfind(':');
            const bool is_good =
                colon != text.npos && colon > 0 && is_number(std::string_view(text).substr(colon + 1), UINT16_MAX);
            return is_good ? "" : quoted + " is not an address, IP:PORT";
        }
        case Value::kFlag:
        case Value::kFlagFulfilled:
        case Value::kText:
        case Value::kChoice:
            return "";
    }
    return "";
}

std::string lower_case(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

}  // namespace

struct ReferenceOptions::Impl {
    struct Given {
        const ReferenceOption* option = nullptr;
        std::vector<std::string> values = {};
        bool is_set = false;

        std::string name() const { return std::string(option->names).substr(0, std::string(option->names).find(',')); }
        bool is_fulfilled() const {
            return std::ranges::all_of(values, [&](const std::string& value) {
                return std::ranges::find(option->fulfilled, lower_case(value)) != option->fulfilled.end();
            });
        }
    };
    std::deque<Given> all;  ///< the parser keeps pointers into it
};

ReferenceOptions::ReferenceOptions() : impl_(std::make_unique<Impl>()) {}
ReferenceOptions::~ReferenceOptions() = default;

void ReferenceOptions::declare(Arguments command, ReferenceOptionGroup group) {
    for (const ReferenceOption& option : reference_options()) {
        if (option.group != group) continue;
        Impl::Given& given = impl_->all.emplace_back(Impl::Given{.option = &option});
        if (option.value == Value::kFlag || option.value == Value::kFlagFulfilled) {
            command.add_flag(option.names, given.is_set, "").group(kSection);
            continue;
        }
        const Option added = command.add_option(option.names, given.values).type_name(option.type_name).group(kSection);
        if (option.value == Value::kChoice) {
            added.one_of(option.choices);
        } else {
            added.check([kind = option.value](const std::string& text) { return error_of(kind, text); });
        }
    }
}

bool ReferenceOptions::has_flag(std::string_view name) const {
    return std::ranges::any_of(impl_->all,
                               [&](const Impl::Given& given) { return given.is_set && given.name() == name; });
}

std::vector<std::string> ReferenceOptions::without_effect() const {
    std::vector<std::string> out;
    for (const Impl::Given& given : impl_->all) {
        if (given.option->value == Value::kFlag && given.is_set) out.push_back(given.name());
        if (given.values.empty() || given.is_fulfilled()) continue;
        out.push_back(given.name());
        for (const std::string& value : given.values) out.back() += " " + value;
    }
    return out;
}

}  // namespace serinus::cli
