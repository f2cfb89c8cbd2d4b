/// The states of a fork's blocks: what they change, on top of an origin. In memory.
#pragma once

#include <functional>
#include <map>
#include <mutex>

#include "state/database.hpp"
#include "state/origin.hpp"

namespace serinus::state {

struct ForkLayer;

/// The state of a fork's first block.
///
/// A fork knows no tries, so that the root of a state is not that of its entries but a hash over its parent's root and
/// its changes: the same changes give the same root, others give another one. There are no proofs.
std::unique_ptr<BlockState> make_fork_base(std::shared_ptr<Origin> origin);

/// Any thread. All states are kept as long as this lives.
class ForkedStates {
  public:
    explicit ForkedStates(std::shared_ptr<Origin> origin) : origin_(std::move(origin)) {}
    ~ForkedStates();
    const std::shared_ptr<Origin>& origin() const noexcept { return origin_; }

    /// The block whose state is that of the origin, or the genesis of its chain, which is a block without a state.
    void begin(const Hash256& block, uint64_t number);
    /// That block: no other state ever counts as final, so that all can be built upon.
    std::optional<StateDatabase::Tip> finalized() const;
    bool has(const Hash256& block) const;
    Result<std::unique_ptr<BlockState>, StateError> at(const Hash256& block) const;
    /// Returns the root; if it is another one than `wanted`, nothing is kept. Errors: kMissing, the parent has no
    /// state.
    Result<Hash256, StateError> commit(const Hash256& block, const Hash256& parent, uint64_t number,
                                       const StateChanges& changes, std::optional<Hash256> wanted = std::nullopt);
    /// Changes the state of a block that is there. Blocks above it keep what they have, and so does who reads the state
    /// at this moment. Its root becomes another one than the header says. Error kMissing: the block has no state.
    Result<void, StateError> amend(const Hash256& block, const StateChanges& changes);
    /// Hears of each amendment before amend() returns, one after the other; what it answers is amend()'s answer.
    /// `sequence`: see sequence_of().
    using OnAmended =
        std::function<Result<void, StateError>(const Hash256& block, const StateChanges& changes, uint64_t sequence)>;
    /// Before states are changed by several threads.
    void set_on_amended(OnAmended on_amended) { on_amended_ = std::move(on_amended); }
    /// Commits and amendments have numbers in the order in which they count: a block is built upon the amendments of
    /// its parent's state with smaller numbers than its own, and upon no others. 0: the block has no state.
    uint64_t sequence_of(const Hash256& block) const;
    /// From here on numbers are greater than this one, which another process gave.
    void continue_after(uint64_t sequence);

  private:
    struct Entry {
        Hash256 parent;
        uint64_t number = 0;
        std::shared_ptr<const ForkLayer> layer;  ///< nullptr: the origin's
        uint64_t sequence = 0;
    };
    Result<std::unique_ptr<BlockState>, StateError> locked_at(const Hash256& block) const;
    static Result<std::shared_ptr<const ForkLayer>, StateError> layer_on(BlockState& state,
                                                                         const StateChanges& changes);

    std::shared_ptr<Origin> origin_;
    OnAmended on_amended_;
    std::mutex amend_mutex_;  ///< held before the other one
    mutable std::mutex mutex_;
    uint64_t last_sequence_ = 0;
    std::map<Hash256, Entry> entries_;
    std::optional<StateDatabase::Tip> finalized_;
};

}  // namespace serinus::state
