/// Proxy: accounts that may act for others, each for a kind of calls, at once or after an announcement that can be
/// rejected; and accounts without a key, which only their proxies can use.
/// Pallet: proxy
///
/// Invariants (checked by try_state()): the proxies of an account are in ascending order, all different, at least one
/// and no more than MaxProxies; the deposit beside them is the one for their number. For the announcements of a proxy
/// the same, with MaxPending; and each proxy has the deposit for its announcements in reserve.
///
/// Observed: pallet-proxy 42
#pragma once

#include "runtime/pallets/proxy/types.hpp"
#include "runtime/pallets/proxy/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::pallet_proxy {

struct Constants {
    Balance ProxyDepositBase;           ///< Reserved from whoever has proxies, for the entry in storage.
    Balance ProxyDepositFactor;         ///< Reserved on top for each proxy.
    uint32_t MaxProxies;                ///< How many proxies an account may have.
    uint32_t MaxPending;                ///< How many announcements a proxy may have open.
    Balance AnnouncementDepositBase;    ///< Reserved from whoever has announced calls, for the entry in storage.
    Balance AnnouncementDepositFactor;  ///< Reserved on top for each announcement.
};

/// `T`: System, Currency (with reserves), kWeights, kDbWeight; ProxyType, an enum of the kinds of proxies whose
/// first and most powerful one may do everything, with `allows(type, call)` and `is_superset(type, other)` beside it.
/// If it likes: CallHasher (`static Hash256 hash(BytesView)`) for announcements, otherwise BLAKE2b-256.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    T::kDbWeight;
    typename T::Currency;
    typename T::ProxyType;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(sdk::ReservableCurrency<typename T::Currency>); }
    using PalletBase<Pallet, T>::deposit_event;
    using ProxyType = typename T::ProxyType;
    using Definition = ProxyDefinition<AccountId, ProxyType, BlockNumber>;
    using PendingCall = Announcement<AccountId, Hash256, BlockNumber>;
    using ProxyList = BoundedVec<Definition, T::kConstants.MaxProxies>;
    using PendingCalls = BoundedVec<PendingCall, T::kConstants.MaxPending>;

    struct Storage {
        /// Who may act for an account, and what it has in reserve for that.
        Map<Twox64Concat<AccountId>, std::pair<ProxyList, Balance>, OrDefault> Proxies;
        /// What a proxy has announced, and what it has in reserve for that.
        Map<Twox64Concat<AccountId>, std::pair<PendingCalls, Balance>, OrDefault> Announcements;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A proxy has made a call for another account.
        struct ProxyExecuted {
            DispatchResult result;
        };
        /// An account without a key came into being, with `who` as its proxy.
        struct PureCreated {
            AccountId pure;
            AccountId who;
            ProxyType proxy_type{};
            uint16_t disambiguation_index{};
        };
        /// A proxy has announced a call.
        struct Announced {
            AccountId real;
            AccountId proxy;
            Hash256 call_hash;
        };
        /// An account has another proxy.
        struct ProxyAdded {
            AccountId delegator;
            AccountId delegatee;
            ProxyType proxy_type{};
            BlockNumber delay{};
        };
        /// An account has one proxy less.
        struct ProxyRemoved {
            AccountId delegator;
            AccountId delegatee;
            ProxyType proxy_type{};
            BlockNumber delay{};
        };
        /// An account without a key was given up.
        struct PureKilled {
            AccountId pure;
            AccountId spawner;
            ProxyType proxy_type{};
            uint16_t disambiguation_index{};
        };
        /// A deposit is another from now on.
        struct DepositPoked {
            AccountId who;
            DepositKind kind{};
            Balance old_deposit;
            Balance new_deposit;
        };
        using list = List<ProxyExecuted, PureCreated, PureKilled, Announced, ProxyAdded, ProxyRemoved, DepositPoked>;
    };

    enum class Error : uint8_t {
        /// The account has all the proxies, or the proxy all the announcements, that it may have.
        TooMany,
        /// There is no such proxy or announcement.
        NotFound,
        /// The sender is no proxy of the account.
        NotProxy,
        /// The proxy may not make such calls. Nothing returns this error.
        Unproxyable,
        /// The account has that proxy already.
        Duplicate,
        /// The sender is not the account that was created with these parameters.
        NoPermission,
        /// The call has not been announced, or not long enough ago.
        Unannounced,
        /// An account cannot be its own proxy.
        NoSelfProxy,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Makes a call for an account that the sender is a proxy of, by the first proxy of the account's that fits. The
    /// call passes that proxy's filter. It succeeds whether or not the call does.
    /// Origin: signed. Errors: CannotLookup, NotProxy, Unannounced.
    struct proxy {
        LookupSource real;
        std::optional<ProxyType> force_proxy_type;
        RuntimeCall call;
        DispatchInfo info() const {
            // The account for which the call is made is read and written.
            return call.info_with(
                T::kWeights.proxy(T::kConstants.MaxProxies).saturating_add(T::kDbWeight.reads_writes(1, 1)));
        }
        DispatchResult operator()(Signed who) const;
    };
    /// Lets another account act for the sender. Origin: signed.
    /// Errors: CannotLookup, NoSelfProxy, Duplicate, TooMany, those of Currency::reserve.
    struct add_proxy {
        LookupSource delegate;
        ProxyType proxy_type{};
        BlockNumber delay{};
        Weight weight() const { return T::kWeights.add_proxy(T::kConstants.MaxProxies); }
        DispatchResult operator()(Signed who) const;
    };
    /// Takes that right away. Origin: signed. Errors: CannotLookup, NotFound.
    struct remove_proxy {
        LookupSource delegate;
        ProxyType proxy_type{};
        BlockNumber delay{};
        Weight weight() const { return T::kWeights.remove_proxy(T::kConstants.MaxProxies); }
        DispatchResult operator()(Signed who) const;
    };
    /// Takes it away from all of the sender's proxies. An account without a key is lost thereby. Origin: signed.
    struct remove_proxies {
        Weight weight() const { return T::kWeights.remove_proxies(T::kConstants.MaxProxies); }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes an account without a key, which the sender can use as its proxy; the sender pays the deposit. `index`
    /// distinguishes the accounts that one extrinsic makes. Origin: signed.
    /// Errors: Duplicate, those of Currency::reserve.
    struct create_pure {
        ProxyType proxy_type{};
        BlockNumber delay{};
        uint16_t index{};
        Weight weight() const { return T::kWeights.create_pure(T::kConstants.MaxProxies); }
        DispatchResult operator()(Signed who) const;
    };
    /// Gives up an account without a key, and what it owns; its creator gets the deposit back.
    /// Origin: signed by the account itself. Errors: CannotLookup, NoPermission.
    struct kill_pure {
        LookupSource spawner;
        ProxyType proxy_type{};
        uint16_t index{};
        Compact<BlockNumber> height;
        Compact<uint32_t> ext_index;
        Weight weight() const { return T::kWeights.kill_pure(T::kConstants.MaxProxies); }
        DispatchResult operator()(Signed who) const;
    };
    /// Announces a call for an account that the sender is a proxy of. Origin: signed.
    /// Errors: CannotLookup, NotProxy, TooMany, those of Currency::reserve.
    struct announce {
        LookupSource real;
        Hash256 call_hash;
        Weight weight() const { return T::kWeights.announce(T::kConstants.MaxPending, T::kConstants.MaxProxies); }
        DispatchResult operator()(Signed who) const;
    };
    /// Takes back what the sender has announced. Origin: signed. Errors: CannotLookup, NotFound.
    struct remove_announcement {
        LookupSource real;
        Hash256 call_hash;
        Weight weight() const {
            return T::kWeights.remove_announcement(T::kConstants.MaxPending, T::kConstants.MaxProxies);
        }
        DispatchResult operator()(Signed who) const;
    };
    /// Forbids what a proxy of the sender's has announced. Origin: signed. Errors: CannotLookup, NotFound.
    struct reject_announcement {
        LookupSource delegate;
        Hash256 call_hash;
        Weight weight() const {
            return T::kWeights.reject_announcement(T::kConstants.MaxPending, T::kConstants.MaxProxies);
        }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes a call that `delegate` announced, once its delay is over; anybody may ask for it. Otherwise as proxy.
    /// Origin: signed. Errors: CannotLookup, NotProxy, Unannounced.
    struct proxy_announced {
        LookupSource delegate;
        LookupSource real;
        std::optional<ProxyType> force_proxy_type;
        RuntimeCall call;
        DispatchInfo info() const {
            return call.info_with(T::kWeights.proxy_announced(T::kConstants.MaxPending, T::kConstants.MaxProxies)
                                      .saturating_add(T::kDbWeight.reads_writes(1, 1)));
        }
        DispatchResult operator()(Signed) const;
    };
    /// Makes the sender's deposits for proxies and announcements what they are today; free of charge if that changes
    /// one. Origin: signed. Errors: those of Currency::reserve.
    struct poke_deposit {
        Weight weight() const { return T::kWeights.poke_deposit(); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    using Calls = List<At<0, proxy>, At<1, add_proxy>, At<2, remove_proxy>, At<3, remove_proxies>, At<4, create_pure>,
                       At<5, kill_pure>, At<6, announce>, At<7, remove_announcement>, At<8, reject_announcement>,
                       At<9, proxy_announced>, At<10, poke_deposit>>;

    /// Functions for callers from outside of the runtime.
    struct Views {
        /// Whether the type allows the call. What a call to this pallet needs besides is not looked at.
        struct check_permissions {
            static constexpr std::string_view kSignature =
                "check_permissions(<TasConfig>::RuntimeCall,T::ProxyType) -> bool";
            RuntimeCall call;
            ProxyType proxy_type{};
            bool operator()() const { return allows(proxy_type, call); }
        };
        /// Whether a proxy of the first type may do all that one of the other may.
        struct is_superset {
            static constexpr std::string_view kSignature = "is_superset(T::ProxyType,T::ProxyType) -> bool";
            ProxyType to_check{};
            ProxyType against{};
            bool operator()() const { return covers(to_check, against); }
        };
    };
    using ViewFunctions = List<typename Views::check_permissions, typename Views::is_superset>;

    static TryStateResult try_state();

    /// An extrinsic of this chain: its block and its place there.
    struct ExtrinsicPlace {
        BlockNumber height{};
        uint32_t ext_index{};
    };
    /// The account without a key that `who` makes, or made, with these parameters.
    static AccountId pure_account(const AccountId& who, ProxyType proxy_type, uint16_t index, ExtrinsicPlace when);
    static DispatchResult add_proxy_delegate(const AccountId& delegator, const AccountId& delegatee,
                                             ProxyType proxy_type, BlockNumber delay);
    static DispatchResult remove_proxy_delegate(const AccountId& delegator, const AccountId& delegatee,
                                                ProxyType proxy_type, BlockNumber delay);
    static void remove_all_proxy_delegates(const AccountId& delegator);
    /// The first proxy of `real` that is `delegate`, of the given type if there is one. Errors: NotProxy
    static ResultOf<Definition> find_proxy(const AccountId& real, const AccountId& delegate,
                                           std::optional<ProxyType> force_proxy_type);
    /// What is reserved for that many proxies, or announcements.
    static Balance proxies_deposit(size_t count);
    static Balance announcements_deposit(size_t count);

  private:
    static Hash256 hash_of(const RuntimeCall& call) {
        const Bytes encoded = scale::encode(call);
        if constexpr (requires { typename T::CallHasher; }) {
            return T::CallHasher::hash(encoded);
        } else {
            return host::blake2_256(encoded);
        }
    }
    static ExtrinsicPlace current_extrinsic();
    static DispatchResult change_reserve(const AccountId& who, Balance from, Balance to) {
        return sdk::change_reserve<typename T::Currency>(who, from, to);
    }
    /// Whether there was another deposit than the one for so many.
    template <class Items>
    static ResultOf<bool> poke(const AccountId& who, const Items& items, DepositKind kind, Balance (*deposit)(size_t));
    /// Removes the announcements of `delegate` for which `goes(announcement)`. Errors: NotFound
    template <class F>
    static DispatchResult drop_announcements(const AccountId& delegate, F&& goes);
    static void do_proxy(const Definition& definition, const AccountId& real, const RuntimeCall& call);
    static bool may_make(const RuntimeCall& call, uint32_t proxy_type);
    static bool covers(ProxyType type, ProxyType other) { return is_superset(type, other); }
};

}  // namespace serinus::pallet_proxy
