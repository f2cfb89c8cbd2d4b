/// Key URIs: `phrase/soft//hard///password`. What names a secret key or, with an address for a phrase, a public one.
/// Observed: polkadot-stable2407: sp_core::crypto::{AddressUri, DeriveJunction}
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::crypto {

/// The phrase of the publicly known development keys, meant when a secret URI has none: "//Alice".
inline constexpr std::string_view kDevPhrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
/// Its sr25519 address, meant when a public URI has none.
inline constexpr std::string_view kDevAddress = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";

/// A step of derivation.
struct Junction {
    ByteArray<32> chain_code{};
    bool hard = false;

    friend bool operator==(const Junction&, const Junction&) = default;
};

/// What stands between two slashes. A decimal number below 2^64 (Rust's parse takes a plus sign before it) counts as
/// eight little-endian bytes, anything else as a SCALE string; what is longer than 32 bytes is hashed by blake2-256.
Junction junction_of(std::string_view text, bool hard) noexcept;

/// The parts of a URI; the views point into the text.
struct KeyUri {
    std::optional<std::string_view> phrase;  ///< letters, digits and spaces: words, 0x and hex digits, or an address
    std::vector<Junction> junctions;
    std::optional<std::string_view> password;  ///< may be there and empty
};

enum class KeyUriError : uint8_t {
    kBadCharacterInPhrase,
    kBadCharacterInPassword,  ///< a line break
    kBadCharacterInHardPath,  ///< nothing behind the slashes
    kBadCharacterInSoftPath,
};

const char* to_string(KeyUriError error) noexcept;

/// Total; time and space O(n). Equivalent to `^([a-zA-Z0-9 ]+)?((//?[^/]+)*)(///(.*))?$`.
Result<KeyUri, KeyUriError> parse_key_uri(std::string_view text);

}  // namespace serinus::crypto
