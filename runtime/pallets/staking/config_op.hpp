/// Changes of parameters.
#pragma once

#include "runtime/pallets/staking/types.hpp"

namespace serinus::pallet_staking {

using pallet::pallet::ConfigOp;

namespace detail {

template <class Item, class V>
void apply(const Item& item, const ConfigOp<V>& op) {
    if (const auto* const set = std::get_if<typename ConfigOp<V>::Set>(&op.v)) {
        item.put(set->_0);
    } else if (std::holds_alternative<typename ConfigOp<V>::Remove>(op.v)) {
        item.remove();
    }
}

}  // namespace detail

}  // namespace serinus::pallet_staking
