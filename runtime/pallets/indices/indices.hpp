/// Indices: short numbers for accounts, against a deposit. An index that is frozen belongs to its account for good, and
/// its deposit is gone. Nothing on Kusama resolves addresses by them any more.
///
/// Invariant (try_state): the deposits of an account's indices are at most what it has reserved.
/// Source: pallet_indices of July 2023. Observed: pallet-indices 42
#pragma once

#include "runtime/pallets/indices/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::pallet_indices {

using namespace sdk;

using AccountIndex = uint32_t;

struct Constants {
    /// What must be reserved to have an index.
    Balance Deposit;
};

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::Currency;
    typename T::System;
    T::kWeights;
};

/// Besides constants and weights, `T` has `System` and `Currency`, a ReservableCurrency.
template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(ReservableCurrency<typename T::Currency>); }
    using PalletBase<Pallet, T>::deposit_event;
    using System = typename T::System;
    using Currency = typename T::Currency;

    /// Whose it is, its deposit, and whether it is frozen.
    using Entry = std::tuple<AccountId, Balance, bool>;

    struct Storage {
        /// The accounts behind the indices.
        Map<Blake2_128Concat<AccountIndex>, Entry> Accounts;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// An index belongs to an account from now on.
        struct IndexAssigned {
            AccountId who;
            AccountIndex index;
        };
        /// An index belongs to nobody any more.
        struct IndexFreed {
            AccountIndex index;
        };
        /// An index belongs to its account for ever.
        struct IndexFrozen {
            AccountIndex index;
            AccountId who;
        };
        /// The deposit for an index is another from now on.
        struct DepositPoked {
            AccountId who;
            AccountIndex index;
            Balance old_deposit;
            Balance new_deposit;
        };
        using list = List<IndexAssigned, IndexFreed, IndexFrozen, DepositPoked>;
    };

    enum class Error : uint8_t {
        /// The index belongs to nobody.
        NotAssigned,
        /// The index belongs to somebody else.
        NotOwner,
        /// The index belongs to somebody already.
        InUse,
        /// The new owner is the old one.
        NotTransfer,
        /// The index is frozen.
        Permanent,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Takes an index that nobody has, for a deposit.
    /// Origin: signed. Errors: InUse, those of reserving.
    struct claim {
        AccountIndex index;
        Weight weight() const { return T::kWeights.claim(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Gives an index to another account, and the deposit with it: it stays reserved there.
    /// Origin: signed by the owner. Errors: NotTransfer, NotAssigned, Permanent, NotOwner, those of repatriating.
    struct transfer {
        LookupSource new_;
        AccountIndex index;
        Weight weight() const { return T::kWeights.transfer(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Gives up an index; the deposit is returned.
    /// Origin: signed by the owner. Errors: NotAssigned, Permanent, NotOwner.
    struct free {
        AccountIndex index;
        Weight weight() const { return T::kWeights.free(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Gives an index to an account without a deposit, whoever had it; a deposit is returned to the owner before.
    /// Origin: root.
    struct force_transfer {
        LookupSource new_;
        AccountIndex index;
        bool freeze;
        Weight weight() const { return T::kWeights.force_transfer(); }
        DispatchResult operator()(Root) const;
    };
    /// Keeps an index for ever; the deposit is slashed.
    /// Origin: signed by the owner. Errors: NotAssigned, Permanent, NotOwner.
    struct freeze {
        AccountIndex index;
        Weight weight() const { return T::kWeights.freeze(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes the deposit for an index what it is today; free of charge if that changes it.
    /// Origin: signed by the owner. Errors: NotAssigned, Permanent, NotOwner, those of reserving.
    struct poke_deposit {
        AccountIndex index;
        Weight weight() const { return T::kWeights.poke_deposit(); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    using Calls =
        List<At<0, claim>, At<1, transfer>, At<2, free>, At<3, force_transfer>, At<4, freeze>, At<5, poke_deposit>>;

    static TryStateResult try_state();

    /// Indices at the beginning, without deposits.
    struct GenesisConfig {
        std::vector<std::pair<AccountIndex, AccountId>> indices;
    };
    static void build(const GenesisConfig& config);

    static std::optional<AccountId> lookup_index(AccountIndex index);

  private:
    /// The entry, if `who` may do with it as he likes.
    static ResultOf<Entry> owned_entry(AccountIndex index, const AccountId& who);
};

}  // namespace serinus::pallet_indices
