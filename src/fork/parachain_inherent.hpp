/// What a parachain's runtime must hear of its relay chain in each block, made up where there is none.
#pragma once

#include "chain/client/client.hpp"
#include "chain/import/inherents.hpp"

namespace serinus::fork {

class MessagePort;

/// Of the blocks of a fork: the common ones, the slot, no parachains on a relay chain but their messages, and the
/// validation data of a parachain. `port`: nullptr, it is connected with no other fork.
chain::InherentProviders make_inherents(chain::Client& client, const std::shared_ptr<MessagePort>& port = nullptr);

/// For a state with a pallet ParachainInfo: the validation data of the next block, and a state of the relay chain that
/// fits, whole and with its root: what the parent's state keeps of the last one, with the parent as the head that is
/// included, the slot of the block's time, a higher number, and the word to go ahead if an upgrade waits for it. After
/// the genesis, which knows no relay chain, limits like Kusama's. With the messages for the block, from parachains to
/// which channels are opened if there are none.
std::shared_ptr<chain::InherentProvider> provide_validation_data(chain::Client& client,
                                                                 std::shared_ptr<MessagePort> port = nullptr);

}  // namespace serinus::fork
