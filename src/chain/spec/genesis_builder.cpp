#include "chain/spec/genesis_builder.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "codec/scale.hpp"
#include "state/memory_backend.hpp"

namespace serinus::chain {
namespace {

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

/// Calls the first of these methods that the runtime has.
Result<Bytes, CallError> call_any(executor::Executor& executor, const executor::Runtime& runtime,
                                  std::initializer_list<std::string_view> methods, BytesView arguments,
                                  state::Overlay& overlay) {
    Result<Bytes, CallError> result = Err(CallError{CallError::Kind::kNoSuchMethod, "no method"});
    for (const std::string_view method : methods) {
        result = executor.call(runtime, method, arguments, overlay);
        if (result || result.error().kind != CallError::Kind::kNoSuchMethod) break;
    }
    return result;
}

/// The configuration that a patch is for.
Result<std::string, SpecError> default_config(executor::Executor& executor, const executor::Runtime& runtime) {
    state::MemoryBackend empty;
    state::Overlay overlay(empty);
    const Bytes none = {0};  // Option<PresetId>
    const auto preset = executor.call(runtime, "GenesisBuilder_get_preset", none, overlay);
    if (preset) {
        const auto json = scale::decode<std::optional<BytesView>>(*preset);
        if (!json || !*json) return Err(cannot_build("it has no default configuration"));
        return std::string(as_text(**json));
    }
    if (preset.error().kind != CallError::Kind::kNoSuchMethod) return Err(cannot_build(preset.error().reason));
    const auto config = executor.call(runtime, "GenesisBuilder_create_default_config", {}, overlay);
    if (!config) return Err(cannot_build(config.error().reason));
    const auto json = scale::decode<BytesView>(*config);
    if (!json) return Err(cannot_build("its default configuration cannot be decoded"));
    return std::string(as_text(*json));
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
    const auto built = call_any(executor, **runtime, {"GenesisBuilder_build_state", "GenesisBuilder_build_config"},
                                scale::encode(config), overlay);
    if (!built) return Err(cannot_build(built.error().reason));
    // Result<(), String>
    if (built->empty() || built->front() != 0) {
        const auto reason = built->empty() ? Result<std::string, scale::DecodeError>(std::string("no answer"))
                                           : scale::decode<std::string>(BytesView(*built).subspan(1));
        return Err(cannot_build("it refuses the configuration: " + (reason ? *reason : "without a reason")));
    }
    state::StateChanges changes = overlay.take_changes();
    changes.top[to_bytes(as_bytes(":code"))] = genesis.code;
    return raw_of(changes);
}

}  // namespace serinus::chain
