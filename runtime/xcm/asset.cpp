#include "runtime/xcm/asset.hpp"

#include <algorithm>
#include <tuple>

#include "base/checked.hpp"
#include "runtime/arithmetic/sort.hpp"

namespace serinus::xcm {

std::strong_ordering operator<=>(const AssetInstance& a, const AssetInstance& b) {
    return std::tie(a.kind, a.index, a.bytes) <=> std::tie(b.kind, b.index, b.bytes);
}

std::strong_ordering operator<=>(const Fungibility& a, const Fungibility& b) {
    return std::tie(a.kind, a.amount, a.instance) <=> std::tie(b.kind, b.amount, b.instance);
}

std::strong_ordering operator<=>(const Asset& a, const Asset& b) {
    if (a.fun.kind != b.fun.kind) return a.fun.kind <=> b.fun.kind;
    return std::tie(a.id, a.fun) <=> std::tie(b.id, b.fun);
}

bool Asset::contains(const Asset& inner) const {
    if (id != inner.id || fun.kind != inner.fun.kind) return false;
    return is_fungible() ? fun.amount >= inner.fun.amount : fun.instance == inner.fun.instance;
}

Assets Assets::sorted(std::vector<Asset> items) {
    sdk::sort(items);
    Assets made;
    made.items.reserve(items.size());
    for (Asset& item : items) {
        Asset* const last = made.empty() ? nullptr : &made.items.back();
        if (last == nullptr || last->id != item.id || last->fun.kind != item.fun.kind) {
            made.items.push_back(std::move(item));
        } else if (item.is_fungible()) {
            last->fun.amount = saturating_add(last->fun.amount, item.fun.amount);
        } else if (last->fun.instance != item.fun.instance) {
            made.items.push_back(std::move(item));
        }
    }
    return made;
}

bool Assets::contains(const Asset& inner) const {
    return std::any_of(items.begin(), items.end(), [&](const Asset& asset) { return asset.contains(inner); });
}

bool Assets::reanchor(const Location& target, const Junctions& context) {
    for (Asset& asset : items) {
        if (!asset.id.location.reanchor(target, context)) return false;
    }
    sdk::sort(items);
    return true;
}

bool Assets::prepend(const Location& prefix) {
    for (Asset& asset : items) {
        if (!asset.id.location.prepend(prefix)) return false;
    }
    sdk::sort(items);
    return true;
}

bool may_follow(const Asset& a, const Asset& b) {
    return a.id < b.id || (a < b && !(a.is_fungible() && b.is_fungible()));
}

bool AssetFilter::matches(const Asset& asset) const {
    if (kind == Kind::Definite) return definite.contains(asset);
    if (wild.is_counted() && wild.count == 0) return false;
    return !wild.has_id() || (wild.fun == asset.fun.kind && wild.id == asset.id);
}

std::optional<uint32_t> AssetFilter::limit() const {
    if (kind == Kind::Definite || !wild.is_counted()) return std::nullopt;
    return wild.count;
}

}  // namespace serinus::xcm
