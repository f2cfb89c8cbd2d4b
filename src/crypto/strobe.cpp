#include "crypto/strobe.hpp"

#include <utility>

#include "base/assert.hpp"
#include "crypto/secret.hpp"
#include "hashing/keccak.hpp"

namespace serinus::crypto {
namespace {

/// Bytes of the state open to input: 200 - 2 * 16 (capacity for 128 bits) - 2 (padding).
constexpr size_t kRate = 166;

// STROBE section 6.2: what an operation does with its data.
constexpr uint8_t kInbound = 1;
constexpr uint8_t kApplication = 2;
constexpr uint8_t kCipher = 4;
constexpr uint8_t kMeta = 16;

constexpr uint8_t kMetaAd = kMeta | kApplication;
constexpr uint8_t kAd = kApplication;
constexpr uint8_t kKey = kApplication | kCipher;
constexpr uint8_t kPrf = kInbound | kApplication | kCipher;

}  // namespace

Strobe128::Strobe128(std::string_view protocol) noexcept {
    // A cSHAKE-like header (STROBE section 5.1): encoded rate, then the encoded 96 bits of the version string.
    constexpr uint8_t kHeader[6] = {1, kRate + 2, 1, 0, 1, 96};
    constexpr std::string_view kVersion = "STROBEv1.0.2";
    std::memcpy(bytes(), kHeader, sizeof kHeader);
    std::memcpy(bytes() + sizeof kHeader, kVersion.data(), kVersion.size());
    hashing::keccak_f1600(lanes_);
    meta_ad(as_bytes(protocol), false);
}

Strobe128::~Strobe128() { wipe({bytes(), sizeof lanes_}); }

void Strobe128::meta_ad(BytesView data, bool more) noexcept {
    begin(kMetaAd, more);
    absorb(data);
}

void Strobe128::ad(BytesView data, bool more) noexcept {
    begin(kAd, more);
    absorb(data);
}

void Strobe128::key(BytesView data, bool more) noexcept {
    begin(kKey, more);
    for (const uint8_t byte : data) {
        bytes()[position_] = byte;
        if (++position_ == kRate) run();
    }
}

void Strobe128::prf(MutableBytesView out, bool more) noexcept {
    begin(kPrf, more);
    for (uint8_t& byte : out) {
        byte = std::exchange(bytes()[position_], uint8_t(0));
        if (++position_ == kRate) run();
    }
}

void Strobe128::begin(uint8_t flags, bool more) noexcept {
    if (more) {
        SERINUS_ASSERT(flags == flags_);
        return;
    }
    const uint8_t border[2] = {operation_start_, flags};
    operation_start_ = static_cast<uint8_t>(position_ + 1);
    flags_ = flags;
    absorb(border);
    // Output and keys start a fresh block, so that they depend on all that was absorbed.
    if ((flags & kCipher) != 0 && position_ != 0) run();
}

void Strobe128::absorb(BytesView data) noexcept {
    while (!data.empty()) {
        const size_t count = std::min(data.size(), kRate - position_);
        uint8_t* const to = bytes() + position_;
        for (size_t i = 0; i < count; ++i) to[i] ^= data[i];
        position_ = static_cast<uint8_t>(position_ + count);
        data = data.subspan(count);
        if (position_ == kRate) run();
    }
}

void Strobe128::run() noexcept {
    bytes()[position_] ^= operation_start_;
    bytes()[position_ + 1] ^= 0x04;
    bytes()[kRate + 1] ^= 0x80;
    hashing::keccak_f1600(lanes_);
    position_ = 0;
    operation_start_ = 0;
}

}  // namespace serinus::crypto
