/// Collections with a largest number of elements. Input that is longer is refused, and nothing makes one grow beyond
/// its bound: what adds says `try_` and may refuse. Source: bounded-collections 0.1
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "codec/scale.hpp"

namespace serinus::scale {

/// A sequence whose elements may be changed, removed and read in any way; only adding has functions of its own.
/// It converts to a const std::vector, and gives its vector away by `into_inner()`.
template <class T, uint32_t kMax>
class BoundedVec {
  public:
    using Base = std::vector<T>;
    using value_type = T;
    using const_iterator = typename Base::const_iterator;
    using iterator = typename Base::iterator;
    static constexpr uint32_t kBound = kMax;

    BoundedVec() = default;
    /// nullopt if there are too many.
    static std::optional<BoundedVec> from(Base elements) {
        if (elements.size() > kMax) return std::nullopt;
        return BoundedVec(std::move(elements));
    }
    /// The first kMax of the elements.
    static BoundedVec truncate_from(Base elements) {
        if (elements.size() > kMax) elements.erase(elements.begin() + kMax, elements.end());
        return BoundedVec(std::move(elements));
    }

    const Base& inner() const& noexcept { return elements_; }
    Base into_inner() && { return std::move(elements_); }
    operator const Base&() const noexcept { return elements_; }

    size_t size() const noexcept { return elements_.size(); }
    bool empty() const noexcept { return elements_.empty(); }
    bool is_full() const noexcept { return size() >= kMax; }
    auto data() noexcept { return elements_.data(); }
    auto data() const noexcept { return elements_.data(); }
    iterator begin() noexcept { return elements_.begin(); }
    iterator end() noexcept { return elements_.end(); }
    const_iterator begin() const noexcept { return elements_.begin(); }
    const_iterator end() const noexcept { return elements_.end(); }
    decltype(auto) operator[](size_t position) { return elements_[position]; }
    decltype(auto) operator[](size_t position) const { return elements_[position]; }
    decltype(auto) front() { return elements_.front(); }
    decltype(auto) front() const { return elements_.front(); }
    decltype(auto) back() { return elements_.back(); }
    decltype(auto) back() const { return elements_.back(); }

    [[nodiscard]] bool try_push(T element) {
        if (is_full()) return false;
        elements_.push_back(std::move(element));
        return true;
    }
    /// `position` is at most size().
    [[nodiscard]] bool try_insert(size_t position, T element) {
        if (is_full()) return false;
        elements_.insert(elements_.begin() + static_cast<ptrdiff_t>(position), std::move(element));
        return true;
    }
    /// All of `more`, or none.
    [[nodiscard]] bool try_append(const Base& more) {
        if (more.size() > kMax - size()) return false;
        elements_.insert(elements_.end(), more.begin(), more.end());
        return true;
    }
    /// Lets `change` alter the vector in any way; if it is too long then, nothing has changed.
    template <class F>
    [[nodiscard]] bool try_mutate(F&& change) {
        Base copy = elements_;
        change(copy);
        if (copy.size() > kMax) return false;
        elements_ = std::move(copy);
        return true;
    }
    /// Inserts although it is full, by which the last element falls out; not at the end of a full one: then `element`
    /// is what is given back. nullopt: nothing had to go.
    std::optional<T> force_insert_keep_left(size_t position, T element) {
        if (position >= kMax) return element;
        std::optional<T> out;
        if (is_full()) {
            out = std::move(elements_.back());
            elements_.pop_back();
        }
        elements_.insert(elements_.begin() + static_cast<ptrdiff_t>(position), std::move(element));
        return out;
    }
    /// Inserts although it is full, by which the first element falls out; false, and nothing has changed, if `element`
    /// itself would be the first of a full one, or if `position` is none.
    bool force_insert_keep_right(size_t position, T element) {
        if (position > kMax || position > size()) return false;
        const auto at = elements_.begin() + static_cast<ptrdiff_t>(position);
        if (!is_full()) {
            elements_.insert(at, std::move(element));
            return true;
        }
        if (position == 0) return false;
        std::move(elements_.begin() + 1, at, elements_.begin());
        elements_[position - 1] = std::move(element);
        return true;
    }

    void pop_back() { elements_.pop_back(); }
    void clear() noexcept { elements_.clear(); }
    iterator erase(const_iterator at) { return elements_.erase(at); }
    iterator erase(const_iterator first, const_iterator last) { return elements_.erase(first, last); }
    /// Takes the element out and closes the gap.
    T remove(size_t position) {
        T out = std::move(elements_[position]);
        elements_.erase(elements_.begin() + static_cast<ptrdiff_t>(position));
        return out;
    }
    /// The same; the last element comes into the gap.
    T swap_remove(size_t position) {
        std::swap(elements_[position], elements_.back());
        T out = std::move(elements_.back());
        elements_.pop_back();
        return out;
    }
    /// Keeps only the elements for which `keep`; how many went.
    template <class F>
    size_t retain(F&& keep) {
        return std::erase_if(elements_, [&](const T& element) { return !keep(element); });
    }
    void truncate(size_t size) {
        if (size < elements_.size()) elements_.erase(elements_.begin() + static_cast<ptrdiff_t>(size), elements_.end());
    }

    friend bool operator==(const BoundedVec&, const BoundedVec&) = default;
    friend bool operator==(const BoundedVec& a, const Base& b) { return a.elements_ == b; }

  private:
    explicit BoundedVec(Base elements) : elements_(std::move(elements)) {}
    friend struct Codec<BoundedVec>;

    Base elements_;
};

/// Should have at most `kMax` elements, but is not refused if it has more: a limit that was lowered must not lose data.
template <class T, uint32_t kMax>
class WeakBoundedVec : public std::vector<T> {
  public:
    using Base = std::vector<T>;
    static constexpr uint32_t kBound = kMax;

    WeakBoundedVec() = default;
    /// Without a check of the bound; the caller logs when it is exceeded.
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
    /// Without a check of the bound; the caller logs when it is exceeded.
    void force_push(T element) { Base::push_back(std::move(element)); }
    void push_back(T) = delete;

    friend bool operator==(const WeakBoundedVec& a, const WeakBoundedVec& b) {
        return static_cast<const Base&>(a) == static_cast<const Base&>(b);
    }
};

/// A sequence at both ends of which elements come and go. It is encoded as a sequence.
template <class T, uint32_t kMax>
class BoundedDeque {
  public:
    using Base = std::deque<T>;
    using value_type = T;
    static constexpr uint32_t kBound = kMax;

    const Base& inner() const noexcept { return elements_; }
    size_t size() const noexcept { return elements_.size(); }
    bool empty() const noexcept { return elements_.empty(); }
    bool is_full() const noexcept { return size() >= kMax; }
    auto begin() noexcept { return elements_.begin(); }
    auto end() noexcept { return elements_.end(); }
    auto begin() const noexcept { return elements_.begin(); }
    auto end() const noexcept { return elements_.end(); }
    T& operator[](size_t position) { return elements_[position]; }
    const T& operator[](size_t position) const { return elements_[position]; }

    [[nodiscard]] bool try_push_back(T element) {
        if (is_full()) return false;
        elements_.push_back(std::move(element));
        return true;
    }
    [[nodiscard]] bool try_push_front(T element) {
        if (is_full()) return false;
        elements_.push_front(std::move(element));
        return true;
    }
    std::optional<T> pop_front() {
        if (empty()) return std::nullopt;
        std::optional<T> out = std::move(elements_.front());
        elements_.pop_front();
        return out;
    }
    std::optional<T> pop_back() {
        if (empty()) return std::nullopt;
        std::optional<T> out = std::move(elements_.back());
        elements_.pop_back();
        return out;
    }
    void clear() noexcept { elements_.clear(); }

    friend bool operator==(const BoundedDeque&, const BoundedDeque&) = default;

  private:
    friend struct Codec<BoundedDeque>;
    Base elements_;
};

/// A map in the order of its keys.
template <class K, class V, uint32_t kMax>
class BoundedMap {
  public:
    using Base = std::map<K, V>;
    static constexpr uint32_t kBound = kMax;

    /// nullopt if there are too many.
    static std::optional<BoundedMap> from(Base entries) {
        if (entries.size() > kMax) return std::nullopt;
        BoundedMap out;
        out.entries_ = std::move(entries);
        return out;
    }
    const Base& inner() const noexcept { return entries_; }
    size_t size() const noexcept { return entries_.size(); }
    bool empty() const noexcept { return entries_.empty(); }
    auto begin() const noexcept { return entries_.begin(); }
    auto end() const noexcept { return entries_.end(); }
    bool contains(const K& key) const { return entries_.contains(key); }
    /// nullptr if there is none.
    V* find(const K& key) {
        const auto at = entries_.find(key);
        return at == entries_.end() ? nullptr : &at->second;
    }
    const V* find(const K& key) const {
        const auto at = entries_.find(key);
        return at == entries_.end() ? nullptr : &at->second;
    }
    /// Writes over what the key has; a new key is refused if the map is full.
    [[nodiscard]] bool try_insert(const K& key, V value) {
        if (V* const old = find(key)) {
            *old = std::move(value);
            return true;
        }
        if (size() >= kMax) return false;
        entries_.emplace(key, std::move(value));
        return true;
    }
    /// What the key had.
    std::optional<V> remove(const K& key) {
        const auto at = entries_.find(key);
        if (at == entries_.end()) return std::nullopt;
        std::optional<V> out = std::move(at->second);
        entries_.erase(at);
        return out;
    }
    void clear() noexcept { entries_.clear(); }

    friend bool operator==(const BoundedMap&, const BoundedMap&) = default;

  private:
    friend struct Codec<BoundedMap>;
    Base entries_;
};

/// A set in ascending order.
template <class T, uint32_t kMax>
class BoundedSet {
  public:
    using Base = std::set<T>;
    static constexpr uint32_t kBound = kMax;

    /// nullopt if there are too many.
    static std::optional<BoundedSet> from(Base elements) {
        if (elements.size() > kMax) return std::nullopt;
        BoundedSet out;
        out.elements_ = std::move(elements);
        return out;
    }
    const Base& inner() const noexcept { return elements_; }
    size_t size() const noexcept { return elements_.size(); }
    bool empty() const noexcept { return elements_.empty(); }
    auto begin() const noexcept { return elements_.begin(); }
    auto end() const noexcept { return elements_.end(); }
    bool contains(const T& element) const { return elements_.contains(element); }
    /// Also true if the element is there already.
    [[nodiscard]] bool try_insert(T element) {
        if (elements_.contains(element)) return true;
        if (size() >= kMax) return false;
        elements_.insert(std::move(element));
        return true;
    }
    /// Whether it was there.
    bool remove(const T& element) { return elements_.erase(element) != 0; }
    void clear() noexcept { elements_.clear(); }

    friend bool operator==(const BoundedSet&, const BoundedSet&) = default;

  private:
    friend struct Codec<BoundedSet>;
    Base elements_;
};

namespace detail {

/// The length is known before the elements are read: too many cost nothing.
inline bool check_bound(Decoder& in, size_t min_size, uint32_t bound) {
    Decoder ahead = in;
    uint32_t count;
    if (!ahead.compact(count)) return in.length(count, min_size);
    if (count > bound) return in.fail(DecodeFault::kLengthTooLarge, in.position(), count, bound);
    return true;
}

}  // namespace detail

template <class T, uint32_t kMax>
inline constexpr RustLayout kRustLayout<BoundedVec<T, kMax>> = kRustVec;
template <class T, uint32_t kMax>
inline constexpr RustLayout kRustLayout<WeakBoundedVec<T, kMax>> = kRustVec;

template <class T, uint32_t kMax>
struct Codec<BoundedVec<T, kMax>> : Codec<std::vector<T>> {
    static bool read(Decoder& in, BoundedVec<T, kMax>& value) {
        return detail::check_bound(in, Codec<T>::kMinSize, kMax) && Codec<std::vector<T>>::read(in, value.elements_);
    }
};

template <class T, uint32_t kMax>
struct Codec<WeakBoundedVec<T, kMax>> : Codec<std::vector<T>> {};

template <class T, uint32_t kMax>
struct Codec<BoundedDeque<T, kMax>> {
    using Value = BoundedDeque<T, kMax>;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Value& value) {
        size_t total = compact_size(uint64_t{value.size()});
        for (const T& element : value) total += encoded_size(element);
        return total;
    }
    static void write(Encoder& out, const Value& value) {
        out.compact(uint64_t{value.size()});
        for (const T& element : value) encode_to(out, element);
    }
    static bool read(Decoder& in, Value& value) {
        std::vector<T> elements;
        if (!detail::check_bound(in, Codec<T>::kMinSize, kMax) || !decode_into(in, elements)) return false;
        value.elements_.assign(std::make_move_iterator(elements.begin()), std::make_move_iterator(elements.end()));
        return true;
    }
};

template <class K, class V, uint32_t kMax>
struct Codec<BoundedMap<K, V, kMax>> : Codec<std::map<K, V>> {
    using Value = BoundedMap<K, V, kMax>;
    using Inner = Codec<std::map<K, V>>;
    static size_t size(const Value& value) { return Inner::size(value.entries_); }
    static void write(Encoder& out, const Value& value) { Inner::write(out, value.entries_); }
    static bool read(Decoder& in, Value& value) {
        return detail::check_bound(in, Codec<K>::kMinSize + Codec<V>::kMinSize, kMax) &&
               Inner::read(in, value.entries_);
    }
};

template <class T, uint32_t kMax>
struct Codec<BoundedSet<T, kMax>> : Codec<std::set<T>> {
    using Value = BoundedSet<T, kMax>;
    using Inner = Codec<std::set<T>>;
    static size_t size(const Value& value) { return Inner::size(value.elements_); }
    static void write(Encoder& out, const Value& value) { Inner::write(out, value.elements_); }
    static bool read(Decoder& in, Value& value) {
        return detail::check_bound(in, Codec<T>::kMinSize, kMax) && Inner::read(in, value.elements_);
    }
};

}  // namespace serinus::scale
