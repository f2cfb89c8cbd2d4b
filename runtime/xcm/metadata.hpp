/// What the metadata shows for types that messages are made of: those of the reference, which has some for each version
/// (metadata.cpp). Included where they stand in what a pallet stores, deposits or is called with.
#pragma once

#include "runtime/sdk/metadata_names.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::xcm {

/// A type of the reference, in the forms that it has there. Names with OfCalls are of programs whose calls are this
/// runtime's, for which the metadata has types of their own.
enum class Shape : uint8_t {
    Asset,
    AssetFilter,
    AssetId,
    AssetInstance,
    AssetTransferFilter,
    Assets,
    DoubleEncoded,
    DoubleEncodedOfCalls,
    Error,
    Fungibility,
    Hint,
    Instruction,
    InstructionError,
    InstructionOfCalls,
    Junction,
    Junctions,
    Location,
    MaybeErrorCode,
    NetworkId,
    OriginKind,
    Outcome,
    PalletInfo,
    QueryResponseInfo,
    Response,
    SendError,
    WildAsset,
    WildFungibility,
    Xcm,
    XcmOfCalls,
};
template <Shape kShape, Version kVersion>
struct Shown {};

/// A program whose calls are this runtime's, where the metadata says so. It is encoded as any other.
struct VersionedXcmOfCalls : VersionedXcm {
    using VersionedXcm::VersionedXcm;
    VersionedXcmOfCalls() = default;
    VersionedXcmOfCalls(VersionedXcm program) : VersionedXcm(std::move(program)) {}
};

}  // namespace serinus::xcm

namespace serinus::xcm::v3 {

/// How much weight may be bought. Encoded as an optional is.
struct WeightLimit {
    struct Unlimited {
        friend bool operator==(Unlimited, Unlimited) = default;
    };
    struct Limited {
        Weight _0;
        friend bool operator==(const Limited&, const Limited&) = default;
    };
    std::variant<Unlimited, Limited> v;

    xcm::WeightLimit as_optional() const {
        const auto* const limit = std::get_if<Limited>(&v);
        return limit ? xcm::WeightLimit(limit->_0) : std::nullopt;
    }
    friend bool operator==(const WeightLimit&, const WeightLimit&) = default;
};

}  // namespace serinus::xcm::v3

namespace serinus::scale {

template <>
inline constexpr RustLayout kRustLayout<xcm::VersionedXcmOfCalls> = kRustLayout<xcm::VersionedXcm>;

template <>
struct Codec<xcm::VersionedXcmOfCalls> : Codec<xcm::VersionedXcm> {
    static bool read(Decoder& in, xcm::VersionedXcmOfCalls& value) {
        return xcm::VersionedXcm::read(in, value, /*of_calls=*/true);
    }
};

}  // namespace serinus::scale

namespace serinus::sdk::metadata {

/// Defined for what stands below.
template <xcm::Shape kShape, xcm::Version kVersion>
struct Describe<xcm::Shown<kShape, kVersion>> {
    static Type of(Registry& registry);
};

template <xcm::Shape kShape>
struct DescribeLatest {
    using Alias = xcm::Shown<kShape, xcm::kLatest>;
};
template <>
struct Describe<xcm::Location> : DescribeLatest<xcm::Shape::Location> {};
template <>
struct Describe<xcm::Junctions> : DescribeLatest<xcm::Shape::Junctions> {};
template <>
struct Describe<xcm::Assets> : DescribeLatest<xcm::Shape::Assets> {};
template <>
struct Describe<xcm::Response> : DescribeLatest<xcm::Shape::Response> {};
template <>
struct Describe<xcm::Program> : DescribeLatest<xcm::Shape::Xcm> {};
template <>
struct Describe<xcm::Error> : DescribeLatest<xcm::Shape::Error> {};
template <>
struct Describe<xcm::Outcome> : DescribeLatest<xcm::Shape::Outcome> {};
template <>
struct Describe<xcm::SendError> {
    using Alias = xcm::Shown<xcm::Shape::SendError, xcm::Version::V3>;
};

template <>
struct Describe<xcm::VersionedAssetId> {
    static Type of(Registry& registry);
};
template <>
struct Describe<xcm::VersionedAssets> {
    static Type of(Registry& registry);
};
template <>
struct Describe<xcm::VersionedResponse> {
    static Type of(Registry& registry);
};
template <>
struct Describe<xcm::VersionedXcm> {
    static Type of(Registry& registry);
};
template <>
struct Describe<xcm::VersionedXcmOfCalls> {
    static Type of(Registry& registry);
};

}  // namespace serinus::sdk::metadata
