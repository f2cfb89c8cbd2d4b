/// How large what is stored can become: the largest encoding of a type, the size of each storage item, and the proof of
/// one entry in the worst case. A parachain's block is validated over a proof, which others have to carry; what has no
/// bound must not be read in a block that strangers fill.
///
///     static_assert(max_encoded_size<Locker>().has_value());
///     EXPECT_EQ(unbounded_items<Pallet>(), std::vector<std::string_view>{"Tips"});
///
/// Source: parity_scale_codec::MaxEncodedLen, frame_support::traits::StorageInfoTrait of July 2023
#pragma once

#include "codec/boxed.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/storage.hpp"

namespace serinus::sdk {

/// Bytes; nullopt: there is no bound.
template <class T>
constexpr std::optional<size_t> max_encoded_size();

namespace detail {

using Size = std::optional<size_t>;

constexpr Size sum(Size a, Size b) { return a && b ? Size(*a + *b) : std::nullopt; }
constexpr Size larger(Size a, Size b) { return a && b ? Size(std::max(*a, *b)) : std::nullopt; }

/// A length that is at most `count`, and as many elements.
constexpr Size size_of_sequence(size_t count, Size element) {
    return element ? Size(scale::compact_size(uint64_t{count}) + count * *element) : std::nullopt;
}

/// Of types whose codec is neither fixed nor made of fields.
template <class T>
struct MaxSize {
    static constexpr bool kIsKnown = false;
};
/// Sequences, maps and texts that may have any length.
template <class T>
struct Unbounded {
    static constexpr bool kIsKnown = true;
    static constexpr Size kSize = std::nullopt;
};
template <class T>
struct MaxSize<std::vector<T>> : Unbounded<T> {};
template <>
struct MaxSize<std::string> : Unbounded<char> {};
template <class K, class V>
struct MaxSize<std::map<K, V>> : Unbounded<V> {};
template <class T>
struct MaxSize<std::set<T>> : Unbounded<T> {};
/// Holds more than its bound if it has to.
template <class T, uint32_t kMax>
struct MaxSize<WeakBoundedVec<T, kMax>> : Unbounded<T> {};

template <class T, uint32_t kMax>
struct AtMost {
    static constexpr bool kIsKnown = true;
    static constexpr Size kSize = size_of_sequence(kMax, max_encoded_size<T>());
};
template <class T, uint32_t kMax>
struct MaxSize<BoundedVec<T, kMax>> : AtMost<T, kMax> {};
template <class T, uint32_t kMax>
struct MaxSize<BoundedDeque<T, kMax>> : AtMost<T, kMax> {};
template <class T, uint32_t kMax>
struct MaxSize<BoundedSet<T, kMax>> : AtMost<T, kMax> {};
template <class K, class V, uint32_t kMax>
struct MaxSize<BoundedMap<K, V, kMax>> : AtMost<std::pair<K, V>, kMax> {};

template <class T>
struct MaxSize<std::optional<T>> {
    static constexpr bool kIsKnown = true;
    static constexpr Size kSize = sum(1, max_encoded_size<T>());
};
template <class T, size_t N>
struct MaxSize<std::array<T, N>> {
    static constexpr bool kIsKnown = true;
    static constexpr Size kSize = max_encoded_size<T>() ? Size(N * *max_encoded_size<T>()) : std::nullopt;
};
template <class... T>
struct SumOf {
    static constexpr bool kIsKnown = true;
    static constexpr Size kSize = [] {
        Size total = 0;
        ((total = sum(total, max_encoded_size<T>())), ...);
        return total;
    }();
};
template <class A, class B>
struct MaxSize<std::pair<A, B>> : SumOf<A, B> {};
template <class... T>
struct MaxSize<std::tuple<T...>> : SumOf<T...> {};
template <class... T>
struct MaxSize<reflect::TypeList<T...>> : SumOf<T...> {};
template <class... T>
struct MaxSize<std::variant<T...>> {
    static constexpr bool kIsKnown = true;
    static constexpr Size kSize = [] {
        Size largest = 0;
        ((largest = larger(largest, max_encoded_size<T>())), ...);
        return sum(1, largest);
    }();
};
template <uint8_t... I, class... T>
struct MaxSize<scale::Enum<At<I, T>...>> : MaxSize<std::variant<T...>> {};
template <class T>
struct MaxSize<scale::Boxed<T>> {
    static constexpr bool kIsKnown = true;
    static constexpr Size kSize = max_encoded_size<T>();
};
template <class T>
    requires(!std::is_empty_v<T>)
struct MaxSize<scale::Compact<T>> {
    static constexpr bool kIsKnown = true;
    static constexpr Size kSize = sizeof(T) == 1 ? 2 : sizeof(T) == 2 ? 4 : sizeof(T) + 1;
};

}  // namespace detail

template <class T>
constexpr std::optional<size_t> max_encoded_size() {
    if constexpr (detail::MaxSize<T>::kIsKnown) {
        return detail::MaxSize<T>::kSize;
    } else if constexpr (scale::Codec<T>::kFixed) {
        return scale::Codec<T>::kMinSize;
    } else if constexpr (std::is_aggregate_v<T>) {
        return detail::MaxSize<reflect::FieldTypes<T>>::kSize;
    } else {
        return std::nullopt;
    }
}

/// What an item of the storage takes at most.
struct ItemSize {
    std::string_view name;
    std::optional<size_t> max_key;    ///< bytes of an entry's key
    std::optional<size_t> max_value;  ///< bytes of an entry's value
    bool is_bounded() const { return max_key.has_value() && max_value.has_value(); }
};

namespace detail {

/// The first 32 bytes are those of the item.
template <class... H>
constexpr Size max_key_of(Keys<H...>) {
    Size total = 32;
    ((total = sum(total, H::kReversible ? sum(H::kHashSize, max_encoded_size<typename H::Key>()) : H::kHashSize)), ...);
    return total;
}

template <class Item>
constexpr ItemSize size_of_item(std::string_view name) {
    if constexpr (requires { typename Item::Hashers; }) {
        return {name, max_key_of(typename Item::Hashers{}), max_encoded_size<typename Item::ValueType>()};
    } else {
        return {name, 32, max_encoded_size<typename Item::ValueType>()};
    }
}

struct SizeItems {
    const std::string_view* name;
    template <class... Item>
    std::vector<ItemSize> operator()(const Item&...) const {
        const std::string_view* next = name;
        std::vector<ItemSize> sizes;
        sizes.reserve(sizeof...(Item));
        (add<Item>(*next++, sizes), ...);
        return sizes;
    }

  private:
    template <class Item>
    static void add(std::string_view name, std::vector<ItemSize>& sizes) {
        if constexpr (!std::is_same_v<Item, NoItem>) sizes.push_back(size_of_item<Item>(name));
    }
};

}  // namespace detail

/// The items of the pallet `P`, in the order in which it declares them.
template <class P>
std::vector<ItemSize> item_sizes() {
    using Storage = std::decay_t<decltype(P::storage)>;
    static constexpr auto kNames = reflect::kFieldNames<Storage>;
    return reflect::visit_fields(P::storage, detail::SizeItems{kNames.data()});
}

/// The items of `P` that may become as large as they like.
template <class P>
std::vector<std::string_view> unbounded_items() {
    std::vector<std::string_view> out;
    for (const ItemSize& item : item_sizes<P>()) {
        if (!item.is_bounded()) out.push_back(item.name);
    }
    return out;
}

/// Bytes of the proof of one entry in a trie of `entries`, if every branch on the way is full: the entry with its key,
/// and the hashes of all children of each branch. A real proof of several entries shares their first branches.
constexpr std::optional<size_t> worst_case_proof(const ItemSize& item, uint64_t entries) {
    if (!item.is_bounded()) return std::nullopt;
    // A branch: header and partial key, bitmap, and 16 hashes behind their lengths.
    constexpr size_t kBranch = 2 + 2 + 16 * (1 + 32);
    size_t depth = 0;
    for (; entries > 1; entries = entries / 16 + (entries % 16 != 0)) ++depth;
    return depth * kBranch + *item.max_key + *item.max_value + 8;
}

}  // namespace serinus::sdk
