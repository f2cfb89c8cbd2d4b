#include "chain/spec/genesis.hpp"

#include "base/hex.hpp"
#include "executor/executor.hpp"
#include "hashing/hashing.hpp"
#include "trie/proof.hpp"
#include "trie/root_builder.hpp"

namespace serinus::chain {
namespace {

constexpr std::string_view kCodeKey = ":code";
constexpr std::string_view kChildKeys = ":child_storage:";

SpecError bad_top(BytesView key, std::string reason) {
    return {SpecFault::kBadValue, "$.genesis.raw.top[\"" + to_hex_prefixed(key) + "\"]", std::move(reason)};
}

Result<Hash256, SpecError> root_of(const StorageMap& entries, trie::StateVersion version) {
    trie::RootBuilder builder(version);
    for (size_t i = 0; i < entries.size(); ++i) {
        const auto [key, value] = entries[i];
        if (const auto added = builder.add(key, value); !added)
            return Err(bad_top(key, trie::to_string(added.error())));
    }
    return builder.finish();
}

/// `:child_storage:default:<key>` and the root, in ascending order. Empty tries are not stored.
Result<StorageMap, SpecError> child_roots(const RawGenesis& genesis, trie::StateVersion version) {
    StorageMap roots;
    for (const ChildStorage& child : genesis.children) {
        if (child.entries.empty()) continue;
        TRY_ASSIGN(const Hash256 root, root_of(child.entries, version));
        roots.add(trie::default_child_root_key(child.key), root.bytes);
    }
    return roots;
}

/// Whether the module can hash its state by version 1: by a host function that takes the version.
bool may_use_state_version_1(BytesView wasm) {
    return as_text(wasm).find("ext_storage_root_version_2") != std::string_view::npos;
}

/// What a module without a section says by Core_version; nullopt: nothing. Observed: polkadot 1.25.1 asks it too
std::optional<executor::RuntimeVersion> asked_version(BytesView code) {
    executor::Executor executor;
    const auto runtime = executor.runtime_of_code(code, std::nullopt);
    if (!runtime) return std::nullopt;
    const auto version = executor.raw_version(**runtime);
    return version ? executor::decode_runtime_version(*version) : std::nullopt;
}

Result<GenesisCode, SpecError> inspect(BytesView code) {
    const auto refuse = [](executor::CodeError error) { return Err(bad_top(as_bytes(kCodeKey), to_string(error))); };
    Bytes storage;
    const auto wasm = executor::wasm_of(code, storage);
    if (!wasm) return refuse(wasm.error());
    auto version = executor::find_embedded_version(*wasm);
    if (!version) return refuse(version.error());
    if (!*version && may_use_state_version_1(*wasm)) *version = asked_version(code);
    return GenesisCode{.size = code.size(),
                       .hash = hashing::blake2b_256(code),
                       .compressed = executor::is_compressed(code),
                       .wasm_size = wasm->size(),
                       .version = *std::move(version)};
}

const char* name_of(RuntimeGenesis::Form form) noexcept {
    switch (form) {
        case RuntimeGenesis::Form::kRuntime:
            return "runtime";
        case RuntimeGenesis::Form::kRuntimeAndCode:
            return "runtimeAndCode";
        default:
            return "runtimeGenesis";
    }
}

}  // namespace

Result<Hash256, SpecError> state_root(const RawGenesis& genesis, trie::StateVersion version) {
    TRY_ASSIGN(const StorageMap children, child_roots(genesis, version));
    trie::RootBuilder builder(version);
    size_t next_child = 0;
    const auto add_children_before = [&](BytesView key) {
        while (next_child < children.size() && compare(children[next_child].key, key) < 0) {
            SERINUS_ASSERT(builder.add(children[next_child].key, children[next_child].value).has_value());
            ++next_child;
        }
    };
    for (size_t i = 0; i < genesis.top.size(); ++i) {
        const auto [key, value] = genesis.top[i];
        if (as_text(key).starts_with(kChildKeys)) {
            return Err(bad_top(key, "roots of child tries are computed; such a key must not be given"));
        }
        add_children_before(key);
        if (const auto added = builder.add(key, value); !added)
            return Err(bad_top(key, trie::to_string(added.error())));
    }
    while (next_child < children.size()) {
        SERINUS_ASSERT(builder.add(children[next_child].key, children[next_child].value).has_value());
        ++next_child;
    }
    return builder.finish();
}

Result<trie::StateVersion, SpecError> state_version_of(const RawGenesis& state) {
    const auto code = state.top.find(as_bytes(kCodeKey));
    if (!code) return trie::StateVersion::kV1;
    TRY_ASSIGN(const auto inspected, inspect(*code));
    return inspected.version ? inspected.version->state_version() : trie::StateVersion::kV0;
}

Result<GenesisBlock, SpecError> genesis_block(const ChainSpec& spec) {
    GenesisBlock block;
    if (const auto* runtime = std::get_if<RuntimeGenesis>(&spec.genesis)) {
        return Err(SpecError{SpecFault::kNeedsRuntime, std::string("$.genesis.") + name_of(runtime->form),
                             "the state must first be built by the runtime; build-spec --raw does so"});
    }
    Hash256 root;
    if (const auto* given = std::get_if<StateRootGenesis>(&spec.genesis)) {
        root = given->state_root;
    } else {
        const auto& raw = std::get<RawGenesis>(spec.genesis);
        block.state_version = trie::StateVersion::kV1;
        if (const auto code = raw.top.find(as_bytes(kCodeKey))) {
            TRY_ASSIGN(block.code, inspect(*code));
            block.state_version = block.code->version ? block.code->version->state_version() : trie::StateVersion::kV0;
        }
        TRY_ASSIGN(root, state_root(raw, *block.state_version));
    }
    block.header = {
        .parent_hash = {}, .number = {0}, .state_root = root, .extrinsics_root = trie::empty_root(), .digest = {}};
    block.hash = primitives::header_hash(block.header);
    return block;
}

}  // namespace serinus::chain
