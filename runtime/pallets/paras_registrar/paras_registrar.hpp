/// Registrar: who manages a para. An account reserves a number, then registers a head and code under it, against a
/// deposit that grows with their sizes. The para begins as a parathread; a lease makes it a parachain. Once it has
/// produced a block the manager is locked out, and the para itself decides, by its messages.
///
/// Source: polkadot_runtime_common::paras_registrar 1.0.0 (polkadot-sdk v1.1.0). Observed:
/// polkadot-runtime-common 21.0.0
#pragma once

#include "runtime/pallets/parachains/leasing.hpp"
#include "runtime/pallets/parachains/paras/paras_types.hpp"
#include "runtime/pallets/paras_registrar/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::polkadot_runtime_common::paras_registrar {

using namespace sdk;
using polkadot_primitives::HeadData;
using polkadot_primitives::ParaId;
using polkadot_primitives::ValidationCode;
using polkadot_runtime_parachains::paras::ParaLifecycle;

/// Numbers below are the system's, or were given before.
inline constexpr ParaId kLowestPublicId{2000};

struct Constants {
    Balance ParaDeposit;         ///< for a number
    Balance DataDepositPerByte;  ///< for head and code
};

template <class Account, class Balance>
struct ParaInfo {
    using Params = List<Param<"Account", Account>, Param<"Balance", Balance>>;
    Account manager;
    Balance deposit{};
    /// Whether the manager is locked out; nullopt: not yet, but by the para's next block.
    std::optional<bool> locked;

    bool is_locked() const { return locked.value_or(false); }
    friend bool operator==(const ParaInfo&, const ParaInfo&) = default;
};

/// `T`: Configuration, Paras (the pallet), Currency, EnsureParachain, OnSwap (a List of types with `on_swap(a, b)`),
/// kConstants, kDbWeight, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Configuration;
    typename T::Currency;
    typename T::EnsureParachain;
    typename T::OnSwap;
    typename T::Paras;
    T::kWeights;
    { T::kConstants } -> std::convertible_to<Constants>;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(paras_registrar::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        for_each_handler(typename T::OnSwap{}, []<class L>() { static_assert(OnSwap<L>); });
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Info = ParaInfo<AccountId, Balance>;

    struct Storage {
        /// What a para wants to change places with.
        Map<Twox64Concat<ParaId>, ParaId> PendingSwap;
        /// Who manages each para, or has its number.
        Map<Twox64Concat<ParaId>, Info> Paras;
        /// The number that the next who asks gets, if it is not below the lowest public one.
        Value<ParaId, OrDefault> NextFreeParaId;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 1;

    struct Event {
        /// Head and code are there.
        struct Registered {
            ParaId para_id;
            AccountId manager;
        };
        /// The para ends, or its number was given back.
        struct Deregistered {
            ParaId para_id;
        };
        /// A number has an owner.
        struct Reserved {
            ParaId para_id;
            AccountId who;
        };
        /// Two paras have changed places.
        struct Swapped {
            ParaId para_id;
            ParaId other_id;
        };
        using list = List<Registered, Deregistered, Reserved, Swapped>;
    };

    enum class Error : uint8_t {
        /// There is no such para.
        NotRegistered,
        /// The number is taken.
        AlreadyRegistered,
        /// The caller does not manage the para.
        NotOwner,
        /// The code is larger than the configuration allows.
        CodeTooLarge,
        /// The head is larger than the configuration allows.
        HeadDataTooLarge,
        /// The para is no parachain.
        NotParachain,
        /// The para is no parathread.
        NotParathread,
        /// The para cannot end now.
        CannotDeregister,
        /// The para cannot be downgraded now.
        CannotDowngrade,
        /// The para cannot be upgraded now.
        CannotUpgrade,
        /// The para decides by itself.
        ParaLocked,
        /// The number was not reserved by the caller.
        NotReserved,
        /// There is no code, or too little to be any.
        InvalidCode,
        /// One of the two is not in a state in which it can change places.
        CannotSwap,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Registers head and code under a number that the caller has reserved. Origin: signed.
    /// Errors: NotReserved, NotOwner, ParaLocked, AlreadyRegistered, InvalidCode, CodeTooLarge, HeadDataTooLarge, those
    /// of Currency.
    struct register_ {
        ParaId id;
        HeadData genesis_head;
        ValidationCode validation_code;
        Weight weight() const { return T::kWeights.register_(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Registers a para for somebody under any number, with a deposit of root's choice. Origin: root. Errors: as
    /// register, but NotReserved.
    struct force_register {
        AccountId who;
        Balance deposit{};
        ParaId id;
        HeadData genesis_head;
        ValidationCode validation_code;
        Weight weight() const { return T::kWeights.force_register(); }
        DispatchResult operator()(Root) const;
    };
    /// Ends a parathread, or gives a number back. Origin: root, the para, or its manager unless locked out.
    /// Errors: NotParathread, CannotDeregister.
    struct deregister {
        ParaId id;
        Weight weight() const { return T::kWeights.deregister(); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Lets two paras change places, lease and crowdloan with them, once both have asked for it. With itself: takes the
    /// wish back. Origin: as deregister. Errors: NotRegistered, CannotSwap.
    struct swap {
        ParaId id;
        ParaId other;
        Weight weight() const { return T::kWeights.swap(); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Lets the manager decide again. Origin: root or the para.
    struct remove_lock {
        ParaId para;
        Weight weight() const { return T::kDbWeight.reads(1).saturating_add(T::kDbWeight.writes(1)); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Reserves the next free number. Origin: signed. Errors: AlreadyRegistered, those of Currency.
    struct reserve {
        Weight weight() const { return T::kWeights.reserve(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Locks the manager out. Origin: as deregister.
    struct add_lock {
        ParaId para;
        Weight weight() const { return T::kDbWeight.reads(1).saturating_add(T::kDbWeight.writes(1)); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Announces new code. Origin: as deregister. Errors: Paras.CannotUpgradeCode.
    struct schedule_code_upgrade {
        ParaId para;
        ValidationCode new_code;
        Weight weight() const { return T::kWeights.schedule_code_upgrade(static_cast<uint32_t>(new_code._0.size())); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Sets the head. Origin: as deregister.
    struct set_current_head {
        ParaId para;
        HeadData new_head;
        Weight weight() const { return T::kWeights.set_current_head(static_cast<uint32_t>(new_head._0.size())); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    using Calls = List<At<0, register_>, At<1, force_register>, At<2, deregister>, At<3, swap>, At<4, remove_lock>,
                       At<5, reserve>, At<6, add_lock>, At<7, schedule_code_upgrade>, At<8, set_current_head>>;

    /// The number that the first who asks gets.
    struct GenesisConfig {
        ParaId next_free_para_id = kLowestPublicId;
    };
    static void build(const GenesisConfig& config);

    /// Of Paras: the first block locks the manager out.
    static void on_new_head(ParaId id, const HeadData& head);

    // For pallets of leases.
    static std::optional<AccountId> manager_of(ParaId id);
    /// Sorted.
    static std::vector<ParaId> parachains();
    static bool is_registered(ParaId id);
    /// Errors: NotParathread, CannotUpgrade.
    static DispatchResult make_parachain(ParaId id);
    /// Errors: NotParachain, CannotDowngrade.
    static DispatchResult make_parathread(ParaId id);

  private:
    static DispatchResult ensure_root_or_para(const RuntimeOrigin& origin, ParaId id);
    static DispatchResult ensure_root_para_or_owner(const RuntimeOrigin& origin, ParaId id);
    static DispatchResult do_register(const AccountId& who, std::optional<Balance> deposit_override, ParaId id,
                                      const HeadData& head, const ValidationCode& code, bool must_be_reserved);
    static void set_lock(ParaId id, bool locked);
    static void swap_leases(ParaId a, ParaId b);
};

}  // namespace serinus::polkadot_runtime_common::paras_registrar
