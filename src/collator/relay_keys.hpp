/// The entries of a relay chain's state that a parachain's runtime reads, as they are proven to it.
/// Observed: polkadot-primitives 26.0.0, v9, `well_known_keys`
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "primitives/parachain/parachain.hpp"

namespace serinus::collator {

using polkadot_primitives::ParaId;

/// Lists of the paras that have a channel to, or from, this one: Vec<ParaId>.
Bytes ingress_channels_key(ParaId para);
Bytes egress_channels_key(ParaId para);
Bytes channel_key(ParaId sender, ParaId recipient);
Bytes head_key(ParaId para);
Bytes babe_authorities_key();
Bytes next_babe_authorities_key();

/// What every parachain's block needs, without its channels.
/// Observed: cumulus-client-parachain-inherent 0.30.0, `get_static_relay_storage_keys`
std::vector<Bytes> relay_keys_for(ParaId para);

}  // namespace serinus::collator
