/// A collation as the relay chain knows it: a receipt with its commitments.
/// Observed: polkadot-node-collation-generation 36.0.0, `construct_segment_entry`
#pragma once

#include "collator/inherent.hpp"
#include "parachain/wire/node_types.hpp"
#include "primitives/parachain/ump_signals.hpp"

namespace serinus::collator {

/// Where a collation is to be backed. What is about version 3 is left out for version 2.
struct CandidatePlace {
    ParaId para;
    Hash256 relay_parent;
    PersistedValidationData validation_data;
    polkadot_primitives::ValidationCodeHash validation_code_hash;
    polkadot_primitives::v5::CoreIndex core;
    uint32_t session_index = 0;                     ///< of the relay parent's children
    size_t validator_count = 0;                     ///< of that session
    std::optional<Hash256> scheduling_parent = {};  ///< of a candidate of version 3
    uint8_t scheduling_session_offset = 0;          ///< likewise: its session, counted from that of the relay parent
};

enum class CandidateFault : uint8_t {
    kTooLargePov = 1,  ///< more than max_pov_size
    kValidators,       ///< as many validators as no session has
    kSignals,          ///< the commitments' signals do not choose the core: see check_ump_signals
};

const char* to_string(CandidateFault fault) noexcept;

/// The receipt, without a signature: of version 2, or of version 3 with a scheduling parent. `claims`: the claim queue
/// at the relay parent, or at the scheduling parent. Takes the time of encoding the PoV into chunks.
Result<parachain::CommittedCandidateReceipt, CandidateFault> make_candidate(
    const CandidatePlace& place, polkadot_primitives::v5::CandidateCommitments commitments, const parachain::PoV& pov,
    const polkadot_primitives::v9::TransposedClaimQueue& claims);

}  // namespace serinus::collator
