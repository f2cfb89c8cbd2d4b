/// Epochs as others are told of them: by the runtime, and in specifications for light clients.
#pragma once

#include "chain/store/block_store.hpp"
#include "consensus/babe/announced_epochs.hpp"

namespace serinus::consensus::babe {

/// An epoch and the block that announced it.
struct AnnouncedEpoch {
    chain::BlockId block;
    std::optional<DescribedEpoch> genesis_epoch;  ///< epoch 0, which begins with the block that announces epoch 1
    DescribedEpoch epoch;

    friend bool operator==(const AnnouncedEpoch&, const AnnouncedEpoch&) = default;
};

/// The epochs of which blocks above a block with this record can be: that of the block, unless it is epoch 0, and the
/// next one. Errors: kStore, a header that announced one of them is not there.
Result<std::vector<AnnouncedEpoch>, chain::ChainError> epochs_after(const EpochRecord& record, AnnouncedEpochs& epochs,
                                                                    const AnnouncedEpochs::Lookup& lookup);

/// SCALE: the tree of epochs, in which each is above the one before. Observed: sc_consensus_epochs::EpochChanges,
/// polkadot-stable2407, as in `babeEpochChanges` of light specifications.
Bytes encode_epoch_changes(const std::vector<AnnouncedEpoch>& epochs);

}  // namespace serinus::consensus::babe
