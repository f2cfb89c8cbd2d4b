#include "crypto/edwards25519/multiply.hpp"
#include "crypto/edwards25519/ristretto.hpp"
#include "crypto/sr25519_transcript.hpp"

namespace serinus::crypto::sr25519 {
namespace {

using edwards25519::Point;
using edwards25519::ristretto_decode;
using edwards25519::Scalar;

struct Parts {
    ByteArray<32> commitment;  ///< R, as it stands
    Scalar response;           ///< s
};

/// nullopt: the mark is missing or s is not reduced.
std::optional<Parts> parse(const Signature& signature) noexcept {
    if ((signature[63] & kMark) == 0) return std::nullopt;
    Parts parts;
    ByteArray<32> response;
    std::copy_n(signature.begin(), 32, parts.commitment.begin());
    std::copy_n(signature.begin() + 32, 32, response.begin());
    response[31] ^= kMark;
    const auto s = Scalar::from_canonical(response);
    if (!s) return std::nullopt;
    parts.response = *s;
    return parts;
}

/// R == s * B - k * A. schnorrkel compares encodings; an R that is not the one encoding of a point fails there and
/// here.
bool equation_holds(const Parts& parts, const ByteArray<64>& challenge, const PublicKey& public_key) noexcept {
    const auto key = ristretto_decode(public_key.bytes);
    const auto commitment = ristretto_decode(parts.commitment);
    if (!key || !commitment) return false;
    const Scalar k = Scalar::from_bytes_mod_order_wide(challenge);
    return schnorr_equation_holds(parts.response, k, *key, *commitment);
}

/// Coefficients of 128 bits that depend on all that is verified, and on randomness besides.
class Coefficients {
  public:
    explicit Coefficients(size_t count) noexcept : transcript_("serinus batch of sr25519") {
        transcript_.append_u64("items", count);
    }
    /// The challenge binds message, key and R.
    void add(const Signature& signature, const ByteArray<64>& challenge) noexcept {
        transcript_.append("signature", signature.bytes);
        transcript_.append("challenge", challenge);
    }
    void finish(const ByteArray<32>& randomness) noexcept { transcript_.append("randomness", randomness); }
    Scalar next() noexcept {
        return Scalar::from_uint128(load_le<unsigned __int128>(transcript_.challenge<16>("z").data()));
    }

  private:
    Transcript transcript_;
};

}  // namespace

bool is_valid(const PublicKey& key) noexcept { return ristretto_decode(key.bytes).has_value(); }

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

// For random z: sum z R + sum z k A - (sum z s) B = 0.
bool verify_batch(std::span<const BatchItem> items, const ByteArray<32>& randomness, std::string_view context) {
    if (items.size() == 1) return verify(items[0].signature, items[0].message, items[0].public_key, context);
    std::vector<Parts> parts;
    std::vector<ByteArray<64>> challenges;
    parts.reserve(items.size());
    challenges.reserve(items.size());
    Coefficients coefficients(items.size());
    for (const BatchItem& item : items) {
        const auto parsed = parse(item.signature);
        if (!parsed) return false;
        parts.push_back(*parsed);
        challenges.push_back(challenge_bytes(context, item.message, item.public_key, parsed->commitment));
        coefficients.add(item.signature, challenges.back());
    }
    coefficients.finish(randomness);

    std::vector<Scalar> scalars;
    std::vector<Point> points;
    scalars.reserve(2 * items.size());
    points.reserve(2 * items.size());
    Scalar sum;
    for (size_t i = 0; i < items.size(); ++i) {
        const auto commitment = ristretto_decode(parts[i].commitment);
        if (!commitment) return false;
        const Scalar z = coefficients.next();
        sum += z * parts[i].response;
        scalars.push_back(z);
        points.push_back(*commitment);

        const Scalar zk = z * Scalar::from_bytes_mod_order_wide(challenges[i]);
        const auto key = ristretto_decode(items[i].public_key.bytes);
        if (!key) return false;
        scalars.push_back(zk);
        points.push_back(*key);
    }
    return ristretto_is_identity(multi_scalar_mul_base(scalars, points, -sum));
}

}  // namespace serinus::crypto::sr25519
