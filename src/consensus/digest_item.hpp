/// How consensus engines read their digest items.
#pragma once

#include <optional>

#include "codec/scale.hpp"
#include "primitives/header.hpp"

namespace serinus::consensus {

/// The content of a digest item of the kind `Item` (PreRuntime, Consensus or Seal) for an engine. nullopt: it is of
/// another kind or engine, or cannot be decoded; the engine then ignores it, so that an upgrade may add items that this
/// program does not know. Bytes behind the value are ignored too. Observed: sp_runtime::generic::DigestItem::try_to,
/// polkadot-stable2407
template <class T, class Item>
std::optional<T> find_in_item(const primitives::DigestItem& item, const primitives::EngineId& engine) {
    const auto* of_kind = std::get_if<Item>(&item);
    if (of_kind == nullptr || of_kind->engine != engine) return std::nullopt;
    BytesView rest = of_kind->data;
    auto value = scale::take<T>(rest);
    return value ? std::optional<T>(*std::move(value)) : std::nullopt;
}

}  // namespace serinus::consensus
