/// The one way in which accounts change, and what follows from a change: references, creation, dust, locks.
#pragma once

#include "runtime/pallets/balances/balances.hpp"

namespace serinus::pallet_balances {

template <class T>
auto Currency<T>::account(const AccountId& who) -> Data {
    return T::AccountStore::get(who);
}

/// Lets `f(account, is_new)` change an account and keeps its references right. After a failure of `f` nothing is
/// written. The second result is the dust of an account that ended: the caller must see to it once no other change is
/// pending. Whoever changes the sum of the money must change the issuance too.
template <class T>
template <class F>
auto Currency<T>::try_mutate_account(const AccountId& who, F&& f, Consumers consumers) {
    using R = decltype(f(std::declval<Data&>(), true));
    // What the many callers share is compiled once.
    struct Context {
        F& f;
        std::optional<R> result;
    } context{f, std::nullopt};
    const auto apply = [](void* it, Data& account, bool is_new) -> DispatchResult {
        auto& [change, result] = *static_cast<Context*>(it);
        result.emplace(change(account, is_new));
        if (!*result) return Err(result->error());
        return {};
    };
    auto [changed, dust] = change_account(who, &context, apply, consumers);
    if (!changed) return std::pair<R, std::optional<Balance>>(Err(std::move(changed).error()), std::nullopt);
    return std::pair<R, std::optional<Balance>>(*std::move(context.result), dust);
}

template <class T>
auto Currency<T>::change_account(const AccountId& who, void* context, DispatchResult (*f)(void*, Data&, bool),
                                 Consumers consumers) -> std::pair<DispatchResult, std::optional<Balance>> {
    std::optional<Balance> endowed;
    std::optional<Balance> dust;
    bool is_old = false;
    const auto change = [&](std::optional<Data>& stored) -> DispatchResult {
        is_old = stored && !stored->flags.is_new_logic();
        if (is_old) return Err(DispatchError());
        const bool is_new = !stored;
        Data account = stored.value_or(Data{});
        stored.reset();
        const bool did_provide = account.free >= kExistentialDeposit;
        const bool did_consume = !is_new && (account.reserved != 0 || account.frozen != 0);

        TRY(f(context, account, is_new));

        const bool does_provide = account.free >= kExistentialDeposit;
        const bool does_consume = account.reserved != 0 || account.frozen != 0;
        if (!did_provide && does_provide) System::inc_providers(who);
        if (did_consume && !does_consume) System::dec_consumers(who);
        if (!did_consume && does_consume) {
            TRY(consumers == Consumers::Unlimited ? System::inc_consumers_without_limit(who)
                                                  : System::inc_consumers(who));
        }
        if (does_consume && System::consumers(who) == 0) TRY(System::inc_consumers(who));
        if (did_provide && !does_provide) {
            // Last, because it may end the account.
            if (auto ended = System::dec_providers(who); !ended) {
                if (did_consume && !does_consume) static_cast<void>(System::inc_consumers(who));
                if (!did_consume && does_consume) System::dec_consumers(who);
                return Err(std::move(ended).error());
            }
        }

        if (is_new) endowed = account.free;
        if (account.free >= kExistentialDeposit || account.reserved != 0) {
            stored = account;
        } else if (account.free != 0) {
            dust = account.free;
        }
        return {};
    };
    DispatchResult outcome = T::AccountStore::try_mutate_exists(who, change);
    if (is_old) {
        static_cast<void>(ensure_upgraded(who));
        outcome = T::AccountStore::try_mutate_exists(who, change);
    }
    if (!outcome) return {std::move(outcome), std::nullopt};

    if (endowed) Pallet::deposit_event(typename Pallet::Event::Endowed{who, *endowed});
    if (dust) Pallet::deposit_event(typename Pallet::Event::DustLost{who, *dust});
    return {DispatchResult{}, dust};
}

template <class T>
template <class F>
auto Currency<T>::try_mutate_account_handling_dust(const AccountId& who, F&& f) {
    auto [outcome, dust] = try_mutate_account(who, f);
    handle_raw_dust(dust);
    return std::move(outcome);
}

template <class T>
void Currency<T>::handle_dust(std::optional<Balance> dust) {
    if (dust) give_to(typename T::DustRemoval{}, FungibleCredit(*dust));
}

/// Dust is less than the existential deposit by definition; the bound guards the issuance.
template <class T>
void Currency<T>::handle_raw_dust(std::optional<Balance> dust) {
    if (dust) handle_dust(std::min(*dust, saturating_sub(kExistentialDeposit, Balance{1})));
}

template <class T>
bool Currency<T>::ensure_upgraded(const AccountId& who) {
    Data data = account(who);
    if (data.flags.is_new_logic()) return false;
    data.flags.set_new_logic();
    // Locks of the old logic are a consumer already; mere reserves are not.
    if (data.reserved != 0 && data.frozen == 0) {
        if (System::providers(who) == 0) {
            // Reserves without a provider should not be: the account is given what it needs to exist.
            data.free = std::max(data.free, kExistentialDeposit);
            System::inc_providers(who);
        }
        static_cast<void>(System::inc_consumers_without_limit(who));
    }
    static_cast<void>(T::AccountStore::try_mutate_exists(who, [&](std::optional<Data>& stored) -> DispatchResult {
        stored = data;
        return {};
    }));
    Pallet::deposit_event(typename Pallet::Event::Upgraded{who});
    return true;
}

template <class T>
void Currency<T>::update_locks(const AccountId& who, LockList locks) {
    const FreezeList freezes = Pallet::storage.Freezes.get(who);
    Balance before = 0;
    Balance after = 0;
    // A failure is possible only where there is nothing to freeze: an account without a provider.
    const auto [changed, dust] = try_mutate_account(
        who,
        [&](Data& account, bool) -> DispatchResult {
            before = account.frozen;
            for (const Lock& lock : locks) after = std::max(after, lock.amount);
            for (const Freeze& freeze : freezes) after = std::max(after, freeze.amount);
            account.frozen = after;
            return {};
        },
        Consumers::Unlimited);
    using Unexpected = typename Pallet::Event::Unexpected;
    if (!changed) Pallet::deposit_event(Unexpected{UnexpectedKind::FailedToMutateAccount});
    if (dust) Pallet::deposit_event(Unexpected{UnexpectedKind::BalanceUpdated});

    if (locks.empty()) {
        Pallet::storage.Locks.remove(who);
    } else {
        Pallet::storage.Locks.put(who, locks);
    }

    if (before > after) {
        Pallet::deposit_event(typename Pallet::Event::Unlocked{who, before - after});
    } else if (after > before) {
        Pallet::deposit_event(typename Pallet::Event::Locked{who, after - before});
    }
}

template <class T>
DispatchResult Currency<T>::update_freezes(const AccountId& who, const FreezeList& freezes) {
    Balance before = 0;
    Balance after = 0;
    auto [changed, dust] = try_mutate_account(who, [&](Data& account, bool) -> DispatchResult {
        before = account.frozen;
        for (const Lock& lock : Pallet::storage.Locks.get(who)) after = std::max(after, lock.amount);
        for (const Freeze& freeze : freezes) after = std::max(after, freeze.amount);
        account.frozen = after;
        return {};
    });
    TRY(std::move(changed));
    if (dust) Pallet::deposit_event(typename Pallet::Event::Unexpected{UnexpectedKind::BalanceUpdated});

    if (freezes.empty()) {
        Pallet::storage.Freezes.remove(who);
    } else {
        Pallet::storage.Freezes.put(who, freezes);
    }

    if (before > after) {
        Pallet::deposit_event(typename Pallet::Event::Thawed{who, before - after});
    } else if (after > before) {
        Pallet::deposit_event(typename Pallet::Event::Frozen{who, after - before});
    }
    return {};
}

/// Moves reserved money between accounts; returns how much.
template <class T>
ResultOf<Balance> Currency<T>::do_transfer_reserved(const AccountId& from, const AccountId& to, Balance value,
                                                    Precision precision, Fortitude fortitude, BalanceStatus status) {
    if (value == 0) return Balance{0};

    const Balance available = reducible_total_balance_on_hold(from, fortitude);
    const Balance actual = precision == Precision::BestEffort ? std::min(value, available) : value;
    ENSURE(actual <= available, TokenError::FundsUnavailable);
    if (from == to) {
        if (status == BalanceStatus::Reserved) return actual;
        return saturating_sub(actual, unreserve(from, actual));
    }

    std::optional<Balance> dust_of_source;
    auto [outcome, dust] = try_mutate_account(to, [&](Data& beneficiary, bool is_new) -> DispatchResult {
        ENSURE(!is_new, Pallet::Error::DeadAccount);
        auto [moved, source_dust] = try_mutate_account(from, [&](Data& source, bool) -> DispatchResult {
            Balance& part = status == BalanceStatus::Free ? beneficiary.free : beneficiary.reserved;
            const auto sum = checked_add(part, actual);
            ENSURE(sum.has_value(), ArithmeticError::Overflow);
            part = *sum;
            source.reserved = saturating_sub(source.reserved, actual);
            return {};
        });
        dust_of_source = source_dust;
        return std::move(moved);
    });
    TRY(std::move(outcome));
    handle_raw_dust(dust_of_source);
    handle_raw_dust(dust);

    Pallet::deposit_event(typename Pallet::Event::ReserveRepatriated{from, to, actual, status});
    return actual;
}

}  // namespace serinus::pallet_balances
