/// Sets of locations and of assets at locations: which origins a barrier lets in, whose fees are waived, which places
/// are trusted with which assets. Source: staging-xcm-builder 22 (barriers.rs, filter_asset_location.rs,
/// origin_aliases.rs)
#pragma once

#include <span>

#include "runtime/xcm/traits.hpp"

namespace serinus::xcm {

using Locations = bool (*)(const Location&);

/// Chains of the relay chain's own that may do more: parachains below 2000. Source: polkadot_parachain_primitives
inline constexpr uint32_t kFirstUserParachain = 2000;

bool is_any(const Location& location);
/// {0, X1(Parachain)}
bool is_child_parachain(const Location& location);
bool is_child_system_parachain(const Location& location);
bool is_sibling_parachain(const Location& location);
/// With this chain itself, if it is one, as it would see itself from another chain.
bool is_sibling_system_parachain(const Location& location);
/// Without it: `kSelf` gives this chain's id. Source: IsSiblingSystemParachain
template <uint32_t (*kSelf)()>
bool is_other_system_parachain(const Location& location) {
    return is_sibling_system_parachain(location) && location.interior[0].number != kSelf();
}
/// The relay chain, seen from a parachain.
bool is_parent(const Location& location);
/// {0, X1(Plurality)}
bool is_local_plurality(const Location& location);

/// A body of the place `prefix`, which speaks with one voice, or by a majority of its members.
/// Source: pallet-xcm 22, lib.rs (IsVoiceOfBody, IsMajorityOfBody)
bool is_voice_of(const BodyId& body, const Location& prefix, const Location& location);
bool is_majority_of(const BodyId& body, const Location& prefix, const Location& location);

/// In one of the sets.
struct AnyOf {
    std::span<const Locations> sets;
    bool operator()(const Location& location) const;
};

/// An asset at the place that issues it.
struct NativeAssets final : AssetPlaces {
    bool contains(const Asset& asset, const Location& place) const override;
};

/// Assets that a filter matches, at places of a set.
class AssetsAt final : public AssetPlaces {
  public:
    constexpr AssetsAt(bool (*assets)(const Asset&), Locations places) : assets_(assets), places_(places) {}
    bool contains(const Asset& asset, const Location& place) const override;

  private:
    bool (*assets_)(const Asset&);
    Locations places_;
};

class AnyAssetPlaces final : public AssetPlaces {
  public:
    explicit constexpr AnyAssetPlaces(std::span<const AssetPlaces* const> parts) : parts_(parts) {}
    bool contains(const Asset& asset, const Location& place) const override;

  private:
    std::span<const AssetPlaces* const> parts_;
};

/// An origin may become what is below it, and itself.
struct ChildAliases final : Aliasers {
    bool contains(const Location& origin, const Location& target) const override;
};

/// An account of a place of `prefixes` may become the account of the same id here.
class ForeignAccountAliases final : public Aliasers {
  public:
    explicit constexpr ForeignAccountAliases(Locations prefixes) : prefixes_(prefixes) {}
    bool contains(const Location& origin, const Location& target) const override;

  private:
    Locations prefixes_;
};

/// One chain, by its own root, may become any of `targets`.
class RootAliases final : public Aliasers {
  public:
    constexpr RootAliases(Location (*origin)(), Locations targets) : origin_(origin), targets_(targets) {}
    bool contains(const Location& origin, const Location& target) const override;

  private:
    Location (*origin_)();
    Locations targets_;
};

class AnyAliases final : public Aliasers {
  public:
    explicit constexpr AnyAliases(std::span<const Aliasers* const> parts) : parts_(parts) {}
    bool contains(const Location& origin, const Location& target) const override;

  private:
    std::span<const Aliasers* const> parts_;
};

/// Pairs of an origin and the system that it may speak for, such as a bridge and what is behind it.
class UniversalAliasTable final : public UniversalAliases {
  public:
    struct Entry {
        Location origin;
        NetworkId system;
    };
    explicit constexpr UniversalAliasTable(std::vector<Entry> (*entries)()) : entries_(entries) {}
    bool contains(const Location& origin, const Junction& system) const override;

  private:
    std::vector<Entry> (*entries_)();
};

}  // namespace serinus::xcm
