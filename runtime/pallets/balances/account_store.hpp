/// Where Balances keeps accounts: a choice of a configuration.
#pragma once

#include "runtime/pallets/balances/types.hpp"

namespace serinus::pallet_balances {

/// In System, beside the nonce and the references of the account.
template <class System>
struct StoredInSystem {
    using Data = AccountData<sdk::Balance>;

    static Data get(const sdk::AccountId& who) { return System::account(who).data; }
    /// The data together with the references: `data`, `consumers`, `providers`.
    static auto info(const sdk::AccountId& who) { return System::account(who); }
    /// `f` gets nullopt for an account with the default data, and returns a Result; after a success its data is
    /// written, if the account exists then.
    template <class F>
    static auto try_mutate_exists(const sdk::AccountId& who, F&& f) {
        return System::try_mutate_exists(who, f);
    }
    /// All accounts: `f(who, data)`.
    template <class F>
    static void for_each(F&& f) {
        auto accounts = System::storage.Account.iter();
        while (const auto account = accounts.next()) f(account->first, account->second.data);
    }
};

/// In the `Account` item of Balances itself, where a second currency has its accounts: `Pallet` is that instance. Who
/// refers to whom is System's matter for all currencies.
template <class Pallet, class System>
struct StoredInBalances {
    using Data = AccountData<sdk::Balance>;

    static Data get(const sdk::AccountId& who) { return Pallet::storage.Account.get(who); }
    static auto info(const sdk::AccountId& who) {
        auto info = System::account(who);
        return Info{get(who), info.consumers, info.providers};
    }
    /// As in StoredInSystem, but nullopt stands for an account that is not stored.
    template <class F>
    static auto try_mutate_exists(const sdk::AccountId& who, F&& f) {
        return Pallet::storage.Account.try_mutate_exists(who, f);
    }
    template <class F>
    static void for_each(F&& f) {
        auto accounts = Pallet::storage.Account.iter();
        while (const auto account = accounts.next()) f(account->first, account->second);
    }

  private:
    struct Info {
        Data data;
        uint32_t consumers;
        uint32_t providers;
    };
};

}  // namespace serinus::pallet_balances
