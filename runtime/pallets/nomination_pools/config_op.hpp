/// Changes of parameters and roles.
#pragma once

#include "runtime/pallets/nomination_pools/types.hpp"

namespace serinus::pallet_nomination_pools {

namespace detail {

template <class V, class Item>
void apply(const ConfigOp<V>& op, const Item& item) {
    if (const auto* const set = std::get_if<typename ConfigOp<V>::Set>(&op.v)) item.put(set->_0);
    if (std::holds_alternative<typename ConfigOp<V>::Remove>(op.v)) item.remove();
}

inline void apply(const ConfigOp<AccountId>& op, std::optional<AccountId>& role) {
    if (const auto* const set = std::get_if<ConfigOp<AccountId>::Set>(&op.v)) role = set->_0;
    if (std::holds_alternative<ConfigOp<AccountId>::Remove>(op.v)) role.reset();
}

}  // namespace detail

}  // namespace serinus::pallet_nomination_pools
