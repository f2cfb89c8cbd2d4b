#include "crypto/merlin.hpp"

#include "base/assert.hpp"

namespace serinus::crypto {
namespace {

ByteArray<4> length_bytes(size_t size) noexcept {
    SERINUS_ASSERT(size <= 0xffff'ffffu);
    ByteArray<4> out;
    store_le(out.data(), static_cast<uint32_t>(size));
    return out;
}

/// The state that all transcripts start from; costs two permutations, so it is computed once.
const Strobe128& initial_state() noexcept {
    static const Strobe128 state("Merlin v1.0");
    return state;
}

}  // namespace

Transcript::Transcript(std::string_view protocol) noexcept : strobe_(initial_state()) { append("dom-sep", protocol); }

void Transcript::frame(std::string_view label, size_t size) noexcept {
    strobe_.meta_ad(as_bytes(label), false);
    strobe_.meta_ad(length_bytes(size), true);
}

void Transcript::append(std::string_view label, BytesView message) noexcept {
    frame(label, message.size());
    strobe_.ad(message, false);
}

void Transcript::append_u64(std::string_view label, uint64_t value) noexcept {
    ByteArray<8> bytes;
    store_le(bytes.data(), value);
    append(label, bytes);
}

void Transcript::challenge(std::string_view label, MutableBytesView out) noexcept {
    frame(label, out.size());
    strobe_.prf(out, false);
}

void WitnessGenerator::mix_secret(std::string_view label, BytesView secret) noexcept {
    strobe_.meta_ad(as_bytes(label), false);
    strobe_.meta_ad(length_bytes(secret.size()), true);
    strobe_.key(secret, false);
}

void WitnessGenerator::mix_randomness(const ByteArray<32>& randomness) noexcept {
    strobe_.meta_ad(as_bytes("rng"), false);
    strobe_.key(randomness, false);
}

void WitnessGenerator::fill(MutableBytesView out) noexcept {
    strobe_.meta_ad(length_bytes(out.size()), false);
    strobe_.prf(out, false);
}

}  // namespace serinus::crypto
