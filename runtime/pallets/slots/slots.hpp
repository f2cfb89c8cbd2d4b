/// Slots: leases. A para that has a lease for the present period is a parachain. Each period of a lease belongs to an
/// account, which has a deposit reserved for it: of several periods of one account the largest.
///
/// Invariant: a list of leases begins with the present period and does not end with a period without a lease.
///
/// Source: polkadot_runtime_common::slots 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/leasing.hpp"
#include "runtime/pallets/slots/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::polkadot_runtime_common::slots {

using namespace sdk;

struct Constants {
    BlockNumber LeasePeriod;  ///< blocks of a period
    BlockNumber LeaseOffset;  ///< the block with which the first period begins
};

/// `T`: Currency, Registrar (`parachains`, `make_parachain`, `make_parathread`), System, ForceOrigin, kConstants,
/// kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Currency;
    typename T::ForceOrigin;
    typename T::Registrar;
    typename T::System;
    T::kWeights;
    { T::kConstants } -> std::convertible_to<Constants>;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(slots::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        static_assert(ParaRegistrar<typename T::Registrar>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Forced = Origin<typename T::ForceOrigin>;
    using Currency = typename T::Currency;
    /// Who has leased a period, with what deposit.
    using Lease = std::optional<std::pair<AccountId, Balance>>;

    struct Storage {
        /// The leases of each para, period by period from the present one on.
        Map<Twox64Concat<ParaId>, std::vector<Lease>, OrDefault> Leases;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A lease period begins.
        struct NewLeasePeriod {
            LeasePeriod lease_period{};
        };
        /// A para has got a lease: what was reserved for it now, and in all.
        struct Leased {
            ParaId para_id;
            AccountId leaser;
            LeasePeriod period_begin{};
            LeasePeriod period_count{};
            Balance extra_reserved{};
            Balance total_amount{};
        };
        using list = List<NewLeasePeriod, Leased>;
    };

    enum class Error : uint8_t {
        /// The para has no lease now.
        ParaNotOnboarding,
        /// The lease cannot be given.
        LeaseError,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Gives a lease without an auction. Origin: ForceOrigin. Errors: LeaseError.
    struct force_lease {
        ParaId para;
        AccountId leaser;
        Balance amount{};
        LeasePeriod period_begin{};
        LeasePeriod period_count{};
        Weight weight() const { return T::kWeights.force_lease(); }
        DispatchResult operator()(Forced) const;
    };
    /// Ends all leases of a para; the deposits go back. Origin: ForceOrigin.
    struct clear_all_leases {
        ParaId para;
        Weight weight() const { return T::kWeights.clear_all_leases(); }
        DispatchResult operator()(Forced) const;
    };
    /// Makes a para with a lease a parachain, should it not be one. Origin: signed.
    /// Errors: ParaNotOnboarding, Registrar.NotParathread.
    struct trigger_onboard {
        ParaId para;
        Weight weight() const { return T::kWeights.trigger_onboard(); }
        DispatchResult operator()(Signed) const;
    };
    using Calls = List<At<0, force_lease>, At<1, clear_all_leases>, At<2, trigger_onboard>>;

    static Weight on_initialize(BlockNumber now);

    // Leaser

    /// Gives `count` periods from `begin` on to a para, for which `leaser` then has `amount` reserved. On failure
    /// nothing has changed.
    static Result<void, LeaseError> lease_out(ParaId para, const AccountId& leaser, Balance amount, LeasePeriod begin,
                                              LeasePeriod count);
    /// What an account has reserved for leases of a para.
    static Balance deposit_held(ParaId para, const AccountId& leaser);
    /// nullopt: no period has begun.
    static std::optional<PeriodOf> lease_period_index(BlockNumber block);
    /// Whether a para has one of these periods, `last` included. What is over does not count.
    static bool already_leased(ParaId para, LeasePeriod first, LeasePeriod last);

    /// Of Registrar: two paras change places.
    static void on_swap(ParaId one, ParaId other);

  private:
    static Weight manage_lease_period_start(LeasePeriod period);
    static std::map<AccountId, Balance> all_deposits_held(ParaId para);
};

}  // namespace serinus::polkadot_runtime_common::slots
