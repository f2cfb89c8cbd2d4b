/// Babe: slots, epochs and their randomness, and reports of authors who made two blocks in one slot.
/// Pallet: babe
///
/// Each block brings its author's claim to a slot. An epoch is a fixed number of slots; with a new one its authorities
/// and its randomness, which were announced an epoch ago, come into force and the next ones are announced. What the VRF
/// of primary authors gives is collected for later randomness. Epochs in which no block was made are skipped.
///
/// Invariants (checked by try_state()): SkippedEpochs is in strictly rising order and no session lies behind its epoch;
/// the current epoch began no earlier than the one before; the current epoch does not begin after the current slot.
#pragma once

#include "codec/boxed.hpp"
#include "runtime/pallets/babe/types.hpp"
#include "runtime/pallets/babe/weights.hpp"
#include "runtime/pallets/offences/reporting.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/session_rotation.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::pallet_babe {

using namespace sdk;
using sp_consensus_babe::AllowedSlots;
using sp_consensus_babe::AuthorityId;
using sp_consensus_babe::AuthorityList;
using sp_consensus_babe::BabeEpochConfiguration;
using sp_consensus_babe::Epoch;
using sp_consensus_babe::EquivocationProof;
using sp_consensus_babe::digests::NextConfigDescriptor;
using sp_consensus_babe::digests::PreDigest;
using BabeRandomness = sp_consensus_babe::Randomness;

struct Constants {
    /// Length of an epoch in slots. It cannot change while the chain runs.
    uint64_t EpochDuration;
    /// Time from block to block in milliseconds, on average.
    Moment ExpectedBlockTime;
    /// The largest number of authorities.
    uint32_t MaxAuthorities;
    /// The largest number of nominators that a report on a validator concerns.
    uint32_t MaxNominators;
};

/// Outputs that are kept together; a full segment is followed by another.
inline constexpr uint32_t kUnderConstructionSegmentLength = 256;
inline constexpr uint32_t kMaxSkippedEpochs = 100;

struct GenesisConfig {
    AuthorityList authorities;
    /// Source: sp-consensus-babe 0.44, `impl Default for BabeEpochConfiguration`
    BabeEpochConfiguration epoch_config{{1, 4}, AllowedSlots::PrimaryAndSecondaryVRFSlots};
};

/// `T`: System, Timestamp (a slot lasts twice its minimum period), Session, KeyOwnerProofSystem, Offences, Authorship,
/// kReportLongevity, kConstants, kDbWeight, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
    T::kReportLongevity;
    typename T::Authorship;
    typename T::KeyOwnerProofSystem;
    typename T::Offences;
    typename T::Session;
    typename T::System;
    typename T::Timestamp;
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
    using Key = AuthorityId;
    using Session = typename T::Session;
    using BoundedAuthorities = WeakBoundedVec<std::pair<AuthorityId, uint64_t>, T::kConstants.MaxAuthorities>;

    struct Storage {
        /// Index of the current epoch.
        Value<uint64_t, OrDefault> EpochIndex;
        /// Authorities of the current epoch with their weights.
        Value<BoundedAuthorities, OrDefault> Authorities;
        /// The slot of the first block, with which the first epoch began; 0 before that.
        Value<Slot, OrDefault> GenesisSlot;
        /// The slot of the current block.
        Value<Slot, OrDefault> CurrentSlot;
        /// Randomness of the current epoch. It is public, and whoever makes blocks can influence it: not for games.
        Value<BabeRandomness, OrDefault> Randomness;
        /// A change of the configuration that is announced with the next epoch.
        Value<NextConfigDescriptor> PendingEpochConfigChange;
        /// Randomness of the next epoch.
        Value<BabeRandomness, OrDefault> NextRandomness;
        /// Authorities of the next epoch with their weights.
        Value<BoundedAuthorities, OrDefault> NextAuthorities;
        /// The segment of UnderConstruction that is being filled.
        Value<uint32_t, OrDefault> SegmentIndex;
        /// Outputs of primary authors, in segments.
        Map<Twox64Concat<uint32_t>, BoundedVec<BabeRandomness, kUnderConstructionSegmentLength>, OrDefault>
            UnderConstruction;
        /// The claim of the current block, once it was looked for; gone when the block is finalized.
        Value<std::optional<PreDigest>> Initialized;
        /// What the VRF of the last block's author gave, if the block had one.
        Value<std::optional<BabeRandomness>, OrDefault> AuthorVrfRandomness;
        /// Numbers of the blocks with which the last and the current epoch began.
        Value<std::pair<BlockNumber, BlockNumber>, OrDefault> EpochStart;
        /// Slots without a block before this one; 0 outside of blocks.
        Value<BlockNumber, OrDefault> Lateness;
        /// Configuration of the current epoch.
        Value<BabeEpochConfiguration> EpochConfig;
        /// Configuration of the next epoch; none if it stays as it is.
        Value<BabeEpochConfiguration> NextEpochConfig;
        /// The last epochs before which some were skipped, with the session that began with each. Without gaps the two
        /// indices run alike; reports of equivocations need the session of an epoch.
        Value<BoundedVec<std::pair<uint64_t, SessionIndex>, kMaxSkippedEpochs>, OrDefault> SkippedEpochs;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 0;

    enum class Error : uint8_t {
        /// The two headers are no proof of an equivocation.
        InvalidEquivocationProof,
        /// The offender's key is not shown to be a validator's in that session.
        InvalidKeyOwnershipProof,
        /// The equivocation has been reported before.
        DuplicateOffenceReport,
        /// With this configuration no block could be made.
        InvalidConfiguration,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Reports an author who signed two blocks for one slot. A valid report is free. Origin: signed.
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
    /// Plans a change of the configuration: announced with the next epoch, in force with the one after it. Replaces
    /// what was planned before. Origin: root. Errors: InvalidConfiguration.
    struct plan_config_change {
        NextConfigDescriptor config;
        Weight weight() const { return T::kWeights.plan_config_change(); }
        DispatchResult operator()(Root) const;
    };
    using Calls = List<At<0, report_equivocation>, At<1, report_equivocation_unsigned>, At<2, plan_config_change>>;

    static void build(const GenesisConfig& config);
    static Weight on_initialize(BlockNumber now);
    /// Panics if the author is disabled: such a block is not valid.
    static void on_finalize(BlockNumber now);
    static TryStateResult try_state();
    static TransactionValidity validate_unsigned(TransactionSource source, const RuntimeCall& call);
    static TransactionCheck pre_dispatch(const RuntimeCall& call);

    // For the session: this pallet decides when one ends, and gets to know the new authorities.
    static bool should_end_session(BlockNumber now);
    static void on_genesis_session(std::span<const std::pair<AccountId, Key>> validators);
    static void on_new_session(bool changed, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>> queued);
    static void on_disabled(uint32_t validator_index);

    /// The index of the author among the authorities, by the first digest item of BABE.
    static std::optional<uint32_t> find_author(const primitives::Digest& digest);
    /// Panics unless the time lies in the slot of the block.
    static void on_timestamp_set(Moment now);

    static Moment slot_duration();
    static Slot current_epoch_start();
    static Epoch current_epoch();
    static Epoch next_epoch();
    static bool should_epoch_change(BlockNumber now);
    /// The block with which the next epoch begins if no slot stays empty; nullopt if that is past.
    static std::optional<BlockNumber> next_expected_epoch_change(BlockNumber now);
    // How long sessions last (sdk/traits/session_rotation.hpp): as epochs, if no slot stays empty.
    static BlockNumber average_session_length();
    static Estimate<Permill> estimate_current_session_progress(BlockNumber now);
    static Estimate<BlockNumber> estimate_next_session_rotation(BlockNumber now);
    /// Begins an epoch. Without authorities nothing happens.
    static void enact_epoch_change(BoundedAuthorities authorities, BoundedAuthorities next_authorities,
                                   std::optional<SessionIndex> session_index);
    /// The session that ran in an epoch that was not skipped.
    static SessionIndex session_index_for_epoch(uint64_t epoch_index);
    /// For the node: puts an unsigned report into its pool.
    static bool submit_unsigned_equivocation_report(EquivocationProof equivocation_proof,
                                                    MembershipProof key_owner_proof);

  private:
    static void initialize(BlockNumber now);
    static void initialize_genesis_authorities(AuthorityList authorities);
    static void initialize_genesis_epoch(Slot genesis_slot);
    static void deposit_consensus(sp_consensus_babe::ConsensusLog log);
    static void deposit_randomness(const BabeRandomness& randomness);
    static BabeRandomness randomness_change_epoch(uint64_t next_epoch_index);
    static void note_skipped_epochs(uint64_t epoch_index, SessionIndex session_index);
    static DispatchResult process_evidence(std::optional<AccountId> reporter, const EquivocationProof& proof,
                                           const MembershipProof& key_owner_proof);
    static TransactionCheck check_evidence(const EquivocationProof& proof, const MembershipProof& key_owner_proof);
};

}  // namespace serinus::pallet_babe
