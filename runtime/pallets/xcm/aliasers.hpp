/// For the executor of a chain: whom accounts have let speak for them. Source: pallet-xcm 22, lib.rs
/// (AuthorizedAliasers)
#pragma once

#include <algorithm>

#include "runtime/pallets/xcm/xcm.hpp"

namespace serinus::pallet_xcm {

/// An origin may become what has authorized it, as that is stored: an account without a network. `P`: XcmPallet.
template <class P>
struct AuthorizedAliasers final : xcm::Aliasers {
    bool contains(const xcm::Location& origin, const xcm::Location& target) const override {
        const auto entry = P::storage.AuthorizedAliases.get(target);
        if (!entry) return false;
        return std::ranges::any_of(entry->aliasers, [&](const OriginAliaser& one) {
            return one.location.latest() == origin && (!one.expiry || P::Config::System::block_number() < *one.expiry);
        });
    }
};

}  // namespace serinus::pallet_xcm
