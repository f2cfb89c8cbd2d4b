/// Public keys as people write them: an address or hex digits, and soft junctions.
/// Observed: polkadot-stable2407: sp_core::crypto::Ss58Codec::from_string
#pragma once

#include "crypto/key_pair.hpp"
#include "crypto/ss58.hpp"

namespace serinus::crypto {

enum class PublicUriError : uint8_t {
    kBadFormat,           ///< no URI at all
    kPasswordNotAllowed,  ///< a public key has none
    kBadHex,
    kBadBase58,
    kBadLength,  ///< not the size of the scheme's public keys
    kBadPrefix,
    kReservedPrefix,
    kUnknownPrefix,  ///< not in the registry
    kBadChecksum,
    kBadPath,  ///< a hard junction, a scheme other than sr25519, or no point to derive from
};

const char* to_string(PublicUriError error) noexcept;

struct PublicUri {
    Bytes public_key;
    ss58::Prefix prefix;  ///< of the address
};

/// An address of any prefix, then soft junctions; without an address that of the development phrase is meant.
Result<PublicUri, PublicUriError> parse_address_uri(Scheme scheme, std::string_view text);

/// The same with 0x and hex digits also in place of the address; an address must have a registered prefix.
Result<Bytes, PublicUriError> parse_public_uri(Scheme scheme, std::string_view text);

}  // namespace serinus::crypto
