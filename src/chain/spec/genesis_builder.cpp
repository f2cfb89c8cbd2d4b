#include "chain/spec/genesis_builder.hpp"

#include <algorithm>
#include <utility>

#include "codec/scale.hpp"
#include "runtime_api/genesis_builder.hpp"
#include "runtime_api/on_state.hpp"
#include "state/memory_backend.hpp"

namespace serinus::chain {
namespace {

namespace genesis_builder = runtime_api::genesis_builder;
using executor::CallError;

constexpr std::string_view kSpace = " \t\r\n";

SpecError cannot_build(const std::string& reason) {
    return {SpecFault::kNeedsRuntime, "$.genesis",
            "the state must first be built by the runtime, and it does not: " + reason};
}

void skip_space(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size())); }

/// The JSON value at the front, which is taken off.
std::string_view take_value(std::string_view& text) {
    size_t depth = 0;
    bool in_string = false;
    size_t end = 0;
    for (; end < text.size(); ++end) {
        const char c = text[end];
        if (in_string) {
            if (c == '\\') {
                ++end;
            } else if (c == '"') {
                in_string = false;
            }
            continue;
        }
        if (depth == 0 && (c == ',' || c == ':' || c == '}' || c == ']')) break;
        if (c == '"') in_string = true;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
    }
    end = std::min(end, text.size());
    std::string_view value = text.substr(0, end);
    text.remove_prefix(end);
    skip_space(value);
    const size_t last = value.find_last_not_of(kSpace);
    return value.substr(0, last == value.npos ? 0 : last + 1);
}

using Members = std::vector<std::pair<std::string, std::string>>;

/// Keys with their quotation marks, and values, as text. nullopt: no object.
std::optional<Members> members_of(std::string_view text) {
    skip_space(text);
    if (!text.starts_with('{')) return std::nullopt;
    text.remove_prefix(1);
    Members out;
    for (;;) {
        skip_space(text);
        if (text.empty() || text.front() == '}') return out;
        if (text.front() == ',') {
            text.remove_prefix(1);
            continue;
        }
        std::string key(take_value(text));
        if (!text.starts_with(':')) return out;  // cannot be, in valid JSON
        text.remove_prefix(1);
        out.emplace_back(std::move(key), take_value(text));
    }
}

/// Whether the runtime has the functions of another release.
template <class T>
bool is_missing(const runtime_api::OrCallError<T>& answer) {
    return !answer && answer.error().kind == CallError::Kind::kNoSuchMethod;
}

/// The configuration that a patch is for.
Result<std::string, SpecError> default_config(executor::Executor& executor, const executor::Runtime& runtime) {
    state::MemoryBackend empty;
    state::Overlay overlay(empty);
    const runtime_api::OnState on{executor, runtime, overlay};
    auto preset = runtime_api::call(on, genesis_builder::kGetPreset, std::nullopt);
    if (is_missing(preset)) {
        auto config = runtime_api::call(on, genesis_builder::kCreateDefaultConfig);
        if (!config) return Err(cannot_build(config.error().reason));
        return *std::move(config);
    }
    if (!preset) return Err(cannot_build(preset.error().reason));
    if (!*preset) return Err(cannot_build("it has no default configuration"));
    return **std::move(preset);
}

RawGenesis raw_of(const state::StateChanges& changes) {
    const auto entries = [](const state::ChangeSet& set) {
        StorageMap out;
        for (const auto& [key, value] : set) {
            if (value) out.add(key, *value);
        }
        return out;
    };
    RawGenesis out;
    out.top = entries(changes.top);
    for (const auto& [child, set] : changes.children) out.children.push_back({child, entries(set)});
    return out;
}

}  // namespace

std::string merge_json(std::string_view target, std::string_view patch) {
    const auto changes = members_of(patch);
    if (!changes) return std::string(patch);
    Members merged = members_of(target).value_or(Members());
    for (const auto& [key, value] : *changes) {
        const auto same_key = [&key](const auto& member) { return member.first == key; };
        const auto at = std::find_if(merged.begin(), merged.end(), same_key);
        if (value == "null") {
            if (at != merged.end()) merged.erase(at);
        } else if (at != merged.end()) {
            at->second = merge_json(at->second, value);
        } else {
            merged.emplace_back(key, merge_json("null", value));
        }
    }
    std::string out = "{";
    for (const auto& [key, value] : merged) {
        if (out.size() > 1) out += ',';
        out.append(key).append(1, ':').append(value);
    }
    return out + "}";
}

Result<RawGenesis, SpecError> build_genesis(const RuntimeGenesis& genesis, executor::Executor& executor) {
    if (genesis.code.empty()) return Err(cannot_build("the specification has no code"));
    const auto runtime = executor.runtime_of_code(genesis.code, std::nullopt);
    if (!runtime) return Err(cannot_build(runtime.error().reason));
    std::string config = genesis.config.text;
    if (genesis.form == RuntimeGenesis::Form::kPatch) {
        TRY_ASSIGN(const std::string start, default_config(executor, **runtime));
        config = merge_json(start, config);
    }
    state::MemoryBackend empty;
    state::Overlay overlay(empty);
    const runtime_api::OnState on{executor, **runtime, overlay};
    auto built = runtime_api::call(on, genesis_builder::kBuildState, config);
    if (is_missing(built)) built = runtime_api::call(on, genesis_builder::kBuildConfig, config);
    if (!built) return Err(cannot_build(built.error().reason));
    if (!*built) return Err(cannot_build("it refuses the configuration: " + built->error()));
    state::StateChanges changes = overlay.take_changes();
    changes.top[to_bytes(as_bytes(":code"))] = genesis.code;
    return raw_of(changes);
}

}  // namespace serinus::chain
