/// ParaInclusion: candidates from their backing to their inclusion.
///
/// A candidate that is backed occupies its core. Validators say in bitfields of which candidates they have their
/// chunk; as soon as a supermajority has, the candidate is included: its messages are taken over, its head becomes the
/// para's, its core is free. A candidate that takes too long, or that loses a dispute, goes without effect.
///
/// Invariant (checked by try_state()): a candidate that waits has commitments, and vice versa.
///
/// Source: polkadot_runtime_parachains::inclusion 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/inclusion/candidates.hpp"
#include "runtime/pallets/parachains/inclusion/upward_queue.hpp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler.hpp"
#include "runtime/pallets/parachains/shared/shared.hpp"
#include "runtime/sdk/traits/messages.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {

using namespace sdk;
using configuration::SessionIndex;
using para_scheduler::CoreAssignment;
using polkadot_primitives::CandidateHash;
using polkadot_primitives::HeadData;
using polkadot_primitives::ValidationCode;
using polkadot_primitives::v5::AvailabilityBitfield;
using polkadot_primitives::v5::BackedCandidate;
using polkadot_primitives::v5::CandidateCommitments;
using polkadot_primitives::v5::CandidateDescriptor;
using polkadot_primitives::v5::CandidateReceipt;
using polkadot_primitives::v5::CommittedCandidateReceipt;
using polkadot_primitives::v5::CoreIndex;
using polkadot_primitives::v5::GroupIndex;
using polkadot_primitives::v5::PersistedValidationData;
using polkadot_primitives::v5::SignedAvailabilityBitfields;
using polkadot_primitives::v5::SigningContext;
using polkadot_primitives::v5::ValidatorId;
using polkadot_primitives::v5::ValidatorIndex;
using polkadot_primitives::v5::ValidityAttestation;
using AllowedRelayParents = shared::AllowedRelayParentsTracker<Hash256, BlockNumber>;

/// The last bitfield of a validator, and when it came.
template <class N>
struct AvailabilityBitfieldRecord {
    using Params = List<Param<"N", N>>;
    AvailabilityBitfield bitfield;
    N submitted_at{};
};

/// A candidate that waits for its availability.
template <class H, class N>
struct CandidatePendingAvailability {
    using Params = List<Param<"H", H>, Param<"N", N>>;
    CoreIndex core;
    CandidateHash hash;
    CandidateDescriptor descriptor;
    polkadot_primitives::v5::Bits availability_votes;  ///< which validators have their chunk
    polkadot_primitives::v5::Bits backers;             ///< which validators have backed it
    N relay_parent_number{};
    N backed_in_number{};
    GroupIndex backing_group;
};
using Pending = CandidatePendingAvailability<Hash256, BlockNumber>;

/// What came of a block's candidates.
struct ProcessedCandidates {
    std::vector<std::pair<CoreIndex, ParaId>> core_indices;
    std::vector<std::pair<CandidateReceipt, std::vector<std::pair<ValidatorIndex, ValidityAttestation>>>>
        candidate_receipt_with_backing_validator_indices;
};

/// A candidate's relay parent.
struct RelayParent {
    BlockNumber number{};
    Hash256 storage_root;
};

/// `T`: Configuration, Dmp, Hrmp, MessageQueue (EnqueueMessage), Paras, RewardValidators (`reward_backing(validators)`,
/// of std::vector<ValidatorIndex>), Scheduler, Shared, System.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Configuration;
    typename T::Dmp;
    typename T::Hrmp;
    typename T::MessageQueue;
    typename T::Paras;
    typename T::RewardValidators;
    typename T::Scheduler;
    typename T::Shared;
    typename T::System;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(inclusion::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(EnqueueMessage<typename T::MessageQueue, AggregateMessageOrigin>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Host = configuration::HostConfiguration<BlockNumber>;

    struct Storage {
        /// The latest bitfield of each validator.
        Map<Twox64Concat<ValidatorIndex>, AvailabilityBitfieldRecord<BlockNumber>> AvailabilityBitfields;
        /// The candidate of each para that waits.
        Map<Twox64Concat<ParaId>, Pending> PendingAvailability;
        /// What it does when it is included.
        Map<Twox64Concat<ParaId>, CandidateCommitments> PendingAvailabilityCommitments;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A candidate was backed. Its head, its core, the group that has backed it.
        struct CandidateBacked {
            CandidateReceipt _0;
            HeadData _1;
            CoreIndex _2;
            GroupIndex _3;
        };
        /// A candidate was included. Its head, its core, the group that has backed it.
        struct CandidateIncluded {
            CandidateReceipt _0;
            HeadData _1;
            CoreIndex _2;
            GroupIndex _3;
        };
        /// A candidate was not available in time. Its head, and the core that it leaves.
        struct CandidateTimedOut {
            CandidateReceipt _0;
            HeadData _1;
            CoreIndex _2;
        };
        /// Messages of a para to the relay chain were put into its queue.
        struct UpwardMessagesReceived {
            ParaId from;
            uint32_t count{};
        };
        using list = List<CandidateBacked, CandidateIncluded, CandidateTimedOut, UpwardMessagesReceived>;
    };

    enum class Error : uint8_t {
        /// Validators are not named in ascending order.
        UnsortedOrDuplicateValidatorIndices,
        /// Sets of statements in disputes are not in ascending order.
        UnsortedOrDuplicateDisputeStatementSet,
        /// Candidates are not in the order of their cores.
        UnsortedOrDuplicateBackedCandidates,
        /// The relay parent is another one.
        UnexpectedRelayParent,
        /// A bitfield has not a bit for each core.
        WrongBitfieldSize,
        /// A bitfield says nothing.
        BitfieldAllZeros,
        /// Bitfields are not in the ascending order of validators.
        BitfieldDuplicateOrUnordered,
        /// There is no such validator.
        ValidatorIndexOutOfBounds,
        /// The signature of a bitfield is not the validator's.
        InvalidBitfieldSignature,
        /// The para has no core in this block.
        UnscheduledCandidate,
        /// The para's last candidate waits still.
        CandidateScheduledBeforeParaFree,
        /// Cores are not in ascending order.
        ScheduledOutOfOrder,
        /// The head is longer than the configuration allows.
        HeadDataTooLarge,
        /// The para may not change its code now.
        PrematureCodeUpgrade,
        /// The code is longer than the configuration allows.
        NewCodeTooLarge,
        /// The relay parent is too old, of another session or fork, or older than the last one of the para.
        DisallowedRelayParent,
        /// No group looks after the core.
        InvalidAssignment,
        /// There is no such group.
        InvalidGroupIndex,
        /// Too few of the group have backed the candidate.
        InsufficientBacking,
        /// A backer's signature is wrong, or signatures and bits do not fit.
        InvalidBacking,
        /// The collator's signature is wrong.
        NotCollatorSigned,
        /// The candidate was executed on other data than the relay chain has.
        ValidationDataHashMismatch,
        /// The candidate has read more downward messages than there are, or none of those that it had to.
        IncorrectDownwardMessageHandling,
        /// There are too many upward messages, or too long ones, or there is no room for them.
        InvalidUpwardMessages,
        /// The candidate says that it has read messages of other paras up to a block to which it cannot have.
        HrmpWatermarkMishandling,
        /// Messages to other paras are too many or too long, not sorted, or lack a channel with room for them.
        InvalidOutboundHrmp,
        /// The candidate was executed by other code than the para has.
        InvalidValidationCodeHash,
        /// The descriptor names another head than the commitments have.
        ParaHeadMismatch,
        /// A bitfield has bits of cores that are free.
        BitfieldReferencesFreedCore,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }
    using Calls = List<>;

    static void initializer_on_new_session(const initializer::SessionChangeNotification& change,
                                           std::vector<ParaId>& outgoing);
    static TryStateResult try_state();

    /// Counts bitfields, which were checked, and includes what is available now. Gives the cores that this frees, with
    /// the candidates that have occupied them, in the order of the cores.
    static std::vector<std::pair<CoreIndex, CandidateHash>> update_pending_availability_and_get_freed_cores(
        size_t expected_bits, const std::vector<ValidatorId>& validators, const SignedAvailabilityBitfields& bitfields);

    /// Checks candidates and lets them occupy their cores. `candidates` are in the order of their cores.
    static Result<ProcessedCandidates, DispatchError> process_candidates(const AllowedRelayParents& parents,
                                                                         const std::vector<BackedCandidate>& candidates,
                                                                         const std::vector<CoreAssignment>& scheduled);

    /// All checks of a candidate that need no group. Success: the number of its relay parent; nullopt if the para has
    /// no head.
    static Result<std::optional<BlockNumber>, Error> verify_backed_candidate(const Host& config,
                                                                             const AllowedRelayParents& parents,
                                                                             const BackedCandidate& candidate);

    /// Removes the candidates that have waited too long, and gives their cores, in the order of the map.
    static std::vector<CoreIndex> collect_pending(const typename T::Scheduler::TimeoutRule& rule);
    /// The same for these candidates, without events.
    static std::vector<CoreIndex> collect_disputed(const std::set<CandidateHash>& disputed);

    /// Includes the candidate of a para at once, if there is one.
    static void force_enact(ParaId para);
    static std::optional<Pending> pending_availability(ParaId para) { return storage.PendingAvailability.get(para); }
    static std::optional<CommittedCandidateReceipt> candidate_pending_availability(ParaId para);
    /// Whether commitments would be taken of a candidate on this block.
    static bool check_validation_outputs(ParaId para, BlockNumber relay_parent, const CandidateCommitments& outputs);
    static std::optional<PersistedValidationData> make_persisted_validation_data(const Host& config, ParaId para,
                                                                                 const RelayParent& parent);

  private:
    static Result<void, Error> check_commitments(const Host& config, ParaId para, BlockNumber relay_parent,
                                                 const CandidateCommitments& commitments);
    static bool can_take_upward_messages(const Host& config, ParaId para, const std::vector<Bytes>& messages);
    static void receive_upward_messages(ParaId para, std::vector<Bytes> messages);
    static void enact_candidate(Pending pending, CandidateCommitments commitments);
};

}  // namespace serinus::polkadot_runtime_parachains::inclusion
