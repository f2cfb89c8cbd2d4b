/// SS58 addresses: base58 of prefix, account and a checksum by BLAKE2b.
/// Observed: polkadot-stable2407: sp_core::crypto::Ss58Codec; the specification of SS58 for accounts shorter than a
/// public key.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/ss58_networks.hpp"

namespace serinus::crypto::ss58 {

inline constexpr Prefix kMaxPrefix = 16383;     ///< 14 bits
inline constexpr Prefix kSubstratePrefix = 42;  ///< any Substrate chain, the default

struct Address {
    Prefix prefix;
    Bytes account;  ///< 1, 2, 4 or 8 bytes (an index), 32 (a public key or account id) or 33 (an ECDSA public key)

    friend bool operator==(const Address&, const Address&) = default;
};

enum class Error : uint8_t {
    kBadBase58,
    kBadLength,
    kBadPrefix,       ///< the first byte is above 127
    kReservedPrefix,  ///< 46 and 47
    kBadChecksum,
};

const char* to_string(Error error) noexcept;

/// Reads an address. Total and bounded: at most 37 bytes are decoded.
///
/// Like sp-core this takes a prefix below 64 written in two bytes, which encode() never writes. A public key has two
/// bytes of checksum; an index may have as many as it has bytes itself.
Result<Address, Error> decode(std::string_view text);

/// Writes an address. `account` has one of the sizes of Address::account; of `prefix` the low 14 bits count. Indices
/// get one byte of checksum.
std::string encode(Prefix prefix, BytesView account);

/// The name in the registry, or the number.
std::string network_name(Prefix prefix);

}  // namespace serinus::crypto::ss58
