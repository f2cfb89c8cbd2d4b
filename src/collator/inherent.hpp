/// What a parachain's runtime is told of the relay chain in each block: the data of `setValidationData`.
/// Observed: cumulus-primitives-parachain-inherent 0.27.0, cumulus-client-parachain-inherent 0.30.0
#pragma once

#include <map>

#include "collator/relay_state.hpp"
#include "primitives/parachain/candidate.hpp"
#include "runtime_api/block_builder.hpp"
#include "runtime_api/cumulus.hpp"
#include "runtime_api/parachain_host/types.hpp"

namespace serinus::collator {

using polkadot_primitives::v5::PersistedValidationData;
using runtime_api::cumulus::RelayStorageKey;
using runtime_api::parachain_host::InboundMessage;

/// The block of the relay chain that a parachain's block is made on, and what this node knows of it.
struct RelayParent {
    ParaId para;
    PersistedValidationData validation_data;
    std::vector<InboundMessage> downward_messages;                      ///< in the order in which they were sent
    std::map<ParaId, std::vector<InboundMessage>> horizontal_messages;  ///< by sender; of each in that order
    /// With an offset of the relay parent: its header and those after it, the oldest first. Otherwise empty.
    std::vector<primitives::Header> descendants = {};
    std::vector<RelayStorageKey> more_keys = {};  ///< of KeyToIncludeInRelayProof
    std::optional<Bytes> peer_id = {};            ///< of this node; the runtime recommends it to validators
};

/// What a runtime of 2023 to 2025 takes.
struct ParachainInherentDataV0 {
    PersistedValidationData validation_data;
    std::vector<Bytes> relay_chain_state;  ///< the items of a storage proof
    std::vector<InboundMessage> downward_messages;
    std::map<ParaId, std::vector<InboundMessage>> horizontal_messages;
    friend bool operator==(const ParachainInherentDataV0& a, const ParachainInherentDataV0& b) {
        return scale::encode(a) == scale::encode(b);
    }
};

/// What runtimes of today take.
struct ParachainInherentData {
    ParachainInherentDataV0 v0;
    std::vector<primitives::Header> relay_parent_descendants;
    std::optional<Bytes> collator_peer_id;
    friend bool operator==(const ParachainInherentData&, const ParachainInherentData&) = default;
};

/// The data for a block on this relay parent, whose state is `state`. Errors: the state cannot be read; kCorrupt, its
/// lists of channels do not decode.
Result<ParachainInherentData, state::StateError> make_parachain_inherent(RelayState& state, RelayParent parent);

/// Adds it under both identifiers: each runtime reads its own.
void add_parachain_inherent(const ParachainInherentData& data, runtime_api::block_builder::InherentData& out);

}  // namespace serinus::collator
