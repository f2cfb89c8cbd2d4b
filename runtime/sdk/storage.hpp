/// Storage items, declared as the fields of a pallet's `Storage` struct. The field's name is the item's name on chain:
///
///     struct Storage {
///         Value<Balance, OrDefault> TotalIssuance;
///         Map<Blake2_128Concat<AccountId>, AccountData, OrDefault> Account;
///         DoubleMap<Twox64Concat<uint32_t>, Identity<Hash256>, Bytes> Example;
///         CountedMap<Twox64Concat<AccountId>, Bytes> Counted;
///         Value<uint32_t, OrDefault> Round{.on_empty = [] { return 1u; }};
///     };
///     static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
///
/// Items are values, not types: a Value<uint32_t> is compiled once however many items use it.
/// Keys are those of FRAME: twox128(pallet) ++ twox128(item) ++ hashed map keys.
#pragma once

#include "base/reflect_names.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/host/storage_raw.hpp"
#include "runtime/sdk/host/twox.hpp"

namespace serinus::sdk {

// Hashers of map keys. The `_Concat` ones and Identity keep the key, so that it can be read back.

template <class K>
struct Twox64Concat {
    using Key = K;
    static constexpr uint8_t kMetadataIndex = 5;
    static constexpr size_t kHashSize = 8;
    static constexpr bool kReversible = true;
    static void hash(StorageKey& out, BytesView key) {
        out.append(twox<64>(key.data(), key.size()));
        out.append(key);
    }
};

template <class K>
struct Blake2_128Concat {
    using Key = K;
    static constexpr uint8_t kMetadataIndex = 2;
    static constexpr size_t kHashSize = 16;
    static constexpr bool kReversible = true;
    static void hash(StorageKey& out, BytesView key) {
        out.append(host::blake2_128(key));
        out.append(key);
    }
};

template <class K>
struct Identity {
    using Key = K;
    static constexpr uint8_t kMetadataIndex = 6;
    static constexpr size_t kHashSize = 0;
    static constexpr bool kReversible = true;
    static void hash(StorageKey& out, BytesView key) { out.append(key); }
};

template <class K>
struct Blake2_128 {
    using Key = K;
    static constexpr uint8_t kMetadataIndex = 0;
    static constexpr size_t kHashSize = 16;
    static constexpr bool kReversible = false;
    static void hash(StorageKey& out, BytesView key) { out.append(host::blake2_128(key)); }
};

template <class K>
struct Blake2_256 {
    using Key = K;
    static constexpr uint8_t kMetadataIndex = 1;
    static constexpr size_t kHashSize = 32;
    static constexpr bool kReversible = false;
    static void hash(StorageKey& out, BytesView key) { out.append(host::blake2_256(key).bytes); }
};

template <class K>
struct Twox128 {
    using Key = K;
    static constexpr uint8_t kMetadataIndex = 3;
    static constexpr size_t kHashSize = 16;
    static constexpr bool kReversible = false;
    static void hash(StorageKey& out, BytesView key) { out.append(twox<128>(key.data(), key.size())); }
};

template <class K>
struct Twox256 {
    using Key = K;
    static constexpr uint8_t kMetadataIndex = 4;
    static constexpr size_t kHashSize = 32;
    static constexpr bool kReversible = false;
    static void hash(StorageKey& out, BytesView key) { out.append(twox<256>(key.data(), key.size())); }
};

// What reading an absent item gives: nothing, or a default.
struct Optional {};
struct OrDefault {};

/// Stands in a pallet's `Storage` where a configuration has no item: neither stored nor in the metadata.
struct NoItem {};
/// An item that depends on the configuration: `ItemIf<T::kCounts, Value<uint32_t>> Count;`.
template <bool kWanted, class Item>
using ItemIf = std::conditional_t<kWanted, Item, NoItem>;

/// The first 32 bytes of an item's keys.
struct ItemPrefix {
    ByteArray<32> bytes{};
};

namespace detail {

/// One stored value at a complete key. What stands behind it is ignored, as older releases may have stored more; what
/// cannot be decoded counts as absent, and stays. Source: frame_support::storage::unhashed of polkadot-sdk v1.1.0
template <class V, class Query>
struct Cell {
    static constexpr bool kHasDefault = std::is_same_v<Query, OrDefault>;
    using Read = std::conditional_t<kHasDefault, V, std::optional<V>>;

    static std::optional<V> find(BytesView key) {
        const auto stored = host::view(key);
        if (!stored) return std::nullopt;
        BytesView bytes = *stored;
        auto value = scale::take<V>(bytes);
        if (!value) {
            report_corrupt_value(key);
            return std::nullopt;
        }
        return *std::move(value);
    }
    static Read get(BytesView key, V (*on_empty)()) { return read(find(key), on_empty); }
    static Read read(std::optional<V>&& found, V (*on_empty)()) {
        if constexpr (kHasDefault) {
            if (found) return *std::move(found);
            return on_empty ? on_empty() : V{};
        } else {
            return std::move(found);
        }
    }
    static void put(BytesView key, const V& value) {
        if constexpr (scale::Codec<V>::kFixed && scale::Codec<V>::kMinSize > 0) {
            uint8_t bytes[scale::Codec<V>::kMinSize];
            scale::Codec<V>::store(bytes, value);
            host::set(key, bytes);
        } else {
            host::set(key, scale::encode(value));
        }
    }
    static void put_read(BytesView key, const Read& value) {
        if constexpr (kHasDefault) {
            put(key, value);
        } else {
            put_found(key, value);
        }
    }
    static Read take(BytesView key, V (*on_empty)()) {
        auto found = find(key);
        if (found) host::clear(key);
        return read(std::move(found), on_empty);
    }
    template <class F>
    static auto mutate(BytesView key, V (*on_empty)(), F&& f) {
        Read value = get(key, on_empty);
        if constexpr (std::is_void_v<decltype(f(value))>) {
            f(value);
            put_read(key, value);
        } else {
            auto result = f(value);
            put_read(key, value);
            return result;
        }
    }
    template <class F>
    static auto try_mutate(BytesView key, V (*on_empty)(), F&& f) {
        Read value = get(key, on_empty);
        auto result = f(value);
        if (result) put_read(key, value);
        return result;
    }
    /// `f` sees whether there is a value, also where reading gives a default, and may remove it.
    template <class F>
    static auto try_mutate_exists(BytesView key, F&& f) {
        std::optional<V> value = find(key);
        auto result = f(value);
        if (result) put_found(key, value);
        return result;
    }
    template <class F>
    static auto mutate_exists(BytesView key, F&& f) {
        std::optional<V> value = find(key);
        if constexpr (std::is_void_v<decltype(f(value))>) {
            f(value);
            put_found(key, value);
        } else {
            auto result = f(value);
            put_found(key, value);
            return result;
        }
    }
    static void put_found(BytesView key, const std::optional<V>& value) {
        if (value) {
            put(key, *value);
        } else {
            host::clear(key);
        }
    }
};

/// What `append` adds to a stored sequence: one element, in the encoding that the sequence has.
template <class V>
struct SequenceOf {
    using Element = Unit;
};
template <class V>
    requires requires(V& sequence, typename V::value_type element) { sequence.push_back(element); } || requires {
        V::kBound;
        typename V::value_type;
    }
struct SequenceOf<V> {
    using Element = typename V::value_type;
};
template <class V>
using Element = typename SequenceOf<V>::Element;

template <class V>
concept Sequence = !std::same_as<Element<V>, Unit>;
/// Reading a sequence beyond its bound gives nothing, so it only grows by `try_append`.
template <class V>
concept BoundedSequence = Sequence<V> && requires { V::kBound; };
template <class V>
concept UnboundedSequence = Sequence<V> && !BoundedSequence<V>;

/// Whether there was room for the element.
template <class V>
[[nodiscard]] bool try_append(BytesView key, const Element<V>& element) {
    if (stored_sequence_length(key).value_or(0) >= V::kBound) return false;
    host::append(key, scale::encode(element));
    return true;
}

}  // namespace detail

/// One value.
template <class V, class Q = Optional>
struct Value {
    using ValueType = V;
    using Query = Q;
    using Cell = detail::Cell<V, Q>;
    using Read = typename Cell::Read;

    ItemPrefix prefix{};
    V (*on_empty)() = nullptr;  ///< the default, where it is not `V{}`

    BytesView key() const { return prefix.bytes; }
    Read get() const { return Cell::get(key(), on_empty); }
    std::optional<V> find() const { return Cell::find(key()); }
    bool exists() const { return host::exists(key()); }
    void put(const V& value) const { Cell::put(key(), value); }
    void set(const Read& value) const { Cell::put_read(key(), value); }
    void remove() const { host::clear(key()); }
    Read take() const { return Cell::take(key(), on_empty); }
    template <class F>
    auto mutate(F&& f) const {
        return Cell::mutate(key(), on_empty, f);
    }
    /// `f` returns a Result; after a failure nothing is written.
    template <class F>
    auto try_mutate(F&& f) const {
        return Cell::try_mutate(key(), on_empty, f);
    }
    /// `f` changes a std::optional, whatever reading gives where nothing is stored.
    template <class F>
    auto mutate_exists(F&& f) const {
        return Cell::mutate_exists(key(), f);
    }
    template <class F>
    auto try_mutate_exists(F&& f) const {
        return Cell::try_mutate_exists(key(), f);
    }
    /// For migrations: gives what is stored as an `Old` to `f`, which answers with what to store in its place. Whether
    /// the old value could be decoded; if not, it stays.
    template <class Old, class F>
    bool translate(F&& f) const {
        const auto old = host::get(key());
        std::optional<Old> value;
        if (old) {
            BytesView bytes = *old;
            auto decoded = scale::take<Old>(bytes);
            if (!decoded) return false;
            value = *std::move(decoded);
        }
        Cell::put_found(key(), f(std::move(value)));
        return true;
    }
    /// Adds to a stored sequence without reading it.
    void append(const detail::Element<V>& element) const
        requires detail::UnboundedSequence<V>
    {
        host::append(key(), scale::encode(element));
    }
    /// The same for one with a bound; false, and nothing has changed, if it is full.
    [[nodiscard]] bool try_append(const detail::Element<V>& element) const
        requires detail::BoundedSequence<V>
    {
        return detail::try_append<V>(key(), element);
    }
    std::optional<uint32_t> decode_len() const { return stored_sequence_length(key()); }
};

/// The hashers of a map with several keys.
template <class... H>
struct Keys {};

namespace detail {

/// Adds one hashed key to `out`.
template <class H>
void append_key(StorageKey& out, const typename H::Key& key) {
    if constexpr (scale::Codec<typename H::Key>::kFixed && scale::Codec<typename H::Key>::kMinSize > 0) {
        constexpr size_t kSize = scale::Codec<typename H::Key>::kMinSize;
        uint8_t bytes[kSize];
        scale::Codec<typename H::Key>::store(bytes, key);
        H::hash(out, BytesView(bytes, kSize));
    } else {
        H::hash(out, scale::encode(key));
    }
}

/// An entry's key. Compiled once for each kind of keys, whatever the values are.
template <class... H>
struct FullKey {
    StorageKey bytes;
    [[gnu::noinline]] FullKey(BytesView item, const typename H::Key&... keys) : bytes(item) {
        (append_key<H>(bytes, keys), ...);
    }
};

/// Reads back what `append_key` wrote.
template <class H>
bool read_key(scale::Decoder& in, typename H::Key& key) {
    static_assert(H::kReversible, "this hasher does not keep the key");
    const uint8_t* hash;
    return in.take(H::kHashSize, hash) && scale::decode_into(in, key);
}

template <class... H>
struct KeyTuple {
    using type = std::tuple<typename H::Key...>;
};
template <class H>
struct KeyTuple<H> {
    using type = typename H::Key;
};

template <class Hashers>
struct KeyReader;
template <class H>
struct KeyReader<Keys<H>> {
    static bool read(scale::Decoder& in, typename H::Key& key) { return read_key<H>(in, key); }
};
template <class... H>
struct KeyReader<Keys<H...>> {
    static bool read(scale::Decoder& in, std::tuple<typename H::Key...>& keys) {
        return std::apply([&](typename H::Key&... key) { return (read_key<H>(in, key) && ...); }, keys);
    }
};

/// The hashers behind the first `kCount` ones.
template <size_t kCount, class Hashers>
struct Behind {
    using type = Hashers;
};
template <size_t kCount, class First, class... Rest>
    requires(kCount > 0)
struct Behind<kCount, Keys<First, Rest...>> : Behind<kCount - 1, Keys<Rest...>> {};

}  // namespace detail

/// Walks over the entries below a prefix in the order of their keys in storage. Entries may be removed while walking.
/// `Reader` reads what stands in the keys behind the prefix.
template <class Reader, class K, class V>
class EntryIterator {
  public:
    EntryIterator(Bytes prefix, bool drain, Bytes last = {})
        : keys_(std::move(prefix), std::move(last)), drain_(drain) {}

    /// The next entry, nullopt at the end. What cannot be decoded is reported and passed over; draining removes it too.
    std::optional<std::pair<K, V>> next() {
        while (keys_.next()) {
            auto value = detail::Cell<V, Optional>::find(keys_.key());
            if (drain_) {
                host::clear(keys_.key());
                ++removed_;
            }
            scale::Decoder in(keys_.suffix());
            K entry_key = scale::initial<K>();
            if (value && Reader::read(in, entry_key)) return std::pair<K, V>(std::move(entry_key), *std::move(value));
            if (value) report_corrupt_value(keys_.key());
        }
        return std::nullopt;
    }
    /// The storage key of the entry that next() returned; an iteration with it as `last` continues after it.
    const Bytes& last_key() const { return keys_.key(); }
    /// How many entries draining has removed, with those that were passed over.
    uint32_t removed() const { return removed_; }

  private:
    PrefixedKeys keys_;
    bool drain_;
    uint32_t removed_ = 0;
};

/// The same for the keys alone: values are not read.
template <class Reader, class K>
class KeyIterator {
  public:
    explicit KeyIterator(Bytes prefix, Bytes last = {}) : keys_(std::move(prefix), std::move(last)) {}

    std::optional<K> next() {
        while (keys_.next()) {
            scale::Decoder in(keys_.suffix());
            K entry_key = scale::initial<K>();
            if (Reader::read(in, entry_key)) return entry_key;
            report_corrupt_value(keys_.key());
        }
        return std::nullopt;
    }
    const Bytes& last_key() const { return keys_.key(); }

  private:
    PrefixedKeys keys_;
};

namespace detail {

template <class V, class... H>
auto entries_below(Keys<H...>, Bytes prefix, bool drain) {
    return EntryIterator<KeyReader<Keys<H...>>, typename KeyTuple<H...>::type, V>(std::move(prefix), drain);
}

}  // namespace detail

/// A map with one or more keys; use Map, DoubleMap, NMap.
template <class Hashers, class V, class Q>
struct MapOf;

template <class... H, class V, class Q>
struct MapOf<Keys<H...>, V, Q> {
    using ValueType = V;
    using Query = Q;
    using Hashers = Keys<H...>;
    using KeyType = typename detail::KeyTuple<H...>::type;
    using Cell = detail::Cell<V, Q>;
    using Read = typename Cell::Read;
    using First = std::tuple_element_t<0, std::tuple<H...>>;

    ItemPrefix prefix{};
    V (*on_empty)() = nullptr;

    /// The complete storage key.
    Bytes key_for(const typename H::Key&... keys) const {
        const FullKey key(prefix.bytes, keys...);
        return to_bytes(key.bytes);
    }
    Read get(const typename H::Key&... keys) const { return Cell::get(FullKey(prefix.bytes, keys...).bytes, on_empty); }
    std::optional<V> find(const typename H::Key&... keys) const {
        return Cell::find(FullKey(prefix.bytes, keys...).bytes);
    }
    bool exists(const typename H::Key&... keys) const { return host::exists(FullKey(prefix.bytes, keys...).bytes); }
    void put(const typename H::Key&... keys, const V& value) const {
        Cell::put(FullKey(prefix.bytes, keys...).bytes, value);
    }
    void set(const typename H::Key&... keys, const Read& value) const {
        Cell::put_read(FullKey(prefix.bytes, keys...).bytes, value);
    }
    void remove(const typename H::Key&... keys) const { host::clear(FullKey(prefix.bytes, keys...).bytes); }
    Read take(const typename H::Key&... keys) const {
        return Cell::take(FullKey(prefix.bytes, keys...).bytes, on_empty);
    }
    template <class F>
    auto mutate(const typename H::Key&... keys, F&& f) const {
        return Cell::mutate(FullKey(prefix.bytes, keys...).bytes, on_empty, f);
    }
    template <class F>
    auto try_mutate(const typename H::Key&... keys, F&& f) const {
        return Cell::try_mutate(FullKey(prefix.bytes, keys...).bytes, on_empty, f);
    }
    /// `f` changes a std::optional, whatever reading gives where nothing is stored.
    template <class F>
    auto mutate_exists(const typename H::Key&... keys, F&& f) const {
        return Cell::mutate_exists(FullKey(prefix.bytes, keys...).bytes, f);
    }
    template <class F>
    auto try_mutate_exists(const typename H::Key&... keys, F&& f) const {
        return Cell::try_mutate_exists(FullKey(prefix.bytes, keys...).bytes, f);
    }
    void append(const typename H::Key&... keys, const detail::Element<V>& element) const
        requires detail::UnboundedSequence<V>
    {
        host::append(FullKey(prefix.bytes, keys...).bytes, scale::encode(element));
    }
    /// False, and nothing has changed, if the sequence is full.
    [[nodiscard]] bool try_append(const typename H::Key&... keys, const detail::Element<V>& element) const
        requires detail::BoundedSequence<V>
    {
        return detail::try_append<V>(FullKey(prefix.bytes, keys...).bytes, element);
    }
    std::optional<uint32_t> decode_len(const typename H::Key&... keys) const {
        return stored_sequence_length(FullKey(prefix.bytes, keys...).bytes);
    }
    void swap(const KeyType& a, const KeyType& b) const
        requires(sizeof...(H) == 1)
    {
        swap_stored(FullKey(prefix.bytes, a).bytes, FullKey(prefix.bytes, b).bytes);
    }

    using Entries = EntryIterator<detail::KeyReader<Hashers>, KeyType, V>;

    /// All entries; key type: the key, or a tuple of the keys.
    Entries iter() const { return Entries(to_bytes(prefix.bytes), false); }
    /// Those behind a storage key.
    Entries iter_from(Bytes last) const { return Entries(to_bytes(prefix.bytes), false, std::move(last)); }
    /// All; each entry is removed when it is passed.
    Entries drain() const { return Entries(to_bytes(prefix.bytes), true); }
    auto iter_keys() const { return KeyIterator<detail::KeyReader<Hashers>, KeyType>(to_bytes(prefix.bytes)); }
    auto iter_keys_from(Bytes last) const {
        return KeyIterator<detail::KeyReader<Hashers>, KeyType>(to_bytes(prefix.bytes), std::move(last));
    }
    /// For migrations: gives each entry as an `Old` to `f(key, old)`, which answers with what to store in its place, or
    /// nullopt to remove it. What cannot be decoded stays. At most `limit` entries behind the storage key `last`; gives
    /// the key from which to continue, nullopt at the end.
    template <class Old, class F>
    std::optional<Bytes> translate(F&& f, uint32_t limit = max_value<uint32_t>(), Bytes last = {}) const {
        PrefixedKeys keys(to_bytes(prefix.bytes), std::move(last));
        for (uint32_t i = 0; i < limit; ++i) {
            if (!keys.next()) return std::nullopt;
            auto old = detail::Cell<Old, Optional>::find(keys.key());
            if (!old) continue;
            scale::Decoder in(keys.suffix());
            KeyType key = scale::initial<KeyType>();
            if (!detail::KeyReader<Hashers>::read(in, key)) {
                report_corrupt_value(keys.key());
                continue;
            }
            Cell::put_found(keys.key(), f(key, *std::move(old)));
        }
        return keys.key();
    }
    // Of a map with several keys: the entries below its first key, or below its first ones as a tuple. Key type of a
    // walk: the key that is left, or a tuple of those.
    auto iter_prefix(const typename First::Key& first) const
        requires(sizeof...(H) > 1)
    {
        return below<1>(below_first(first), false);
    }
    template <class... K>
        requires(0 < sizeof...(K) && sizeof...(K) < sizeof...(H))
    auto iter_prefix(const std::tuple<K...>& first) const {
        return below<sizeof...(K)>(below_first(first), false);
    }
    auto drain_prefix(const typename First::Key& first) const
        requires(sizeof...(H) > 1)
    {
        return below<1>(below_first(first), true);
    }
    template <class... K>
        requires(0 < sizeof...(K) && sizeof...(K) < sizeof...(H))
    auto drain_prefix(const std::tuple<K...>& first) const {
        return below<sizeof...(K)>(below_first(first), true);
    }
    RemovalResult clear_prefix(const typename First::Key& first, std::optional<uint32_t> limit,
                               std::optional<BytesView> cursor = std::nullopt) const {
        StorageKey key(prefix.bytes);
        detail::append_key<First>(key, first);
        return sdk::clear_prefix(key, limit, cursor);
    }
    template <class... K>
        requires(0 < sizeof...(K) && sizeof...(K) <= sizeof...(H))
    RemovalResult clear_prefix(const std::tuple<K...>& first, std::optional<uint32_t> limit,
                               std::optional<BytesView> cursor = std::nullopt) const {
        return sdk::clear_prefix(below_first(first), limit, cursor);
    }
    bool contains_prefix(const typename First::Key& first) const {
        StorageKey key(prefix.bytes);
        detail::append_key<First>(key, first);
        return contains_prefixed_key(key);
    }
    template <class... K>
        requires(0 < sizeof...(K) && sizeof...(K) <= sizeof...(H))
    bool contains_prefix(const std::tuple<K...>& first) const {
        return contains_prefixed_key(below_first(first));
    }
    RemovalResult clear(std::optional<uint32_t> limit, std::optional<BytesView> cursor = std::nullopt) const {
        return sdk::clear_prefix(prefix.bytes, limit, cursor);
    }

  private:
    using FullKey = detail::FullKey<H...>;

    /// The prefix of all keys that begin with these.
    Bytes below_first(const typename First::Key& first) const {
        StorageKey key(prefix.bytes);
        detail::append_key<First>(key, first);
        return to_bytes(key);
    }
    template <class... K>
    Bytes below_first(const std::tuple<K...>& first) const {
        StorageKey key(prefix.bytes);
        [&]<size_t... kI>(std::index_sequence<kI...>) {
            (detail::append_key<std::tuple_element_t<kI, std::tuple<H...>>>(key, std::get<kI>(first)), ...);
        }(std::index_sequence_for<K...>{});
        return to_bytes(key);
    }
    template <size_t kGiven>
    static auto below(Bytes first, bool drain) {
        using Left = typename detail::Behind<kGiven, Hashers>::type;
        return detail::entries_below<V>(Left{}, std::move(first), drain);
    }
};

template <class H, class V, class Q = Optional>
using Map = MapOf<Keys<H>, V, Q>;
template <class H1, class H2, class V, class Q = Optional>
using DoubleMap = MapOf<Keys<H1, H2>, V, Q>;
template <class Hashers, class V, class Q = Optional>
using NMap = MapOf<Hashers, V, Q>;

/// A map that knows how many entries it has, in a second item `CounterFor<name>`. It has the vocabulary of Map.
/// Source: frame_support::storage::types::counted_map of July 2023
template <class H, class V, class Q = Optional>
struct CountedMap {
    using ValueType = V;
    using Query = Q;
    using Hashers = Keys<H>;
    using KeyType = typename H::Key;
    using Inner = Map<H, V, Q>;
    using Read = typename Inner::Read;

    ItemPrefix prefix{};
    V (*on_empty)() = nullptr;
    ItemPrefix counter_prefix{};

    uint32_t count() const { return counter().get(); }
    Bytes key_for(const KeyType& key) const { return inner().key_for(key); }
    Read get(const KeyType& key) const { return inner().get(key); }
    std::optional<V> find(const KeyType& key) const { return inner().find(key); }
    bool exists(const KeyType& key) const { return inner().exists(key); }
    void put(const KeyType& key, const V& value) const {
        count_change(exists(key), true);
        inner().put(key, value);
    }
    void set(const KeyType& key, const Read& value) const {
        if constexpr (Inner::Cell::kHasDefault) {
            put(key, value);
        } else if (value) {
            put(key, *value);
        } else {
            remove(key);
        }
    }
    void remove(const KeyType& key) const {
        count_change(exists(key), false);
        inner().remove(key);
    }
    Read take(const KeyType& key) const {
        auto taken = inner().find(key);
        inner().remove(key);
        count_change(taken.has_value(), false);
        if constexpr (Inner::Cell::kHasDefault) {
            if (taken) return *std::move(taken);
            return on_empty ? on_empty() : V{};
        } else {
            return taken;
        }
    }
    template <class F>
    auto mutate(const KeyType& key, F&& f) const {
        return inner().mutate(key, counted(key, std::forward<F>(f)));
    }
    template <class F>
    auto try_mutate(const KeyType& key, F&& f) const {
        return inner().try_mutate(key, counted(key, std::forward<F>(f)));
    }
    template <class F>
    auto mutate_exists(const KeyType& key, F&& f) const {
        return inner().mutate_exists(key, counted(key, std::forward<F>(f)));
    }
    template <class F>
    auto try_mutate_exists(const KeyType& key, F&& f) const {
        return inner().try_mutate_exists(key, counted(key, std::forward<F>(f)));
    }
    void append(const KeyType& key, const detail::Element<V>& element) const
        requires detail::UnboundedSequence<V>
    {
        count_change(exists(key), true);
        inner().append(key, element);
    }
    [[nodiscard]] bool try_append(const KeyType& key, const detail::Element<V>& element) const
        requires detail::BoundedSequence<V>
    {
        const bool existed = exists(key);
        if (!inner().try_append(key, element)) return false;
        count_change(existed, true);
        return true;
    }
    std::optional<uint32_t> decode_len(const KeyType& key) const { return inner().decode_len(key); }
    /// As many entries are there afterwards.
    void swap(const KeyType& a, const KeyType& b) const { inner().swap(a, b); }

    auto iter() const { return inner().iter(); }
    auto iter_from(Bytes last) const { return inner().iter_from(std::move(last)); }
    auto iter_keys() const { return inner().iter_keys(); }
    auto iter_keys_from(Bytes last) const { return inner().iter_keys_from(std::move(last)); }
    /// Gives each entry to `f(key, value)` and removes it, until `most` were given.
    template <class F>
    void drain(F&& f, uint32_t most = max_value<uint32_t>()) const {
        auto entries = inner().drain();
        uint32_t counted = 0;
        for (uint32_t given = 0; given < most; ++given) {
            auto entry = entries.next();
            for (; counted < entries.removed(); ++counted) count_change(true, false);
            if (!entry) break;
            f(std::move(entry->first), std::move(entry->second));
        }
    }
    /// For migrations (Map::translate).
    template <class Old, class F>
    std::optional<Bytes> translate(F&& f, uint32_t limit = max_value<uint32_t>(), Bytes last = {}) const {
        return inner().template translate<Old>(
            [&](const KeyType& key, Old old) {
                auto changed = f(key, std::move(old));
                if (!changed) count_change(true, false);
                return changed;
            },
            limit, std::move(last));
    }
    RemovalResult clear(std::optional<uint32_t> limit, std::optional<BytesView> cursor = std::nullopt) const {
        auto result = inner().clear(limit, cursor);
        if (result.maybe_cursor) {
            counter().put(saturating_sub(count(), result.unique));
        } else {
            counter().remove();
        }
        return result;
    }
    /// For migrations: counts the entries, which were written without counting.
    uint32_t initialize_counter() const {
        uint32_t entries = 0;
        auto keys = iter_keys();
        while (keys.next()) ++entries;
        counter().put(entries);
        return entries;
    }

    Inner inner() const { return {prefix, on_empty}; }
    Value<uint32_t, OrDefault> counter() const { return {counter_prefix}; }

  private:
    void count_change(bool existed, bool exists_now) const {
        if (existed == exists_now) return;
        counter().put(exists_now ? saturating_add(count(), 1u) : saturating_sub(count(), 1u));
    }
    /// `f` with the change of the counter that follows from it. After a failure nothing is counted. What cannot be
    /// decoded counts as absent here, as in the reference, which then removes it without counting.
    template <class F>
    auto counted(const KeyType& key, F&& f) const {
        return [this, &key, f = std::forward<F>(f)](auto& value) {
            const bool existed = [&] {
                if constexpr (requires { value.has_value(); })
                    return value.has_value();
                else
                    return find(key).has_value();
            }();
            const auto count_result = [&] {
                if constexpr (requires { value.has_value(); }) {
                    count_change(existed, value.has_value());
                } else {
                    count_change(existed, true);
                }
            };
            if constexpr (std::is_void_v<decltype(f(value))>) {
                f(value);
                count_result();
            } else {
                auto result = f(value);
                if constexpr (requires { result.error(); }) {
                    if (result) count_result();
                } else {
                    count_result();
                }
                return result;
            }
        };
    }
};

namespace detail {

constexpr ItemPrefix item_prefix(const ByteArray<16>& pallet, std::string_view before, std::string_view name) {
    std::array<char, 128> full{};
    std::copy(before.begin(), before.end(), full.begin());
    std::copy(name.begin(), name.end(), full.begin() + before.size());
    const auto item = twox_128({full.data(), before.size() + name.size()});
    ItemPrefix out;
    std::copy(pallet.begin(), pallet.end(), out.bytes.begin());
    std::copy(item.begin(), item.end(), out.bytes.begin() + 16);
    return out;
}

struct BindItems {
    ByteArray<16> pallet;
    const std::string_view* name;

    template <class Item>
    constexpr void one(Item& item) {
        if constexpr (!std::is_same_v<Item, NoItem>) item.prefix = item_prefix(pallet, "", *name);
        if constexpr (requires { item.counter_prefix; }) item.counter_prefix = item_prefix(pallet, "CounterFor", *name);
        ++name;
    }
    template <class... Item>
    constexpr void operator()(Item&... items) {
        (one(items), ...);
    }
};

}  // namespace detail

/// The items of a pallet with their keys, computed at compile time. `prefix` is the pallet's name in the runtime.
template <class S>
consteval S bind_storage(std::string_view prefix) {
    S storage{};
    reflect::visit_fields(storage, detail::BindItems{twox_128(prefix), reflect::kFieldNames<S>.data()});
    return storage;
}

}  // namespace serinus::sdk
