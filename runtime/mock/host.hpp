/// A mock runtime with the pallets that give cores to paras and take their candidates. What these
/// ask of others are plain values here, which a test sets: who validates, what paras there are, what waits in queues,
/// how disputes stand. For tests of these pallets.
#pragma once

#include "runtime/mock/holds.hpp"
#include "runtime/pallets/parachains/assigner_coretime/assigner_coretime.hpp"
#include "runtime/pallets/parachains/configuration/configuration.hpp"
#include "runtime/pallets/parachains/coretime/coretime.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion.hpp"
#include "runtime/pallets/parachains/on_demand/on_demand.hpp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler.hpp"
#include "runtime/pallets/parachains/paras_inherent/paras_inherent.hpp"
#include "runtime/pallets/parachains/shared/shared.hpp"

namespace serinus::mock::host {

namespace parachains = polkadot_runtime_parachains;

using mock::System, holds::Balances;
using Configuration = parachains::configuration::Pallet<struct ConfigurationConfig>;
using ParasShared = parachains::shared::Pallet<struct ParasSharedConfig>;
using ParaScheduler = parachains::para_scheduler::Pallet<struct ParaSchedulerConfig>;
using CoretimeAssignmentProvider = parachains::assigner_coretime::Pallet<struct CoretimeAssignmentProviderConfig>;
using OnDemand = parachains::on_demand::Pallet<struct OnDemandConfig>;
using ParachainsOrigin = parachains::origin::Pallet<struct ParachainsOriginConfig>;
using Coretime = parachains::coretime::Pallet<struct CoretimeConfig>;
using ParaInclusion = parachains::inclusion::Pallet<struct ParaInclusionConfig>;
using ParaInherent = parachains::paras_inherent::Pallet<struct ParaInherentConfig>;

using polkadot_primitives::CandidateHash;
using polkadot_primitives::HeadData;
using polkadot_primitives::ParaId;
using polkadot_primitives::ValidationCode;
using polkadot_primitives::ValidationCodeHash;
using polkadot_primitives::v5::ValidatorIndex;

/// Whom Session has disabled, by places among all validators.
struct Disabled {
    static inline std::vector<uint32_t> validators;
    static std::vector<uint32_t> disabled_validators() { return validators; }
};

/// Paras and their heads.
struct Paras {
    struct Storage {
        Map<Twox64Concat<ParaId>, HeadData> Heads;
        Map<Twox64Concat<ParaId>, BlockNumber> MostRecentContext;
        Map<Twox64Concat<ParaId>, ValidationCodeHash> CurrentCodeHash;
        /// The block of the announcement of new code.
        Map<Twox64Concat<ParaId>, BlockNumber> FutureCodeUpgrades;
    };
    static constexpr Storage storage = bind_storage<Storage>("Paras");
    static bool can_upgrade_validation_code(ParaId para) { return !storage.FutureCodeUpgrades.exists(para); }
    static bool is_offboarding(ParaId) { return false; }
    static void schedule_code_upgrade(ParaId para, ValidationCode, BlockNumber at,
                                      const parachains::configuration::Host&) {
        storage.FutureCodeUpgrades.put(para, at);
    }
    static void note_new_head(ParaId para, const HeadData& head, BlockNumber context) {
        storage.Heads.put(para, head);
        storage.MostRecentContext.put(para, context);
    }
};

/// There are no messages between paras and none to them.
struct NoMessages {
    static bool can_process_downward_messages(ParaId, BlockNumber, uint32_t processed) { return processed == 0; }
    static void prune_dmq(ParaId, uint32_t) {}
    static bool can_advance_watermark(ParaId, BlockNumber relay_parent, BlockNumber watermark) {
        return watermark == relay_parent;
    }
    template <class Host, class Messages>
    static bool can_queue_outbound_hrmp(const Host&, ParaId, const Messages& messages) {
        return messages.empty();
    }
    static void prune_hrmp(ParaId, BlockNumber) {}
    template <class Messages>
    static void queue_outbound_hrmp(ParaId, Messages&&) {}
};

/// Messages to the relay chain stay as they come.
struct UpwardQueue {
    using Origin = parachains::inclusion::AggregateMessageOrigin;
    static constexpr uint32_t kMaxMessageLength = 65'531;
    static inline std::map<ParaId, std::vector<Bytes>> messages;

    static void enqueue_message(Bytes message, const Origin& origin) {
        messages[parachains::inclusion::para_of(origin)].push_back(std::move(message));
    }
    static void enqueue_messages(std::vector<Bytes> some, const Origin& origin) {
        for (Bytes& message : some) enqueue_message(std::move(message), origin);
    }
    static void sweep_queue(const Origin& origin) { messages.erase(parachains::inclusion::para_of(origin)); }
    static QueueFootprint footprint(const Origin& origin) {
        QueueFootprint out;
        for (const Bytes& message : messages[parachains::inclusion::para_of(origin)]) {
            ++out.count;
            out.size += message.size();
        }
        return out;
    }
};

/// Who was rewarded.
struct Rewards {
    static inline std::vector<ValidatorIndex> backers;
    static void reward_backing(const std::vector<ValidatorIndex>& some) {
        backers.insert(backers.end(), some.begin(), some.end());
    }
};

/// All statements count; which disputes have ended is a value.
struct Disputes {
    using Sets = polkadot_primitives::v8::MultiDisputeStatementSet;
    static inline std::set<CandidateHash> invalid;
    static inline std::vector<CandidateHash> included;
    static inline bool is_chain_frozen = false;

    static void deduplicate_and_sort_dispute_data(Sets&) {}
    static std::optional<Sets::value_type> filter_dispute_data(Sets::value_type set, BlockNumber) { return set; }
    static DispatchResult process_checked_multi_dispute_data(const Sets&) { return {}; }
    static bool concluded_invalid(uint32_t, const CandidateHash& candidate) { return invalid.contains(candidate); }
    static void note_included(uint32_t, const CandidateHash& candidate, BlockNumber) { included.push_back(candidate); }
    static bool is_frozen() { return is_chain_frozen; }
};

/// Whether the session ends with the block.
struct Sessions {
    static inline bool ends = false;
    static bool upcoming_session_change() { return ends; }
};

struct NoRandomness {
    static std::pair<std::optional<Hash256>, BlockNumber> random(BytesView) { return {}; }
};

/// What was sent, and where; what was teleported. Nothing is if `fails`.
struct Outside final : xcm::Router, xcm::AssetTransactor {
    static inline std::vector<std::pair<xcm::Location, xcm::Program>> sent;
    static inline std::vector<std::string> moves;
    static inline bool fails = false;

    Result<xcm::PricedTicket, xcm::SendError> validate(const xcm::Location& to,
                                                       const xcm::Program& message) const override {
        if (fails) return xcm::SendError{};
        return xcm::PricedTicket{{.router = 0, .destination = to, .message = message.encoded(), .id = {}}, {}};
    }
    Result<xcm::XcmHash, xcm::SendError> deliver(const xcm::Ticket& ticket) const override {
        const BytesView message = ticket.message;
        sent.emplace_back(ticket.destination, xcm::Program(message[0] >> 2, to_bytes(message.subspan(1))));
        return ticket.id;
    }
    xcm::XcmResult can_check_out(const xcm::Location&, const xcm::Asset&, const xcm::Context&) const override {
        return {};
    }
    void check_out(const xcm::Location&, const xcm::Asset&, const xcm::Context&) const override {
        moves.emplace_back("out");
    }
    xcm::XcmResultOf<Weight> withdraw(const xcm::Asset& what, const xcm::Location& who,
                                      const xcm::Context*) const override {
        moves.push_back("withdraw " + std::to_string(static_cast<uint64_t>(what.fun.amount)));
        static_cast<void>(who);
        return Weight{};
    }
    static const Outside kIt;
};
inline const Outside Outside::kIt{};

struct OfHost : holds::OfHolds {
    using Configuration = host::Configuration;
    using Shared = ParasShared;
    using Scheduler = ParaScheduler;
    using DisabledValidators = Disabled;
    using Paras = host::Paras;
    using Dmp = NoMessages;
    using Hrmp = NoMessages;
    using MessageQueue = UpwardQueue;
    using RewardValidators = Rewards;
};

struct ConfigurationConfig : OfHost {
    static constexpr PalletInfo kInfo{51, "Configuration"};
    static constexpr auto kWeights = kDefaultWeights<parachains::configuration::Weights>;
};

struct ParasSharedConfig : OfHost {
    static constexpr PalletInfo kInfo{52, "ParasShared"};
    static constexpr std::optional<uint32_t> kMaxRelayParentSessionAge = 2;
};

struct ParaInclusionConfig : OfHost {
    static constexpr PalletInfo kInfo{53, "ParaInclusion"};
    static constexpr auto kWeights = kDefaultWeights<parachains::inclusion::Weights>;
};

struct ParaInherentConfig : OfHost {
    static constexpr PalletInfo kInfo{54, "ParaInherent"};
    using Disputes = host::Disputes;
    using Inclusion = ParaInclusion;
    using Initializer = Sessions;
    using ParentBlockRandomness = NoRandomness;
    static constexpr auto kWeights = kDefaultWeights<parachains::paras_inherent::Weights>;
};

struct ParaSchedulerConfig : OfHost {
    static constexpr PalletInfo kInfo{55, "ParaScheduler"};
    using AssignmentProvider = CoretimeAssignmentProvider;
};

struct OnDemandConfig : OfHost {
    static constexpr PalletInfo kInfo{64, "OnDemandAssignmentProvider"};
    static constexpr parachains::on_demand::Constants kConstants{
        .TrafficDefaultValue = FixedU128::one(), .MaxHistoricalRevenue = 4, .PalletId = pallet_id("py/ondmd")};
    static constexpr auto kWeights = kDefaultWeights<parachains::on_demand::Weights>;
};

struct CoretimeAssignmentProviderConfig : OfHost {
    static constexpr PalletInfo kInfo{65, "CoretimeAssignmentProvider"};
    using OnDemand = host::OnDemand;
};

struct ParachainsOriginConfig {
    static constexpr PalletInfo kInfo{50, "ParachainsOrigin"};
};

struct CoretimeConfig : OfHost {
    static constexpr PalletInfo kInfo{74, "Coretime"};
    static constexpr parachains::coretime::Constants<Unit> kConstants{.BrokerId = 1005, .BrokerPotLocation = {}};
    static constexpr Weight kMaxXcmTransactWeight = Weight::from_parts(250'000'000, 20'480);
    static constexpr auto kWeights = kDefaultWeights<parachains::coretime::Weights>;
    using AssignmentProvider = CoretimeAssignmentProvider;
    using OnDemand = host::OnDemand;
    using ParachainsOrigin = host::ParachainsOrigin;
    static const xcm::Router& router() { return Outside::kIt; }
    static const xcm::AssetTransactor& asset_transactor() { return Outside::kIt; }
    static std::optional<xcm::Location> account_location(const AccountId& who) {
        return xcm::Location{0, {xcm::Junction::account_id32(std::nullopt, who.bytes)}};
    }
    static xcm::Junctions broker_pot() { return {xcm::Junction::pallet_instance(50)}; }
};

struct Runtime : holds::RuntimeOf<Configuration, ParasShared, ParaInclusion, ParaInherent, ParaScheduler, OnDemand,
                                  CoretimeAssignmentProvider, ParachainsOrigin, Coretime> {};

}  // namespace serinus::mock::host
