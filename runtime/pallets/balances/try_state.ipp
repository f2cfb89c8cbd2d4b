/// The invariants of Balances.
#pragma once

#include "runtime/pallets/balances/balances.hpp"

namespace serinus::pallet_balances {

template <class T>
TryStateResult Pallet<T>::try_state() {
    Balance total = 0;
    const char* broken = nullptr;
    const auto check = [&](bool holds, const char* rule) {
        if (!holds) broken = rule;
    };
    T::AccountStore::for_each([&](const AccountId& who, const Data& data) {
        check(data.free == 0 || data.free >= kExistentialDeposit || data.reserved != 0, "dust was left in an account");
        check(max_value<Balance>() - total >= data.total(), "there is more money than a balance can say");
        total = saturating_add(total, data.total());

        Balance set_aside = 0;
        for (const Reserve& reserve : storage.Reserves.get(who)) set_aside = saturating_add(set_aside, reserve.amount);
        for (const Hold& hold : storage.Holds.get(who)) set_aside = saturating_add(set_aside, hold.amount);
        check(data.reserved >= set_aside, "named reserves and holds exceed what is reserved");

        Balance largest = 0;
        for (const Lock& lock : storage.Locks.get(who)) largest = std::max(largest, lock.amount);
        for (const Freeze& freeze : storage.Freezes.get(who)) largest = std::max(largest, freeze.amount);
        // Locks of an account that had no money when they were set, or lost all to a slash, freeze nothing until they
        // are set again.
        check(data.frozen == largest || data.frozen == 0, "the largest lock or freeze is not what is frozen");

        if (!data.flags.is_new_logic()) return;
        check(data.free < kExistentialDeposit || System::providers(who) > 0, "an account does not provide for itself");
        check((data.reserved == 0 && data.frozen == 0) || System::consumers(who) > 0,
              "reserved or frozen money has no consumer reference");
    });
    check(total == Pallet::total_issuance(), "the accounts do not add up to the issuance");
    if (broken) return std::string(broken);
    return {};
}

}  // namespace serinus::pallet_balances
