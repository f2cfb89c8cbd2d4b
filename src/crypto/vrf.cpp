#include "crypto/vrf.hpp"

#include "crypto/edwards25519/multiply.hpp"
#include "crypto/edwards25519/ristretto.hpp"
#include "crypto/sr25519_group.hpp"

namespace serinus::crypto::vrf {
namespace {

using sr25519::Point;
using sr25519::Scalar;
using PublicScalar = edwards25519::Scalar;

/// The public key is included: otherwise a soft junction would be enough to carry outputs from key to key. The input is
/// public in every use that the network makes of it.
edwards25519::Point hash_to_input(Transcript& transcript, const PublicKey& public_key) noexcept {
    transcript.append("vrf-nm-pk", public_key.bytes);
    return edwards25519::ristretto_from_uniform(transcript.challenge<64>("VRFHash"));
}

void commit(Transcript& transcript, const InOut& in_out) noexcept {
    transcript.append("vrf-in", in_out.input);
    transcript.append("vrf-out", in_out.output.bytes);
}

void begin_proof(Transcript& transcript, const InOut& in_out) noexcept {
    transcript.append("proto-name", "DLEQProof");
    transcript.append("vrf:h", in_out.input);
}

/// Observed: schnorrkel 0.11: Kusama's proofs hash the public key after the commitments, so that the nonce does not
/// depend on it.
ByteArray<64> finish_proof(Transcript& transcript, const PublicKey& public_key, const InOut& in_out, const Point& base,
                           const Point& on_input) noexcept {
    transcript.append("vrf:R=g^r", base);
    transcript.append("vrf:h^r", on_input);
    transcript.append("vrf:pk", public_key.bytes);
    transcript.append("vrf:h^sk", in_out.output.bytes);
    return transcript.challenge<64>("prove");
}

}  // namespace

InOut evaluate(const KeyPair& key, Transcript input) noexcept {
    const Point point = ristretto_encode(hash_to_input(input, key.public_key));
    return {point, {sr25519::multiply(scalar_of(key.secret), point)}};
}

Proofs prove(const KeyPair& key, const InOut& in_out, const ByteArray<32>& randomness, Transcript extra) noexcept {
    begin_proof(extra, in_out);
    constexpr std::string_view kNonceLabel{
        "proving\0"
        "0",
        9};
    const Scalar nonce = sr25519::witness_scalar(extra, kNonceLabel, nonce_seed_of(key.secret), randomness);
    const Point base = sr25519::multiply_base(nonce);
    const Point on_input = sr25519::multiply(nonce, in_out.input);
    ByteArray<64> wide = finish_proof(extra, key.public_key, in_out, base, on_input);
    const Scalar challenge = sr25519::reduce(wide);

    // s = r - c * secret
    Scalar response;
    crypto_core_ristretto255_scalar_mul(response.data(), challenge.data(), scalar_of(key.secret).data());
    crypto_core_ristretto255_scalar_sub(response.data(), nonce.data(), response.data());

    Proofs out;
    std::copy_n(challenge.data(), 32, out.proof.begin());
    std::copy_n(response.data(), 32, out.proof.begin() + 32);
    std::copy_n(base.begin(), 32, out.batchable.begin());
    std::copy_n(on_input.begin(), 32, out.batchable.begin() + 32);
    std::copy_n(response.data(), 32, out.batchable.begin() + 64);
    return out;
}

Signature sign(const KeyPair& key, Transcript input, const ByteArray<32>& randomness, Transcript extra) noexcept {
    const InOut in_out = evaluate(key, std::move(input));
    return {in_out.output, prove(key, in_out, randomness, std::move(extra)).proof};
}

std::optional<InOut> attach(const PublicKey& public_key, Transcript input, const PreOutput& output) noexcept {
    if (output == PreOutput{} || !edwards25519::ristretto_decode(output.bytes)) return std::nullopt;
    return InOut{ristretto_encode(hash_to_input(input, public_key)), output};
}

std::optional<InOut> verify(const PublicKey& public_key, Transcript input, const Signature& signature,
                            Transcript extra) noexcept {
    using edwards25519::ristretto_decode, edwards25519::ristretto_encode;
    ByteArray<32> c_bytes, s_bytes;
    std::copy_n(signature.proof.begin(), 32, c_bytes.begin());
    std::copy_n(signature.proof.begin() + 32, 32, s_bytes.begin());
    const auto c = PublicScalar::from_canonical(c_bytes);
    const auto s = PublicScalar::from_canonical(s_bytes);
    const auto key = ristretto_decode(public_key.bytes);
    const auto output = ristretto_decode(signature.pre_output.bytes);
    if (!c || !s || !key || !output || signature.pre_output == PreOutput{}) return std::nullopt;
    const auto input_point = hash_to_input(input, public_key);
    const InOut in_out{ristretto_encode(input_point), signature.pre_output};

    // R = c * A + s * B and Hr = c * output + s * input are what the prover committed to, if c is the challenge to
    // them.
    const Point base = ristretto_encode(double_scalar_mul_base(*c, *key, *s));
    const Point on_input = ristretto_encode(double_scalar_mul(*c, *output, *s, input_point));
    begin_proof(extra, in_out);
    const auto challenge = finish_proof(extra, public_key, in_out, base, on_input);
    if (PublicScalar::from_bytes_mod_order_wide(challenge) != *c) return std::nullopt;
    return in_out;
}

std::optional<Proof> shorten(const PublicKey& public_key, const InOut& in_out, const BatchableProof& proof,
                             Transcript extra) noexcept {
    const BytesView view = proof.bytes;
    if (!sr25519::is_reduced(view.last(32))) return std::nullopt;
    Point base, on_input;
    std::ranges::copy(view.first(32), base.begin());
    std::ranges::copy(view.subspan(32, 32), on_input.begin());
    begin_proof(extra, in_out);
    ByteArray<64> wide = finish_proof(extra, public_key, in_out, base, on_input);
    Proof out;
    std::ranges::copy(sr25519::reduce(wide).reveal(), out.begin());
    std::ranges::copy(view.last(32), out.begin() + 32);
    return out;
}

void make_bytes(const InOut& in_out, std::string_view context, MutableBytesView out) noexcept {
    Transcript transcript("VRFResult");
    transcript.append("", context);
    commit(transcript, in_out);
    transcript.challenge("", out);
}

Transcript babe_transcript(const ByteArray<32>& epoch_randomness, uint64_t slot, uint64_t epoch_index) noexcept {
    Transcript transcript("BABE");
    transcript.append_u64("slot number", slot);
    transcript.append_u64("current epoch", epoch_index);
    transcript.append("chain randomness", epoch_randomness);
    return transcript;
}

unsigned __int128 babe_score(const InOut& in_out) noexcept {
    return load_le<unsigned __int128>(make_bytes<16>(in_out, "substrate-babe-vrf").data());
}

ByteArray<32> babe_randomness(const InOut& in_out) noexcept { return make_bytes<32>(in_out, "BabeVRFInOutContext"); }

}  // namespace serinus::crypto::vrf
