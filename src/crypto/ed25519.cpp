#include "crypto/ed25519.hpp"

#include <sodium.h>

#include "crypto/edwards25519/multiply.hpp"

namespace serinus::crypto::ed25519 {
namespace {

using namespace edwards25519;

/// libsodium's secret key: seed and public key.
using SodiumKey = Secret<crypto_sign_SECRETKEYBYTES>;

PublicKey expand(const Seed& seed, SodiumKey& key) noexcept {
    PublicKey public_key;
    crypto_sign_seed_keypair(public_key.data(), key.data(), seed.data());
    return public_key;
}

ByteArray<32> half(const Signature& signature, size_t offset) noexcept {
    ByteArray<32> out;
    std::copy_n(signature.begin() + offset, 32, out.begin());
    return out;
}

/// A signature read: what remains to be checked is 8 (s B - k A - R) = 0.
struct Parts {
    Scalar s, k;
    Point A, R;
};

/// SHA-512 over R, A and the message: the encodings as they came. Spec: ZIP-215
Scalar challenge(const Signature& signature, BytesView message, const PublicKey& public_key) noexcept {
    crypto_hash_sha512_state state;
    crypto_hash_sha512_init(&state);
    crypto_hash_sha512_update(&state, signature.data(), 32);
    crypto_hash_sha512_update(&state, public_key.data(), public_key.size());
    crypto_hash_sha512_update(&state, message.data(), message.size());
    ByteArray<64> hash;
    crypto_hash_sha512_final(&state, hash.data());
    return Scalar::from_bytes_mod_order_wide(hash);
}

std::optional<Parts> read(const Signature& signature, BytesView message, const PublicKey& public_key) noexcept {
    const auto s = Scalar::from_canonical(half(signature, 32));
    if (!s) return std::nullopt;
    const auto points = decompress_pair(public_key.bytes, half(signature, 0));
    if (!points) return std::nullopt;
    const auto& [A, R] = *points;
    return Parts{*s, challenge(signature, message, public_key), A, R};
}

}  // namespace

PublicKey public_key_of(const Seed& seed) noexcept {
    SodiumKey key;
    return expand(seed, key);
}

Signature sign(const Seed& seed, BytesView message) noexcept {
    SodiumKey key;
    expand(seed, key);
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), key.data());
    return signature;
}

bool verify(const Signature& signature, BytesView message, const PublicKey& public_key) noexcept {
    const auto parts = read(signature, message, public_key);
    return parts && schnorr_equation_holds(parts->s, parts->k, parts->A, parts->R);
}

// Observed: ed25519-dalek 2.2.0, which sp-io uses under UseDalekExt. There S must be canonical and A may have any
// encoding, as in ZIP-215; but R is computed and its canonical encoding compared.
bool verify_dalek(const Signature& signature, BytesView message, const PublicKey& public_key) noexcept {
    const auto s = Scalar::from_canonical(half(signature, 32));
    if (!s) return false;
    const auto A = decompress(public_key.bytes);
    if (!A) return false;
    const Scalar k = challenge(signature, message, public_key);
    return double_scalar_mul_base(k, -*A, *s).compress() == half(signature, 0);
}

bool verify_batch(std::span<const BatchItem> items, const ByteArray<32>& randomness) {
    if (items.empty()) return true;
    if (items.size() == 1) return verify(items[0].signature, items[0].message, items[0].public_key);

    // The sum of z (k A + R - s B) over all items, with a random z of 128 bits each.
    Bytes random(16 * items.size());
    constexpr ByteArray<crypto_stream_chacha20_NONCEBYTES> kNonce{};
    crypto_stream_chacha20(random.data(), random.size(), kNonce.data(), randomness.data());

    std::vector<Scalar> scalars;
    std::vector<Point> points;
    scalars.reserve(2 * items.size());
    points.reserve(2 * items.size());
    Scalar base;
    for (size_t i = 0; i < items.size(); ++i) {
        const auto& [signature, message, public_key] = items[i];
        const auto parts = read(signature, message, public_key);
        if (!parts) return false;
        const Scalar z = Scalar::from_uint128(load_le<unsigned __int128>(&random[16 * i]));
        scalars.push_back(z * parts->k);
        points.push_back(parts->A);
        scalars.push_back(z);
        points.push_back(parts->R);
        base += z * parts->s;
    }
    return multi_scalar_mul_base(scalars, points, -base).is_small_order();
}

}  // namespace serinus::crypto::ed25519
