// Signature verification of any bytes: single, deprecated and batch verification agree with libsodium-only code.
//
// Input: how to begin (1 byte), a difference (96 bytes: public key, signature), the message. The difference is applied
// to zeros, or to a right signature of either kind, so that small differences stay near what is accepted.
#include "base/assert.hpp"
#include "crypto/sr25519.hpp"
#include "fuzz/reference/sr25519.hpp"

namespace {

using namespace serinus;
using namespace serinus::crypto;

/// A signature by the rule of schnorrkel 0.1.1, with a nonce that everybody knows.
sr25519::Signature sign_deprecated(const sr25519::KeyPair& key, BytesView message) {
    const ByteArray<32> nonce{7};
    ByteArray<32> R;
    SERINUS_ASSERT(crypto_scalarmult_ristretto255_base(R.data(), nonce.data()) == 0);
    Transcript transcript("substrate");
    transcript.append("sign-bytes", message);
    transcript.append("proto-name", "Schnorr-sig");
    transcript.append("pk", key.public_key.bytes);
    transcript.append("no", R);
    const auto k = reference::challenge(transcript, "");
    ByteArray<32> s;
    crypto_core_ristretto255_scalar_mul(s.data(), k.data(), key.secret.bytes.data());
    crypto_core_ristretto255_scalar_add(s.data(), s.data(), nonce.data());
    sr25519::Signature out;
    std::ranges::copy(R, out.begin());
    std::ranges::copy(s, out.begin() + 32);
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 97) return 0;
    static const sr25519::KeyPair key = sr25519::expand(sr25519::MiniSecret(ByteArray<32>{1}));
    const BytesView message(data + 97, size - 97);
    sr25519::PublicKey public_key{};
    sr25519::Signature signature{};
    switch (data[0] % 3) {
        case 1:
            public_key = key.public_key;
            signature = sr25519::sign(key, message, {});
            break;
        case 2:
            public_key = key.public_key;
            signature = sign_deprecated(key, message);
            break;
        default:
            break;
    }
    const sr25519::BatchItem good{sr25519::sign(key, message, {}), message, key.public_key};
    bool unchanged = true;
    for (size_t i = 0; i < 32; ++i) public_key[i] ^= data[1 + i];
    for (size_t i = 0; i < 64; ++i) signature[i] ^= data[33 + i];
    for (size_t i = 1; i < 97; ++i) unchanged &= data[i] == 0;

    const bool right = sr25519::verify(signature, message, public_key);
    SERINUS_ASSERT(right == reference::verify(signature, message, public_key));
    const bool deprecated = sr25519::verify_deprecated(signature, message, public_key);
    SERINUS_ASSERT(deprecated == reference::verify_deprecated(signature, message, public_key));
    if (right) SERINUS_ASSERT(deprecated);
    if (unchanged && data[0] % 3 == 1) SERINUS_ASSERT(right);
    if (unchanged && data[0] % 3 == 2) SERINUS_ASSERT(deprecated);

    const sr25519::BatchItem items[] = {good, {signature, message, public_key}, good};
    SERINUS_ASSERT(sr25519::verify_batch(items, {1}) == right);
    return 0;
}
