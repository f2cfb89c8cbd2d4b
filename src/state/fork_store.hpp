/// The store of a fork: its blocks are in memory, its states rest on an origin.
#pragma once

#include "state/forked_states.hpp"
#include "storage/store.hpp"

namespace serinus::state {

class ForkStore final : public storage::Store {
  public:
    explicit ForkStore(std::shared_ptr<ForkedStates> states)
        : blocks_(storage::make_memory_store()), states_(std::move(states)) {}

    std::unique_ptr<storage::WriteBatch> batch() override { return blocks_->batch(); }
    Result<void, storage::StoreError> commit(std::unique_ptr<storage::WriteBatch> batch,
                                             storage::Durability durability) override {
        return blocks_->commit(std::move(batch), durability);
    }
    Result<std::unique_ptr<storage::Snapshot>, storage::StoreError> snapshot() override { return blocks_->snapshot(); }

    const std::shared_ptr<ForkedStates>& states() const noexcept { return states_; }

  private:
    std::unique_ptr<storage::Store> blocks_;
    std::shared_ptr<ForkedStates> states_;
};

/// The states of a fork's store; nullptr: it is the store of an ordinary chain.
inline std::shared_ptr<ForkedStates> fork_states_of(const storage::Store& store) {
    const auto* fork = dynamic_cast<const ForkStore*>(&store);
    return fork == nullptr ? nullptr : fork->states();
}

/// The origin of a fork's store; nullptr: it is the store of an ordinary chain.
inline std::shared_ptr<Origin> origin_of(const storage::Store& store) {
    const auto states = fork_states_of(store);
    return states == nullptr ? nullptr : states->origin();
}

}  // namespace serinus::state
