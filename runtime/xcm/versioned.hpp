/// Values with the version that they are said in: an argument of a call, or a message, keeps its bytes and its version,
/// so that it is encoded again as it came, and is converted when it is used.
/// Source: staging-xcm 18, lib.rs
#pragma once

#include "runtime/xcm/wire.hpp"

namespace serinus::sdk::metadata {

struct Type;
class Registry;
template <class T>
struct Describe;

}  // namespace serinus::sdk::metadata

namespace serinus::xcm {

/// What stands in a Versioned<Junctions> of the metadata's VersionedInteriorLocation.
using InteriorLocation = Junctions;

/// `T` is Program, Location, InteriorLocation, Asset, Assets, AssetId, LocatableAsset, Response, NetworkId or Junction.
/// Never without a value: the default is the empty or first one, in version 5.
template <class T>
class Versioned {
  public:
    Versioned();
    /// In version 5.
    Versioned(const T& value);
    /// nullopt if `version` cannot say it; `calls` as Writer has them.
    static std::optional<Versioned> in_version(const T& value, Version version, const CallWeigher* calls = nullptr);
    /// Reads the value behind a version's number; checks all limits but the decoder's own. False after a fault.
    /// `of_calls`: as pass_program has it.
    static bool read(scale::Decoder& in, Versioned& value, bool of_calls = false);
    /// From all of `bytes`, at most `max_depth` levels deep.
    static std::optional<Versioned> decode(BytesView bytes, uint32_t max_depth = scale::kMaxDepth);

    Version version() const noexcept { return version_; }
    /// Without the version's number.
    BytesView content() const noexcept { return content_; }
    Bytes encoded() const;

    /// In the terms of version 5; nullopt if it cannot say that.
    std::optional<T> latest() const;
    /// nullopt if there is no such version, or if it cannot say that.
    std::optional<Versioned> into_version(uint32_t version, const CallWeigher* calls = nullptr) const;

    friend bool operator==(const Versioned&, const Versioned&) = default;

  private:
    Versioned(Version version, Bytes content) : version_(version), content_(std::move(content)) {}

    Version version_ = kLatest;
    Bytes content_;
};

using VersionedXcm = Versioned<Program>;
using VersionedLocation = Versioned<Location>;
using VersionedInteriorLocation = Versioned<InteriorLocation>;
using VersionedAsset = Versioned<Asset>;
using VersionedAssets = Versioned<Assets>;
using VersionedAssetId = Versioned<AssetId>;
using VersionedLocatableAsset = Versioned<LocatableAsset>;
using VersionedResponse = Versioned<Response>;
using VersionedNetworkId = Versioned<NetworkId>;
using VersionedJunction = Versioned<Junction>;

extern template class Versioned<Program>;
extern template class Versioned<Location>;
extern template class Versioned<InteriorLocation>;
extern template class Versioned<Asset>;
extern template class Versioned<Assets>;
extern template class Versioned<AssetId>;
extern template class Versioned<LocatableAsset>;
extern template class Versioned<Response>;
extern template class Versioned<NetworkId>;
extern template class Versioned<Junction>;

/// Whether a program can be decoded where it goes: to kMaxDecodeDepth, all of its bytes. A message that the receiver
/// could not read is not sent.
bool is_decodable(const VersionedXcm& message);

/// A program of version 5 without a version's number, as some calls and storage items have it: all bytes, all limits.
std::optional<Program> decode_program(BytesView bytes, uint32_t max_depth = scale::kMaxDepth);

}  // namespace serinus::xcm

namespace serinus::scale {

// Of arguments that lie in boxes. Measured: tests/differential/heap.mjs
template <>
inline constexpr RustLayout kRustLayout<xcm::Location>{12, 4};
template <>
inline constexpr RustLayout kRustLayout<xcm::VersionedXcm>{16, 4};
template <>
inline constexpr RustLayout kRustLayout<xcm::VersionedAssets>{16, 4};
template <>
inline constexpr RustLayout kRustLayout<xcm::VersionedLocation>{656, 16};
template <>
inline constexpr RustLayout kRustLayout<xcm::VersionedAssetId>{656, 16};
template <>
inline constexpr RustLayout kRustLayout<xcm::VersionedLocatableAsset>{1312, 16};

template <class T>
struct Codec<xcm::Versioned<T>> {
    static constexpr size_t kMinSize = 2;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const xcm::Versioned<T>& value) { return 1 + value.content().size(); }
    static void write(Encoder& out, const xcm::Versioned<T>& value) {
        out.byte(static_cast<uint8_t>(value.version()));
        out.append(value.content());
    }
    static bool read(Decoder& in, xcm::Versioned<T>& value) { return xcm::Versioned<T>::read(in, value); }
};

/// In version 5.
template <>
struct Codec<xcm::Program> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const xcm::Program& value) { return value.encoded_size(); }
    static void write(Encoder& out, const xcm::Program& value) {
        out.compact(uint64_t{value.size()});
        out.append(value.instructions());
    }
    static bool read(Decoder& in, xcm::Program& value);
};

/// Locations and assets in version 5, as storage items, events and calls have them without a version.
template <class T>
struct XcmCodec {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const T& value);
    static void write(Encoder& out, const T& value);
    static bool read(Decoder& in, T& value);
};
template <>
struct Codec<xcm::Location> : XcmCodec<xcm::Location> {};
template <>
struct Codec<xcm::Junctions> : XcmCodec<xcm::Junctions> {};
template <>
struct Codec<xcm::Asset> : XcmCodec<xcm::Asset> {};
template <>
struct Codec<xcm::Assets> : XcmCodec<xcm::Assets> {};
template <>
struct Codec<xcm::AssetId> : XcmCodec<xcm::AssetId> {};
template <>
struct Codec<xcm::Response> : XcmCodec<xcm::Response> {};
template <>
struct Codec<xcm::Error> : XcmCodec<xcm::Error> {};

extern template struct XcmCodec<xcm::Location>;
extern template struct XcmCodec<xcm::Junctions>;
extern template struct XcmCodec<xcm::Asset>;
extern template struct XcmCodec<xcm::Assets>;
extern template struct XcmCodec<xcm::AssetId>;
extern template struct XcmCodec<xcm::Response>;
extern template struct XcmCodec<xcm::Error>;

/// Complete {used}, Incomplete {used, error}, Error(error), with the index of the error in one byte.
template <>
struct Codec<xcm::Outcome> {
    static constexpr size_t kMinSize = 2;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const xcm::Outcome& value);
    static void write(Encoder& out, const xcm::Outcome& value);
    static bool read(Decoder& in, xcm::Outcome& value);
};

}  // namespace serinus::scale

/// As the reference's types look, one for each version (metadata.cpp).
namespace serinus::sdk::metadata {

template <>
struct Describe<xcm::VersionedLocation> {
    static Type of(Registry& registry);
};
template <>
struct Describe<xcm::VersionedLocatableAsset> {
    static Type of(Registry& registry);
};

}  // namespace serinus::sdk::metadata
