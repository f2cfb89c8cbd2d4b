/// Grandpa's storage from version 4 to version 5: the authorities, which stood under a key that nodes know, are an item
/// as all others are. Source: pallet_grandpa::migrations::v5 of 29.0.0
#pragma once

#include "runtime/pallets/grandpa/grandpa.hpp"

namespace serinus::pallet_grandpa {

/// The step of a VersionedMigration.
template <class P>
struct ToVersion5 {
    /// A list behind the version of its encoding.
    static constexpr std::string_view kOldKey = ":grandpa_authorities";

    static Weight on_runtime_upgrade() {
        AuthorityList authorities;
        if (const auto stored = host::get(as_bytes(kOldKey)); stored && !stored->empty()) {
            BytesView list = BytesView(*stored).subspan(1);
            if (auto decoded = scale::take<AuthorityList>(list)) authorities = *std::move(decoded);
        }
        host::set(P::storage.Authorities.key(), scale::encode(authorities));
        host::clear(as_bytes(kOldKey));
        return P::Config::kDbWeight.reads_writes(1, 2);
    }
};

}  // namespace serinus::pallet_grandpa
