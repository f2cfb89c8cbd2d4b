/// What signer and verifiers of sr25519 must agree on, shared by the files of this folder.
#pragma once

#include "crypto/merlin.hpp"
#include "crypto/sr25519.hpp"

namespace serinus::crypto::sr25519 {

/// Set in the last byte of a signature, to distinguish it from one of Ed25519; s has 253 bits at most.
inline constexpr uint8_t kMark = 0x80;

/// The transcript with which every signature under `context` starts.
inline Transcript signing_context(std::string_view context) noexcept {
    Transcript transcript("SigningContext");
    transcript.append("", context);
    return transcript;
}

inline Transcript signing_transcript(std::string_view context, BytesView message) noexcept {
    static const Transcript substrate = signing_context(kSubstrateContext);
    Transcript transcript = context == kSubstrateContext ? substrate : signing_context(context);
    transcript.append("sign-bytes", message);
    return transcript;
}

/// The 64 bytes from which the challenge k is made; the caller reduces them modulo the group order.
inline ByteArray<64> challenge_bytes(std::string_view context, BytesView message, const PublicKey& public_key,
                                     BytesView commitment) noexcept {
    Transcript transcript = signing_transcript(context, message);
    transcript.append("proto-name", "Schnorr-sig");
    transcript.append("sign:pk", public_key.bytes);
    transcript.append("sign:R", commitment);
    return transcript.challenge<64>("sign:c");
}

/// The same in schnorrkel 0.1.1: no signing context of its own, other labels.
inline ByteArray<64> deprecated_challenge_bytes(BytesView message, const PublicKey& public_key,
                                                BytesView commitment) noexcept {
    Transcript transcript(kSubstrateContext);
    transcript.append("sign-bytes", message);
    transcript.append("proto-name", "Schnorr-sig");
    transcript.append("pk", public_key.bytes);
    transcript.append("no", commitment);
    return transcript.challenge<64>("");
}

}  // namespace serinus::crypto::sr25519
