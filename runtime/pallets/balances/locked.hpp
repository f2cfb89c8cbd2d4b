/// What is locked under an identifier, for pallets that make holds of their locks.
#pragma once

#include "runtime/pallets/balances/balances.hpp"

namespace serinus::pallet_balances {

/// `P`: the pallet.
template <class P>
struct Locked {
    static sdk::Balance balance_locked(const sdk::LockIdentifier& id, const sdk::AccountId& who) {
        for (const auto& lock : P::storage.Locks.get(who)) {
            if (lock.id == id) return lock.amount;
        }
        return 0;
    }
};

}  // namespace serinus::pallet_balances
