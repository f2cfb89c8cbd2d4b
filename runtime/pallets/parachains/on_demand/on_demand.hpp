/// OnDemandAssignmentProvider: cores for single blocks, which anybody orders for a para at a price that follows demand.
///
/// Orders wait in one queue, by places. A para whose claims are on a core is bound to that core until they are used up,
/// so that it never has two cores: its orders wait in the core's heap, all others in the free one. The price is the
/// base fee by the *traffic*, which each block and each order move with the length of the queue. What is paid goes to
/// the pot, from where the broker chain fetches it; credits, which the broker gives, pay too.
///
/// Invariant (checked by try_state()): the heaps have as many orders as the queue says, of paras bound to their core.
///
/// Observed: polkadot-runtime-parachains 21.0.1, on_demand/mod.rs
#pragma once

#include "runtime/pallets/parachains/on_demand/types.hpp"
#include "runtime/pallets/parachains/on_demand/weights.hpp"
#include "runtime/pallets/parachains/para_scheduler/assignment.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::polkadot_runtime_parachains::on_demand {

using namespace sdk;
using para_scheduler::common::Assignment;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::CoreIndex;
using types::BinaryHeap;
using types::CoreAffinityCount;
using types::EnqueuedOrder;
using types::QueueStatusType;

struct Constants {
    /// The traffic of an empty queue, and the least one.
    FixedU128 TrafficDefaultValue;
    /// So many blocks' revenue is kept apart; what is older is added up.
    uint32_t MaxHistoricalRevenue;
    /// The pallet's identifier, from which the account of its pot follows.
    frame_support::PalletId PalletId;
};

/// Traffic from that of before and the length of the queue. nullopt: it stays as it is, since there is no room for
/// orders, or there are more than fit.
std::optional<FixedU128> spot_traffic(FixedU128 traffic, uint32_t capacity, uint32_t size, Perbill target,
                                      Perbill variability, FixedU128 least);

/// `T`: Configuration, Currency, System, kConstants, kDbWeight, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Configuration;
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
    typename T::Currency;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(on_demand::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(BasicCurrency<typename T::Currency>); }
    using PalletBase<Pallet, T>::deposit_event;
    static constexpr uint16_t kStorageVersion = 1;
    using Orders = BinaryHeap<EnqueuedOrder>;
    using RevenueOfBlocks = BoundedVec<Balance, T::kConstants.MaxHistoricalRevenue>;

    struct Storage {
        /// The core that each para is bound to.
        Map<Twox64Concat<ParaId>, CoreAffinityCount> ParaIdAffinity;
        /// The queue as a whole.
        Value<QueueStatusType, OrDefault> QueueStatus{
            .on_empty = [] { return QueueStatusType{T::kConstants.TrafficDefaultValue, {}, {}, {}}; }};
        /// The orders of paras that are bound to no core.
        Value<Orders, OrDefault> FreeEntries;
        /// The orders of paras that are bound to each core.
        Map<Twox64Concat<CoreIndex>, Orders, OrDefault> AffinityEntries;
        /// What was paid in each block, the last one first, as far as the broker chain has not fetched it.
        Value<RevenueOfBlocks, OrDefault> Revenue;
        /// What accounts may order for without paying.
        Map<Blake2_128Concat<AccountId>, Balance, OrDefault> Credits;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A core was ordered for a para.
        struct OnDemandOrderPlaced {
            ParaId para_id;
            Balance spot_price{};
            AccountId ordered_by;
        };
        /// An order costs something else.
        struct SpotPriceSet {
            Balance spot_price{};
        };
        /// An account has got credits.
        struct AccountCredited {
            AccountId who;
            Balance amount{};
        };
        using list = List<OnDemandOrderPlaced, SpotPriceSet, AccountCredited>;
    };

    enum class Error : uint8_t {
        /// No order is taken until some were served.
        QueueFull,
        /// An order costs more than is offered.
        SpotPriceHigherThanMaxAmount,
        /// An order costs more than the account has credits.
        InsufficientCredits,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Orders a core for a block of a para, which need not exist, for no more than `max_amount`. Errors:
    /// SpotPriceHigherThanMaxAmount, QueueFull, those of Currency::withdraw.
    /// Deprecated: This will be removed in favor of using `place_order_with_credits`
    struct place_order_allow_death {
        Balance max_amount{};
        ParaId para_id;
        Weight weight() const { return T::kWeights.place_order_allow_death(queue_size()); }
        DispatchResult operator()(Signed who) const {
            return place_order(who, max_amount, para_id,
                               [&](Balance price) { return pay(who, price, ExistenceRequirement::AllowDeath); });
        }
    };
    /// The same, by an account that stays.
    /// Deprecated: This will be removed in favor of using `place_order_with_credits`
    struct place_order_keep_alive {
        Balance max_amount{};
        ParaId para_id;
        Weight weight() const { return T::kWeights.place_order_keep_alive(queue_size()); }
        DispatchResult operator()(Signed who) const {
            return place_order(who, max_amount, para_id,
                               [&](Balance price) { return pay(who, price, ExistenceRequirement::KeepAlive); });
        }
    };
    /// The same for credits. Errors: InsufficientCredits in place of Currency's.
    struct place_order_with_credits {
        Balance max_amount{};
        ParaId para_id;
        Weight weight() const { return T::kWeights.place_order_with_credits(queue_size()); }
        DispatchResult operator()(Signed who) const {
            return place_order(who, max_amount, para_id, [&](Balance price) { return pay_with_credits(who, price); });
        }
    };
    using Calls = List<At<0, place_order_allow_death>, At<1, place_order_keep_alive>, At<2, place_order_with_credits>>;

    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    static constexpr AccountId account_id() { return account_of(T::kConstants.PalletId); }

    // Claims, as para_scheduler::common::AssignmentProvider has them.
    static std::optional<Assignment> pop_assignment_for_core(CoreIndex core);
    static void assignment_duplicated(ParaId para, CoreIndex core) { increase_affinity(para, core); }
    static void report_processed(ParaId para, CoreIndex core) { decrease_affinity_update_queue(para, core); }
    /// The order is the first in the queue again; the queue may get longer than the configuration allows.
    static void push_back_assignment(ParaId para, CoreIndex core);

    // For the broker chain.
    static void credit_account(const AccountId& who, Balance amount);
    /// Gives what was paid before block `when`, and forgets it.
    static Balance claim_revenue_until(BlockNumber when);

  private:
    using Host = configuration::Host;

    static uint32_t queue_size() { return storage.QueueStatus.get().size(); }
    template <class Pay>
    static DispatchResult place_order(const AccountId& who, Balance max_amount, ParaId para, Pay&& pay);
    static DispatchResult pay(const AccountId& who, Balance price, ExistenceRequirement existence);
    static DispatchResult pay_with_credits(const AccountId& who, Balance price);

    static Balance spot_price(const Host& config, FixedU128 traffic);
    static void update_spot_traffic(const Host& config, QueueStatusType& queue);
    /// Into the free heap, or that of the core that the para is bound to.
    static void add_order(EnqueuedOrder order);
    static void increase_affinity(ParaId para, CoreIndex core);
    static void decrease_affinity_update_queue(ParaId para, CoreIndex core);
    /// How often the para is still bound to the core; nullopt if it was not.
    static std::optional<uint32_t> decrease_affinity(ParaId para, CoreIndex core);
};

}  // namespace serinus::polkadot_runtime_parachains::on_demand
