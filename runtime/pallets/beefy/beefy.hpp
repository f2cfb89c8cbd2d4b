/// Beefy: the validators who sign final blocks for bridges, and reports of those who signed two payloads for one block,
/// one of another chain, or one for a block to come.
/// Pallet: beefy. Observed: pallet-beefy 43
///
/// Each session has a set with an id of its own, even if nobody has changed: its first block must be signed by the set
/// that ends there, which hands over to the next one.
///
/// Invariants (checked by try_state()): the current set has a session; no more than MaxSetIdSessionEntries sets have
/// one.
#pragma once

#include "codec/boxed.hpp"
#include "runtime/pallets/beefy/types.hpp"
#include "runtime/pallets/beefy/weights.hpp"
#include "runtime/pallets/mmr/types.hpp"
#include "runtime/pallets/offences/reporting.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::pallet_beefy {

using namespace sdk;
using sp_consensus_beefy::AuthorityId;
using sp_consensus_beefy::ValidatorSetId;
using ValidatorSet = sp_consensus_beefy::ValidatorSet<AuthorityId>;
using DoubleVotingProof =
    sp_consensus_beefy::DoubleVotingProof<BlockNumber, AuthorityId, sp_consensus_beefy::ecdsa_crypto::Signature>;
using ForkVotingProof =
    sp_consensus_beefy::ForkVotingProof<CallHeader, AuthorityId, sp_mmr_primitives::AncestryProof<Hash256>>;
using FutureBlockVotingProof = sp_consensus_beefy::FutureBlockVotingProof<BlockNumber, AuthorityId>;

struct Constants {
    /// The largest number of authorities.
    uint32_t MaxAuthorities;
    /// The largest number of nominators that a report on a validator concerns.
    uint32_t MaxNominators;
    /// For how many sets it is known in which session they acted. Older equivocations cannot be reported.
    uint64_t MaxSetIdSessionEntries;
};

struct GenesisConfig {
    std::vector<AuthorityId> authorities;
    /// The first block that must be signed; null: BEEFY stands still until root says when.
    std::optional<BlockNumber> genesis_block = 1;
};

/// What a configuration has. Its AncestryHelper is one as BeefyMmrLeaf:
///
///     is_proof_optimal(proof) -> bool
///     extract_validation_context(header) -> std::optional<Hash256>   the root that a header of this chain has
///     is_non_canonical(commitment, proof, context) -> bool           whether no block of this chain was voted for
///     ancestry_weight(proof) -> Weight                               of these three
///     generate_ancestry_proof(block, best_known) -> std::optional<sp_mmr_primitives::AncestryProof<Hash256>>
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    T::kReportLongevity;
    typename T::AncestryHelper;
    typename T::Authorship;
    typename T::KeyOwnerProofSystem;
    typename T::Offences;
    typename T::Session;
    typename T::System;
    T::kWeights;
    typename T::OnNewValidatorSet;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(pallet_offences::ReportsEquivocations<T>);
        static_assert(Sessions<typename T::Session>);
    }
    using Key = AuthorityId;
    using Authorities = BoundedVec<AuthorityId, T::kConstants.MaxAuthorities>;

    struct Storage {
        /// Who signs in this session.
        Value<Authorities, OrDefault> Authorities_;
        /// The id of that set.
        Value<ValidatorSetId, OrDefault> ValidatorSetId_;
        /// Who signs in the next session.
        Value<Authorities, OrDefault> NextAuthorities;
        /// The last session in which a set acted. Reports of equivocations need it.
        Map<Twox64Concat<ValidatorSetId>, SessionIndex> SetIdSession;
        /// The first block that must be signed. Another one lets BEEFY begin anew there.
        Value<std::optional<BlockNumber>, OrDefault> GenesisBlock;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    enum class Error : uint8_t {
        /// The offender's key is not shown to be a validator's in that session.
        InvalidKeyOwnershipProof,
        /// The two votes are no proof of an equivocation.
        InvalidDoubleVotingProof,
        /// The vote is not shown to be for another chain, or not signed.
        InvalidForkVotingProof,
        /// The vote is not for a block to come.
        InvalidFutureBlockVotingProof,
        /// The votes are not of the session of the proof.
        InvalidEquivocationProofSession,
        /// The equivocation has been reported before.
        DuplicateOffenceReport,
        /// The first block that must be signed would not lie in the future.
        InvalidConfiguration,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Reports a validator who signed two payloads for one block. A valid report is free. Origin: signed.
    /// Errors: InvalidEquivocationProofSession, InvalidKeyOwnershipProof, InvalidDoubleVotingProof,
    /// DuplicateOffenceReport.
    struct report_double_voting {
        scale::Boxed<DoubleVotingProof> equivocation_proof;
        MembershipProof key_owner_proof;
        Weight weight() const { return weight_of_report(2, key_owner_proof); }
        DispatchResultWithPostInfo operator()(Signed reporter) const;
    };
    /// The same from a block's author, who counts as the reporter; not accepted from elsewhere. Origin: none.
    struct report_double_voting_unsigned {
        scale::Boxed<DoubleVotingProof> equivocation_proof;
        MembershipProof key_owner_proof;
        Weight weight() const { return weight_of_report(2, key_owner_proof); }
        DispatchResultWithPostInfo operator()(None) const;
    };
    /// Lets BEEFY begin anew, so many blocks from now. Origin: root. Errors: InvalidConfiguration.
    struct set_new_genesis {
        BlockNumber delay_in_blocks{};
        Weight weight() const { return T::kWeights.set_new_genesis(); }
        DispatchResult operator()(Root) const;
    };
    /// Reports a validator who signed a payload that is not of this chain. A valid report is free. Origin: signed.
    /// Errors: InvalidEquivocationProofSession, InvalidKeyOwnershipProof, InvalidForkVotingProof,
    /// DuplicateOffenceReport.
    struct report_fork_voting {
        scale::Boxed<ForkVotingProof> equivocation_proof;
        MembershipProof key_owner_proof;
        Weight weight() const { return weight_of_fork_voting(equivocation_proof, key_owner_proof); }
        DispatchResultWithPostInfo operator()(Signed reporter) const;
    };
    /// The same from a block's author, who counts as the reporter; not accepted from elsewhere. Origin: none.
    struct report_fork_voting_unsigned {
        scale::Boxed<ForkVotingProof> equivocation_proof;
        MembershipProof key_owner_proof;
        Weight weight() const { return weight_of_fork_voting(equivocation_proof, key_owner_proof); }
        DispatchResultWithPostInfo operator()(None) const;
    };
    /// Reports a validator who signed a payload for a block that there is not yet. A valid report is free.
    /// Origin: signed. Errors: InvalidEquivocationProofSession, InvalidKeyOwnershipProof,
    /// InvalidFutureBlockVotingProof, InvalidForkVotingProof (the signature), DuplicateOffenceReport.
    struct report_future_block_voting {
        scale::Boxed<FutureBlockVotingProof> equivocation_proof;
        MembershipProof key_owner_proof;
        Weight weight() const {
            return T::kWeights.report_future_block_voting().saturating_add(weight_of_report(1, key_owner_proof));
        }
        DispatchResultWithPostInfo operator()(Signed reporter) const;
    };
    /// The same without a signature, which no pool and no block takes. Origin: none.
    struct report_future_block_voting_unsigned {
        scale::Boxed<FutureBlockVotingProof> equivocation_proof;
        MembershipProof key_owner_proof;
        Weight weight() const {
            return T::kWeights.report_future_block_voting().saturating_add(weight_of_report(1, key_owner_proof));
        }
        DispatchResultWithPostInfo operator()(None) const;
    };
    using Calls = List<At<0, report_double_voting>, At<1, report_double_voting_unsigned>, At<2, set_new_genesis>,
                       At<3, report_fork_voting>, At<4, report_fork_voting_unsigned>, At<5, report_future_block_voting>,
                       At<6, report_future_block_voting_unsigned>>;

    static void build(const GenesisConfig& config);
    static TryStateResult try_state();
    static TransactionValidity validate_unsigned(TransactionSource source, const RuntimeCall& call);
    static TransactionCheck pre_dispatch(const RuntimeCall& call);

    static void on_genesis_session(std::span<const std::pair<AccountId, Key>> validators);
    static void on_new_session(bool changed, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>> queued);
    static void on_disabled(uint32_t validator_index);

    /// nullopt: nobody signs.
    static std::optional<ValidatorSet> validator_set();
    static std::optional<BlockNumber> genesis_block() { return storage.GenesisBlock.get(); }
    /// For the node: puts an unsigned report into its pool.
    static bool submit_unsigned_equivocation_report(DoubleVotingProof proof, MembershipProof key_owner_proof);
    static bool submit_unsigned_equivocation_report(ForkVotingProof proof, MembershipProof key_owner_proof);
    static bool submit_unsigned_equivocation_report(FutureBlockVotingProof proof, MembershipProof key_owner_proof);

  private:
    /// What all reports have: the vote of the offender, or its first, and the proof whose key that is.
    struct Evidence {
        const sp_consensus_beefy::Vote& vote;
        const MembershipProof& key_owner_proof;

        Bytes time_slot() const;
        std::optional<typename T::Offences::Offender> offender() const;
    };
    /// Of a call that the pool of a node takes; nullopt: it is another one.
    static std::optional<Evidence> evidence_of(const RuntimeCall& call);
    using SlashFraction = decltype(sp_staking::offence::Offence<typename T::Offences::Offender>::slash_fraction);

    static void initialize(std::vector<AuthorityId> authorities);
    static void deposit_log(const sp_consensus_beefy::ConsensusLog& log);
    static void notify(const ValidatorSet& current, const ValidatorSet& next);
    static void announce(ValidatorSet current, std::vector<AuthorityId> next);
    static Weight weight_of_report(uint32_t votes, const MembershipProof& key_owner_proof);
    static Weight weight_of_fork_voting(const ForkVotingProof& proof, const MembershipProof& key_owner_proof);
    static DispatchResultWithPostInfo report(std::optional<AccountId> reporter, const DoubleVotingProof& proof,
                                             const MembershipProof& key_owner_proof);
    static DispatchResultWithPostInfo report(std::optional<AccountId> reporter, const ForkVotingProof& proof,
                                             const MembershipProof& key_owner_proof);
    static DispatchResultWithPostInfo report(std::optional<AccountId> reporter, const FutureBlockVotingProof& proof,
                                             const MembershipProof& key_owner_proof);
    /// `check`: of the proof, once it is known that the session and the key are right.
    template <class Check>
    static DispatchResultWithPostInfo report_evidence(std::optional<AccountId> reporter, const Evidence& evidence,
                                                      SlashFraction slash_fraction, Check&& check);
    static bool report_offence(std::optional<AccountId> reporter, const Evidence& evidence,
                               typename T::Offences::Offender offender, SlashFraction slash_fraction);
    static TransactionCheck check_evidence(const Evidence& evidence);
};

}  // namespace serinus::pallet_beefy
