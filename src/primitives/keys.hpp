/// Public keys and signatures by scheme, and the names under which consensus protocols use them.
/// Pallet: sp-core, sp-application-crypto
#pragma once

#include "base/bytes.hpp"

namespace serinus::sp_core::crypto {

/// What a key in the node's keystore is for: four characters.
struct KeyTypeId {
    ByteArray<4> _0{};
    friend auto operator<=>(const KeyTypeId&, const KeyTypeId&) = default;
};

}  // namespace serinus::sp_core::crypto

namespace serinus::sp_core::sr25519 {

struct Public {
    ByteArray<32> _0{};
    friend auto operator<=>(const Public&, const Public&) = default;
};
struct Signature {
    ByteArray<64> _0{};
    friend auto operator<=>(const Signature&, const Signature&) = default;
};

}  // namespace serinus::sp_core::sr25519

namespace serinus::sp_core::ed25519 {

struct Public {
    ByteArray<32> _0{};
    friend auto operator<=>(const Public&, const Public&) = default;
};
struct Signature {
    ByteArray<64> _0{};
    friend auto operator<=>(const Signature&, const Signature&) = default;
};

}  // namespace serinus::sp_core::ed25519

namespace serinus::sp_core::ecdsa {

/// Compressed.
struct Public {
    ByteArray<33> _0{};
    friend auto operator<=>(const Public&, const Public&) = default;
};

}  // namespace serinus::sp_core::ecdsa

namespace serinus::primitives {

using sp_core::crypto::KeyTypeId;

/// Key types. Observed: crypto::key_types of sp-core 43.0.0, polkadot_primitives
namespace key_types {

consteval KeyTypeId of(const char (&name)[5]) {
    KeyTypeId type;
    for (int i = 0; i < 4; ++i) type._0[static_cast<uint32_t>(i)] = static_cast<uint8_t>(name[i]);
    return type;
}

inline constexpr KeyTypeId kGrandpa = of("gran");
inline constexpr KeyTypeId kBabe = of("babe");
inline constexpr KeyTypeId kImOnline = of("imon");
inline constexpr KeyTypeId kParaValidator = of("para");
inline constexpr KeyTypeId kParaAssignment = of("asgn");
inline constexpr KeyTypeId kAuthorityDiscovery = of("audi");
inline constexpr KeyTypeId kBeefy = of("beef");

}  // namespace key_types
}  // namespace serinus::primitives

namespace serinus::sp_consensus_grandpa::app {

struct Public {
    static constexpr auto kKeyType = primitives::key_types::kGrandpa;
    sp_core::ed25519::Public _0;
    friend auto operator<=>(const Public&, const Public&) = default;
};
struct Signature {
    sp_core::ed25519::Signature _0;
    friend auto operator<=>(const Signature&, const Signature&) = default;
};

}  // namespace serinus::sp_consensus_grandpa::app

namespace serinus::sp_consensus_babe::app {

struct Public {
    static constexpr auto kKeyType = primitives::key_types::kBabe;
    sp_core::sr25519::Public _0;
    friend auto operator<=>(const Public&, const Public&) = default;
};

}  // namespace serinus::sp_consensus_babe::app

namespace serinus::pallet_im_online::sr25519::app_sr25519 {

struct Public {
    static constexpr auto kKeyType = primitives::key_types::kImOnline;
    sp_core::sr25519::Public _0;
    friend auto operator<=>(const Public&, const Public&) = default;
};

}  // namespace serinus::pallet_im_online::sr25519::app_sr25519

namespace serinus::polkadot_primitives::v5::validator_app {

struct Public {
    static constexpr auto kKeyType = primitives::key_types::kParaValidator;
    sp_core::sr25519::Public _0;
    friend auto operator<=>(const Public&, const Public&) = default;
};

}  // namespace serinus::polkadot_primitives::v5::validator_app

namespace serinus::polkadot_primitives::v5::assignment_app {

struct Public {
    static constexpr auto kKeyType = primitives::key_types::kParaAssignment;
    sp_core::sr25519::Public _0;
    friend auto operator<=>(const Public&, const Public&) = default;
};

}  // namespace serinus::polkadot_primitives::v5::assignment_app

namespace serinus::sp_authority_discovery::app {

struct Public {
    static constexpr auto kKeyType = primitives::key_types::kAuthorityDiscovery;
    sp_core::sr25519::Public _0;
    friend auto operator<=>(const Public&, const Public&) = default;
};

}  // namespace serinus::sp_authority_discovery::app

namespace serinus::sp_consensus_beefy::ecdsa_crypto {

struct Public {
    static constexpr auto kKeyType = primitives::key_types::kBeefy;
    sp_core::ecdsa::Public _0;
    friend auto operator<=>(const Public&, const Public&) = default;
};

}  // namespace serinus::sp_consensus_beefy::ecdsa_crypto
