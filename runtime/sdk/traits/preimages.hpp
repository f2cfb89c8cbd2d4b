/// Values too large to store where they are needed: kept once, found by their hash.
/// Pallet: frame_support::traits::preimages
///
/// A pallet holds a `Bounded<T>`, which is at most 131 bytes long, and asks the provider of preimages (`T::Preimages`)
/// for the value.
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/dispatch_error.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::sp_runtime::traits {

/// The hash function of the chain, where the metadata names it.
struct BlakeTwo256 {};

}  // namespace serinus::sp_runtime::traits

namespace serinus::frame_support::traits::preimages {

/// The longest encoding that is kept in place.
inline constexpr uint32_t kMaxInlineSize = 128;
/// What a preimage of unknown length may be, in bytes: for weights.
inline constexpr uint32_t kMaxLegacySize = 1'000'000;

/// An encoded `T`, or how to look it up. `H`: how later releases name the hash function; it is always the same one.
template <class T, class H = void>
struct Bounded {
    using Params = std::conditional_t<std::is_void_v<H>, sdk::List<sdk::Param<"T", T>>,
                                      sdk::List<sdk::Param<"T", T>, sdk::Param<"H", H>>>;

    /// By hash alone: from before lengths were kept.
    struct Legacy {
        Hash256 hash;
        friend bool operator==(const Legacy&, const Legacy&) = default;
    };
    struct Inline {
        sdk::BoundedVec<uint8_t, kMaxInlineSize> _0;
        friend bool operator==(const Inline&, const Inline&) = default;
    };
    struct Lookup {
        Hash256 hash;
        uint32_t len{};
        friend bool operator==(const Lookup&, const Lookup&) = default;
    };
    std::variant<Legacy, Inline, Lookup> v;

    /// The hash of the encoded value.
    Hash256 hash() const {
        if (const auto* const here = std::get_if<Inline>(&v)) return sdk::host::blake2_256(here->_0);
        return *lookup_hash();
    }
    /// nullopt if nothing needs to be looked up.
    std::optional<Hash256> lookup_hash() const {
        if (const auto* const lookup = std::get_if<Lookup>(&v)) return lookup->hash;
        if (const auto* const legacy = std::get_if<Legacy>(&v)) return legacy->hash;
        return std::nullopt;
    }
    bool lookup_needed() const { return !std::holds_alternative<Inline>(v); }
    /// Bytes of the encoded value, if known.
    std::optional<uint32_t> len() const {
        if (const auto* const here = std::get_if<Inline>(&v)) return static_cast<uint32_t>(here->_0.size());
        if (const auto* const lookup = std::get_if<Lookup>(&v)) return lookup->len;
        return std::nullopt;
    }
    /// The most bytes that a lookup reads; nullopt if none is needed.
    std::optional<uint32_t> lookup_len() const {
        if (const auto* const lookup = std::get_if<Lookup>(&v)) return lookup->len;
        if (std::holds_alternative<Legacy>(v)) return kMaxLegacySize;
        return std::nullopt;
    }
    friend bool operator==(const Bounded&, const Bounded&) = default;
};

}  // namespace serinus::frame_support::traits::preimages

namespace serinus::sdk {

using frame_support::traits::preimages::Bounded;

/// A value that the metadata shows as another type.
template <class Value, class Shown>
struct ShownAs : Value {
    using MetadataType = Shown;

    using Value::Value;
    ShownAs() = default;
    ShownAs(Value value) : Value(std::move(value)) {}
};

/// A value, and the bytes that were looked up for it; nullopt if it was inline.
template <class V>
struct Peeked {
    V value;
    std::optional<uint32_t> lookup_len;
};

/// What a provider of preimages gets for free. `Provider` has, as static functions,
///   std::optional<uint32_t> len(const Hash256&)                    of the preimage, if it is here
///   ResultOf<Bytes> fetch(const Hash256&, std::optional<uint32_t> len)   Unavailable if it is not
///   bool is_requested(const Hash256&)
///   void request(const Hash256&), unrequest(const Hash256&)        requests are counted
///   ResultOf<Hash256> note(BytesView)                              stores and requests; Exhausted if too long
///   void unnote(const Hash256&)
template <class Provider>
struct PreimageInterface {
    /// Requests what `bounded` needs.
    template <class V>
    static void hold(const Bounded<V>& bounded) {
        if (const auto hash = bounded.lookup_hash()) Provider::request(*hash);
    }
    /// Takes one request back.
    template <class V>
    static void drop(const Bounded<V>& bounded) {
        if (const auto hash = bounded.lookup_hash()) Provider::unrequest(*hash);
    }
    /// Whether the value can be had now.
    template <class V>
    static bool have(const Bounded<V>& bounded) {
        const auto hash = bounded.lookup_hash();
        return !hash || Provider::len(*hash).has_value();
    }
    /// Of a preimage that may not be there yet; requests it.
    template <class V>
    static Bounded<V> pick(const Hash256& hash, uint32_t len) {
        Provider::request(hash);
        return {typename Bounded<V>::Lookup{hash, len}};
    }

    /// The value. Errors: Unavailable; Corruption if the bytes do not decode. Bytes behind the value are ignored.
    template <class V>
    static ResultOf<Peeked<V>> peek(const Bounded<V>& bounded) {
        if (const auto* const here = std::get_if<typename Bounded<V>::Inline>(&bounded.v)) {
            return Peeked<V>{TRY(decode_front<V>(here->_0)), std::nullopt};
        }
        const auto* const lookup = std::get_if<typename Bounded<V>::Lookup>(&bounded.v);
        const Bytes data =
            TRY(Provider::fetch(*bounded.lookup_hash(), lookup ? std::optional(lookup->len) : std::nullopt));
        return Peeked<V>{TRY(decode_front<V>(data)), static_cast<uint32_t>(data.size())};
    }
    /// The value; then drops it.
    template <class V>
    static ResultOf<Peeked<V>> realize(const Bounded<V>& bounded) {
        auto peeked = TRY(peek(bounded));
        drop(bounded);
        return peeked;
    }
    /// Something to store in place of `value`, which is noted if it is long. Ends with `drop` or `realize`.
    template <class V>
    static ResultOf<Bounded<V>> bound(const V& value) {
        const Bytes data = scale::encode(value);
        if (auto here = BoundedVec<uint8_t, frame_support::traits::preimages::kMaxInlineSize>::from(data)) {
            return Bounded<V>{typename Bounded<V>::Inline{*std::move(here)}};
        }
        return Bounded<V>{typename Bounded<V>::Lookup{TRY(Provider::note(data)), static_cast<uint32_t>(data.size())}};
    }

  private:
    template <class V>
    static ResultOf<V> decode_front(BytesView data) {
        auto value = scale::take<V>(data);
        ENSURE(value.has_value(), DispatchError(DispatchError::Corruption{}));
        return *std::move(value);
    }
};

/// `P`: a provider of preimages, with what it gets for free.
template <class P>
concept Preimages = requires(const Hash256& hash, BytesView bytes, const Bounded<uint32_t>& bounded) {
    { P::len(hash) } -> std::same_as<std::optional<uint32_t>>;
    { P::fetch(hash, std::optional<uint32_t>()) } -> std::same_as<ResultOf<Bytes>>;
    { P::is_requested(hash) } -> std::same_as<bool>;
    { P::note(bytes) } -> std::same_as<ResultOf<Hash256>>;
    P::request(hash);
    P::unrequest(hash);
    P::unnote(hash);
    P::drop(bounded);
    { P::peek(bounded) } -> std::same_as<ResultOf<Peeked<uint32_t>>>;
};

}  // namespace serinus::sdk

template <class Value, class Shown>
struct serinus::scale::Codec<serinus::sdk::ShownAs<Value, Shown>> {
    using Type = serinus::sdk::ShownAs<Value, Shown>;
    static constexpr size_t kMinSize = Codec<Value>::kMinSize;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static Type initial() { return {}; }
    static size_t size(const Type& value) { return encoded_size<Value>(value); }
    static void write(Encoder& out, const Type& value) { encode_to<Value>(out, value); }
    static bool read(Decoder& in, Type& value) { return decode_into<Value>(in, value); }
};
