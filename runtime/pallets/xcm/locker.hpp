/// For the executor of a chain whose accounts may lock its currency for other chains, and rely on what they have locked
/// there. Kusama's has none. Source: pallet-xcm 22, lib.rs (AssetLock)
#pragma once

#include <algorithm>

#include "runtime/pallets/xcm/xcm.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/xcm/builders/transactors.hpp"

namespace serinus::pallet_xcm {

/// All locks of an account together are one lock of its currency, of the most that is locked for any chain.
inline constexpr LockIdentifier kAssetLockId = {'p', 'y', '/', 'x', 'c', 'm', 'l', 'k'};

/// Locks of `Currency`, which `P`, XcmPallet, stores. All errors are LockError: what another chain is told of does not
/// say more.
template <class P, LockableCurrency Currency>
class AssetLocks final : public xcm::AssetLocker {
  public:
    /// `id`: the currency. `accounts`: whose locks these are. `trusted`: places whose word is taken for what is locked
    /// there.
    constexpr AssetLocks(xcm::AssetId (*id)(), const xcm::AccountConverter& accounts, const xcm::AssetPlaces& trusted)
        : id_(id), accounts_(accounts), trusted_(trusted) {}

    xcm::LockResult prepare_lock(const xcm::Location& unlocker, const xcm::Asset& asset,
                                 const xcm::Location& owner) const override;
    xcm::LockResult prepare_unlock(const xcm::Location& unlocker, const xcm::Asset& asset,
                                   const xcm::Location& owner) const override;
    xcm::XcmResult note_unlockable(const xcm::Location& locker, const xcm::Asset& asset,
                                   const xcm::Location& owner) const override;
    xcm::LockResult prepare_reduce_unlockable(const xcm::Location& locker, const xcm::Asset& asset,
                                              const xcm::Location& owner) const override;

  private:
    class Lock;
    class Unlock;
    class Reduce;
    using Locks = typename P::LocalLocks;
    static constexpr auto& storage = P::storage;

    static xcm::Error refused() { return xcm::Error(xcm::Error::Code::LockError); }
    xcm::XcmResultOf<AccountId> account_of(const xcm::Location& owner) const {
        const auto account = accounts_.account_of(owner);
        ENSURE(account, refused());
        return *account;
    }
    xcm::XcmResultOf<Balance> matched(const xcm::Asset& asset) const {
        const auto amount = xcm::amount_of(asset, id_());
        ENSURE(amount, refused());
        return *amount;
    }
    static auto find(Locks& locks, const xcm::Location& unlocker) {
        return std::ranges::find(locks, xcm::VersionedLocation(unlocker), &Locks::value_type::second);
    }
    /// As its records name an owner.
    static xcm::Location without_networks(const xcm::Location& owner);

    xcm::AssetId (*id_)();
    const xcm::AccountConverter& accounts_;
    const xcm::AssetPlaces& trusted_;
};

template <class P, LockableCurrency Currency>
class AssetLocks<P, Currency>::Lock final : public xcm::LockTicket {
  public:
    Lock(const AccountId& account, Balance amount, xcm::Location unlocker)
        : account_(account), amount_(amount), unlocker_(std::move(unlocker)) {}

    xcm::XcmResult enact() override {
        Locks locks = storage.LockedFungibles.get(account_).value_or(Locks());
        if (const auto known = find(locks, unlocker_); known != locks.end()) {
            known->first = std::max(known->first, amount_);
        } else {
            ENSURE(locks.try_push({amount_, unlocker_}), refused());
        }
        storage.LockedFungibles.put(account_, locks);
        Currency::extend_lock(kAssetLockId, account_, amount_, WithdrawReasons::all());
        return {};
    }

  private:
    AccountId account_;
    Balance amount_;
    xcm::Location unlocker_;
};

template <class P, LockableCurrency Currency>
class AssetLocks<P, Currency>::Unlock final : public xcm::LockTicket {
  public:
    Unlock(const AccountId& account, Balance amount, xcm::Location unlocker)
        : account_(account), amount_(amount), unlocker_(std::move(unlocker)) {}

    xcm::XcmResult enact() override {
        auto locks = storage.LockedFungibles.get(account_);
        ENSURE(locks, refused());
        const auto lock = find(*locks, unlocker_);
        ENSURE(lock != locks->end(), refused());
        lock->first = saturating_sub(lock->first, amount_);
        Balance most = 0;
        for (const auto& [amount, unlocker] : *locks) most = std::max(most, amount);
        if (lock->first == 0) {
            // The last one takes its place.
            std::swap(*lock, locks->back());
            locks->pop_back();
        }
        storage.LockedFungibles.put(account_, *locks);
        Currency::set_lock(kAssetLockId, account_, most, WithdrawReasons::all());
        return {};
    }

  private:
    AccountId account_;
    Balance amount_;
    xcm::Location unlocker_;
};

namespace detail {

/// How much of a record somebody relies on.
template <class Record>
uint128_t amount_held(const Record& record) {
    uint128_t most = 0;
    for (const auto& [consumer, amount] : record.consumers) most = std::max(most, amount);
    return most;
}

}  // namespace detail

template <class P, LockableCurrency Currency>
class AssetLocks<P, Currency>::Reduce final : public xcm::LockTicket {
  public:
    Reduce(const AccountId& account, xcm::AssetId asset, uint128_t amount, xcm::Location locker, xcm::Location owner)
        : account_(account),
          asset_(std::move(asset)),
          amount_(amount),
          locker_(std::move(locker)),
          owner_(std::move(owner)) {}

    /// Whether so much can go.
    xcm::XcmResult check() const {
        const auto record = storage.RemoteLockedFungibles.get(kXcmVersion, account_, xcm::VersionedAssetId(asset_));
        ENSURE(record && record->locker == xcm::VersionedLocation(locker_) &&
                   record->owner == xcm::VersionedLocation(owner_) && record->amount >= amount_ &&
                   record->amount - amount_ >= detail::amount_held(*record),
               refused());
        return {};
    }
    xcm::XcmResult enact() override {
        TRY(check());
        auto record = storage.RemoteLockedFungibles.get(kXcmVersion, account_, xcm::VersionedAssetId(asset_));
        record->amount -= amount_;
        if (record->amount == 0) {
            storage.RemoteLockedFungibles.remove(kXcmVersion, account_, xcm::VersionedAssetId(asset_));
        } else {
            storage.RemoteLockedFungibles.put(kXcmVersion, account_, xcm::VersionedAssetId(asset_), *record);
        }
        return {};
    }

  private:
    AccountId account_;
    xcm::AssetId asset_;
    uint128_t amount_;
    xcm::Location locker_;
    xcm::Location owner_;
};

template <class P, LockableCurrency Currency>
xcm::Location AssetLocks<P, Currency>::without_networks(const xcm::Location& owner) {
    using Kind = xcm::JunctionKind;
    xcm::Location out{owner.parents, {}};
    for (xcm::Junction step : owner.interior) {
        if (step.is(Kind::AccountId32) || step.is(Kind::AccountIndex64) || step.is(Kind::AccountKey20)) {
            step.network.reset();
        }
        SERINUS_ASSERT(out.interior.push(step));
    }
    return out;
}

template <class P, LockableCurrency Currency>
xcm::LockResult AssetLocks<P, Currency>::prepare_lock(const xcm::Location& unlocker, const xcm::Asset& asset,
                                                      const xcm::Location& owner) const {
    const AccountId account = TRY(account_of(owner));
    const Balance amount = TRY(matched(asset));
    ENSURE(Currency::free_balance(account) >= amount, refused());
    Locks locks = storage.LockedFungibles.get(account).value_or(Locks());
    ENSURE(!locks.is_full() || find(locks, unlocker) != locks.end(), refused());
    return std::unique_ptr<xcm::LockTicket>(std::make_unique<Lock>(account, amount, unlocker));
}

template <class P, LockableCurrency Currency>
xcm::LockResult AssetLocks<P, Currency>::prepare_unlock(const xcm::Location& unlocker, const xcm::Asset& asset,
                                                        const xcm::Location& owner) const {
    const AccountId account = TRY(account_of(owner));
    const Balance amount = TRY(matched(asset));
    Locks locks = storage.LockedFungibles.get(account).value_or(Locks());
    const auto lock = find(locks, unlocker);
    ENSURE(lock != locks.end() && lock->first >= amount, refused());
    return std::unique_ptr<xcm::LockTicket>(std::make_unique<Unlock>(account, amount, unlocker));
}

template <class P, LockableCurrency Currency>
xcm::XcmResult AssetLocks<P, Currency>::note_unlockable(const xcm::Location& locker, const xcm::Asset& asset,
                                                        const xcm::Location& owner) const {
    ENSURE(trusted_.contains(asset, locker), refused());
    ENSURE(asset.is_fungible(), refused());
    const xcm::Location of = without_networks(owner);
    const AccountId account = TRY(account_of(of));
    typename P::RemoteLock record{asset.fun.amount, of, locker, {}};
    if (const auto old = storage.RemoteLockedFungibles.get(kXcmVersion, account, xcm::VersionedAssetId(asset.id))) {
        ENSURE(old->locker == record.locker && old->owner == record.owner, refused());
        record.consumers = old->consumers;
        record.amount = std::max(record.amount, old->amount);
    }
    storage.RemoteLockedFungibles.put(kXcmVersion, account, xcm::VersionedAssetId(asset.id), record);
    return {};
}

template <class P, LockableCurrency Currency>
xcm::LockResult AssetLocks<P, Currency>::prepare_reduce_unlockable(const xcm::Location& locker, const xcm::Asset& asset,
                                                                   const xcm::Location& owner) const {
    ENSURE(asset.is_fungible(), refused());
    xcm::Location of = without_networks(owner);
    const AccountId account = TRY(account_of(of));
    auto ticket = std::make_unique<Reduce>(account, asset.id, asset.fun.amount, locker, std::move(of));
    TRY(ticket->check());
    return std::unique_ptr<xcm::LockTicket>(std::move(ticket));
}

}  // namespace serinus::pallet_xcm
