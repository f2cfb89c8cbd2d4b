#include "runtime/protocol/vrf.hpp"

#include "crypto/edwards25519/ristretto.hpp"
#include "hashing/keccak.hpp"

namespace serinus::sdk {
namespace {

/// Bytes of the state open to input: 200 - 2 * 16 (capacity for 128 bits) - 2 (padding). Spec: defn-strobe-operations
constexpr size_t kRate = 166;

// STROBE section 6.2: what an operation does with its data.
constexpr uint8_t kInbound = 1;
constexpr uint8_t kApplication = 2;
constexpr uint8_t kCipher = 4;
constexpr uint8_t kMeta = 16;

}  // namespace

Transcript::Transcript(std::string_view protocol) {
    // The encoded rate and the encoded 96 bits of the version string. STROBE section 5.1
    constexpr uint8_t kHeader[6] = {1, kRate + 2, 1, 0, 1, 96};
    constexpr std::string_view kVersion = "STROBEv1.0.2";
    std::memcpy(bytes(), kHeader, sizeof kHeader);
    std::memcpy(bytes() + sizeof kHeader, kVersion.data(), kVersion.size());
    hashing::keccak_f1600(lanes_);
    begin(kMeta | kApplication);
    absorb(as_bytes("Merlin v1.0"));
    append("dom-sep", as_bytes(protocol));
}

void Transcript::append(std::string_view label, BytesView message) {
    frame(label, message.size());
    begin(kApplication);
    absorb(message);
}

void Transcript::append_u64(std::string_view label, uint64_t value) {
    ByteArray<8> encoded;
    store_le(encoded.data(), value);
    append(label, encoded);
}

void Transcript::challenge(std::string_view label, MutableBytesView out) {
    frame(label, out.size());
    begin(kInbound | kApplication | kCipher);
    for (uint8_t& byte : out) {
        byte = bytes()[position_];
        bytes()[position_] = 0;
        if (++position_ == kRate) run();
    }
}

/// Label and size of the message that follows, in one operation.
void Transcript::frame(std::string_view label, size_t size) {
    begin(kMeta | kApplication);
    absorb(as_bytes(label));
    ByteArray<4> encoded;
    store_le(encoded.data(), static_cast<uint32_t>(size));
    absorb(encoded);
}

void Transcript::begin(uint8_t flags) {
    const uint8_t border[2] = {operation_start_, flags};
    operation_start_ = static_cast<uint8_t>(position_ + 1);
    absorb(border);
    // Output starts a fresh block, so that it depends on all that was absorbed.
    if ((flags & kCipher) != 0 && position_ != 0) run();
}

void Transcript::absorb(BytesView data) {
    for (const uint8_t byte : data) {
        bytes()[position_] ^= byte;
        if (++position_ == kRate) run();
    }
}

void Transcript::run() {
    bytes()[position_] ^= operation_start_;
    bytes()[position_ + 1] ^= 0x04;
    bytes()[kRate + 1] ^= 0x80;
    hashing::keccak_f1600(lanes_);
    position_ = 0;
    operation_start_ = 0;
}

std::optional<ByteArray<32>> vrf_bytes(const ByteArray<32>& public_key, Transcript input, const ByteArray<32>& output,
                                       std::string_view context) {
    using namespace crypto::edwards25519;
    if (!ristretto_decode(public_key) || output == ByteArray<32>{} || !ristretto_decode(output)) return std::nullopt;

    input.append("vrf-nm-pk", public_key);
    ByteArray<64> uniform;
    input.challenge("VRFHash", uniform);

    Transcript result("VRFResult");
    result.append("", as_bytes(context));
    result.append("vrf-in", ristretto_encode(ristretto_from_uniform(uniform)));
    result.append("vrf-out", output);
    ByteArray<32> out;
    result.challenge("", out);
    return out;
}

}  // namespace serinus::sdk
