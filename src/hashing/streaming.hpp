/// The hash functions of hashing.hpp for input that comes in pieces.
/// Spec: sect-hashing
///
/// `update` as often as wanted, then `finish` once: it writes exactly the output size given to the constructor, after
/// which the object must not be used again. The result does not depend on how the input was cut. No allocation.
#pragma once

#include "base/bytes.hpp"

namespace serinus::hashing {

class Blake2b {
  public:
    /// 1 to 64 bytes; the size is part of the function, so a longer output cut short is another one.
    explicit Blake2b(size_t output_size) noexcept;
    Blake2b& update(BytesView input) noexcept;
    void finish(MutableBytesView out) noexcept;

  private:
    alignas(64) ByteArray<384> state_;  ///< of the library
    size_t output_size_;
};

class Twox {
  public:
    /// 8, 16 or 32 bytes.
    explicit Twox(size_t output_size) noexcept;
    Twox& update(BytesView input) noexcept;
    void finish(MutableBytesView out) noexcept;

  private:
    static constexpr size_t kStateSize = 88;
    alignas(8) ByteArray<4 * kStateSize> states_;  ///< of the library, one for each seed
    size_t count_;
};

class Keccak {
  public:
    /// 32 or 64 bytes.
    explicit Keccak(size_t output_size) noexcept;
    Keccak& update(BytesView input) noexcept;
    void finish(MutableBytesView out) noexcept;

  private:
    void absorb(const uint8_t* block) noexcept;

    std::array<uint64_t, 25> lanes_{};
    ByteArray<136> block_;  ///< not yet absorbed
    size_t rate_;           ///< bytes absorbed at a time
    size_t used_ = 0;
};

class Sha2_256 {
  public:
    Sha2_256() noexcept;
    Sha2_256& update(BytesView input) noexcept;
    void finish(MutableBytesView out) noexcept;

  private:
    alignas(8) ByteArray<112> state_;  ///< of the library
};

}  // namespace serinus::hashing
