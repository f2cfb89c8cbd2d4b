/// ParasSlashing: punishes those who have backed a candidate that a dispute has found invalid,
/// those who have approved it, a little, and those who have disputed a valid one, by an offence that costs
/// nothing.
///
/// In the session of the candidate they are known with what is at stake, and are punished at once. Of a past session
/// only their keys are known: then the slash waits until a block's author brings a proof whose key it was.
///
/// Source: polkadot_runtime_parachains::disputes::slashing 1.0.0 (polkadot-sdk v1.1.0). Observed:
/// polkadot-runtime-parachains 21.0.1
#pragma once

#include "codec/boxed.hpp"
#include "runtime/pallets/offences/reporting.hpp"
#include "runtime/pallets/parachains/disputes/dispute_import.hpp"
#include "runtime/pallets/parachains/disputes/dispute_slashes.hpp"
#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/slashing/weights.hpp"
#include "runtime/protocol/equivocation.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::polkadot_runtime_parachains::disputes::slashing {

using namespace sdk;
using polkadot_primitives::CandidateHash;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::ValidatorIndex;
using polkadot_primitives::vstaging::DisputeOffenceKind;

/// `T`: Configuration, IdentificationOf, KeyOwnerProofSystem (Historical), Offences, Session, SessionInfo, kWeights;
/// `kReportLongevity` in blocks.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    T::kReportLongevity;
    typename T::Configuration;
    typename T::IdentificationOf;
    typename T::KeyOwnerProofSystem;
    typename T::Offences;
    typename T::Session;
    typename T::SessionInfo;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(slashing::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(pallet_offences::KeyOwnerProofSystem<typename T::KeyOwnerProofSystem>);
        static_assert(pallet_offences::ReportOffence<typename T::Offences>);
        static_assert(Sessions<typename T::Session>);
    }

    using DisputeProof = polkadot_primitives::vstaging::DisputeProof;
    using PendingSlashes = polkadot_primitives::vstaging::PendingSlashes;

    struct Storage {
        /// The losers of disputes of past sessions who are still to be reported.
        DoubleMap<Twox64Concat<SessionIndex>, Blake2_128Concat<CandidateHash>, PendingSlashes> UnappliedSlashes;
        /// How many validators a session had. Not used any more.
        Map<Twox64Concat<SessionIndex>, uint32_t> ValidatorSetCounts;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    enum class Error : uint8_t {
        /// The key is not shown to be a validator's.
        InvalidKeyOwnershipProof,
        /// The session is too old, or there is none.
        InvalidSessionIndex,
        /// No slash of that kind waits for the candidate.
        InvalidCandidateHash,
        /// None waits for that validator.
        InvalidValidatorIndex,
        /// The validator has another key.
        ValidatorIndexIdMismatch,
        /// The loser was reported before.
        DuplicateSlashingReport,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Reports a loser by a proof whose key it was. Blocks alone may have it. Origin: none.
    struct report_dispute_lost_unsigned {
        scale::Boxed<typename Pallet::DisputeProof> dispute_proof;
        MembershipProof key_owner_proof;
        Weight weight() const { return T::kWeights.report_dispute_lost(key_owner_proof.validator_count); }
        DispatchResultWithPostInfo operator()(None) const;
    };
    using Calls = List<At<0, report_dispute_lost_unsigned>>;

    static TransactionValidity validate_unsigned(TransactionSource source, const RuntimeCall& call);
    static TransactionCheck pre_dispatch(const RuntimeCall& call);
    /// Forgets slashes of the session in which nothing may be disputed any more.
    static void initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing);

    /// Punishes `losers`: those who are `backers` too, and those who are not. `losers` ascend.
    static void punish_for_invalid(SessionIndex session, const CandidateHash& candidate,
                                   const std::vector<ValidatorIndex>& losers, const ValidatorSet& backers);
    /// Those who have disputed a valid candidate.
    static void punish_against_valid(SessionIndex session, const CandidateHash& candidate,
                                     const std::vector<ValidatorIndex>& losers);
    /// All slashes that wait, in the order of their keys in storage.
    static std::vector<std::tuple<SessionIndex, CandidateHash, PendingSlashes>> unapplied_slashes();
    /// Hands a report to the node's pool; whether that has taken it.
    static bool submit_unsigned_slashing_report(DisputeProof dispute_proof, MembershipProof key_owner_proof);

  private:
    static void punish(SessionIndex session, const CandidateHash& candidate, DisputeOffenceKind kind,
                       const std::vector<ValidatorIndex>& punished);
    static TransactionCheck check_report(const report_dispute_lost_unsigned& report);
};

}  // namespace serinus::polkadot_runtime_parachains::disputes::slashing
