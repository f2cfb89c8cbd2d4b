/// Beefy: the validators who sign final blocks for bridges, and reports of those who signed two payloads for one block.
/// Pallet: beefy
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
#include "runtime/pallets/offences/reporting.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::pallet_beefy {

using namespace sdk;
using sp_consensus_beefy::AuthorityId;
using sp_consensus_beefy::ValidatorSetId;
using ValidatorSet = sp_consensus_beefy::ValidatorSet<AuthorityId>;
using EquivocationProof =
    sp_consensus_beefy::EquivocationProof<BlockNumber, AuthorityId, sp_consensus_beefy::ecdsa_crypto::Signature>;

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

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    T::kReportLongevity;
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
        /// The votes are no proof of an equivocation, or not of that session.
        InvalidEquivocationProof,
        /// The equivocation has been reported before.
        DuplicateOffenceReport,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Reports a validator who signed two payloads for one block. A valid report is free. Origin: signed.
    /// Errors: InvalidKeyOwnershipProof, InvalidEquivocationProof, DuplicateOffenceReport.
    struct report_equivocation {
        scale::Boxed<EquivocationProof> equivocation_proof;
        MembershipProof key_owner_proof;
        Weight weight() const {
            return T::kWeights.report_equivocation(key_owner_proof.validator_count, T::kConstants.MaxNominators);
        }
        DispatchResultWithPostInfo operator()(Signed reporter) const;
    };
    /// The same from a block's author, who counts as the reporter; not accepted from elsewhere. Origin: none.
    struct report_equivocation_unsigned {
        scale::Boxed<EquivocationProof> equivocation_proof;
        MembershipProof key_owner_proof;
        Weight weight() const {
            return T::kWeights.report_equivocation(key_owner_proof.validator_count, T::kConstants.MaxNominators);
        }
        DispatchResultWithPostInfo operator()(None) const;
    };
    using Calls = List<At<0, report_equivocation>, At<1, report_equivocation_unsigned>>;

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
    static bool submit_unsigned_equivocation_report(EquivocationProof equivocation_proof,
                                                    MembershipProof key_owner_proof);

  private:
    static void initialize(std::vector<AuthorityId> authorities);
    static void deposit_log(const sp_consensus_beefy::ConsensusLog& log);
    static void notify(const ValidatorSet& current, const ValidatorSet& next);
    static void announce(ValidatorSet current, std::vector<AuthorityId> next);
    static DispatchResult process_evidence(std::optional<AccountId> reporter, const EquivocationProof& proof,
                                           const MembershipProof& key_owner_proof);
    static TransactionCheck check_evidence(const EquivocationProof& proof, const MembershipProof& key_owner_proof);
};

}  // namespace serinus::pallet_beefy
