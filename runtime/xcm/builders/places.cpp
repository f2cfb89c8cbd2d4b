#include "runtime/xcm/builders/places.hpp"

#include <algorithm>

namespace serinus::xcm {

bool is_any(const Location&) { return true; }

bool is_child_parachain(const Location& location) { return location.is_only(0, JunctionKind::Parachain); }

bool is_child_system_parachain(const Location& location) {
    return is_child_parachain(location) && location.interior[0].number < kFirstUserParachain;
}

bool is_sibling_parachain(const Location& location) { return location.is_only(1, JunctionKind::Parachain); }

bool is_sibling_system_parachain(const Location& location) {
    return is_sibling_parachain(location) && location.interior[0].number < kFirstUserParachain;
}

bool is_parent(const Location& location) { return location == Location::parent(); }

bool is_local_plurality(const Location& location) { return location.is_only(0, JunctionKind::Plurality); }

namespace {

/// How much of the body speaks, if the location is that body of that place.
const BodyPart* part_of(const BodyId& body, const Location& prefix, const Location& location) {
    if (location.interior.size() != prefix.interior.size() + 1 || !location.starts_with(prefix)) return nullptr;
    const Junction* const last = location.interior.last();
    return last->is(JunctionKind::Plurality) && last->body == body ? &last->part : nullptr;
}

bool is_majority(const BodyPart& part) {
    // Wraps, as the reference's does.
    const auto twice = static_cast<uint32_t>(uint64_t{part.first} * 2);
    switch (part.kind) {
        case BodyPart::Kind::Fraction:
        case BodyPart::Kind::AtLeastProportion:
            return twice > part.second;
        case BodyPart::Kind::MoreThanProportion:
            return twice >= part.second;
        default:
            return false;
    }
}

}  // namespace

bool is_voice_of(const BodyId& body, const Location& prefix, const Location& location) {
    const BodyPart* const part = part_of(body, prefix, location);
    return part != nullptr && part->kind == BodyPart::Kind::Voice;
}

bool is_majority_of(const BodyId& body, const Location& prefix, const Location& location) {
    const BodyPart* const part = part_of(body, prefix, location);
    return part != nullptr && is_majority(*part);
}

bool AnyOf::operator()(const Location& location) const {
    return std::any_of(sets.begin(), sets.end(), [&](Locations set) { return set(location); });
}

bool NativeAssets::contains(const Asset& asset, const Location& place) const { return asset.id.location == place; }

bool AssetsAt::contains(const Asset& asset, const Location& place) const { return assets_(asset) && places_(place); }

bool AnyAssetPlaces::contains(const Asset& asset, const Location& place) const {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const AssetPlaces* part) { return part->contains(asset, place); });
}

bool ChildAliases::contains(const Location& origin, const Location& target) const { return target.starts_with(origin); }

bool ForeignAccountAliases::contains(const Location& origin, const Location& target) const {
    Location prefix = origin;
    const auto account = prefix.interior.take_last();
    return account && account->is(JunctionKind::AccountId32) && prefixes_(prefix) && target == Location{0, {*account}};
}

namespace {

/// A chain that is not this one and not below it.
bool is_chain_root(const Location& location) {
    if (location.is_only(1, JunctionKind::Parachain) || location.is_only(2, JunctionKind::GlobalConsensus)) return true;
    return location.parents == 2 && location.interior.size() == 2 &&
           location.interior[0].is(JunctionKind::GlobalConsensus) && location.interior[1].is(JunctionKind::Parachain);
}

}  // namespace

bool RootAliases::contains(const Location& origin, const Location& target) const {
    return is_chain_root(origin) && origin == origin_() && targets_(target);
}

bool AnyAliases::contains(const Location& origin, const Location& target) const {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const Aliasers* part) { return part->contains(origin, target); });
}

bool UniversalAliasTable::contains(const Location& origin, const Junction& system) const {
    const auto entries = entries_();
    return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
        return entry.origin == origin && Junction::global_consensus(entry.system) == system;
    });
}

}  // namespace serinus::xcm
