#include "state/block_records.hpp"

#include "codec/scale.hpp"
#include "state/columns.hpp"
#include "state/row_keys.hpp"

namespace serinus::state {
namespace {

constexpr std::string_view kBaseName = "base";

/// Unfinalized blocks stand together, so that they can be listed.
constexpr uint8_t kFinalizedMark = 0;
constexpr uint8_t kUnfinalizedMark = 1;
constexpr uint8_t kForkMark = 2;
constexpr std::string_view kForkLayerName = "fork layer";

Bytes block_key(uint8_t mark, const Hash256& hash) { return concat(BytesView(&mark, 1), hash.bytes); }

template <class T>
Result<std::optional<T>, StateError> find(storage::Snapshot& snapshot, storage::Column column, BytesView key) {
    const auto bytes = snapshot.get(column, key);
    ENSURE(bytes.has_value(), error_of(bytes.error()));
    if (!*bytes) return std::optional<T>();
    auto value = scale::decode<T>(**bytes);
    ENSURE(value.has_value(), corrupt("a record of a block in the state database is damaged"));
    return std::optional<T>(*std::move(value));
}

}  // namespace

StateError error_of(const storage::StoreError& error) {
    const bool is_corrupt = error.kind == storage::StoreError::Kind::kCorrupt;
    return {is_corrupt ? StateError::Kind::kCorrupt : StateError::Kind::kIo, error.reason};
}

StateError corrupt(std::string reason) { return {StateError::Kind::kCorrupt, std::move(reason)}; }

Result<std::optional<BlockRecord>, StateError> find_block(storage::Snapshot& snapshot, const Hash256& hash) {
    for (const uint8_t mark : {kUnfinalizedMark, kFinalizedMark}) {
        TRY_ASSIGN(auto record, find<BlockRecord>(snapshot, columns::kBlocks, block_key(mark, hash)));
        if (record) return record;
    }
    return std::optional<BlockRecord>();
}

Result<std::optional<Hash256>, StateError> find_finalized(storage::Snapshot& snapshot, uint64_t number) {
    return find<Hash256>(snapshot, columns::kNumbers, big_endian(number));
}

Result<std::optional<Base>, StateError> find_base(storage::Snapshot& snapshot) {
    return find<Base>(snapshot, columns::kMeta, as_bytes(kBaseName));
}

namespace {

Result<std::vector<UnfinalizedBlock>, StateError> blocks_of(storage::Snapshot& snapshot, uint8_t mark, size_t limit) {
    std::vector<UnfinalizedBlock> out;
    const auto cursor = snapshot.cursor(columns::kBlocks);
    auto there = cursor->seek({&mark, 1});
    for (; there && *there && cursor->key()[0] == mark && out.size() < limit; there = cursor->next()) {
        const auto hash = Hash256::from(cursor->key().subspan(1));
        const auto record = scale::decode<BlockRecord>(cursor->value());
        ENSURE(hash && record, corrupt("a record of a block in the state database is damaged"));
        out.push_back({*hash, *record});
    }
    ENSURE(there.has_value(), error_of(there.error()));
    return out;
}

}  // namespace

Result<std::vector<UnfinalizedBlock>, StateError> unfinalized_blocks(storage::Snapshot& snapshot) {
    return blocks_of(snapshot, kUnfinalizedMark, SIZE_MAX);
}

Result<std::optional<BlockRecord>, StateError> find_fork(storage::Snapshot& snapshot, const Hash256& hash) {
    return find<BlockRecord>(snapshot, columns::kBlocks, block_key(kForkMark, hash));
}

Result<std::vector<UnfinalizedBlock>, StateError> some_forks(storage::Snapshot& snapshot, size_t limit) {
    return blocks_of(snapshot, kForkMark, limit);
}

void put_fork(storage::WriteBatch& batch, const Hash256& hash, const BlockRecord& record) {
    batch.put(columns::kBlocks, block_key(kForkMark, hash), scale::encode(record));
}

void remove_fork(storage::WriteBatch& batch, const Hash256& hash) {
    batch.remove(columns::kBlocks, block_key(kForkMark, hash));
}

Result<LayerNumber, StateError> last_fork_layer(storage::Snapshot& snapshot) {
    return TRY(find<LayerNumber>(snapshot, columns::kMeta, as_bytes(kForkLayerName))).value_or(0);
}

void put_last_fork_layer(storage::WriteBatch& batch, LayerNumber layer) {
    batch.put(columns::kMeta, as_bytes(kForkLayerName), scale::encode(layer));
}

void put_block(storage::WriteBatch& batch, const Hash256& hash, const BlockRecord& record) {
    const bool is_finalized = record.layer == 0;
    batch.put(columns::kBlocks, block_key(is_finalized ? kFinalizedMark : kUnfinalizedMark, hash),
              scale::encode(record));
    if (is_finalized) batch.put(columns::kNumbers, big_endian(record.number), hash.bytes);
}

void remove_block(storage::WriteBatch& batch, const Hash256& hash, const BlockRecord& record) {
    const bool is_finalized = record.layer == 0;
    batch.remove(columns::kBlocks, block_key(is_finalized ? kFinalizedMark : kUnfinalizedMark, hash));
    if (is_finalized) batch.remove(columns::kNumbers, big_endian(record.number));
}

void put_base(storage::WriteBatch& batch, const Base& base) {
    batch.put(columns::kMeta, as_bytes(kBaseName), scale::encode(base));
}

}  // namespace serinus::state
