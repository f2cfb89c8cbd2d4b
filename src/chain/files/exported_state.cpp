#include "chain/files/exported_state.hpp"

namespace serinus::chain {
namespace {

constexpr std::string_view kChildRoots = ":child_storage:default:";

/// The storage keys of the child tries, from their roots in the top area.
Result<std::vector<Bytes>, ChainError> children_of(state::Backend& state) {
    std::vector<Bytes> out;
    Bytes key = to_bytes(as_bytes(kChildRoots.substr(0, kChildRoots.size() - 1)));
    for (;;) {
        const auto next = state.next_key(state::Area::top(), key);
        if (!next) return Err(from(next.error()));
        if (!*next || !as_text(**next).starts_with(kChildRoots)) return out;
        key = **next;
        out.push_back(to_bytes(BytesView(key).subspan(kChildRoots.size())));
    }
}

Result<StorageMap, ChainError> entries_of(state::BlockState& state, state::Area area) {
    StorageMap out;
    const auto visited = state.visit(area, {}, [&](BytesView key, BytesView value) {
        if (!area.is_top() || !as_text(key).starts_with(kChildRoots)) out.add(key, value);
        return true;
    });
    if (!visited) return Err(from(visited.error()));
    return out;
}

}  // namespace

Result<RawGenesis, ChainError> export_state(state::BlockState& state) {
    RawGenesis out;
    TRY_ASSIGN(const auto children, children_of(state));
    TRY_ASSIGN(out.top, entries_of(state, state::Area::top()));
    for (const Bytes& child : children) {
        TRY_ASSIGN(StorageMap entries, entries_of(state, state::Area::child(child)));
        out.children.push_back({child, std::move(entries)});
    }
    return out;
}

}  // namespace serinus::chain
