// A state database in memory does what the input says: blocks, forks, finality, going back, restarts. It must agree
// with a model that keeps every state whole: reads, walks, proofs, roots.
#include "state/database_test_support.hpp"

namespace {

using namespace serinus;
using serinus::test::CheckedDatabase;
using serinus::test::ModelState;

/// Reads the input as small numbers; zeros after its end.
class Choices {
  public:
    explicit Choices(BytesView input) : input_(input) {}
    bool empty() const { return input_.empty(); }
    uint8_t byte() {
        if (input_.empty()) return 0;
        const uint8_t out = input_[0];
        input_ = input_.subspan(1);
        return out;
    }
    size_t below(size_t bound) { return byte() % bound; }

  private:
    BytesView input_;
};

Bytes key_from(Choices& choices) {
    const uint8_t shape = choices.byte();
    if (shape >= 0xf0) return Bytes(500 + shape % 8, choices.byte());
    Bytes key(shape % 5);
    for (uint8_t& byte : key) byte = choices.byte();
    return key;
}

state::ChangeSet changes_from(Choices& choices) {
    state::ChangeSet out;
    for (size_t count = choices.below(8); count > 0; --count) {
        const Bytes key = key_from(choices);
        const uint8_t size = choices.byte();
        if (size % 4 == 0) {
            out[key] = std::nullopt;
        } else {
            out[key] = Bytes(size % 70, static_cast<uint8_t>(size ^ count));
        }
    }
    return out;
}

state::StateChanges state_changes_from(Choices& choices) {
    state::StateChanges out{changes_from(choices), {}};
    const size_t children = choices.below(4);
    if ((children & 1) != 0) out.children[{'a'}] = changes_from(choices);
    if ((children & 2) != 0) out.children[{'a', 0}] = changes_from(choices);
    return out;
}

const Hash256& block_from(Choices& choices, const CheckedDatabase& checked) {
    return std::next(checked.model.blocks.begin(), static_cast<ptrdiff_t>(choices.below(checked.model.blocks.size())))
        ->first;
}

trie::StateVersion version_from(Choices& choices) {
    return choices.byte() % 2 == 0 ? trie::StateVersion::kV0 : trie::StateVersion::kV1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Choices choices({data, size});
    const auto store = storage::make_memory_store();
    state::PruningMode mode{.keep = static_cast<uint32_t>(choices.below(4))};
    if (mode.keep == 3u) mode = state::PruningMode::archive();
    CheckedDatabase checked(*store, mode);
    ModelState genesis;
    const auto version = version_from(choices);
    genesis.apply(state_changes_from(choices), version);
    checked.set_genesis(genesis, version);
    for (int steps = 0; steps < 40 && !choices.empty(); ++steps) {
        const auto& model = checked.model;
        const uint8_t what = choices.byte();
        const Hash256 block = block_from(choices, checked);
        const bool is_lost = model.blocks.at(block).lost;
        const bool is_open = model.can_grow(block);
        switch (what % 8) {
            case 0:
            case 1:
            case 2:
                if (is_open) checked.add_block(block, state_changes_from(choices), version_from(choices));
                break;
            case 3:
                if (is_open) checked.finalize(block);
                break;
            case 4:
                if (!is_lost) checked.revert(block);
                break;
            case 5:
                if (!is_lost && !model.blocks.at(block).finalized && !model.has_child(block)) checked.discard(block);
                break;
            case 6:
                checked.reopen();
                break;
            default:
                checked.check_block(block, key_from(choices));
        }
    }
    checked.check_all(key_from(choices));
    return 0;
}
