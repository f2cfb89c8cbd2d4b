/// What the output of a verifiable random function says, for a runtime that believes it: the node has checked the
/// proof. The sr25519 VRF of schnorrkel, over merlin transcripts. All of it is public. Spec: sect-vrf
#pragma once

#include "base/bytes.hpp"

namespace serinus::sdk {

/// A merlin transcript: labelled messages go in, challenges come out. Spec: defn-vrf-transcript
class Transcript {
  public:
    explicit Transcript(std::string_view protocol);

    void append(std::string_view label, BytesView message);
    void append_u64(std::string_view label, uint64_t value);  ///< as eight bytes, little-endian
    void challenge(std::string_view label, MutableBytesView out);

  private:
    void begin(uint8_t flags);
    void absorb(BytesView data);
    void frame(std::string_view label, size_t size);
    void run();
    uint8_t* bytes() { return reinterpret_cast<uint8_t*>(lanes_.data()); }

    std::array<uint64_t, 25> lanes_{};
    uint8_t position_ = 0;
    uint8_t operation_start_ = 0;  ///< one past the beginning of the running operation; 0: in an earlier block
};

/// Random bytes from what the key's VRF gave for `input`. Another `context` gives other bytes. nullopt if key or output
/// are no elements of the group, or the output is the identity.
std::optional<ByteArray<32>> vrf_bytes(const ByteArray<32>& public_key, Transcript input, const ByteArray<32>& output,
                                       std::string_view context);

}  // namespace serinus::sdk
