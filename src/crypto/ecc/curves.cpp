#include "crypto/ecc/curves.hpp"

#include <algorithm>
#include <span>

namespace serinus::crypto::ecc {
namespace {

constexpr size_t kFpBytes = Fp::kBytes;

// BLS12-381 has Zcash's encoding: big-endian, c1 of Fp2 before c0, three flags at the top of the first byte.
constexpr uint8_t kCompressed = 0x80, kInfinity = 0x40, kLargerY = 0x20;
constexpr uint8_t kFlags = kCompressed | kInfinity | kLargerY;

std::optional<Fp> decode_big_endian(BytesView bytes, uint8_t mask = 0) {
    Fp::Value value{};
    for (size_t i = 0; i < kFpBytes; ++i) {
        const uint8_t byte = i == 0 ? bytes[0] & static_cast<uint8_t>(~mask) : bytes[i];
        const size_t place = kFpBytes - 1 - i;
        value[place / 8] |= uint64_t{byte} << (place % 8 * 8);
    }
    return Fp::from_integer(value);
}

void encode_big_endian(const Fp& element, std::span<uint8_t> out) {
    encode_field(element, out);
    std::ranges::reverse(out.first(kFpBytes));
}

/// Whether the encoding is that of the identity; nullopt: it is of nothing.
std::optional<bool> decode_flags(BytesView bytes) {
    const uint8_t flags = bytes[0] & kFlags;
    if ((flags & (kCompressed | kLargerY)) != 0) return std::nullopt;
    if (flags == 0) return false;
    const bool is_canonical =
        bytes[0] == kInfinity && std::ranges::all_of(bytes.subspan(1), [](uint8_t byte) { return byte == 0; });
    return is_canonical ? std::optional(true) : std::nullopt;
}

std::optional<Fp2> decode_fp2(BytesView bytes, uint8_t mask = 0) {
    const auto c1 = decode_big_endian(bytes.first(kFpBytes), mask);
    const auto c0 = decode_big_endian(bytes.subspan(kFpBytes));
    if (!c0 || !c1) return std::nullopt;
    return Fp2{*c0, *c1};
}

void encode_fp2(const Fp2& element, std::span<uint8_t> out) {
    encode_big_endian(element.c1, out);
    encode_big_endian(element.c0, out.subspan(kFpBytes));
}

// Pallas and Vesta have that of arkworks: x of 32 bytes, y of 33, since flags of two bits do not fit into 32. A flag
// that y is negative is not looked at, nor are the other bits of the last byte.
constexpr size_t kHalfBytes = 32, kFlagsAt = 64;
constexpr uint8_t kPastaInfinity = 0x40, kPastaNegative = 0x80;

template <class Field>
std::optional<WeierstrassAffine<Field>> decode_pasta(BytesView bytes) {
    const auto x = decode_field<Field>(bytes);
    const auto y = decode_field<Field>(bytes.subspan(kHalfBytes));
    const uint8_t flags = bytes[kFlagsAt] & (kPastaInfinity | kPastaNegative);
    if (!x || !y || flags == (kPastaInfinity | kPastaNegative)) return std::nullopt;
    if (flags == kPastaInfinity) return WeierstrassAffine<Field>{};
    return WeierstrassAffine<Field>{*x, *y};
}

template <class Field>
void encode_pasta(const WeierstrassAffine<Field>& point, std::span<uint8_t> out) {
    encode_field(point.x, out);
    encode_field(point.y, out.subspan(kHalfBytes));
    out[kFlagsAt] = 0;
    if (point.is_identity()) {
        out[kFlagsAt] = kPastaInfinity;
    } else if (is_below((-point.y).to_integer(), point.y.to_integer())) {
        out[kFlagsAt] = kPastaNegative;
    }
}

}  // namespace

std::optional<G1Affine> Bls12381G1::decode(BytesView bytes) {
    const auto is_identity = decode_flags(bytes.first(kPointBytes));
    if (!is_identity) return std::nullopt;
    if (*is_identity) return G1Affine{};
    const auto x = decode_big_endian(bytes, kFlags), y = decode_big_endian(bytes.subspan(kFpBytes));
    if (!x || !y) return std::nullopt;
    return G1Affine{*x, *y};
}

void Bls12381G1::encode(const G1Affine& point, PointBytes out) {
    encode_big_endian(point.x, out);
    encode_big_endian(point.y, out.subspan(kFpBytes));
    if (point.is_identity()) out[0] |= kInfinity;
}

std::optional<G2Affine> Bls12381G2::decode(BytesView bytes) {
    const auto is_identity = decode_flags(bytes.first(kPointBytes));
    if (!is_identity) return std::nullopt;
    if (*is_identity) return G2Affine{};
    const auto x = decode_fp2(bytes, kFlags), y = decode_fp2(bytes.subspan(2 * kFpBytes));
    if (!x || !y) return std::nullopt;
    return G2Affine{*x, *y};
}

void Bls12381G2::encode(const G2Affine& point, PointBytes out) {
    encode_fp2(point.x, out);
    encode_fp2(point.y, out.subspan(2 * kFpBytes));
    if (point.is_identity()) out[0] |= kInfinity;
}

std::optional<EdwardsAffine> Bandersnatch::decode(BytesView bytes) {
    const auto x = decode_field<BandersnatchBase>(bytes);
    const auto y = decode_field<BandersnatchBase>(bytes.subspan(BandersnatchBase::kBytes));
    if (!x || !y) return std::nullopt;
    return EdwardsAffine{*x, *y};
}

void Bandersnatch::encode(const EdwardsAffine& point, PointBytes out) {
    encode_field(point.x, out);
    encode_field(point.y, out.subspan(BandersnatchBase::kBytes));
}

std::optional<Pallas::Affine> Pallas::decode(BytesView bytes) { return decode_pasta<PallasBase>(bytes); }
void Pallas::encode(const Affine& point, PointBytes out) { encode_pasta(point, out); }
std::optional<Vesta::Affine> Vesta::decode(BytesView bytes) { return decode_pasta<VestaBase>(bytes); }
void Vesta::encode(const Affine& point, PointBytes out) { encode_pasta(point, out); }

namespace {

/// The coefficients in the order of their encoding.
template <class Element>
auto coefficients_of(Element& a) {
    return std::array{&a.c0.c0.c0, &a.c0.c0.c1, &a.c0.c1.c0, &a.c0.c1.c1, &a.c0.c2.c0, &a.c0.c2.c1,
                      &a.c1.c0.c0, &a.c1.c0.c1, &a.c1.c1.c0, &a.c1.c1.c1, &a.c1.c2.c0, &a.c1.c2.c1};
}

}  // namespace

std::optional<Fp12> decode_target(BytesView bytes) {
    Fp12 out;
    for (Fp* coefficient : coefficients_of(out)) {
        const auto element = decode_field<Fp>(bytes);
        if (!element) return std::nullopt;
        *coefficient = *element;
        bytes = bytes.subspan(kFpBytes);
    }
    return out;
}

void encode_target(const Fp12& element, std::span<uint8_t> out) {
    for (const Fp* coefficient : coefficients_of(element)) {
        encode_field(*coefficient, out);
        out = out.subspan(kFpBytes);
    }
}

}  // namespace serinus::crypto::ecc
