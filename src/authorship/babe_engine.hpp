/// BABE for authors: slots are won by VRF.
#pragma once

#include "authorship/slot_engine.hpp"
#include "consensus/babe/announced_epochs.hpp"

namespace serinus::authorship {

std::unique_ptr<SlotEngine> make_babe_engine(chain::Client& client, crypto::NodeKeys& keys,
                                             platform::Scheduler& scheduler, consensus::babe::Configuration genesis);

/// The epoch that `slot` is in on a branch that ends with `parent`.
Result<consensus::babe::Epoch, chain::ChainError> babe_epoch_of(chain::Client& client,
                                                                consensus::babe::AnnouncedEpochs& epochs,
                                                                const chain::BlockId& parent, Slot slot);

}  // namespace serinus::authorship
