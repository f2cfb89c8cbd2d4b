/// STROBE-128 over Keccak-f[1600], version 1.0.2: the four operations that merlin transcripts are made of.
/// Spec: defn-strobe-operations
#pragma once

#include "base/bytes.hpp"

namespace serinus::crypto {

/// A duplex sponge that remembers the border between operations. Plain state, copied freely; it never allocates, and is
/// wiped when destroyed, because keys may have been mixed in.
///
/// `more` continues the operation before, which must have been the same one.
class Strobe128 {
  public:
    explicit Strobe128(std::string_view protocol) noexcept;
    Strobe128(const Strobe128&) noexcept = default;
    Strobe128& operator=(const Strobe128&) noexcept = default;
    ~Strobe128();

    void meta_ad(BytesView data, bool more) noexcept;  ///< framing: what comes next
    void ad(BytesView data, bool more) noexcept;       ///< associated data
    void key(BytesView data, bool more) noexcept;      ///< overwrites the state: what was there cannot be computed back
    void prf(MutableBytesView out, bool more) noexcept;

  private:
    void begin(uint8_t flags, bool more) noexcept;
    void absorb(BytesView data) noexcept;
    void run() noexcept;
    uint8_t* bytes() noexcept { return reinterpret_cast<uint8_t*>(lanes_.data()); }

    std::array<uint64_t, 25> lanes_{};
    uint8_t position_ = 0;
    uint8_t operation_start_ =
        0;  ///< one past the position at which the running operation began; 0: in an earlier block
    uint8_t flags_ = 0;
};

}  // namespace serinus::crypto
