#include "rpc/chain_head/storage_query.hpp"

#include "base/hex.hpp"
#include "hashing/hashing.hpp"

namespace serinus::rpc::chain_head {
namespace {

using Type = StorageQuery::Type;

}  // namespace

std::optional<Type> storage_query_type(std::string_view name) noexcept {
    if (name == "value") return Type::kValue;
    if (name == "hash") return Type::kHash;
    if (name == "closestDescendantMerkleValue") return Type::kClosestDescendantMerkleValue;
    if (name == "descendantsValues") return Type::kDescendantsValues;
    if (name == "descendantsHashes") return Type::kDescendantsHashes;
    return std::nullopt;
}

std::string StorageAnswer::item(BytesView key, const char* field, BytesView value) const {
    std::string out;
    out.reserve(2 * (key.size() + value.size()) + 64);
    out += R"("key":")" + to_hex_prefixed(key) + R"(",")";
    out += field;
    out += R"(":")" + to_hex_prefixed(value) + '"';
    if (child_) out += R"(,"childTrieKey":")" + to_hex_prefixed(*child_) + '"';
    return out;
}

Result<void, state::StateError> StorageAnswer::read_one(state::BlockState& state, state::Area area,
                                                        const StorageQuery& query, Page& page, size_t& bytes) {
    std::string found;
    if (query.type == Type::kClosestDescendantMerkleValue) {
        const auto merkle_value = TRY(state.closest_merkle_value(area, query.key));
        if (merkle_value) found = item(query.key, "closestDescendantMerkleValue", *merkle_value);
    } else if (const auto value = TRY(state.get(area, query.key))) {
        found = query.type == Type::kValue ? item(query.key, "value", *value)
                                           : item(query.key, "hash", hashing::blake2b_256(*value).bytes);
    }
    if (found.empty()) return {};
    bytes += found.size();
    page.items.push_back(std::move(found));
    return {};
}

/// Whether there are no more.
Result<bool, state::StateError> StorageAnswer::read_descendants(state::BlockState& state, state::Area area,
                                                                StorageQuery& query, const PageLimit& limit, Page& page,
                                                                size_t& bytes) {
    Bytes from = query.key;
    if (query.after && compare(*query.after, query.key) >= 0) {
        from = *query.after;
        from.push_back(0);  // the least key that is greater
    }
    bool is_complete = true;
    const bool values = query.type == Type::kDescendantsValues;
    TRY(state.visit(area, from, [&](BytesView key, BytesView value) {
        if (key.size() < query.key.size() || !equal(key.first(query.key.size()), query.key)) return false;
        is_complete = page.items.size() < limit.items && bytes < limit.bytes;
        if (!is_complete) return false;
        page.items.push_back(values ? item(key, "value", value) : item(key, "hash", hashing::blake2b_256(value).bytes));
        bytes += page.items.back().size();
        query.after = to_bytes(key);
        return true;
    }));
    return is_complete;
}

Result<StorageAnswer::Page, state::StateError> StorageAnswer::next(state::BlockState& state, const PageLimit& limit) {
    const state::Area area = child_ ? state::Area::child(*child_) : state::Area::top();
    Page page;
    size_t bytes = 0;
    for (; at_ < queries_.size(); ++at_) {
        StorageQuery& query = queries_[at_];
        if (!query.is_of_descendants()) {
            TRY(read_one(state, area, query, page, bytes));
        } else if (!TRY(read_descendants(state, area, query, limit, page, bytes))) {
            return page;
        }
    }
    page.is_last = true;
    return page;
}

}  // namespace serinus::rpc::chain_head
