/// Sequences with a largest number of elements.
#pragma once

#include "codec/scale.hpp"

namespace serinus::sdk {

/// At most `kMax` elements, in storage and on the wire: longer input is refused. Change it by `try_push` and its like,
/// which refuse to grow beyond the bound.
template <class T, uint32_t kMax>
class BoundedVec : public std::vector<T> {
  public:
    using Base = std::vector<T>;
    static constexpr uint32_t kBound = kMax;

    BoundedVec() = default;
    /// nullopt if there are too many.
    static std::optional<BoundedVec> from(Base elements) {
        if (elements.size() > kMax) return std::nullopt;
        BoundedVec out;
        static_cast<Base&>(out) = std::move(elements);
        return out;
    }
    static BoundedVec truncate_from(Base elements) {
        if (elements.size() > kMax) elements.erase(elements.begin() + kMax, elements.end());
        BoundedVec out;
        static_cast<Base&>(out) = std::move(elements);
        return out;
    }

    bool is_full() const { return this->size() >= kMax; }
    [[nodiscard]] bool try_push(T element) {
        if (is_full()) return false;
        Base::push_back(std::move(element));
        return true;
    }
    [[nodiscard]] bool try_insert(size_t position, T element) {
        if (is_full()) return false;
        Base::insert(this->begin() + static_cast<ptrdiff_t>(position), std::move(element));
        return true;
    }
    void push_back(T) = delete;

    friend bool operator==(const BoundedVec& a, const BoundedVec& b) {
        return static_cast<const Base&>(a) == static_cast<const Base&>(b);
    }
};

/// Should have at most `kMax` elements, but is not refused if it has more: a limit that was lowered must not lose data.
template <class T, uint32_t kMax>
class WeakBoundedVec : public std::vector<T> {
  public:
    using Base = std::vector<T>;
    static constexpr uint32_t kBound = kMax;

    WeakBoundedVec() = default;
    /// With more than the bound too; the caller says so in the log.
    static WeakBoundedVec force_from(Base elements) {
        WeakBoundedVec out;
        static_cast<Base&>(out) = std::move(elements);
        return out;
    }
    [[nodiscard]] bool try_push(T element) {
        if (this->size() >= kMax) return false;
        Base::push_back(std::move(element));
        return true;
    }

    friend bool operator==(const WeakBoundedVec& a, const WeakBoundedVec& b) {
        return static_cast<const Base&>(a) == static_cast<const Base&>(b);
    }
};

}  // namespace serinus::sdk

namespace serinus::scale {

template <class T, uint32_t kMax>
struct Codec<sdk::BoundedVec<T, kMax>> : Codec<std::vector<T>> {
    static bool read(Decoder& in, sdk::BoundedVec<T, kMax>& value) {
        // The length is known before the elements are read: too many cost nothing.
        Decoder ahead = in;
        uint32_t count;
        if (!ahead.compact(count)) return in.length(count, Codec<T>::kMinSize);
        if (count > kMax) return in.fail(DecodeFault::kLengthTooLarge, in.position(), count, kMax);
        return Codec<std::vector<T>>::read(in, value);
    }
};

template <class T, uint32_t kMax>
struct Codec<sdk::WeakBoundedVec<T, kMax>> : Codec<std::vector<T>> {};

}  // namespace serinus::scale
