#include "rpc/methods/storage.hpp"

#include "hashing/hashing.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {

namespace json = boost::json;

namespace {

bool has_prefix(BytesView key, BytesView prefix) {
    return key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix);
}

/// Calls `take` with the entries that have the prefix, in order; false ends it.
template <class Take>
Result<void, RpcError> visit_prefix(StorageView& view, BytesView prefix, BytesView from, Take take) {
    const BytesView start = compare(from, prefix) < 0 ? prefix : from;
    const auto done = view.state->visit(
        view.area, start, [&](BytesView key, BytesView value) { return has_prefix(key, prefix) && take(key, value); });
    if (!done) return Err(state_error(done.error().reason));
    return {};
}

}  // namespace

RpcError too_large_response() {
    return {-32008, "Response is too big", Json("Exceeded max limit of " + std::to_string(kMaxCollectedBytes))};
}

Result<std::optional<Bytes>, RpcError> read_entry(StorageView& view, BytesView key) {
    const auto value = view.state->get(view.area, key);
    if (!value) return Err(state_error(value.error().reason));
    return *value ? std::optional<Bytes>(to_bytes(**value)) : std::nullopt;
}

RpcResult entry_json(StorageView& view, BytesView key) {
    const auto value = view.state->get(view.area, key);
    if (!value) return Err(state_error(value.error().reason));
    return *value ? hex(**value) : Json(nullptr);
}

RpcResult entry_hash_json(StorageView& view, BytesView key) {
    const auto value = view.state->get(view.area, key);
    if (!value) return Err(state_error(value.error().reason));
    return *value ? hex(hashing::blake2b_256(**value)) : Json(nullptr);
}

RpcResult entry_size_json(StorageView& view, BytesView key) {
    const auto value = view.state->get(view.area, key);
    if (!value) return Err(state_error(value.error().reason));
    return *value ? Json(uint64_t{(*value)->size()}) : Json(nullptr);
}

RpcResult keys_json(StorageView& view, BytesView prefix, const std::optional<Bytes>& after, size_t max_count) {
    json::array keys;
    size_t size = 0;
    if (max_count == 0) return keys;
    TRY(visit_prefix(view, prefix, after ? BytesView(*after) : prefix, [&](BytesView key, BytesView) {
        if (after && equal(key, *after)) return true;
        keys.push_back(hex(key));
        size += 2 * key.size() + 5;
        return keys.size() < max_count && size <= kMaxCollectedBytes;
    }));
    ENSURE(size <= kMaxCollectedBytes, too_large_response());
    return keys;
}

RpcResult pairs_json(StorageView& view, BytesView prefix) {
    json::array pairs;
    size_t size = 0;
    TRY(visit_prefix(view, prefix, prefix, [&](BytesView key, BytesView value) {
        size += 2 * (key.size() + value.size()) + 12;
        if (size > kMaxCollectedBytes) return false;
        pairs.push_back(json::array{hex(key), hex(value)});
        return true;
    }));
    ENSURE(size <= kMaxCollectedBytes, too_large_response());
    return pairs;
}

Result<std::optional<uint64_t>, RpcError> sum_of_sizes(StorageView& view, BytesView prefix,
                                                       const std::function<bool()>& give_up) {
    uint64_t sum = 0, count = 0;
    bool gave_up = false;
    TRY(visit_prefix(view, prefix, prefix, [&](BytesView, BytesView value) {
        sum += value.size();
        gave_up = ++count % 4096 == 0 && give_up();
        return !gave_up;
    }));
    return gave_up ? std::nullopt : std::optional(sum);
}

RpcResult proof_json(const Hash256& block, Result<trie::StorageProof, state::StateError> proof) {
    if (!proof) return Err(state_error(proof.error().reason));
    return json::object{{"at", hex(block)}, {"proof", bytes_list(proof->items())}};
}

}  // namespace serinus::rpc
