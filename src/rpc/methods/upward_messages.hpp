/// Messages of parachains in the queue of a relay chain.
#pragma once

#include "metadata/value_encoder.hpp"

namespace serinus::rpc {

/// Of one parachain, in their order.
using UpwardMessages = std::map<uint32_t, std::vector<Bytes>>;

/// Storage in which the pallet MessageQueue has exactly these messages waiting, one page for each parachain.
/// The error is a sentence: the chain has no such pallet, or one that takes no upward messages.
/// Observed: pallet_message_queue's BookState and Page
Result<metadata::StorageValues, std::string> queue_of_upward_messages(const metadata::Metadata& metadata,
                                                                      const UpwardMessages& messages);

}  // namespace serinus::rpc
