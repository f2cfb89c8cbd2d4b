/// sr25519 and VRF verification over libsodium alone: slow, short, and independent of src/crypto/edwards25519. The
/// second opinion of tests and fuzz targets. Transcripts are spelled out label by label, as schnorrkel does.
#pragma once

#include <sodium.h>

#include "crypto/merlin.hpp"
#include "crypto/sr25519.hpp"
#include "crypto/vrf.hpp"

namespace serinus::crypto::reference {

using Bytes32 = ByteArray<32>;

inline Bytes32 part(BytesView view, size_t at) {
    Bytes32 out;
    std::ranges::copy(view.subspan(at, 32), out.begin());
    return out;
}

/// Whether reducing modulo the group order changes nothing.
inline bool is_reduced(const Bytes32& scalar) {
    ByteArray<64> wide{};
    std::ranges::copy(scalar, wide.begin());
    Bytes32 reduced;
    crypto_core_ristretto255_scalar_reduce(reduced.data(), wide.data());
    return reduced == scalar;
}

inline Bytes32 challenge(Transcript& transcript, std::string_view label) {
    const auto wide = transcript.challenge<64>(label);
    Bytes32 out;
    crypto_core_ristretto255_scalar_reduce(out.data(), wide.data());
    return out;
}

/// libsodium 1.0.18 overlooks the highest bit; RFC 9496 wants it to be zero.
inline bool is_point(const Bytes32& bytes) {
    return bytes[31] < 0x80 && crypto_core_ristretto255_is_valid_point(bytes.data()) == 1;
}

/// a * A + b * B with B the generator; both points must be valid.
inline Bytes32 combine(const Bytes32& a, const Bytes32& A, const Bytes32& b, const Bytes32* B = nullptr) {
    Bytes32 left{}, right{}, sum{};
    static_cast<void>(crypto_scalarmult_ristretto255(left.data(), a.data(), A.data()));
    static_cast<void>(B == nullptr ? crypto_scalarmult_ristretto255_base(right.data(), b.data())
                                   : crypto_scalarmult_ristretto255(right.data(), b.data(), B->data()));
    crypto_core_ristretto255_add(sum.data(), left.data(), right.data());
    return sum;
}

inline bool equation_holds(Bytes32 s, const Bytes32& k, const sr25519::PublicKey& key, const Bytes32& R) {
    if (!is_reduced(s) || !is_point(key.bytes)) return false;
    Bytes32 minus_k;
    crypto_core_ristretto255_scalar_negate(minus_k.data(), k.data());
    return combine(minus_k, key.bytes, s) == R;
}

inline bool verify(const sr25519::Signature& signature, BytesView message, const sr25519::PublicKey& key,
                   std::string_view context = sr25519::kSubstrateContext) {
    const Bytes32 R = part(signature.bytes, 0);
    Bytes32 s = part(signature.bytes, 32);
    if (s[31] < 0x80) return false;
    s[31] ^= 0x80;
    Transcript transcript("SigningContext");
    transcript.append("", context);
    transcript.append("sign-bytes", message);
    transcript.append("proto-name", "Schnorr-sig");
    transcript.append("sign:pk", key.bytes);
    transcript.append("sign:R", R);
    return equation_holds(s, challenge(transcript, "sign:c"), key, R);
}

inline bool verify_deprecated(const sr25519::Signature& signature, BytesView message, const sr25519::PublicKey& key) {
    if (signature[63] >= 0x80) return reference::verify(signature, message, key);
    const Bytes32 R = part(signature.bytes, 0);
    Transcript transcript("substrate");
    transcript.append("sign-bytes", message);
    transcript.append("proto-name", "Schnorr-sig");
    transcript.append("pk", key.bytes);
    transcript.append("no", R);
    return equation_holds(part(signature.bytes, 32), challenge(transcript, ""), key, R);
}

inline std::optional<vrf::InOut> vrf_verify(const sr25519::PublicKey& key, Transcript input,
                                            const vrf::Signature& signature, Transcript proof = Transcript("VRF")) {
    const Bytes32 c = part(signature.proof.bytes, 0);
    const Bytes32 s = part(signature.proof.bytes, 32);
    const Bytes32 output = signature.pre_output.bytes;
    if (!is_reduced(c) || !is_reduced(s) || !is_point(key.bytes)) return std::nullopt;
    if (!is_point(output) || output == Bytes32{}) return std::nullopt;

    input.append("vrf-nm-pk", key.bytes);
    const auto uniform = input.challenge<64>("VRFHash");
    Bytes32 point;
    crypto_core_ristretto255_from_hash(point.data(), uniform.data());

    proof.append("proto-name", "DLEQProof");
    proof.append("vrf:h", point);
    proof.append("vrf:R=g^r", combine(c, key.bytes, s));
    proof.append("vrf:h^r", combine(c, output, s, &point));
    proof.append("vrf:pk", key.bytes);
    proof.append("vrf:h^sk", output);
    if (challenge(proof, "prove") != c) return std::nullopt;
    return vrf::InOut{point, signature.pre_output};
}

}  // namespace serinus::crypto::reference
