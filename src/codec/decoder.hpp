/// Where encodings are read from.
#pragma once

#include "base/bytes.hpp"
#include "codec/compact.hpp"
#include "codec/decode_error.hpp"

namespace serinus::scale {

/// The default limit of nesting: that of the Polkadot SDK for extrinsics.
inline constexpr uint32_t kMaxDepth = 256;

/// Elements without content (of a `std::vector<Unit>`) in one decoding. Ours: they cost memory but no input.
inline constexpr uint32_t kMaxEmptyElements = 1 << 16;

#ifdef __wasm__
inline constexpr bool kDecodePaths = false;  ///< a runtime panics or ignores; nobody reads its paths
#else
inline constexpr bool kDecodePaths = true;
#endif

/// Reads an encoding from its front. The first fault stays: functions that return false have recorded it, and the
/// caller returns false too.
class Decoder {
  public:
    explicit Decoder(BytesView input, uint32_t max_depth = kMaxDepth) noexcept
        : begin_(input.data()),
          at_(begin_),
          end_(begin_ + input.size()),
          depth_left_(max_depth),
          max_depth_(max_depth) {}

    size_t remaining() const noexcept { return static_cast<size_t>(end_ - at_); }
    const uint8_t* position() const noexcept { return at_; }
    BytesView rest() const noexcept { return {at_, end_}; }

    /// Skips `size` bytes and returns a pointer to the first of them.
    [[nodiscard]] bool take(size_t size, const uint8_t*& at) noexcept {
        if (size > remaining()) [[unlikely]]
            return fail(DecodeFault::kTruncated, at_, size, remaining());
        at = at_;
        at_ += size;
        return true;
    }

    [[nodiscard]] bool byte(uint8_t& value) noexcept {
        if (at_ == end_) [[unlikely]]
            return fail(DecodeFault::kTruncated, at_, 1, 0);
        value = *at_++;
        return true;
    }

    /// A compact integer up to the largest `U`; `U` is uint8_t, …, uint64_t or uint128_t. Spec: defn-sc-len-encoding
    template <class U>
    [[nodiscard]] bool compact(U& value) noexcept {
        if constexpr (sizeof(U) >= 4) {
            // The forms of one, two and four bytes without a branch between them.
            if (remaining() >= 4) [[likely]] {
                constexpr uint32_t kMasks[] = {0xff, 0xffff, 0xffffffff, 0};
                constexpr uint32_t kSmallest[] = {0, 1u << 6, 1u << 14, 1};  // form 3 never passes
                const auto word = load_le<uint32_t>(at_);
                const uint32_t form = word & 3;
                const uint32_t number = (word & kMasks[form]) >> 2;
                if (number >= kSmallest[form]) [[likely]] {
                    value = number;
                    at_ += size_t{1} << form;
                    return true;
                }
            }
        }
        if constexpr (sizeof(U) <= 8) {
            uint64_t number;
            if (!compact64(number, max_value<U>())) return false;
            value = static_cast<U>(number);
            return true;
        } else {
            return compact128(value);
        }
    }

    /// The length of a sequence whose elements take at least `min_element_size` bytes each.
    [[nodiscard]] bool length(uint32_t& count, size_t min_element_size) noexcept {
        const uint8_t* const start = at_;
        if (!compact(count)) [[unlikely]]
            return false;
        if (uint64_t{count} * min_element_size > remaining()) [[unlikely]] {
            return fail(DecodeFault::kLengthTooLarge, start, count, remaining());
        }
        return true;
    }

    /// One level of nesting through the heap. Every successful `enter` is followed by a `leave`, unless decoding
    /// failed.
    [[nodiscard]] bool enter() noexcept {
        if (depth_left_ == 0) [[unlikely]]
            return fail(DecodeFault::kTooDeep, at_, max_depth_, max_depth_);
        --depth_left_;
        return true;
    }
    void leave() noexcept { ++depth_left_; }

    /// From here on at most `size` bytes of memory are allocated, counted as the reference does (rust_layout.hpp);
    /// without it there is no limit.
    void limit_memory(uint64_t size) noexcept { memory_left_ = max_memory_ = size; }

    /// To be called for `size` bytes of elements, or of a boxed value, before they are read.
    [[nodiscard]] bool allocate(uint64_t size) noexcept {
        if (size > memory_left_) [[unlikely]]
            return fail(DecodeFault::kTooMuchMemory, at_, size, max_memory_);
        memory_left_ -= size;
        return true;
    }

    /// To be called for each element that has taken no bytes.
    [[nodiscard]] bool count_empty() noexcept {
        if (++empty_elements_ > kMaxEmptyElements) [[unlikely]] {
            return fail(DecodeFault::kTooManyEmpty, at_, empty_elements_, kMaxEmptyElements);
        }
        return true;
    }

    /// Whether the input ends here; if not, that is the fault.
    [[nodiscard]] bool finish() noexcept {
        return at_ == end_ || fail(DecodeFault::kTrailingBytes, at_, remaining(), 0);
    }

    /// Records a fault of the value that begins at `where`; always false.
    bool fail(DecodeFault fault, const uint8_t* where, uint64_t found = 0, uint64_t allowed = 0) noexcept;

    /// While a fault passes outwards: it happened inside field or element `index` of a `type`; always false.
    bool inside(const char* type, uint32_t index) noexcept;

    /// The first fault; meaningless before one.
    const DecodeError& error() const noexcept { return error_; }

  private:
    bool compact64(uint64_t& value, uint64_t max) noexcept;
    bool compact128(uint128_t& value) noexcept;

    const uint8_t* begin_;
    const uint8_t* at_;
    const uint8_t* end_;
    uint32_t depth_left_;
    uint32_t max_depth_;
    uint32_t empty_elements_ = 0;
    uint64_t memory_left_ = ~uint64_t{0};
    uint64_t max_memory_ = ~uint64_t{0};
    DecodeError error_;
};

}  // namespace serinus::scale
