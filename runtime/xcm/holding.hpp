/// A register of assets: what a program has in hand. Source: staging-xcm-executor 21, assets.rs
#pragma once

#include "runtime/xcm/asset.hpp"

namespace serinus::xcm {

/// Each fungible once with its amount, each item once; fungibles first, in the order of Asset.
class Holding {
  public:
    Holding() = default;
    Holding(const Asset& asset) { subsume(asset); }
    Holding(const Assets& assets) { subsume(assets); }

    size_t size() const noexcept { return assets_.size(); }
    bool empty() const noexcept { return assets_.empty(); }
    const Asset* begin() const noexcept { return assets_.data(); }
    const Asset* end() const noexcept { return assets_.data() + assets_.size(); }
    /// The first fungible; nullptr if there is none.
    const Asset* first_fungible() const;
    /// As much as `asset`, or the item.
    bool contains(const Asset& asset) const;
    /// Each of them. Observed: staging-xcm-executor 21.0.0: one by one, so that two of the same asset in one list may
    /// both be contained.
    bool contains_each(const Assets& assets) const;

    /// Adds, saturating; an item that is there already is not doubled.
    void subsume(const Asset& asset);
    void subsume(const Assets& assets);
    void subsume(const Holding& more);

    /// Takes out as much as there is of what `filter` names.
    Holding take(const AssetFilter& filter);
    /// The same if all definite assets are there; otherwise nothing changes and there is no result.
    std::optional<Holding> take_exactly(const AssetFilter& filter);
    /// This without `asset`; false, and nothing has changed, if there is not enough.
    [[nodiscard]] bool subtract(const Asset& asset);
    /// What `filter` names, no more than is here; nothing is taken out.
    Holding min(const AssetFilter& filter) const;

    /// Each asset as `target` sees it. What cannot be said there goes to `failed`, replacing an amount of the same
    /// asset that is in it (observed), or is lost if that is nullptr. Of assets that become the same the last remains.
    void reanchor(const Location& target, const Junctions& context, Holding* failed);

    /// A list as messages have it.
    Assets to_assets() const { return Assets::sorted(assets_); }

    friend bool operator==(const Holding&, const Holding&) = default;

  private:
    using Iterator = std::vector<Asset>::iterator;

    /// The same fungible, or the same item; nullptr if it is not here.
    const Asset* find(const Asset& asset) const;
    Asset* find(const Asset& asset) { return const_cast<Asset*>(std::as_const(*this).find(asset)); }
    void erase(const Asset* at) { assets_.erase(assets_.begin() + (at - assets_.data())); }
    void put(const Asset& asset);
    Holding take_definite(const Assets& assets);
    Holding take_wild(const WildAsset& wild);

    std::vector<Asset> assets_;
};

}  // namespace serinus::xcm
