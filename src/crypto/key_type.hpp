/// Key types: what a key in the keystore is for.
/// Observed: crypto::key_types of sp-core 43.0.0, polkadot_primitives
#pragma once

#include "base/bytes.hpp"

namespace serinus::crypto {

/// Four characters, the beginning of a key's file name.
using KeyType = FixedBytes<4, struct KeyTypeTag>;

/// nullopt: not four bytes.
inline std::optional<KeyType> parse_key_type(std::string_view text) noexcept { return KeyType::from(as_bytes(text)); }

namespace key_types {

consteval KeyType of(const char (&name)[5]) {
    KeyType type;
    for (size_t i = 0; i < 4; ++i) type[i] = static_cast<uint8_t>(name[i]);
    return type;
}

inline constexpr KeyType kAccount = of("acco");
inline constexpr KeyType kAura = of("aura");                 ///< sr25519
inline constexpr KeyType kAuthorityDiscovery = of("audi");   ///< sr25519
inline constexpr KeyType kBabe = of("babe");                 ///< sr25519
inline constexpr KeyType kGrandpa = of("gran");              ///< ed25519
inline constexpr KeyType kImOnline = of("imon");             ///< sr25519
inline constexpr KeyType kMixnet = of("mixn");               ///< sr25519
inline constexpr KeyType kParachainAssignment = of("asgn");  ///< sr25519
inline constexpr KeyType kParachainValidator = of("para");   ///< sr25519
inline constexpr KeyType kStaking = of("stak");
inline constexpr KeyType kStatement = of("stmt");

}  // namespace key_types
}  // namespace serinus::crypto
