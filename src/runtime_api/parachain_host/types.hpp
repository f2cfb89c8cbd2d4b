/// What ParachainHost says beyond the types of candidates, cores, disputes and sessions (primitives/parachain/).
/// Observed: polkadot-primitives 26.0.0, v9 and vstaging
#pragma once

#include <map>

#include "primitives/parachain/core.hpp"
#include "primitives/parachain/dispute_votes.hpp"
#include "primitives/parachain/session.hpp"

namespace serinus::runtime_api::parachain_host {

namespace v5 = polkadot_primitives::v5;
using polkadot_primitives::CandidateHash;
using polkadot_primitives::HeadData;
using polkadot_primitives::ParaId;
using polkadot_primitives::ValidationCode;
using polkadot_primitives::ValidationCodeHash;
using primitives::BlockNumber;
using v5::SessionIndex;

/// What happened to a candidate in a block.
struct CandidateEvent {
    struct Backed {
        v5::CandidateReceipt receipt;
        HeadData head;
        v5::CoreIndex core;
        v5::GroupIndex group;
    };
    struct Included {
        v5::CandidateReceipt receipt;
        HeadData head;
        v5::CoreIndex core;
        v5::GroupIndex group;
    };
    struct TimedOut {
        v5::CandidateReceipt receipt;
        HeadData head;
        v5::CoreIndex core;
    };
    std::variant<Backed, Included, TimedOut> v;
};

/// A message with the block of the relay chain that it came in.
struct InboundMessage {
    BlockNumber sent_at{};
    Bytes data;
};

/// Which side of a dispute lost. Versions below 15 have no third kind.
enum class OffenceKind : uint8_t { kForInvalidBacked = 0, kAgainstValid = 1, kForInvalidApproved = 2 };

/// The losers of a dispute of a past session who are still to be reported.
struct PendingSlashes {
    std::map<v5::ValidatorIndex, v5::ValidatorId> keys;
    OffenceKind kind{};
};
using SlashesOfDispute = std::tuple<SessionIndex, CandidateHash, PendingSlashes>;

/// A report on a loser.
struct DisputeProof {
    SessionIndex session{};
    CandidateHash candidate;
    OffenceKind kind{};
    v5::ValidatorIndex validator_index;
    v5::ValidatorId validator;
};

/// For how many candidates one signature may approve.
struct ApprovalVotingParams {
    uint32_t max_approval_coalesce_count = 1;
};

/// Bits of node_features.
enum class NodeFeature : uint8_t {
    kEnableAssignmentsV2 = 0,
    kElasticScaling = 1,
    kAvailabilityChunkMapping = 2,
    kCandidateReceiptV2 = 3,
    kCandidateReceiptV3 = 4,
};

struct OutboundChannelLimits {
    uint32_t bytes_remaining = 0;
    uint32_t messages_remaining = 0;
};

/// What the next candidate of a para may do.
struct Constraints {
    BlockNumber min_relay_parent_number{};
    uint32_t max_pov_size = 0;
    uint32_t max_code_size = 0;
    uint32_t max_head_data_size = 0;
    uint32_t ump_remaining = 0;
    uint32_t ump_remaining_bytes = 0;
    uint32_t max_ump_num_per_candidate = 0;
    std::vector<BlockNumber> dmp_remaining_messages;  ///< the blocks in which they were sent
    std::vector<BlockNumber> hrmp_valid_watermarks;   ///< ascending
    std::vector<std::pair<ParaId, OutboundChannelLimits>> hrmp_channels_out;
    uint32_t max_hrmp_num_per_candidate = 0;
    HeadData required_parent;
    ValidationCodeHash validation_code_hash;
    std::optional<v5::UpgradeRestriction> upgrade_restriction;
    /// The least relay parent's number with which the code may change, and the new code.
    std::optional<std::pair<BlockNumber, ValidationCodeHash>> future_validation_code;
};

struct RelayParentInfo {
    BlockNumber number{};
    Hash256 state_root;
};

}  // namespace serinus::runtime_api::parachain_host
