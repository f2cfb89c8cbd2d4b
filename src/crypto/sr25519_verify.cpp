#include "crypto/sr25519_group.hpp"
#include "crypto/sr25519_transcript.hpp"

namespace serinus::crypto::sr25519 {
namespace {

struct Parts {
    Point commitment;
    Point response;  ///< reduced
};

/// nullopt: the mark is missing or s is not reduced.
std::optional<Parts> parse(const Signature& signature) noexcept {
    if ((signature[63] & kMark) == 0) return std::nullopt;
    Parts parts;
    std::copy_n(signature.begin(), 32, parts.commitment.begin());
    std::copy_n(signature.begin() + 32, 32, parts.response.begin());
    parts.response[31] ^= kMark;
    if (!is_reduced(parts.response)) return std::nullopt;
    return parts;
}

/// R == s * B - k * A, compared as encodings: an R that is not the one encoding of its point is refused.
bool equation_holds(const Parts& parts, ByteArray<64> challenge, const PublicKey& public_key) noexcept {
    if (!is_valid(public_key)) return false;
    const Point minuend = multiply_base(Scalar(parts.response));
    const Point subtrahend = multiply(reduce(challenge), public_key.bytes);
    Point expected;
    if (crypto_core_ristretto255_sub(expected.data(), minuend.data(), subtrahend.data()) != 0) return false;
    return expected == parts.commitment;
}

}  // namespace

bool verify(const Signature& signature, BytesView message, const PublicKey& public_key,
            std::string_view context) noexcept {
    const auto parts = parse(signature);
    return parts &&
           equation_holds(*parts, challenge_bytes(context, message, public_key, parts->commitment), public_key);
}

bool verify_deprecated(const Signature& signature, BytesView message, const PublicKey& public_key) noexcept {
    if ((signature[63] & kMark) != 0) return verify(signature, message, public_key);
    Signature marked = signature;
    marked[63] |= kMark;
    const auto parts = parse(marked);
    return parts &&
           equation_holds(*parts, deprecated_challenge_bytes(message, public_key, parts->commitment), public_key);
}

bool verify_batch(std::span<const BatchItem> items, const ByteArray<32>&, std::string_view context) {
    return std::ranges::all_of(items, [context](const BatchItem& item) {
        return verify(item.signature, item.message, item.public_key, context);
    });
}

}  // namespace serinus::crypto::sr25519
