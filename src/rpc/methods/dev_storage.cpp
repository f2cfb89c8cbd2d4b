#include "rpc/methods/dev_storage.hpp"

#include "metadata/value_encoder.hpp"
#include "rpc/methods/access.hpp"

namespace serinus::rpc {
namespace {

Result<void, RpcError> remove_prefix(state::Backend& state, BytesView prefix, state::ChangeSet& out) {
    Bytes key = to_bytes(prefix);
    // Of an item with one value the prefix is the key.
    const auto only = state.get(state::Area::top(), prefix);
    if (!only) return Err(internal_error(only.error().reason));
    if (*only) out[key] = std::nullopt;
    for (size_t count = 0;; ++count) {
        auto next = state.next_key(state::Area::top(), key);
        if (!next) return Err(internal_error(next.error().reason));
        if (!*next || !std::ranges::equal(BytesView(**next).first(std::min(prefix.size(), (*next)->size())), prefix)) {
            return {};
        }
        if (count == kMaxRemovedEntries) {
            return Err(invalid_params("`$removePrefix` would remove more than " + std::to_string(kMaxRemovedEntries) +
                                      " entries"));
        }
        key = **std::move(next);
        out[key] = std::nullopt;
    }
}

}  // namespace

Result<state::StateChanges, RpcError> read_storage_object(const Json& value, const metadata::Metadata& metadata,
                                                          state::Backend& state) {
    const auto* object = value.if_object();
    if (object == nullptr)
        return Err(invalid_params("the values are neither a list of pairs nor an object of pallets"));
    auto encoded = metadata::encode_storage(metadata, *object);
    // Observed: Chopsticks 1.5.1: its code and form, which suites look for
    if (!encoded) return Err(RpcError{1, "Error: " + encoded.error()});
    state::StateChanges out;
    for (const Bytes& prefix : encoded->removed_prefixes) TRY(remove_prefix(state, prefix, out.top));
    for (auto& [key, bytes] : encoded->values) out.top[std::move(key)] = std::move(bytes);
    return out;
}

}  // namespace serinus::rpc
