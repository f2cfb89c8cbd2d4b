#include "chain/store/block_states.hpp"

#include "state/fork_store.hpp"

namespace serinus::chain {
namespace {

using state::StateError;
using Tip = state::StateDatabase::Tip;
using storage::WriteBatch;

class StoredStates final : public BlockStates {
  public:
    explicit StoredStates(std::unique_ptr<state::StateDatabase> states) : states_(std::move(states)) {}

    bool keeps_all() const noexcept override { return false; }
    Read<std::optional<Tip>> finalized() override { return states_->finalized(); }
    Read<bool> has(const Hash256& block) override { return states_->has(block); }
    Read<bool> can_grow(const Hash256& block) override { return states_->can_grow(block); }
    Read<std::unique_ptr<state::BlockState>> at(const Hash256& block) override { return states_->at(block); }
    Read<Hash256> begin(WriteBatch& batch, const BlockId& block, const Hash256&, const state::GenesisState& entries,
                        trie::StateVersion version) override {
        return states_->set_genesis(batch, block.hash, block.number, entries, version);
    }
    Read<Hash256> commit(WriteBatch& batch, const BlockId& block, const Hash256& parent,
                         const state::StateChanges& changes, trie::StateVersion version, const Hash256&) override {
        return states_->commit(batch, block.hash, parent, block.number, changes, version);
    }
    Read<void> finalize(WriteBatch& batch, const Hash256& block) override { return states_->finalize(batch, block); }
    Read<void> revert(WriteBatch& batch, const Hash256& block) override { return states_->revert(batch, block); }

  private:
    std::unique_ptr<state::StateDatabase> states_;
};

/// They are not part of batches: a batch that fails leaves a state that no block names.
class StatesOfFork final : public BlockStates {
  public:
    explicit StatesOfFork(std::shared_ptr<state::ForkedStates> states) : states_(std::move(states)) {}

    bool keeps_all() const noexcept override { return true; }
    Read<std::optional<Tip>> finalized() override { return states_->finalized(); }
    Read<bool> has(const Hash256& block) override { return states_->has(block); }
    Read<bool> can_grow(const Hash256& block) override { return states_->has(block); }
    Read<std::unique_ptr<state::BlockState>> at(const Hash256& block) override { return states_->at(block); }
    Read<Hash256> begin(WriteBatch&, const BlockId& block, const Hash256& root, const state::GenesisState&,
                        trie::StateVersion) override {
        states_->begin(block.hash, block.number);
        return root;
    }
    Read<Hash256> commit(WriteBatch&, const BlockId& block, const Hash256& parent, const state::StateChanges& changes,
                         trie::StateVersion, const Hash256& wanted) override {
        return states_->commit(block.hash, parent, block.number, changes, wanted);
    }
    Read<void> finalize(WriteBatch&, const Hash256&) override { return {}; }
    Read<void> revert(WriteBatch&, const Hash256&) override {
        return Err(StateError{StateError::Kind::kMissing, "a fork cannot be reverted; set its head instead"});
    }

  private:
    std::shared_ptr<state::ForkedStates> states_;
};

}  // namespace

Result<std::unique_ptr<BlockStates>, StateError> open_block_states(storage::Store& store, state::PruningMode mode,
                                                                   platform::Scheduler* scheduler) {
    if (auto states = state::fork_states_of(store)) {
        return std::unique_ptr<BlockStates>(std::make_unique<StatesOfFork>(std::move(states)));
    }
    TRY_ASSIGN(auto states, state::StateDatabase::open(store, mode, scheduler));
    return std::unique_ptr<BlockStates>(std::make_unique<StoredStates>(std::move(states)));
}

}  // namespace serinus::chain
