/// Reading instructions that the validator has seen: no check, no failure.
#pragma once

#include "base/bytes.hpp"
#include "wasm/opcodes.hpp"

namespace serinus::wasm::x64 {

class CodeReader {
  public:
    explicit CodeReader(BytesView code) noexcept : at_(code.data()), end_(code.data() + code.size()) {}

    bool at_end() const noexcept { return at_ == end_; }
    Op op() noexcept { return static_cast<Op>(*at_++); }
    Op peek() const noexcept { return static_cast<Op>(*at_); }
    uint8_t byte() noexcept { return *at_++; }

    uint32_t u32() noexcept {
        if (*at_ < 0x80) [[likely]]
            return *at_++;
        uint32_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const uint8_t byte = *at_++;
            value |= static_cast<uint32_t>(byte & 0x7f) << shift;
            if (byte < 0x80) return value;
        }
    }

    int64_t s64() noexcept {
        uint64_t value = 0;
        for (unsigned shift = 0;;) {
            const uint8_t byte = *at_++;
            value |= static_cast<uint64_t>(byte & 0x7f) << shift;
            shift += 7;
            if (byte >= 0x80) continue;
            if (shift < 64 && (byte & 0x40)) value |= ~uint64_t{0} << shift;
            return static_cast<int64_t>(value);
        }
    }

    int32_t s32() noexcept { return static_cast<int32_t>(s64()); }

    template <class T>
    T fixed() noexcept {
        const T value = load_le<T>(at_);
        at_ += sizeof(T);
        return value;
    }

    std::optional<ValueType> block_type() noexcept {
        const uint8_t byte = *at_++;
        return byte == kEmptyBlock ? std::nullopt : std::optional(static_cast<ValueType>(byte));
    }

    void skip_immediates(Op op) noexcept {
        switch (op_info(op).immediate) {
            case Immediate::kNone:
                break;
            case Immediate::kBlockType:
            case Immediate::kZeroByte:
                ++at_;
                break;
            case Immediate::kLabelTable:
                for (uint32_t count = u32() + 1; count > 0; --count) skip_leb();
                break;
            case Immediate::kTypeAndTable:
            case Immediate::kMemory:
                skip_leb();
                skip_leb();
                break;
            case Immediate::kLabel:
            case Immediate::kFunction:
            case Immediate::kLocal:
            case Immediate::kGlobal:
            case Immediate::kI32:
            case Immediate::kI64:
                skip_leb();
                break;
            case Immediate::kF32:
                at_ += 4;
                break;
            case Immediate::kF64:
                at_ += 8;
                break;
        }
    }

  private:
    static constexpr uint8_t kEmptyBlock = 0x40;

    void skip_leb() noexcept {
        while (*at_++ >= 0x80) {
        }
    }

    const uint8_t* at_;
    const uint8_t* end_;
};

}  // namespace serinus::wasm::x64
