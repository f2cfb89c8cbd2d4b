/// Coretime: what the broker chain, which sells the time of cores, says to this one, and is told of it.
///
/// It asks for a number of cores, says what each is used for, gives credits for orders, and fetches what orders have
/// brought: that is teleported to it. With a new session it is told if there are more cores, or fewer. Root may say the
/// same.
///
/// Observed: polkadot-runtime-parachains 21.0.1, coretime/mod.rs
#pragma once

#include "runtime/pallets/parachains/assigner_coretime/assigner_coretime.hpp"
#include "runtime/pallets/parachains/coretime/broker_calls.hpp"
#include "runtime/pallets/parachains/coretime/weights.hpp"
#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/origin/origin.hpp"
#include "runtime/sdk/origin_checks.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/xcm/traits.hpp"

namespace serinus::polkadot_runtime_parachains::coretime {

using namespace sdk;
using assigner_coretime::CoreAssignment;
using assigner_coretime::PartsOf57600;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::CoreIndex;

/// `Location` is the junctions as the metadata shows them.
template <class Location>
struct Constants {
    /// The broker chain.
    uint32_t BrokerId;
    /// Where it keeps what orders have brought.
    Location BrokerPotLocation;
};

/// `T`: AssetTransactor and Router (functions that give the parts of xcm/traits.hpp: `static const
/// xcm::AssetTransactor& asset_transactor()`, `static const xcm::Router& router()`), `account_location(who)` (where an
/// account is; nullopt: nowhere), AssignmentProvider (assigner_coretime), Configuration, OnDemand, ParachainsOrigin,
/// System, kConstants, kMaxXcmTransactWeight, kWeights; `broker_pot()` gives BrokerPotLocation as xcm::Junctions.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::AssignmentProvider;
    typename T::Configuration;
    typename T::OnDemand;
    typename T::ParachainsOrigin;
    typename T::System;
    { T::kMaxXcmTransactWeight } -> std::convertible_to<Weight>;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(coretime::Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;

    struct Event {
        /// The broker chain has asked for revenue. Never deposited.
        struct RevenueInfoRequested {
            BlockNumber when{};
        };
        /// The broker chain has said what a core is used for.
        struct CoreAssigned {
            CoreIndex core;
        };
        using list = List<RevenueInfoRequested, CoreAssigned>;
    };

    enum class Error : uint8_t {
        /// Another para than the broker chain says so.
        NotBroker,
        /// The block is still to come.
        RequestedFutureRevenue,
        /// The revenue, or the message with it, could not be sent.
        AssetTransferFailed,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    // Of all calls: Origin: root or the broker chain. Errors: NotBroker of other paras.

    /// Plans another number of cores. Errors: Configuration.InvalidNewValue.
    struct request_core_count {
        uint16_t count{};
        Weight weight() const { return T::kWeights.request_core_count(); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Teleports what was paid for orders before block `when` to the broker chain's pot and tells it, also that it was
    /// nothing. Errors: RequestedFutureRevenue, AssetTransferFailed.
    struct request_revenue_at {
        BlockNumber when{};
        Weight weight() const { return T::kWeights.request_revenue_at(); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Gives an account credits for orders.
    struct credit_account {
        AccountId who;
        Balance amount{};
        Weight weight() const { return T::kWeights.credit_account(); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Says what a core is used for from block `begin` on. Errors: those of assigner_coretime.
    struct assign_core {
        uint16_t core{};
        BlockNumber begin{};
        std::vector<std::pair<CoreAssignment, PartsOf57600>> assignment;
        std::optional<BlockNumber> end_hint;
        Weight weight() const { return T::kWeights.assign_core(assignment.size()); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    using Calls = List<At<1, request_core_count>, At<2, request_revenue_at>, At<3, credit_account>, At<4, assign_core>>;

    /// Tells the broker chain of another number of cores. A failure is nobody's concern.
    static void initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing);

  private:
    static DispatchResult ensure_root_or_broker(const RuntimeOrigin& origin);
    static xcm::Location broker() { return {0, {xcm::Junction::parachain(T::kConstants.BrokerId)}}; }
    static xcm::Instruction unpaid();
    static xcm::Instruction transact(const BrokerCall& call);
    static Result<void, Error> notify_revenue(BlockNumber until, Balance revenue);
};

}  // namespace serinus::polkadot_runtime_parachains::coretime
