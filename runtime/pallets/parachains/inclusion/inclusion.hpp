/// ParaInclusion: candidates from their backing to their inclusion, several of a para at once.
///
/// Candidates of a para that wait for their availability form a chain on its included head, each on a core of its own.
/// Validators say in bitfields of which cores they have their chunk of the candidate there. A candidate that a
/// supermajority has is included, as soon as those before it in its chain are: its messages are taken over, its head
/// becomes the para's, its core is free. One that takes too long, or that loses a dispute, goes without effect, and
/// with it all that build on it.
///
/// A candidate says which messages it has read and sent. That is checked against the queues as they are on chain, not
/// as the candidates before it will leave them.
///
/// Invariant (checked by try_state()): no two candidates have the same core.
///
/// Observed: polkadot-runtime-parachains 21.0.1, inclusion/mod.rs
#pragma once

#include "runtime/pallets/parachains/inclusion/backing.hpp"
#include "runtime/pallets/parachains/inclusion/upward_queue.hpp"
#include "runtime/pallets/parachains/inclusion/weights.hpp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler.hpp"
#include "runtime/pallets/parachains/shared/shared.hpp"
#include "runtime/sdk/traits/messages.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {

using namespace sdk;
using configuration::SessionIndex;
using polkadot_primitives::CandidateHash;
using polkadot_primitives::HeadData;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::Bits;
using polkadot_primitives::v5::CandidateCommitments;
using polkadot_primitives::v5::CoreIndex;
using polkadot_primitives::v5::GroupIndex;
using polkadot_primitives::v5::PersistedValidationData;
using polkadot_primitives::v5::SignedAvailabilityBitfields;
using polkadot_primitives::v5::SigningContext;
using polkadot_primitives::v5::ValidatorId;
using polkadot_primitives::v5::ValidatorIndex;
using vstaging::BackedCandidate;
using vstaging::BackersOfCandidate;
using vstaging::CandidateDescriptorV2;
using vstaging::CandidateReceiptV2;
using vstaging::CommittedCandidateReceiptV2;
using AllowedRelayParents = shared::AllowedRelayParentsTracker<Hash256, BlockNumber>;

/// A candidate that waits for its availability.
template <class H, class N>
struct CandidatePendingAvailability {
    using Params = List<Param<"H", H>, Param<"N", N>>;
    CoreIndex core;
    CandidateHash hash;
    CandidateDescriptorV2 descriptor;
    CandidateCommitments commitments;
    Bits availability_votes;  ///< which validators have their chunk
    Bits backers;             ///< which validators have backed it
    N relay_parent_number{};
    N backed_in_number{};
    GroupIndex backing_group;
};
using Pending = CandidatePendingAvailability<Hash256, BlockNumber>;
/// Of a para, each on the one before it.
using PendingChain = std::vector<Pending>;

/// Candidates with their cores, by paras, each on the one before it.
using CandidatesOfParas = std::map<ParaId, std::vector<std::pair<BackedCandidate, CoreIndex>>>;

/// `T`: Configuration, Dmp, Hrmp, MessageQueue (EnqueueMessage), Paras, RewardValidators (`reward_backing(validators)`,
/// of std::vector<ValidatorIndex>), Scheduler, Shared, System, kWeights.
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
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(inclusion::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(EnqueueMessage<typename T::MessageQueue, AggregateMessageOrigin>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    static constexpr uint16_t kStorageVersion = 1;
    using Host = configuration::Host;
    static constexpr vstaging::DescriptorRules kRules =
        T::Shared::kHasReceiptsV3 ? vstaging::DescriptorRules::UpToV3 : vstaging::DescriptorRules::UpToV2;

    struct Storage {
        /// The candidates of each para that wait. Once there were some the entry stays, even empty, to the end of the
        /// session. The name is that of the storage's version: an older one had other values behind the same keys.
        Map<Twox64Concat<ParaId>, PendingChain> V1;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A candidate was backed. Its head, its core, the group that has backed it.
        struct CandidateBacked {
            CandidateReceiptV2 _0;
            HeadData _1;
            CoreIndex _2;
            GroupIndex _3;
        };
        /// A candidate was included. Its head, its core, the group that has backed it.
        struct CandidateIncluded {
            CandidateReceiptV2 _0;
            HeadData _1;
            CoreIndex _2;
            GroupIndex _3;
        };
        /// A candidate was not available in time. Its head, and the core that it leaves.
        struct CandidateTimedOut {
            CandidateReceiptV2 _0;
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
        /// There is no such validator.
        ValidatorIndexOutOfBounds,
        /// The para has no code.
        UnscheduledCandidate,
        /// The head is longer than the configuration allows.
        HeadDataTooLarge,
        /// The para may not change its code now.
        PrematureCodeUpgrade,
        /// The code is longer than the configuration allows.
        NewCodeTooLarge,
        /// The relay parent, or the scheduling parent, is too old, of another session or fork, or the relay parent is
        /// older than the last one of the para.
        DisallowedRelayParent,
        /// No group looks after the core.
        InvalidAssignment,
        /// There is no such group.
        InvalidGroupIndex,
        /// Too few of the group have backed the candidate.
        InsufficientBacking,
        /// A backer's signature is wrong, or signatures and bits do not fit.
        InvalidBacking,
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
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }
    using Calls = List<>;

    static void initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing);
    static TryStateResult try_state();

    struct Availability {
        Weight weight;  ///< of including what has become available
        /// What was included, with its core: paras in the order of the map.
        std::vector<std::pair<CoreIndex, CandidateHash>> freed;
    };
    /// Counts bitfields, which were checked, and includes what is available now.
    static Availability update_pending_availability_and_get_freed_cores(const std::vector<ValidatorId>& validators,
                                                                        const SignedAvailabilityBitfields& bitfields);

    /// Checks candidates and lets them occupy their cores. Gives them with those who have backed them. Relay parents
    /// may be of any age here: who has chosen the candidates has looked.
    static Result<std::vector<BackersOfCandidate>, DispatchError> process_candidates(
        const AllowedRelayParents& parents, const CandidatesOfParas& candidates);

    /// The block on whose state a candidate builds; nullopt if it may not. `parents`: the scheduling parents.
    static std::optional<shared::RelayParent> relay_parent_of(const AllowedRelayParents& parents,
                                                              const CandidateDescriptorV2& descriptor);
    /// All checks of a candidate on this head of its para that need no group. `previous_context`: the relay parent may
    /// not be older. Success: the number of its relay parent.
    static Result<BlockNumber, Error> verify_backed_candidate(const Host& config,
                                                              std::optional<BlockNumber> previous_context,
                                                              const AllowedRelayParents& parents,
                                                              const CommittedCandidateReceiptV2& candidate,
                                                              HeadData parent_head);

    /// Removes the candidates that have waited too long, and those on them; gives their cores.
    static std::vector<CoreIndex> free_timedout();
    /// The same for these candidates, without events; gives all that had to go.
    static std::vector<std::pair<CoreIndex, CandidateHash>> free_disputed(const std::set<CandidateHash>& disputed);
    static std::set<CoreIndex> occupied_cores();

    /// Head and relay parent of the para's last candidate, or of its included block.
    static std::optional<HeadData> para_latest_head_data(ParaId para);
    static std::optional<BlockNumber> para_most_recent_context(ParaId para);

    /// Includes all candidates of a para at once.
    static void force_enact(ParaId para);
    static PendingChain pending_availability(ParaId para) { return storage.V1.get(para).value_or(PendingChain{}); }
    static std::vector<CommittedCandidateReceiptV2> candidates_pending_availability(ParaId para);
    /// Whether commitments would be taken of a candidate on this block.
    static bool check_validation_outputs(ParaId para, BlockNumber relay_parent, const CandidateCommitments& outputs);

  private:
    static Result<void, Error> check_commitments(const Host& config, ParaId para, BlockNumber relay_parent,
                                                 const CandidateCommitments& commitments);
    static bool can_take_upward_messages(const Host& config, ParaId para, const CandidateCommitments& commitments);
    static void receive_upward_messages(ParaId para, const CandidateCommitments& commitments);
    /// Adds its backers to `all_backers`: they are rewarded together, for the points of all are one large value.
    static void enact_candidate(Pending candidate, std::vector<ValidatorIndex>& all_backers);
    /// Removes the first candidate of each para that `has_failed`, and all on it; paras ascending.
    template <class F>
    static PendingChain free_failed_cores(F&& has_failed);
};

}  // namespace serinus::polkadot_runtime_parachains::inclusion
