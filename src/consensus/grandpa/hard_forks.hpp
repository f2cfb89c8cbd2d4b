/// Changes of authorities that a chain agreed on outside of itself: its blocks signal others, which could never vote.
/// Observed: sc_consensus_grandpa::AuthoritySetHardFork, polkadot-stable2407
#pragma once

#include <map>

#include "consensus/grandpa/change_tree.hpp"

namespace serinus::consensus::grandpa {

/// What counts in the place of the change that the header of a block signals.
struct HardFork {
    SetId set_id = 0;  ///< that begins when the block is final
    BlockId block;
    AuthorityList authorities;  ///< of that set

    friend bool operator==(const HardFork&, const HardFork&) = default;
};

/// Those of one chain.
class HardForks {
  public:
    HardForks() = default;
    explicit HardForks(std::vector<HardFork> forks);

    /// Kusama has nine, other chains none.
    static const HardForks& of_chain(const Hash256& genesis);

    /// nullptr: the block is none.
    const HardFork* find(const BlockId& block) const;
    /// nullptr: the authorities of the set are those that the chain names.
    const HardFork* find_set(SetId set) const;
    size_t size() const noexcept { return by_set_.size(); }

    /// The change that a block signals, or what counts in its place. nullopt: none.
    std::optional<PendingChange> change_of(const BlockId& id, const primitives::Header& header) const;
    /// Corrects a set that was stored or given by someone who does not know of the hard forks. True: it was wrong.
    bool correct(AuthorityList& current, SetId set_id, ChangeTree& standard) const;

  private:
    std::map<SetId, HardFork> by_set_;
};

}  // namespace serinus::consensus::grandpa
