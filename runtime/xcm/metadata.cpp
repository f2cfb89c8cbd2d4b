// What the metadata shows of locations: the reference has types of its own for each version. Native programs only.
// Source: metadata of Kusama 1.7.1
#include "runtime/sdk/metadata/describe.hpp"
#include "runtime/sdk/xcm/location.hpp"
#include "runtime/xcm/account_inside.hpp"
#include "runtime/xcm/named_consensus.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::sdk::metadata {

namespace {

using xcm::Version;

enum class Shape { NetworkId, Junction, Junctions, Location, AssetId };

/// A type of the reference.
template <Shape kShape, Version kVersion>
struct Shown {};

std::string version_name(Version version) { return "v" + std::to_string(static_cast<int>(version)); }

/// `place`: the module, where the crate of version 3 differs by type.
std::vector<std::string> shown_path(Version version, const char* crate_of_3, const char* module, const char* name) {
    return {version == Version::V3 ? crate_of_3 : "staging_xcm", version_name(version), module, name};
}

template <class T>
Field unnamed(Registry& registry, std::string type_name) {
    return {{}, registry.id<T>(), std::move(type_name), {}};
}
template <class T>
Field named(Registry& registry, std::string name, std::string type_name) {
    return {std::move(name), registry.id<T>(), std::move(type_name), {}};
}

}  // namespace

template <Version kVersion>
struct Describe<Shown<Shape::NetworkId, kVersion>> {
    static Type of(Registry& r) {
        Variants out;
        const auto add = [&](uint8_t index, const char* name, std::vector<Field> fields = {}) {
            out.variants.push_back({name, std::move(fields), index, {}});
        };
        add(0, "ByGenesis", {unnamed<ByteArray<32>>(r, "[u8; 32]")});
        add(1, "ByFork",
            {named<uint64_t>(r, "block_number", "u64"), named<ByteArray<32>>(r, "block_hash", "[u8; 32]")});
        add(2, "Polkadot");
        add(3, "Kusama");
        if (kVersion != Version::V5) {
            add(4, "Westend");
            add(5, "Rococo");
            add(6, "Wococo");
        }
        add(7, "Ethereum", {named<Compact<uint64_t>>(r, "chain_id", "u64")});
        add(8, "BitcoinCore");
        add(9, "BitcoinCash");
        add(10, "PolkadotBulletin");
        return {shown_path(kVersion, "xcm", "junction", "NetworkId"), {}, std::move(out), {}};
    }
};

template <Version kVersion>
struct Describe<Shown<Shape::Junction, kVersion>> {
    static Type of(Registry& r) {
        using Network = Shown<Shape::NetworkId, kVersion>;
        Variants out;
        const auto add = [&](const char* name, std::vector<Field> fields = {}) {
            out.variants.push_back({name, std::move(fields), static_cast<uint8_t>(out.variants.size()), {}});
        };
        const auto network = [&] { return named<std::optional<Network>>(r, "network", "Option<NetworkId>"); };
        add("Parachain", {unnamed<Compact<uint32_t>>(r, "u32")});
        add("AccountId32", {network(), named<ByteArray<32>>(r, "id", "[u8; 32]")});
        add("AccountIndex64", {network(), named<Compact<uint64_t>>(r, "index", "u64")});
        add("AccountKey20", {network(), named<ByteArray<20>>(r, "key", "[u8; 20]")});
        add("PalletInstance", {unnamed<uint8_t>(r, "u8")});
        add("GeneralIndex", {unnamed<Compact<uint128_t>>(r, "u128")});
        add("GeneralKey", {named<uint8_t>(r, "length", "u8"), named<ByteArray<32>>(r, "data", "[u8; 32]")});
        add("OnlyChild");
        add("Plurality", {named<xcm::v3::junction::BodyId>(r, "id", "BodyId"),
                          named<xcm::v3::junction::BodyPart>(r, "part", "BodyPart")});
        add("GlobalConsensus", {unnamed<Network>(r, "NetworkId")});
        return {shown_path(kVersion, "xcm", "junction", "Junction"), {}, std::move(out), {}};
    }
};

template <Version kVersion>
struct Describe<Shown<Shape::Junctions, kVersion>> {
    static Type of(Registry& r) {
        Variants out{{{"Here", {}, 0, {}}}};
        [&]<size_t... kBefore>(std::index_sequence<kBefore...>) {
            (out.variants.push_back({"X" + std::to_string(kBefore + 1), steps<kBefore + 1>(r), kBefore + 1, {}}), ...);
        }(std::make_index_sequence<xcm::Junctions::kMax>{});
        return {shown_path(kVersion, "xcm", "junctions", "Junctions"), {}, std::move(out), {}};
    }

  private:
    using Junction = Shown<Shape::Junction, kVersion>;
    template <size_t kCount>
    static std::vector<Field> steps(Registry& r) {
        if constexpr (kVersion == Version::V3) {
            return std::vector(kCount, unnamed<Junction>(r, "Junction"));
        } else {
            return {unnamed<std::array<Junction, kCount>>(r, "Arc<[Junction; " + std::to_string(kCount) + "]>")};
        }
    }
};

template <Version kVersion>
struct Describe<Shown<Shape::Location, kVersion>> {
    static Type of(Registry& r) {
        const bool is_3 = kVersion == Version::V3;
        return {shown_path(kVersion, "staging_xcm", is_3 ? "multilocation" : "location",
                           is_3 ? "MultiLocation" : "Location"),
                {},
                Composite{{named<uint8_t>(r, "parents", "u8"),
                           named<Shown<Shape::Junctions, kVersion>>(r, "interior", "Junctions")}},
                {}};
    }
};

template <Version kVersion>
struct Describe<Shown<Shape::AssetId, kVersion>> {
    static Type of(Registry& r) {
        using Location = Shown<Shape::Location, kVersion>;
        if (kVersion != Version::V3) {
            return {
                shown_path(kVersion, "", "asset", "AssetId"), {}, Composite{{unnamed<Location>(r, "Location")}}, {}};
        }
        return {shown_path(kVersion, "xcm", "multiasset", "AssetId"),
                {},
                Variants{{{"Concrete", {unnamed<Location>(r, "MultiLocation")}, 0, {}},
                          {"Abstract", {unnamed<ByteArray<32>>(r, "[u8; 32]")}, 1, {}}}},
                {}};
    }
};

namespace {

template <class Add>
Variants for_each_version(Add add) {
    Variants out;
    const auto one = [&]<Version kVersion> {
        const auto index = static_cast<uint8_t>(kVersion);
        out.variants.push_back({"V" + std::to_string(index), add.template operator()<kVersion>(), index, {}});
    };
    one.template operator()<Version::V3>();
    one.template operator()<Version::V4>();
    one.template operator()<Version::V5>();
    return out;
}

}  // namespace

Type Describe<xcm::AccountInside>::of(Registry& r) { return Describe<Shown<Shape::Junctions, Version::V5>>::of(r); }
Type Describe<xcm::NamedConsensus>::of(Registry& r) { return Describe<Shown<Shape::Junctions, Version::V5>>::of(r); }

Type Describe<xcm::VersionedLocation>::of(Registry& r) {
    const auto one = [&]<Version kVersion>() -> std::vector<Field> {
        return {unnamed<Shown<Shape::Location, kVersion>>(
            r, version_name(kVersion) + (kVersion == Version::V3 ? "::MultiLocation" : "::Location"))};
    };
    return {{"xcm", "VersionedLocation"}, {}, for_each_version(one), {}};
}

Type Describe<xcm::VersionedLocatableAsset>::of(Registry& r) {
    const auto one = [&]<Version kVersion>() -> std::vector<Field> {
        const std::string module = "xcm::" + version_name(kVersion);
        return {named<Shown<Shape::Location, kVersion>>(r, "location", module + "::Location"),
                named<Shown<Shape::AssetId, kVersion>>(r, "asset_id", module + "::AssetId")};
    };
    return {{"polkadot_runtime_common", "impls", "VersionedLocatableAsset"}, {}, for_each_version(one), {}};
}

}  // namespace serinus::sdk::metadata
