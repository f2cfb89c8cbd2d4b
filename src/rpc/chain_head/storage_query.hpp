/// Questions about a state as chainHead_v1_storage and archive_v1_storage ask them, and the answers as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "state/database.hpp"

namespace serinus::rpc::chain_head {

struct StorageQuery {
    enum class Type : uint8_t { kValue, kHash, kClosestDescendantMerkleValue, kDescendantsValues, kDescendantsHashes };
    Bytes key;
    Type type = Type::kValue;
    /// Of descendants: those after this key. Empty: all.
    std::optional<Bytes> after = {};

    bool is_of_descendants() const noexcept {
        return type == Type::kDescendantsValues || type == Type::kDescendantsHashes;
    }
};
/// "value", "closestDescendantMerkleValue"…
std::optional<StorageQuery::Type> storage_query_type(std::string_view name) noexcept;

/// Limits of one page of an answer. Ours.
struct PageLimit {
    size_t items = 4096;
    size_t bytes = size_t{1} << 20;  ///< of JSON; one item may be greater
};

/// Answers a list of questions page by page, so that no state is held open, and no memory taken, while a client takes
/// its time.
class StorageAnswer {
  public:
    /// `child`: of a child trie, nullopt: the main trie.
    StorageAnswer(std::vector<StorageQuery> queries, std::optional<Bytes> child)
        : queries_(std::move(queries)), child_(std::move(child)) {}

    /// Only at the beginning.
    void drop_last(size_t count) { queries_.resize(queries_.size() - count); }

    struct Page {
        std::vector<std::string> items;  ///< the members of JSON objects: `"key":"0x…","value":"0x…"`
        bool is_last = false;
    };
    /// The next page. `state` must be of the same block each time.
    Result<Page, state::StateError> next(state::BlockState& state, const PageLimit& limit);

  private:
    Result<void, state::StateError> read_one(state::BlockState& state, state::Area area, const StorageQuery& query,
                                             Page& page, size_t& bytes);
    Result<bool, state::StateError> read_descendants(state::BlockState& state, state::Area area, StorageQuery& query,
                                                     const PageLimit& limit, Page& page, size_t& bytes);
    std::string item(BytesView key, const char* field, BytesView value) const;

    std::vector<StorageQuery> queries_;
    std::optional<Bytes> child_;
    size_t at_ = 0;
};

}  // namespace serinus::rpc::chain_head
