/// Assets: which, how much, and filters over them. Source: XCM versions 3 to 5
#pragma once

#include "runtime/xcm/location.hpp"

namespace serinus::xcm {

/// Which asset: the location of what issues it. Version 3 also has abstract ids, which later versions cannot say.
struct AssetId {
    Location location;
    friend bool operator==(const AssetId&, const AssetId&) = default;
    friend std::strong_ordering operator<=>(const AssetId&, const AssetId&) = default;
};

/// An asset as the chain at a location knows it: `asset_id` is seen from there.
struct LocatableAsset {
    Location location;
    AssetId asset_id;
    friend bool operator==(const LocatableAsset&, const LocatableAsset&) = default;
};

/// Which one of a collection's items. Members that a kind does not have are zero.
struct AssetInstance {
    enum class Kind : uint8_t { Undefined, Index, Array4, Array8, Array16, Array32 };
    Kind kind{};
    uint128_t index{};
    ByteArray<32> bytes{};  ///< the first 4 to 32 of them

    friend bool operator==(const AssetInstance&, const AssetInstance&) = default;
    friend std::strong_ordering operator<=>(const AssetInstance& a, const AssetInstance& b);
};

enum class WildFungibility : uint8_t { Fungible, NonFungible };

/// How much: an amount, which is not 0 in what comes from outside, or one item.
struct Fungibility {
    WildFungibility kind{};
    uint128_t amount{};      ///< in the asset's smallest unit
    AssetInstance instance;  ///< of a non-fungible

    friend bool operator==(const Fungibility&, const Fungibility&) = default;
    friend std::strong_ordering operator<=>(const Fungibility& a, const Fungibility& b);
};

struct Asset {
    AssetId id;
    Fungibility fun;

    static Asset fungible(AssetId id, uint128_t amount) { return {std::move(id), {{}, amount, {}}}; }
    static Asset non_fungible(AssetId id, AssetInstance instance) {
        return {std::move(id), {WildFungibility::NonFungible, 0, instance}};
    }
    bool is_fungible() const noexcept { return fun.kind == WildFungibility::Fungible; }
    /// The same asset and at least as much, or the same item.
    bool contains(const Asset& inner) const;

    friend bool operator==(const Asset&, const Asset&) = default;
    /// All fungibles before all others, then by id.
    friend std::strong_ordering operator<=>(const Asset& a, const Asset& b);
};

/// A list of assets. One that comes from outside is in order and has each asset once (is_sorted_as_received()); so does
/// what sorted() makes. Conversion from older versions may leave a list that has neither property.
struct Assets {
    static constexpr uint32_t kMax = 20;  ///< in what is decoded

    std::vector<Asset> items;

    /// In order; equal fungibles are added, saturating, equal items kept once.
    static Assets sorted(std::vector<Asset> items);

    size_t size() const noexcept { return items.size(); }
    bool empty() const noexcept { return items.empty(); }
    auto begin() const noexcept { return items.begin(); }
    auto end() const noexcept { return items.end(); }
    /// Whether one of the assets contains `inner`.
    bool contains(const Asset& inner) const;
    /// Each of them, and sorts them. After a failure the list is unspecified.
    [[nodiscard]] bool reanchor(const Location& target, const Junctions& context);
    [[nodiscard]] bool prepend(const Location& prefix);

    friend bool operator==(const Assets&, const Assets&) = default;
};

/// Whether `b` may follow `a` in a list that is decoded: a larger id, or a larger asset if one is not fungible.
/// Observed: staging-xcm 18.0.0: so a non-fungible may stand before a fungible of a larger id.
bool may_follow(const Asset& a, const Asset& b);

/// Assets of which only some properties are named.
struct WildAsset {
    enum class Kind : uint8_t {
        All,
        AllOf,         ///< id, fun
        AllCounted,    ///< count: at most so many
        AllOfCounted,  ///< id, fun, count
    };
    Kind kind{};
    AssetId id;
    WildFungibility fun{};
    uint32_t count{};

    bool is_counted() const noexcept { return kind == Kind::AllCounted || kind == Kind::AllOfCounted; }
    bool has_id() const noexcept { return kind == Kind::AllOf || kind == Kind::AllOfCounted; }

    friend bool operator==(const WildAsset&, const WildAsset&) = default;
};

/// Definite assets, or a wildcard.
struct AssetFilter {
    enum class Kind : uint8_t { Definite, Wild };
    Kind kind{};
    Assets definite;
    WildAsset wild;

    static AssetFilter of(Assets assets) { return {Kind::Definite, std::move(assets), {}}; }
    static AssetFilter of(Asset asset) { return of(Assets{{std::move(asset)}}); }
    static AssetFilter all() { return {Kind::Wild, {}, {}}; }
    static AssetFilter all_counted(uint32_t count) {
        return {Kind::Wild, {}, {WildAsset::Kind::AllCounted, {}, {}, count}};
    }
    static AssetFilter all_of(AssetId id, WildFungibility fun) {
        return {Kind::Wild, {}, {WildAsset::Kind::AllOf, std::move(id), fun, 0}};
    }

    bool matches(const Asset& asset) const;
    /// How many assets a wildcard takes at most; nullopt without a limit.
    std::optional<uint32_t> limit() const;

    friend bool operator==(const AssetFilter&, const AssetFilter&) = default;
};

/// How assets go to another chain. Version 5
struct AssetTransferFilter {
    enum class Kind : uint8_t { Teleport, ReserveDeposit, ReserveWithdraw };
    Kind kind{};
    AssetFilter filter;

    friend bool operator==(const AssetTransferFilter&, const AssetTransferFilter&) = default;
};
using TransferKind = AssetTransferFilter::Kind;

}  // namespace serinus::xcm
