/// Grandpa: the authorities who finalize blocks, changes of them, and reports of those who voted twice in a round.
/// Pallet: grandpa
///
/// A change of the authorities is signalled in the digest of the block that schedules it and takes effect `delay`
/// blocks later; only one can be under way. If finality stands still (note_stalled), the next session brings a forced
/// change, which needs no finality to take effect. Observed: pallet-grandpa 42
///
/// Invariants (checked by try_state()): the current set has a session; no more than MaxSetIdSessionEntries sets have
/// one.
#pragma once

#include "codec/boxed.hpp"
#include "runtime/pallets/grandpa/types.hpp"
#include "runtime/pallets/grandpa/weights.hpp"
#include "runtime/pallets/offences/reporting.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::pallet_grandpa {

using namespace sdk;
using sp_consensus_grandpa::AuthorityId;
using sp_consensus_grandpa::AuthorityList;
using sp_consensus_grandpa::SetId;
using EquivocationProof = sp_consensus_grandpa::EquivocationProof<Hash256, BlockNumber>;

struct Constants {
    /// The largest number of authorities.
    uint32_t MaxAuthorities;
    /// The largest number of nominators that a report on a validator concerns.
    uint32_t MaxNominators;
    /// For how many authority sets it is known in which sessions they acted. Older equivocations cannot be reported.
    uint64_t MaxSetIdSessionEntries;
};

struct GenesisConfig {
    AuthorityList authorities;
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
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(pallet_offences::ReportsEquivocations<T>);
        static_assert(Sessions<typename T::Session>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Key = AuthorityId;
    using State = StoredState<BlockNumber>;
    using Change = StoredPendingChange<BlockNumber, T::kConstants.MaxAuthorities>;
    using BoundedAuthorities = decltype(Change::next_authorities);

    struct Storage {
        /// What the current authorities are doing.
        Value<StoredState<BlockNumber>, OrDefault> State;
        /// The change that is under way.
        Value<Change> PendingChange;
        /// The first block in which a forced change may be scheduled again.
        Value<BlockNumber> NextForced;
        /// Set if finality stands still: how long the forced change waits, and the block to go on from.
        Value<std::pair<BlockNumber, BlockNumber>> Stalled;
        /// How often the authorities have changed, in person, stake or keys.
        Value<SetId, OrDefault> CurrentSetId;
        /// The last session in which a set acted. Reports of equivocations need it.
        Map<Twox64Concat<SetId>, SessionIndex> SetIdSession;
        /// The current authorities.
        Value<BoundedAuthorities, OrDefault> Authorities;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 5;

    struct Event {
        using Generics = List<>;
        /// New authorities are in force.
        struct NewAuthorities {
            AuthorityList authority_set;
        };
        /// The authorities pause.
        struct Paused {};
        /// The authorities go on.
        struct Resumed {};
        using list = List<NewAuthorities, Paused, Resumed>;
    };

    enum class Error : uint8_t {
        /// The authorities are not live, or a pause is pending.
        PauseFailed,
        /// The authorities are not paused, or going on is pending.
        ResumeFailed,
        /// Another change is under way.
        ChangePending,
        /// The last forced change was too short ago.
        TooSoon,
        /// The offender's key is not shown to be a validator's in that session.
        InvalidKeyOwnershipProof,
        /// The votes are no proof of an equivocation, or not of that session.
        InvalidEquivocationProof,
        /// The equivocation has been reported before.
        DuplicateOffenceReport,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Reports a voter who signed two votes in one round. A valid report is free. Origin: signed.
    /// Errors: InvalidEquivocationProof, InvalidKeyOwnershipProof, DuplicateOffenceReport.
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
    /// States that finality stands still: the next session begins with a forced change of the authorities, in force
    /// `delay` blocks later, who go on from `best_finalized_block_number`. Origin: root.
    struct note_stalled {
        BlockNumber delay{};
        BlockNumber best_finalized_block_number{};
        Weight weight() const { return T::kWeights.note_stalled(); }
        DispatchResult operator()(Root) const;
    };
    using Calls = List<At<0, report_equivocation>, At<1, report_equivocation_unsigned>, At<2, note_stalled>>;

    static void build(const GenesisConfig& config);
    /// Signals changes that were scheduled in this block and enacts those whose time has come.
    static void on_finalize(BlockNumber now);
    static TryStateResult try_state();
    static TransactionValidity validate_unsigned(TransactionSource source, const RuntimeCall& call);
    static TransactionCheck pre_dispatch(const RuntimeCall& call);

    static void on_genesis_session(std::span<const std::pair<AccountId, Key>> validators);
    static void on_new_session(bool changed, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>> queued);
    static void on_disabled(uint32_t validator_index);

    static AuthorityList grandpa_authorities() { return storage.Authorities.get(); }
    static SetId current_set_id() { return storage.CurrentSetId.get(); }
    static DispatchResult schedule_pause(BlockNumber in_blocks);   ///< PauseFailed
    static DispatchResult schedule_resume(BlockNumber in_blocks);  ///< ResumeFailed
    /// `forced`: the block to go on from, if finality stands still. Errors: ChangePending, TooSoon.
    static DispatchResult schedule_change(AuthorityList next_authorities, BlockNumber in_blocks,
                                          std::optional<BlockNumber> forced);
    /// For the node: puts an unsigned report into its pool.
    static bool submit_unsigned_equivocation_report(EquivocationProof equivocation_proof,
                                                    MembershipProof key_owner_proof);

  private:
    static void initialize(AuthorityList authorities);
    static void deposit_log(sp_consensus_grandpa::ConsensusLog log);
    static DispatchResult process_evidence(std::optional<AccountId> reporter, const EquivocationProof& proof,
                                           const MembershipProof& key_owner_proof);
    static TransactionCheck check_evidence(const EquivocationProof& proof, const MembershipProof& key_owner_proof);
};

}  // namespace serinus::pallet_grandpa
