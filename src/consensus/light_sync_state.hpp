/// What a light client needs to begin with the last final block.
#pragma once

#include "chain/client/client.hpp"

namespace serinus::consensus {

/// Of chains with BABE and GRANDPA. The error is a sentence: another chain, no block but the genesis is final, or the
/// database failed. Observed: sc-sync-state-rpc, polkadot-stable2407
Result<chain::LightSyncState, std::string> make_light_sync_state(chain::Client& client);

}  // namespace serinus::consensus
