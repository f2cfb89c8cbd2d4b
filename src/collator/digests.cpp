#include "collator/digests.hpp"

namespace serinus::collator {
namespace {

using primitives::Digest;
using primitives::DigestItem;
namespace digest = primitives::digest;

struct RelayParentItem {
    Hash256 hash;
};
struct UseFullCoreItem {};
using CumulusItem = std::variant<RelayParentItem, CoreInfo, BlockBundleInfo, UseFullCoreItem>;

/// The first item of this kind that the engine has under `Kind` (PreRuntime or Consensus).
template <class Kind, class Item>
std::optional<Item> find_item(const Digest& items) {
    for (const DigestItem& one : items) {
        const auto* of_kind = std::get_if<Kind>(&one);
        if (of_kind == nullptr || of_kind->engine != kCumulusEngine) continue;
        auto decoded = scale::decode<CumulusItem>(of_kind->data);
        if (!decoded) continue;
        if (auto* found = std::get_if<Item>(&*decoded)) return *std::move(found);
    }
    return std::nullopt;
}

std::optional<RelayParentOfBlock> relay_parent_in(const DigestItem& item) {
    const auto* consensus = std::get_if<digest::Consensus>(&item);
    if (consensus == nullptr) return std::nullopt;
    if (consensus->engine == kCumulusEngine) {
        const auto decoded = scale::decode<CumulusItem>(consensus->data);
        if (!decoded || !std::holds_alternative<RelayParentItem>(*decoded)) return std::nullopt;
        return RelayParentOfBlock{.hash = std::get<RelayParentItem>(*decoded).hash};
    }
    if (consensus->engine != kRelayStateRootEngine) return std::nullopt;
    const auto decoded = scale::decode<std::pair<Hash256, scale::Compact<primitives::BlockNumber>>>(consensus->data);
    if (!decoded) return std::nullopt;
    return RelayParentOfBlock{.state_root = decoded->first, .number = decoded->second};
}

}  // namespace

DigestItem digest_item_of(const CoreInfo& info) {
    return digest::PreRuntime{kCumulusEngine, scale::encode(CumulusItem(info))};
}

DigestItem digest_item_of(const BlockBundleInfo& info) {
    return digest::PreRuntime{kCumulusEngine, scale::encode(CumulusItem(info))};
}

std::optional<CoreInfo> find_core_info(const Digest& items) { return find_item<digest::PreRuntime, CoreInfo>(items); }

std::optional<BlockBundleInfo> find_bundle_info(const Digest& items) {
    return find_item<digest::PreRuntime, BlockBundleInfo>(items);
}

std::optional<RelayParentOfBlock> find_relay_parent(const Digest& items) {
    for (const DigestItem& item : items) {
        if (auto found = relay_parent_in(item)) return found;
    }
    return std::nullopt;
}

bool uses_full_core(const Digest& items) { return find_item<digest::Consensus, UseFullCoreItem>(items).has_value(); }

bool changes_runtime(const Digest& items) {
    return std::ranges::any_of(
        items, [](const DigestItem& item) { return std::holds_alternative<digest::RuntimeEnvironmentUpdated>(item); });
}

std::optional<bool> is_last_in_bundle(const Digest& items) {
    const auto info = find_bundle_info(items);
    if (!info) return std::nullopt;
    return info->is_last || uses_full_core(items) || changes_runtime(items);
}

}  // namespace serinus::collator
