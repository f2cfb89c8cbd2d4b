#include "crypto/edwards25519/multiply.hpp"
#include "crypto/edwards25519/ristretto.hpp"
#include "crypto/sr25519_group.hpp"

namespace serinus::crypto::sr25519 {
namespace {

/// Junctions carry their index in the chain code, so the message of the derivation is empty.
Transcript derivation(const ChainCode& chain_code) noexcept {
    Transcript transcript("SchnorrRistrettoHDKD");
    transcript.append("sign-bytes", "");
    transcript.append("chain-code", chain_code);
    return transcript;
}

/// What is added to the parent's scalar, once reduced; `transcript` goes on from derivation(). Public, as all of this
/// is that goes in.
ByteArray<64> soft_step_bytes(Transcript& transcript, const PublicKey& parent) noexcept {
    transcript.append("public-key", parent.bytes);
    return transcript.challenge<64>("HDKD-scalar");
}

}  // namespace

MiniSecret derive_hard(const SecretKey& secret, const ChainCode& chain_code) noexcept {
    Transcript transcript = derivation(chain_code);
    transcript.append("secret-key", scalar_of(secret).reveal());
    MiniSecret out;
    transcript.challenge("HDKD-hard", out.reveal_mutable());
    return out;
}

KeyPair derive_soft(const KeyPair& parent, const ChainCode& chain_code, const ByteArray<32>& randomness) noexcept {
    Transcript transcript = derivation(chain_code);
    ByteArray<64> step_bytes = soft_step_bytes(transcript, parent.public_key);
    const Scalar step = reduce(step_bytes);
    transcript.challenge<32>(
        "HDKD-chaincode");  // Substrate has no use for it, but the nonce depends on its being drawn

    SecretKey child;
    crypto_core_ristretto255_scalar_add(child.bytes.data(), parent.secret.bytes.data(), step.data());
    WitnessGenerator generator(transcript);
    generator.mix_secret("HDKD-nonce", nonce_seed_of(parent.secret));
    generator.mix_secret("HDKD-nonce", parent.secret.bytes.reveal());
    generator.mix_randomness(randomness);
    generator.fill(child.bytes.reveal_mutable().last(32));
    return key_pair(child);
}

std::optional<PublicKey> derive_soft_public(const PublicKey& parent, const ChainCode& chain_code) noexcept {
    const auto point = edwards25519::ristretto_decode(parent.bytes);
    if (!point) return std::nullopt;
    Transcript transcript = derivation(chain_code);
    const auto step = edwards25519::Scalar::from_bytes_mod_order_wide(soft_step_bytes(transcript, parent));
    return PublicKey{ristretto_encode(*point + scalar_mul_base(step))};
}

}  // namespace serinus::crypto::sr25519
