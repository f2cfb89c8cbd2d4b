/// What BEEFY voters ask. `R` has Beefy, BeefyMmrLeaf and Historical. Observed: sp-consensus-beefy 26
#pragma once

#include "runtime/pallets/beefy/beefy.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::pallet_beefy::api {

using OpaqueForkVotingProof = sp_consensus_beefy::ForkVotingProof<CallHeader, AuthorityId, sp_runtime::OpaqueValue>;

/// What BEEFY needs to sign blocks for bridges.
template <class R>
struct BeefyApi {
    static constexpr uint32_t kVersion = 5;
    static constexpr ByteArray<8> kId = {0x49, 0xea, 0xaf, 0x1b, 0x54, 0x8a, 0x0c, 0xb0};

    /// The first block that must be signed; nothing: BEEFY stands still.
    struct beefy_genesis {
        std::optional<BlockNumber> operator()() const;
    };
    /// Who signs after this block.
    struct validator_set {
        std::optional<ValidatorSet> operator()() const;
    };
    /// Puts a report of two votes into the pool of the node that calls.
    struct submit_report_double_voting_unsigned_extrinsic {
        DoubleVotingProof equivocation_proof;
        sp_runtime::OpaqueValue key_owner_proof;
        std::optional<Unit> operator()() const;
    };
    /// Puts a report of a vote for another chain into the pool of the node that calls.
    struct submit_report_fork_voting_unsigned_extrinsic {
        OpaqueForkVotingProof equivocation_proof;
        sp_runtime::OpaqueValue key_owner_proof;
        std::optional<Unit> operator()() const;
    };
    /// Gives a report of a vote for a block to come to the pool of the node that calls, which takes none.
    struct submit_report_future_block_voting_unsigned_extrinsic {
        FutureBlockVotingProof equivocation_proof;
        sp_runtime::OpaqueValue key_owner_proof;
        std::optional<Unit> operator()() const;
    };
    /// Shows that a key is a validator's in the session of this block. The set is ignored.
    struct generate_key_ownership_proof {
        ValidatorSetId set_id{};
        AuthorityId authority_id;
        std::optional<sp_runtime::OpaqueValue> operator()() const;
    };
    /// Shows that a block is of this chain, to those who know the root after another one, or after this one.
    struct generate_ancestry_proof {
        BlockNumber prev_block_number{};
        std::optional<BlockNumber> best_known_block_number;
        std::optional<sp_runtime::OpaqueValue> operator()() const;
    };
    using Methods =
        List<beefy_genesis, validator_set, submit_report_double_voting_unsigned_extrinsic,
             submit_report_fork_voting_unsigned_extrinsic, submit_report_future_block_voting_unsigned_extrinsic,
             generate_key_ownership_proof, generate_ancestry_proof>;
};

}  // namespace serinus::pallet_beefy::api
