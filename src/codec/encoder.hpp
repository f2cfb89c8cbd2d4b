/// Where encodings are written to.
#pragma once

#include "base/bytes.hpp"
#include "codec/compact.hpp"

namespace serinus::scale {

/// Collects an encoding. Small values gather in a buffer of fixed size and are copied to the output together, long ones
/// go there directly, so that writing a field is one comparison and its stores.
class Encoder {
  public:
    /// `room` of up to this many bytes costs one comparison.
    static constexpr size_t kStageSize = 256;

    Encoder() = default;
    /// Appends to `start`.
    explicit Encoder(Bytes start) noexcept : out_(std::move(start)) {}

    /// Announces `size` more bytes: that many follow without another allocation.
    void reserve(size_t size) { out_.reserve(out_.size() + staged_ + size); }

    /// The next `size` bytes of the output, which the caller must fill before the next call.
    uint8_t* room(size_t size) {
        if (size > kStageSize - staged_) [[unlikely]] {
            if (size > kStageSize) return large_room(size);
            flush();
        }
        uint8_t* at = stage_ + staged_;
        staged_ += size;
        return at;
    }

    void byte(uint8_t value) { *room(1) = value; }

    template <class U>
    void compact(U value) {
        uint8_t* at = room(kMaxCompact128);
        staged_ = static_cast<size_t>(store_compact(at, value) - stage_);
    }

    void append(BytesView bytes) {
        if (bytes.size() <= kStageSize / 2) {
            if (!bytes.empty()) std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
        } else {
            flush();
            out_.insert(out_.end(), bytes.begin(), bytes.end());
        }
    }

    /// All that was written. The encoder is empty afterwards.
    Bytes finish() && {
        flush();
        return std::move(out_);
    }

  private:
    void flush() {
        out_.insert(out_.end(), stage_, stage_ + staged_);
        staged_ = 0;
    }
    uint8_t* large_room(size_t size) {
        flush();
        out_.resize(out_.size() + size);
        return out_.data() + out_.size() - size;
    }

    Bytes out_;
    size_t staged_ = 0;
    uint8_t stage_[kStageSize];
};

}  // namespace serinus::scale
