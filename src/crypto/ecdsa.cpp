#include "crypto/ecdsa.hpp"

#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include "hashing/hashing.hpp"
#include "platform/random.hpp"

namespace serinus::crypto::ecdsa {
namespace {

/// One for the program, never changed after it is made, so shared by all threads. Blinded against side channels.
const secp256k1_context* context() noexcept {
    static const secp256k1_context* const shared = [] {
        secp256k1_context* created = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
        Secret<32> blinding(platform::random_array<32>());
        const int randomized = secp256k1_context_randomize(created, blinding.data());
        SERINUS_ASSERT(randomized == 1);
        return created;
    }();
    return shared;
}

template <class Key>
Key serialize(const secp256k1_pubkey& key) noexcept {
    constexpr bool kCompressed = Key::kSize == 33;
    ByteArray<65> bytes;
    size_t size = bytes.size();
    secp256k1_ec_pubkey_serialize(context(), bytes.data(), &size, &key,
                                  kCompressed ? SECP256K1_EC_COMPRESSED : SECP256K1_EC_UNCOMPRESSED);
    return *Key::from(kCompressed ? BytesView(bytes).first(33) : BytesView(bytes).subspan(1));
}

/// The order n of the group, big-endian.
constexpr ByteArray<32> kOrder{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                               0xff, 0xff, 0xff, 0xff, 0xfe, 0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48,
                               0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41};

/// Reduces a big-endian number modulo n, in place; once is enough, as 2n > 2^256.
void reduce(std::span<uint8_t, 32> number) noexcept {
    if (compare(number, kOrder) < 0) return;
    int borrow = 0;
    for (size_t i = 32; i-- > 0;) {
        const int difference = number[i] - kOrder[i] - borrow;
        borrow = difference < 0 ? 1 : 0;
        number[i] = static_cast<uint8_t>(difference);
    }
}

Result<secp256k1_pubkey, RecoverError> recover_key(const Signature& signature, int recovery_id, const MessageHash& hash,
                                                   Version version) noexcept {
    ENSURE(recovery_id >= 0 && recovery_id < 4, RecoverError::kBadV);
    ByteArray<64> rs;
    std::copy_n(signature.begin(), 64, rs.begin());
    if (version == Version::kV1) {
        reduce(std::span(rs).first<32>());
        reduce(std::span(rs).last<32>());
    }
    secp256k1_ecdsa_recoverable_signature parsed;
    ENSURE(secp256k1_ecdsa_recoverable_signature_parse_compact(context(), &parsed, rs.data(), recovery_id) == 1,
           RecoverError::kBadRS);
    secp256k1_pubkey key;
    ENSURE(secp256k1_ecdsa_recover(context(), &key, &parsed, hash.data()) == 1, RecoverError::kBadSignature);
    return key;
}

template <class Key>
Result<Key, RecoverError> recover_as(const Signature& signature, const MessageHash& hash, Version version) noexcept {
    const int v = signature[64];
    return serialize<Key>(TRY(recover_key(signature, v > 26 ? v - 27 : v, hash, version)));
}

}  // namespace

std::optional<PublicKey> public_key_of(const Seed& seed) noexcept {
    secp256k1_pubkey key;
    if (secp256k1_ec_pubkey_create(context(), &key, seed.data()) != 1) return std::nullopt;
    return serialize<PublicKey>(key);
}

std::optional<Signature> sign_prehashed(const Seed& seed, const MessageHash& hash) noexcept {
    secp256k1_ecdsa_recoverable_signature recoverable;
    if (secp256k1_ecdsa_sign_recoverable(context(), &recoverable, hash.data(), seed.data(), nullptr, nullptr) != 1) {
        return std::nullopt;
    }
    Signature signature;
    int recovery_id = 0;
    secp256k1_ecdsa_recoverable_signature_serialize_compact(context(), signature.data(), &recovery_id, &recoverable);
    signature[64] = static_cast<uint8_t>(recovery_id);
    return signature;
}

std::optional<Signature> sign(const Seed& seed, BytesView message) noexcept {
    return sign_prehashed(seed, hashing::blake2b_256(message));
}

Result<UncompressedPublicKey, RecoverError> recover(const Signature& signature, const MessageHash& hash,
                                                    Version version) noexcept {
    return recover_as<UncompressedPublicKey>(signature, hash, version);
}

Result<PublicKey, RecoverError> recover_compressed(const Signature& signature, const MessageHash& hash,
                                                   Version version) noexcept {
    return recover_as<PublicKey>(signature, hash, version);
}

bool verify_prehashed(const Signature& signature, const MessageHash& hash, const PublicKey& key,
                      Version version) noexcept {
    const auto recovered = recover_key(signature, signature[64], hash, version);
    return recovered && serialize<PublicKey>(*recovered) == key;
}

bool verify(const Signature& signature, BytesView message, const PublicKey& key, Version version) noexcept {
    return verify_prehashed(signature, hashing::blake2b_256(message), key, version);
}

std::optional<PublicKey> compress(const UncompressedPublicKey& key) noexcept {
    ByteArray<65> tagged;
    tagged[0] = 0x04;
    std::ranges::copy(key, tagged.begin() + 1);
    secp256k1_pubkey parsed;
    if (secp256k1_ec_pubkey_parse(context(), &parsed, tagged.data(), tagged.size()) != 1) return std::nullopt;
    return serialize<PublicKey>(parsed);
}

}  // namespace serinus::crypto::ecdsa
