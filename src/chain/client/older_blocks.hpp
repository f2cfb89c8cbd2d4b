/// The blocks of a chain before the first one of a fork, which another node has.
#pragma once

#include <span>

#include "chain/chain_error.hpp"
#include "primitives/block.hpp"
#include "state/database.hpp"

namespace serinus::chain {

/// Any thread. What is not at hand is asked for, which takes as long as the other node takes. Errors: kState, with
/// advice: it does not answer.
class OlderBlocks {
  public:
    template <class T>
    using Read = Result<T, ChainError>;

    virtual ~OlderBlocks() = default;
    /// nullptr: there is no such block before the fork.
    virtual Read<std::shared_ptr<const primitives::Header>> header(const Hash256& block) = 0;
    virtual Read<std::optional<primitives::Body>> body(const Hash256& block) = 0;
    /// Of the blocks with these numbers; nullopt: there is no such block before the fork.
    virtual Read<std::vector<std::optional<Hash256>>> hashes(std::span<const primitives::BlockNumber> numbers) = 0;
    /// The state after a block, whose entries are asked for when they are read; nullptr: there is no such block.
    virtual Read<std::unique_ptr<state::BlockState>> state(const Hash256& block) = 0;
    /// Whether header() and state() answer at once.
    virtual bool is_at_hand(const Hash256& block) = 0;
    virtual bool is_at_hand(primitives::BlockNumber number) = 0;
};

}  // namespace serinus::chain
