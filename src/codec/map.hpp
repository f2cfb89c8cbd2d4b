/// Maps and sets: sequences in ascending order of their keys.
/// Spec: defn-scale-dictionary
///
/// Observed: parity-scale-codec 3.7.5 reads entries in any order into its BTreeMap and keeps the last of equal keys, so
/// nodes accept such input, and so do we; re-encoding it gives the canonical bytes, which then differ from the input.
/// Who signs or hashes what was received must keep the received bytes.
#pragma once

#include <map>
#include <set>

#include "codec/sequence.hpp"
#include "codec/tuple.hpp"

namespace serinus::scale {

template <class K, class V, class Compare, class Allocator>
struct Codec<std::map<K, V, Compare, Allocator>> {
    using Map = std::map<K, V, Compare, Allocator>;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Map& value) {
        size_t total = compact_size(uint64_t{value.size()});
        if constexpr (Codec<K>::kFixed && Codec<V>::kFixed) {
            total += value.size() * (Codec<K>::kMinSize + Codec<V>::kMinSize);
        } else {
            for (const auto& [key, mapped] : value) total += encoded_size(key) + encoded_size(mapped);
        }
        return total;
    }
    static void write(Encoder& out, const Map& value) {
        SERINUS_ASSERT(value.size() <= max_value<uint32_t>());
        out.compact(uint64_t{value.size()});
        for (const auto& [key, mapped] : value) {
            encode_to(out, key);
            encode_to(out, mapped);
        }
    }
    static bool read(Decoder& in, Map& value) {
        using Entry = std::pair<K, V>;
        uint32_t count;
        if (!in.length(count, Codec<Entry>::kMinSize)) return false;
        value.clear();
        return detail::read_elements<Entry>(in, count, [&](Entry&& entry) {
            value.insert_or_assign(value.end(), std::move(entry.first), std::move(entry.second));
        });
    }
};

template <class K, class Compare, class Allocator>
struct Codec<std::set<K, Compare, Allocator>> {
    using Set = std::set<K, Compare, Allocator>;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Set& value) {
        size_t total = compact_size(uint64_t{value.size()});
        for (const K& key : value) total += encoded_size(key);
        return total;
    }
    static void write(Encoder& out, const Set& value) {
        SERINUS_ASSERT(value.size() <= max_value<uint32_t>());
        out.compact(uint64_t{value.size()});
        for (const K& key : value) encode_to(out, key);
    }
    static bool read(Decoder& in, Set& value) {
        uint32_t count;
        if (!in.length(count, Codec<K>::kMinSize)) return false;
        value.clear();
        return detail::read_elements<K>(in, count, [&](K&& key) { value.emplace_hint(value.end(), std::move(key)); });
    }
};

}  // namespace serinus::scale
