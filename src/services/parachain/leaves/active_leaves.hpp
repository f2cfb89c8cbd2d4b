/// The blocks that a validator works at: each imported block, until a child of it is imported or another block of its
/// number is final.
/// Observed: polkadot-overseer 36.0.0, `block_imported` and `block_finalized`
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "parachain/wire/validation_messages.hpp"

namespace serinus::services::paras {

using primitives::BlockNumber;

class ActiveLeaves {
  public:
    /// Ours: forks that are followed at once. With more of them the lowest goes.
    static constexpr size_t kMaxLeaves = 32;

    struct Leaf {
        Hash256 hash;
        BlockNumber number{};
        friend bool operator==(const Leaf&, const Leaf&) = default;
    };
    struct Update {
        std::optional<Leaf> activated = {};
        std::vector<Hash256> deactivated = {};  ///< ascending
        friend bool operator==(const Update&, const Update&) = default;
    };

    /// A block that is final or lower than the last final one activates nothing.
    Update on_imported(const Leaf& block, const Hash256& parent);
    Update on_finalized(const Leaf& block);

    const std::map<Hash256, BlockNumber>& leaves() const noexcept { return leaves_; }
    BlockNumber finalized() const noexcept { return finalized_; }
    /// The view that peers are told: the highest leaves, at most kMaxViewHeads.
    parachain::View view() const;

  private:
    std::map<Hash256, BlockNumber> leaves_;
    BlockNumber finalized_ = 0;
};

}  // namespace serinus::services::paras
