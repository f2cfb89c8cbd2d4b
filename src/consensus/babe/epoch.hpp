/// Which epoch a slot belongs to, on one branch of the chain.
///
/// The first block of each epoch announces the next one. So a block's record says where the current epoch began, and
/// which blocks announced it and the next one; the announcements themselves stay in those blocks' headers.
#pragma once

#include "consensus/babe/types.hpp"

namespace serinus::consensus::babe {

/// An epoch without its authorities.
struct EpochFrame {
    uint64_t index = 0;
    Slot start_slot = 0;
    Hash256 announced_by;  ///< the block whose digest has authorities and randomness; zeros: they are the genesis's
    EpochConfig config;

    friend bool operator==(const EpochFrame&, const EpochFrame&) = default;
};

/// Kept with each block but the genesis; in SCALE.
struct EpochRecord {
    EpochFrame current;
    Hash256 next_announced_by;
    EpochConfig next_config;
    uint64_t primary_blocks = 0;  ///< from the genesis to this block: the weight of its chain

    friend bool operator==(const EpochRecord&, const EpochRecord&) = default;
};

/// The epoch of a block and whether that block is its first one on its branch.
struct EpochOfBlock {
    EpochFrame frame;
    bool is_first = false;
};

/// The epoch that `slot` falls into after a block with `parent`'s record; nullopt is the genesis block, whose child
/// begins epoch 0 with its slot. Epochs without a block are skipped: what was announced for the first of them holds for
/// the one that the slot is in.
/// Spec: defn-epoch-slot, defn-epoch-duration. Observed: polkadot v1.0.0: epochs that are skipped count in the index.
EpochOfBlock epoch_of(const std::optional<EpochRecord>& parent, Slot slot, const Configuration& genesis);

/// The record of a block that was found good. An error is why it is bad after all: the first block of an epoch, and no
/// other, must announce the next one.
/// Spec: defn-consensus-message-babe
Result<EpochRecord, std::string> record_of(const std::optional<EpochRecord>& parent, const EpochOfBlock& epoch,
                                           const Hash256& hash, const HeaderDigests& digests);

}  // namespace serinus::consensus::babe
