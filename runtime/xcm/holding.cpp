#include "runtime/xcm/holding.hpp"

#include <algorithm>

#include "base/checked.hpp"

namespace serinus::xcm {

namespace {

/// The place of an asset in a holding, where an amount says nothing.
bool comes_before(const Asset& a, const Asset& b) {
    if (a.fun.kind != b.fun.kind) return a.fun.kind < b.fun.kind;
    if (a.id != b.id) return a.id < b.id;
    return !a.is_fungible() && a.fun.instance < b.fun.instance;
}

}  // namespace

const Asset* Holding::first_fungible() const {
    return !empty() && assets_.front().is_fungible() ? &assets_.front() : nullptr;
}

const Asset* Holding::find(const Asset& asset) const {
    const auto at = std::lower_bound(assets_.begin(), assets_.end(), asset, comes_before);
    return at != assets_.end() && !comes_before(asset, *at) ? &*at : nullptr;
}

bool Holding::contains(const Asset& asset) const {
    const Asset* const held = find(asset);
    return held != nullptr && held->contains(asset);
}

bool Holding::contains_each(const Assets& assets) const {
    return std::all_of(assets.begin(), assets.end(), [this](const Asset& asset) { return contains(asset); });
}

void Holding::put(const Asset& asset) {
    if (Asset* const held = find(asset)) {
        *held = asset;
    } else {
        assets_.insert(std::lower_bound(assets_.begin(), assets_.end(), asset, comes_before), asset);
    }
}

void Holding::subsume(const Asset& asset) {
    Asset* const held = find(asset);
    if (held == nullptr) return put(asset);
    if (asset.is_fungible()) held->fun.amount = saturating_add(held->fun.amount, asset.fun.amount);
}

void Holding::subsume(const Assets& assets) {
    for (const Asset& asset : assets) subsume(asset);
}

void Holding::subsume(const Holding& more) {
    for (const Asset& asset : more) subsume(asset);
}

Holding Holding::take_definite(const Assets& assets) {
    Holding taken;
    for (Asset asset : assets) {
        Asset* const held = find(asset);
        if (held == nullptr) continue;
        if (asset.is_fungible()) {
            asset.fun.amount = std::min(asset.fun.amount, held->fun.amount);
            held->fun.amount -= asset.fun.amount;
        }
        if (!asset.is_fungible() || held->fun.amount == 0) erase(held);
        if (!asset.is_fungible() || asset.fun.amount > 0) taken.subsume(asset);
    }
    return taken;
}

Holding Holding::take_wild(const WildAsset& wild) {
    const size_t limit = wild.is_counted() ? wild.count : size();
    Holding taken;
    std::vector<Asset> left;
    left.reserve(size());
    for (Asset& asset : assets_) {
        const bool is_named = !wild.has_id() || (asset.fun.kind == wild.fun && asset.id == wild.id);
        std::vector<Asset>& to = is_named && taken.size() < limit ? taken.assets_ : left;
        to.push_back(std::move(asset));
    }
    assets_ = std::move(left);
    return taken;
}

Holding Holding::take(const AssetFilter& filter) {
    return filter.kind == AssetFilter::Kind::Definite ? take_definite(filter.definite) : take_wild(filter.wild);
}

std::optional<Holding> Holding::take_exactly(const AssetFilter& filter) {
    if (filter.kind == AssetFilter::Kind::Definite && !contains_each(filter.definite)) return std::nullopt;
    return take(filter);
}

bool Holding::subtract(const Asset& asset) {
    Asset* const held = find(asset);
    if (held == nullptr || !held->contains(asset)) return false;
    if (asset.is_fungible()) held->fun.amount -= asset.fun.amount;
    if (!asset.is_fungible() || held->fun.amount == 0) erase(held);
    return true;
}

Holding Holding::min(const AssetFilter& filter) const {
    if (filter.kind == AssetFilter::Kind::Wild) return Holding(*this).take_wild(filter.wild);
    Holding least;
    for (Asset asset : filter.definite) {
        const Asset* const held = find(asset);
        if (held == nullptr) continue;
        if (asset.is_fungible()) asset.fun.amount = std::min(asset.fun.amount, held->fun.amount);
        least.subsume(asset);
    }
    return least;
}

void Holding::reanchor(const Location& target, const Junctions& context, Holding* failed) {
    Holding moved;
    for (Asset& asset : assets_) {
        if (asset.id.location.reanchor(target, context)) {
            moved.put(asset);
        } else if (failed != nullptr) {
            failed->put(asset);
        }
    }
    *this = std::move(moved);
}

}  // namespace serinus::xcm
