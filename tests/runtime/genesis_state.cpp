#include "tests/runtime/genesis_state.hpp"

#include "base/assert.hpp"
#include "chain/spec/chain_spec.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {

std::vector<std::string> genesis_files() {
    if (!shared_data("genesis/expected.json")) return {};
    return {"kusama.json", "westend.json", "kusama-local-1000000.json", "asset-hub-kusama-local-1000000.json",
            "rococo-dev-1014000.json"};
}

state::MemoryBackend genesis_state(const std::string& file, trie::StateVersion version) {
    const auto path = shared_data("genesis/" + file);
    SERINUS_ASSERT(path.has_value());
    const auto spec = chain::read_chain_spec_file(*path);
    SERINUS_ASSERT(spec.has_value());
    const auto& raw = std::get<chain::RawGenesis>(spec->genesis);
    state::StateChanges changes;
    for (size_t i = 0; i < raw.top.size(); ++i)
        changes.top.emplace(to_bytes(raw.top[i].key), to_bytes(raw.top[i].value));
    for (const auto& child : raw.children) {
        auto& entries = changes.children[child.key];
        for (size_t i = 0; i < child.entries.size(); ++i)
            entries.emplace(to_bytes(child.entries[i].key), to_bytes(child.entries[i].value));
    }
    state::MemoryBackend backend;
    SERINUS_ASSERT(backend.apply(changes, version).has_value());
    return backend;
}

executor::Executor& shared_executor(EngineChoice engine) {
    static executor::Executor best({.max_cached_runtimes = 8});
    static executor::Executor interpreter({.max_cached_runtimes = 8, .interpret = true});
    return engine == EngineChoice::kBest ? best : interpreter;
}

}  // namespace serinus::test
