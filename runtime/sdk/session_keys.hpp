/// The session keys of a validator: a plain struct of public keys, one for each protocol. What the pallets and the API
/// need follows from its fields.
///
///     struct SessionKeys {
///         sp_consensus_aura::AuthorityId aura;
///         sp_consensus_grandpa::app::Public grandpa;
///         friend bool operator==(const SessionKeys&, const SessionKeys&) = default;
///     };
#pragma once

#include "base/reflect.hpp"
#include "runtime/sdk/keys.hpp"

namespace serinus::sdk::session_keys {

using RawKeys = std::vector<std::pair<Bytes, KeyTypeId>>;

namespace detail {

template <class List>
inline constexpr std::array<KeyTypeId, 0> kTypesOf{};
template <class... F>
inline constexpr std::array<KeyTypeId, sizeof...(F)> kTypesOf<reflect::TypeList<F...>>{F::kKeyType...};

struct ListBytes {
    template <class... F>
    std::array<BytesView, sizeof...(F)> operator()(const F&... key) const {
        return {key._0._0...};
    }
};

// New keys in the node's keystore. Panics if the seed is no text.
void generate(sp_core::ed25519::Public& key, const KeyTypeId& type, const std::optional<Bytes>& seed);
void generate(sp_core::sr25519::Public& key, const KeyTypeId& type, const std::optional<Bytes>& seed);
void generate(sp_core::ecdsa::Public& key, const KeyTypeId& type, const std::optional<Bytes>& seed);

struct Generate {
    const std::optional<Bytes>& seed;
    template <class... F>
    void operator()(F&... key) const {
        (generate(key._0, F::kKeyType, seed), ...);
    }
};

}  // namespace detail

/// The type of each key, in the order of the fields.
template <class Keys>
inline constexpr auto kTypes = detail::kTypesOf<reflect::FieldTypes<Keys>>;

/// The bytes of each key, in the same order; valid as long as `keys`.
template <class Keys>
std::array<BytesView, reflect::kFieldCount<Keys>> raw(const Keys& keys) {
    return reflect::visit_fields(keys, detail::ListBytes{});
}

/// Makes new keys in the node's keystore, of `seed` (a secret URI in UTF-8) if there is one. Panics if it is no text.
template <class Keys>
Keys generated(const std::optional<Bytes>& seed) {
    Keys keys{};
    reflect::visit_fields(keys, detail::Generate{seed});
    return keys;
}

/// The raw keys with their types; nullopt if the bytes are no session keys. Bytes behind them are ignored.
template <class Keys>
std::optional<RawKeys> decode_raw(BytesView encoded) {
    const auto keys = scale::take<Keys>(encoded);
    if (!keys) return std::nullopt;
    RawKeys out;
    const auto bytes = raw(*keys);
    for (size_t i = 0; i < bytes.size(); ++i) out.emplace_back(to_bytes(bytes[i]), kTypes<Keys>[i]);
    return out;
}

}  // namespace serinus::sdk::session_keys
