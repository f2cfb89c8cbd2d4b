/// Which blocks of the parachain are the best and the final ones: those that the relay chain has included at its best
/// and at its final block. Observed: cumulus-client-consensus-common 0.36.0, parachain_consensus.rs
#pragma once

#include <deque>
#include <variant>
#include <vector>

#include "primitives/header.hpp"

namespace serinus::collator {

/// Blocks that the relay chain has, but this node not, are waited for: the newest best one, and the last final ones.
class RelayFollower {
  public:
    /// What this node has of a block.
    enum class Known : uint8_t {
        kNo,
        kYes,     ///< with its state
        kPruned,  ///< without
    };

    struct SetBest {
        Hash256 hash;
        friend bool operator==(const SetBest&, const SetBest&) = default;
    };
    struct Finalize {
        Hash256 hash;
        friend bool operator==(const Finalize&, const Finalize&) = default;
    };
    /// The block is to be fetched: of peers, or from the validators that have the data of its candidate.
    struct Fetch {
        Hash256 hash;
        primitives::BlockNumber number = 0;
        friend bool operator==(const Fetch&, const Fetch&) = default;
    };
    using Effect = std::variant<SetBest, Finalize, Fetch>;
    using Effects = std::vector<Effect>;

    /// So many final blocks that this node does not have are remembered; older ones are final with them.
    static constexpr size_t kMostAwaitedFinal = 40;

    /// `best`, `finalized`: of the parachain, as this node has them.
    RelayFollower(const Hash256& best, primitives::BlockNumber finalized) noexcept
        : best_(best), finalized_(finalized) {}

    /// The para's head in the state of the relay chain's best block. `known`: of this block of the parachain.
    void on_best_head(const primitives::Header& head, Known known, Effects& out);
    /// The same of its final block.
    void on_final_head(const primitives::Header& head, Known known, Effects& out);
    /// A block of the parachain was imported, with its state.
    void on_imported(const primitives::Header& header, Effects& out);

  private:
    void set_best(const Hash256& hash, Effects& out);
    void finalize(const Hash256& hash, primitives::BlockNumber number, Effects& out);

    Hash256 best_;
    primitives::BlockNumber finalized_;
    std::optional<Hash256> awaited_best_;
    std::deque<Hash256> awaited_final_;  ///< the oldest first
};

}  // namespace serinus::collator
