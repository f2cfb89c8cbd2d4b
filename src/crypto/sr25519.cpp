#include "crypto/sr25519.hpp"

#include "crypto/sr25519_group.hpp"
#include "crypto/sr25519_transcript.hpp"

namespace serinus::crypto::sr25519 {
namespace {

/// A 256-bit integer shifted by three bits: times or divided by the cofactor 8.
void multiply_by_cofactor(MutableBytesView integer) noexcept {
    uint8_t carry = 0;
    for (uint8_t& byte : integer) {
        const auto next = static_cast<uint8_t>(byte >> 5);
        byte = static_cast<uint8_t>(byte << 3 | carry);
        carry = next;
    }
}

void divide_by_cofactor(MutableBytesView integer) noexcept {
    for (size_t i = 0; i < integer.size(); ++i) {
        const unsigned above = i + 1 < integer.size() ? integer[i + 1] : 0u;
        integer[i] = static_cast<uint8_t>(integer[i] >> 3 | above << 5);
    }
}

MutableBytesView scalar_half(Secret<64>& bytes) noexcept { return bytes.reveal_mutable().first(32); }

}  // namespace

std::optional<SecretKey> SecretKey::from_bytes(BytesView view) noexcept {
    const auto bytes = Secret<64>::from(view);
    if (!bytes || !is_reduced(bytes->reveal().first(32))) return std::nullopt;
    return SecretKey{*bytes};
}

std::optional<SecretKey> SecretKey::from_ed25519_bytes(BytesView view) noexcept {
    auto bytes = Secret<64>::from(view);
    if (!bytes) return std::nullopt;
    divide_by_cofactor(scalar_half(*bytes));
    return from_bytes(bytes->reveal());
}

Secret<64> SecretKey::to_ed25519_bytes() const noexcept {
    Secret<64> out = bytes;
    multiply_by_cofactor(scalar_half(out));  // below 2^253 * 8: nothing is lost
    return out;
}

KeyPair expand(const MiniSecret& mini_secret) noexcept {
    SecretKey secret;
    crypto_hash_sha512(secret.bytes.data(), mini_secret.data(), mini_secret.size());
    // Clamped as in Ed25519, then divided: a number of [2^251, 2^252), so it is reduced.
    const MutableBytesView scalar = scalar_half(secret.bytes);
    scalar[0] &= 0b1111'1000;
    scalar[31] &= 0b0011'1111;
    scalar[31] |= 0b0100'0000;
    divide_by_cofactor(scalar);
    return key_pair(secret);
}

PublicKey public_key(const SecretKey& secret) noexcept { return {multiply_base(scalar_of(secret))}; }

KeyPair key_pair(const SecretKey& secret) noexcept { return {secret, public_key(secret)}; }

Signature sign(const KeyPair& key, BytesView message, const ByteArray<32>& randomness,
               std::string_view context) noexcept {
    Transcript transcript = signing_transcript(context, message);
    transcript.append("proto-name", "Schnorr-sig");
    transcript.append("sign:pk", key.public_key.bytes);

    const Scalar nonce = witness_scalar(transcript, "signing", nonce_seed_of(key.secret), randomness);
    const Point commitment = multiply_base(nonce);
    transcript.append("sign:R", commitment);
    const Scalar challenge = challenge_scalar(transcript, "sign:c");
    const Scalar response = multiply_add(challenge, scalar_of(key.secret), nonce);

    Signature out;
    std::copy_n(commitment.begin(), 32, out.begin());
    std::copy_n(response.data(), 32, out.begin() + 32);
    out[63] |= kMark;
    return out;
}

}  // namespace serinus::crypto::sr25519
