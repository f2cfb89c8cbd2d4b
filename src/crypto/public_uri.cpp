#include "crypto/public_uri.hpp"

#include "base/hex.hpp"

namespace serinus::crypto {
namespace {

PublicUriError error_of(ss58::Error error) {
    switch (error) {
        case ss58::Error::kBadBase58:
            return PublicUriError::kBadBase58;
        case ss58::Error::kBadLength:
            return PublicUriError::kBadLength;
        case ss58::Error::kBadPrefix:
            return PublicUriError::kBadPrefix;
        case ss58::Error::kReservedPrefix:
            return PublicUriError::kReservedPrefix;
        case ss58::Error::kBadChecksum:
            return PublicUriError::kBadChecksum;
    }
    return PublicUriError::kBadFormat;
}

Result<KeyUri, PublicUriError> parse_without_password(std::string_view text) {
    auto uri = parse_key_uri(text);
    ENSURE(uri.has_value(), PublicUriError::kBadFormat);
    ENSURE(!uri->password, PublicUriError::kPasswordNotAllowed);
    return *std::move(uri);
}

Result<Bytes, PublicUriError> derive(Scheme scheme, Bytes key, const std::vector<Junction>& junctions) {
    for (const Junction& junction : junctions) {
        ENSURE(!junction.hard && scheme == Scheme::kSr25519, PublicUriError::kBadPath);
        const auto derived = sr25519::derive_soft_public(*sr25519::PublicKey::from(key), junction.chain_code);
        ENSURE(derived.has_value(), PublicUriError::kBadPath);
        key = to_bytes(*derived);
    }
    return key;
}

Result<ss58::Address, PublicUriError> decode_key(Scheme scheme, std::string_view text) {
    auto address = ss58::decode(text);
    if (!address) return Err(error_of(address.error()));
    ENSURE(address->account.size() == public_key_size(scheme), PublicUriError::kBadLength);
    return *std::move(address);
}

}  // namespace

const char* to_string(PublicUriError error) noexcept {
    switch (error) {
        case PublicUriError::kBadFormat:
            return "Incorrect URI syntax.";
        case PublicUriError::kPasswordNotAllowed:
            return "Password not allowed.";
        case PublicUriError::kBadHex:
            return "Invalid SS58 format.";
        case PublicUriError::kBadBase58:
            return "Base 58 requirement is violated";
        case PublicUriError::kBadLength:
            return "Length is bad";
        case PublicUriError::kBadPrefix:
            return "Invalid SS58 prefix byte.";
        case PublicUriError::kReservedPrefix:
            return "Disallowed SS58 Address Format for this datatype.";
        case PublicUriError::kUnknownPrefix:
            return "Unknown SS58 address format";
        case PublicUriError::kBadChecksum:
            return "Invalid checksum";
        case PublicUriError::kBadPath:
            return "Invalid derivation path.";
    }
    return "?";
}

Result<PublicUri, PublicUriError> parse_address_uri(Scheme scheme, std::string_view text) {
    TRY_ASSIGN(const KeyUri uri, parse_without_password(text));
    TRY_ASSIGN(const ss58::Address address, decode_key(scheme, uri.phrase.value_or(kDevAddress)));
    TRY_ASSIGN(Bytes key, derive(scheme, address.account, uri.junctions));
    return PublicUri{std::move(key), address.prefix};
}

Result<Bytes, PublicUriError> parse_public_uri(Scheme scheme, std::string_view text) {
    TRY_ASSIGN(const KeyUri uri, parse_without_password(text));
    const std::string_view phrase = uri.phrase.value_or(kDevAddress);
    if (phrase.starts_with("0x")) {
        auto key = from_hex(phrase.substr(2));
        ENSURE(key.has_value(), PublicUriError::kBadHex);
        ENSURE(key->size() == public_key_size(scheme), PublicUriError::kBadLength);
        return derive(scheme, *std::move(key), uri.junctions);
    }
    TRY_ASSIGN(const ss58::Address address, decode_key(scheme, phrase));
    ENSURE(ss58::find_network_name(address.prefix).has_value(), PublicUriError::kUnknownPrefix);
    return derive(scheme, address.account, uri.junctions);
}

}  // namespace serinus::crypto
