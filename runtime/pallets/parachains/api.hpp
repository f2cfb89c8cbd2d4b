/// `R` has System, AuthorityDiscovery, Historical, and of the parachains' pallets Configuration, ParasShared,
/// ParaInclusion, ParaScheduler, Paras, Dmp, Hrmp, ParaSessionInfo.
#pragma once

#include "runtime/pallets/parachains/disputes/dispute_slashes.hpp"
#include "runtime/pallets/parachains/dmp/dmp.hpp"
#include "runtime/pallets/parachains/hrmp/hrmp.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion.hpp"
#include "runtime/pallets/parachains/paras/paras.hpp"
#include "runtime/pallets/parachains/session_info/session_info.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::polkadot_primitives::v5 {

/// What happened to a candidate in a block.
struct CandidateEvent {
    struct CandidateBacked {
        CandidateReceipt _0;
        HeadData _1;
        CoreIndex _2;
        GroupIndex _3;
    };
    struct CandidateIncluded {
        CandidateReceipt _0;
        HeadData _1;
        CoreIndex _2;
        GroupIndex _3;
    };
    struct CandidateTimedOut {
        CandidateReceipt _0;
        HeadData _1;
        CoreIndex _2;
    };
    using Params = sdk::List<sdk::Param<"H", Hash256>>;
    std::variant<CandidateBacked, CandidateIncluded, CandidateTimedOut> v;
};

}  // namespace serinus::polkadot_primitives::v5

namespace serinus::polkadot_runtime_parachains::api {

using namespace sdk;
using configuration::ExecutorParams;
using configuration::SessionIndex;
using polkadot_core_primitives::InboundDownwardMessage;
using polkadot_core_primitives::InboundHrmpMessage;
using polkadot_primitives::CandidateHash;
using polkadot_primitives::ParaId;
using polkadot_primitives::ValidationCode;
using polkadot_primitives::ValidationCodeHash;
using polkadot_primitives::v5::CandidateCommitments;
using polkadot_primitives::v5::CandidateEvent;
using polkadot_primitives::v5::CommittedCandidateReceipt;
using polkadot_primitives::v5::CoreState;
using polkadot_primitives::v5::DisputeState;
using polkadot_primitives::v5::GroupRotationInfo;
using polkadot_primitives::v5::OccupiedCoreAssumption;
using polkadot_primitives::v5::PersistedValidationData;
using polkadot_primitives::v5::PvfCheckStatement;
using polkadot_primitives::v5::ScrapedOnChainVotes;
using polkadot_primitives::v5::SessionInfo;
using polkadot_primitives::v5::ValidatorId;
using polkadot_primitives::v5::ValidatorIndex;
using polkadot_primitives::v5::ValidatorSignature;
using polkadot_primitives::v5::slashing::DisputeProof;
using polkadot_primitives::v5::slashing::OpaqueKeyOwnershipProof;
using polkadot_primitives::v5::slashing::PendingSlashes;

/// What the nodes of validators and collators ask of the relay chain.
template <class R>
struct ParachainHost {
    static constexpr uint32_t kVersion = 5;
    static constexpr ByteArray<8> kId = {0xaf, 0x2c, 0x02, 0x97, 0xa2, 0x3e, 0x6d, 0x3d};

    /// The validators of parachains.
    struct validators {
        std::vector<ValidatorId> operator()() const;
    };
    /// Their groups, and when these change cores, as the next block sees it.
    struct validator_groups {
        std::pair<std::vector<std::vector<ValidatorIndex>>, GroupRotationInfo> operator()() const;
    };
    /// All cores, as the next block sees them.
    struct availability_cores {
        std::vector<CoreState> operator()() const;
    };
    /// What a candidate on this block would be given. None: there is no such para, or a candidate waits that was
    /// assumed not to.
    struct persisted_validation_data {
        ParaId para_id;
        OccupiedCoreAssumption assumption{};
        std::optional<PersistedValidationData> operator()() const;
    };
    /// The same with the hash of the code, with or without the candidate that waits: as the expected hash says.
    struct assumed_validation_data {
        ParaId para_id;
        Hash256 expected_persisted_validation_data_hash;
        std::optional<std::pair<PersistedValidationData, ValidationCodeHash>> operator()() const;
    };
    /// Whether a candidate on this block may have these commitments.
    struct check_validation_outputs {
        ParaId para_id;
        CandidateCommitments outputs;
        bool operator()() const;
    };
    /// The session of the next block.
    struct session_index_for_child {
        SessionIndex operator()() const;
    };
    /// The code of a para.
    struct validation_code {
        ParaId para_id;
        OccupiedCoreAssumption assumption{};
        std::optional<ValidationCode> operator()() const;
    };
    /// The candidate of a para that waits for its availability.
    struct candidate_pending_availability {
        ParaId para_id;
        std::optional<CommittedCandidateReceipt> operator()() const;
    };
    /// What happened to candidates in this block.
    struct candidate_events {
        std::vector<CandidateEvent> operator()() const;
    };
    /// The messages of the relay chain that wait for a para.
    struct dmq_contents {
        ParaId recipient;
        std::vector<InboundDownwardMessage<BlockNumber>> operator()() const;
    };
    /// The messages of other paras that wait for a para.
    struct inbound_hrmp_channels_contents {
        ParaId recipient;
        std::map<ParaId, std::vector<InboundHrmpMessage<BlockNumber>>> operator()() const;
    };
    /// Code by its hash.
    struct validation_code_by_hash {
        ValidationCodeHash hash;
        std::optional<ValidationCode> operator()() const;
    };
    /// What is kept of a session.
    struct session_info {
        SessionIndex index{};
        std::optional<SessionInfo> operator()() const;
    };
    /// Puts a vote on code into the pool of the node that calls.
    struct submit_pvf_check_statement {
        PvfCheckStatement stmt;
        ValidatorSignature signature;
        void operator()() const;
    };
    /// Code that is voted on.
    struct pvfs_require_precheck {
        std::vector<ValidationCodeHash> operator()() const;
    };
    /// The hash of a para's code.
    struct validation_code_hash {
        ParaId para_id;
        OccupiedCoreAssumption assumption{};
        std::optional<ValidationCodeHash> operator()() const;
    };
    /// The parameters of the machine that executes candidates of a session.
    struct session_executor_params {
        SessionIndex session_index{};
        std::optional<ExecutorParams> operator()() const;
    };
    /// The votes that this block has brought.
    struct on_chain_votes {
        std::optional<ScrapedOnChainVotes> operator()() const;
    };
    /// All disputes that are kept.
    struct disputes {
        std::vector<std::tuple<SessionIndex, CandidateHash, DisputeState>> operator()() const;
    };
    /// The losers of disputes who are still to be reported.
    struct unapplied_slashes {
        std::vector<std::tuple<SessionIndex, CandidateHash, PendingSlashes>> operator()() const;
    };
    /// The proof that a key is a validator's of the current session.
    struct key_ownership_proof {
        ValidatorId validator_id;
        std::optional<OpaqueKeyOwnershipProof> operator()() const;
    };
    /// Puts a report on a loser into the pool of the node that calls; nothing if the pool does not take it.
    struct submit_report_dispute_lost {
        DisputeProof dispute_proof;
        OpaqueKeyOwnershipProof key_ownership_proof;
        std::optional<Unit> operator()() const;
    };
    using Methods =
        List<validators, validator_groups, availability_cores, persisted_validation_data, assumed_validation_data,
             check_validation_outputs, session_index_for_child, validation_code, candidate_pending_availability,
             candidate_events, dmq_contents, inbound_hrmp_channels_contents, validation_code_by_hash, on_chain_votes,
             session_info, submit_pvf_check_statement, pvfs_require_precheck, validation_code_hash, disputes,
             session_executor_params, unapplied_slashes, key_ownership_proof, submit_report_dispute_lost>;
};

}  // namespace serinus::polkadot_runtime_parachains::api
