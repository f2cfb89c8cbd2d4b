/// AuthorityDiscovery: under which keys validators publish their addresses.
/// Pallet: authority-discovery
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/keys.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::pallet_authority_discovery {

using namespace sdk;
using AuthorityId = sp_authority_discovery::app::Public;

struct GenesisConfig {
    std::vector<AuthorityId> keys;
};

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires { T::kMaxAuthorities; };

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using Key = AuthorityId;
    using BoundedKeys = WeakBoundedVec<AuthorityId, T::kMaxAuthorities>;

    static constexpr uint16_t kStorageVersion = 0;

    struct Storage {
        /// Keys of the current validators.
        Value<BoundedKeys, OrDefault> Keys;
        /// Keys of the next session's validators.
        Value<BoundedKeys, OrDefault> NextKeys;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    static void build(const GenesisConfig& config);

    static void on_genesis_session(std::span<const std::pair<AccountId, Key>> validators);
    static void on_new_session(bool changed, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>> queued);
    static void on_disabled(uint32_t) {}

    /// Of current and next validators, sorted, each once.
    static std::vector<AuthorityId> authorities();
    static std::vector<AuthorityId> current_authorities() { return storage.Keys.get(); }
    static std::vector<AuthorityId> next_authorities() { return storage.NextKeys.get(); }

  private:
    static void initialize_keys(std::vector<AuthorityId> keys);
};

}  // namespace serinus::pallet_authority_discovery
