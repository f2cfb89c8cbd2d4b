#include "crypto/key_pair.hpp"

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "hashing/streaming.hpp"

namespace serinus::crypto {
namespace {

constexpr std::array<const char*, 3> kSchemeNames = {"sr25519", "ed25519", "ecdsa"};

/// The seed below a hard junction of ed25519 and ECDSA: blake2-256 of the SCALE tuple (label, seed, chain code).
KeySeed derive_hard_seed(std::string_view label, const KeySeed& seed, const ByteArray<32>& chain_code) noexcept {
    const uint8_t label_size = static_cast<uint8_t>(label.size() << 2);  // compact
    KeySeed out;
    hashing::Blake2b(32)
        .update({&label_size, 1})
        .update(as_bytes(label))
        .update(seed.reveal())
        .update(chain_code)
        .finish(out.reveal_mutable());
    return out;
}

}  // namespace

std::optional<Scheme> find_scheme(std::string_view name) noexcept {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    for (size_t i = 0; i < kSchemeNames.size(); ++i) {
        if (std::ranges::equal(name, std::string_view(kSchemeNames[i]), {}, lower)) return static_cast<Scheme>(i);
    }
    return std::nullopt;
}

const char* to_string(Scheme scheme) noexcept { return kSchemeNames[static_cast<size_t>(scheme)]; }
size_t public_key_size(Scheme scheme) noexcept { return scheme == Scheme::kEcdsa ? 33 : 32; }
size_t signature_size(Scheme scheme) noexcept { return scheme == Scheme::kEcdsa ? 65 : 64; }

const char* to_string(SecretError error) noexcept {
    switch (error) {
        case SecretError::kBadFormat:
            return "Invalid format";
        case SecretError::kBadPhrase:
            return "Invalid phrase";
        case SecretError::kBadSeed:
            return "Invalid seed";
        case SecretError::kBadPath:
            return "Invalid path";
    }
    return "?";
}

std::optional<KeyPair> KeyPair::from_seed(Scheme scheme, const KeySeed& seed) noexcept {
    KeyPair pair;
    switch (scheme) {
        case Scheme::kSr25519:
            pair.key_ = sr25519::expand(seed);
            break;
        case Scheme::kEd25519:
            pair.key_ = Ed25519{seed, ed25519::public_key_of(seed)};
            break;
        case Scheme::kEcdsa: {
            const auto public_key = ecdsa::public_key_of(seed);
            if (!public_key) return std::nullopt;
            pair.key_ = Ecdsa{seed, *public_key};
            break;
        }
    }
    return pair;
}

Bytes KeyPair::public_key() const {
    return std::visit([](const auto& key) { return to_bytes(key.public_key); }, key_);
}

Bytes KeyPair::sign(BytesView message, const ByteArray<32>& randomness) const {
    if (const auto* key = std::get_if<sr25519::KeyPair>(&key_))
        return to_bytes(sr25519::sign(*key, message, randomness));
    if (const auto* key = std::get_if<Ed25519>(&key_)) return to_bytes(ed25519::sign(key->seed, message));
    const auto signature = ecdsa::sign(std::get<Ecdsa>(key_).seed, message);
    SERINUS_ASSERT(signature.has_value());  // from_seed() has checked the seed
    return to_bytes(*signature);
}

std::optional<ecdsa::Signature> KeyPair::sign_prehashed(const ecdsa::MessageHash& hash) const noexcept {
    const auto* key = std::get_if<Ecdsa>(&key_);
    return key == nullptr ? std::nullopt : ecdsa::sign_prehashed(key->seed, hash);
}

Result<SeededKeyPair, SecretError> derive(SeededKeyPair parent, std::span<const Junction> junctions) noexcept {
    const Scheme scheme = parent.pair.scheme();
    for (const Junction& junction : junctions) {
        if (scheme == Scheme::kSr25519) {
            auto& key = std::get<sr25519::KeyPair>(parent.pair.key_);
            if (junction.hard) {
                const KeySeed seed = sr25519::derive_hard(key.secret, junction.chain_code);
                key = sr25519::expand(seed);
                if (parent.seed) parent.seed = seed;
            } else {
                key = sr25519::derive_soft(key, junction.chain_code, {});
                parent.seed.reset();
            }
            continue;
        }
        ENSURE(junction.hard, SecretError::kBadPath);
        const bool is_ecdsa = scheme == Scheme::kEcdsa;
        const KeySeed& above = is_ecdsa ? std::get<KeyPair::Ecdsa>(parent.pair.key_).seed
                                        : std::get<KeyPair::Ed25519>(parent.pair.key_).seed;
        const KeySeed seed = derive_hard_seed(is_ecdsa ? "Secp256k1HDKD" : "Ed25519HDKD", above, junction.chain_code);
        auto pair = KeyPair::from_seed(scheme, seed);
        if (!pair) return Err(SecretError::kBadSeed);
        parent = SeededKeyPair{*std::move(pair), seed};
    }
    return parent;
}

Result<SeededKeyPair, SecretError> key_from_phrase(Scheme scheme, std::string_view phrase,
                                                   std::optional<std::string_view> password) {
    const auto entropy = mnemonic::parse(phrase);
    if (!entropy) return Err(SecretError::kBadPhrase);
    const KeySeed seed = mnemonic::mini_secret_of(entropy->reveal(), password.value_or(""));
    auto pair = KeyPair::from_seed(scheme, seed);
    if (!pair) return Err(SecretError::kBadSeed);
    return SeededKeyPair{*std::move(pair), seed};
}

Result<SeededKeyPair, SecretError> key_from_uri(Scheme scheme, std::string_view uri,
                                                std::optional<std::string_view> password) {
    const auto parsed = parse_key_uri(uri);
    if (!parsed) return Err(SecretError::kBadFormat);
    const std::string_view phrase = parsed->phrase.value_or(kDevPhrase);
    if (!phrase.starts_with("0x")) {
        TRY_ASSIGN(SeededKeyPair root, key_from_phrase(scheme, phrase, password ? password : parsed->password));
        return derive(std::move(root), parsed->junctions);
    }
    KeySeed seed;
    ENSURE(from_hex_into(phrase.substr(2), seed.reveal_mutable()).has_value(), SecretError::kBadSeed);
    auto root = KeyPair::from_seed(scheme, seed);
    if (!root) return Err(SecretError::kBadSeed);
    return derive(SeededKeyPair{*std::move(root), seed}, parsed->junctions);
}

bool verify(Scheme scheme, BytesView signature, BytesView message, BytesView public_key) noexcept {
    if (signature.size() != signature_size(scheme) || public_key.size() != public_key_size(scheme)) return false;
    switch (scheme) {
        case Scheme::kSr25519:
            return sr25519::verify(*sr25519::Signature::from(signature), message,
                                   *sr25519::PublicKey::from(public_key));
        case Scheme::kEd25519:
            return ed25519::verify(*ed25519::Signature::from(signature), message,
                                   *ed25519::PublicKey::from(public_key));
        case Scheme::kEcdsa:
            return ecdsa::verify(*ecdsa::Signature::from(signature), message, *ecdsa::PublicKey::from(public_key));
    }
    return false;
}

Hash256 account_of(Scheme scheme, BytesView public_key) noexcept {
    if (scheme == Scheme::kEcdsa) return hashing::blake2b_256(public_key);
    const auto account = Hash256::from(public_key);
    SERINUS_ASSERT(account.has_value());
    return *account;
}

}  // namespace serinus::crypto
