#include "chain/store/block_store.hpp"

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "chain/store/columns.hpp"
#include "codec/scale.hpp"

namespace serinus::chain {
namespace {

using primitives::BlockNumber;
using storage::WriteBatch;

constexpr std::string_view kGenesis = "genesis";
constexpr std::string_view kBest = "best";
constexpr std::string_view kFinalized = "finalized";
constexpr std::string_view kBase = "base";
constexpr std::string_view kGap = "gap";
constexpr size_t kWeightBytes = sizeof(uint64_t);

/// Big-endian, so that the store's order is that of the chain.
ByteArray<4> number_key(BlockNumber number) noexcept {
    return {uint8_t(number >> 24), uint8_t(number >> 16), uint8_t(number >> 8), uint8_t(number)};
}

ChainError damaged(std::string what) {
    return {ChainError::Kind::kStore, "the block database is damaged: " + std::move(what)};
}

ChainError from_error(storage::StoreError error) { return {ChainError::Kind::kStore, std::move(error.reason)}; }

template <class T>
Result<std::optional<T>, ChainError> decode(const std::optional<Bytes>& bytes, const char* what, const Hash256& hash) {
    if (!bytes) return std::optional<T>();
    auto value = scale::decode<T>(*bytes);
    if (!value) return Err(damaged(std::string(what) + " of block " + to_hex_prefixed(hash.bytes)));
    return std::optional<T>(*std::move(value));
}

void put_pointer(WriteBatch& batch, std::string_view name, const BlockId& block) {
    batch.put(columns::kPointers, as_bytes(name), scale::encode(block));
}

}  // namespace

BlockStore::Read<std::shared_ptr<storage::Snapshot>> BlockStore::snapshot() const {
    if (frozen_ != nullptr) return frozen_;
    auto snapshot = store_->snapshot();
    if (!snapshot) return Err(from_error(snapshot.error()));
    return std::shared_ptr<storage::Snapshot>(*std::move(snapshot));
}

BlockStore::Read<BlockStore> BlockStore::frozen() const {
    BlockStore out(*store_);
    TRY_ASSIGN(out.frozen_, snapshot());
    return out;
}

BlockStore::Read<std::optional<Bytes>> BlockStore::read(storage::Column column, BytesView key) {
    TRY_ASSIGN(const auto snapshot, this->snapshot());
    const auto value = snapshot->get(column, key);
    if (!value) return Err(from_error(value.error()));
    return *value ? std::optional(to_bytes(**value)) : std::nullopt;
}

BlockStore::Read<BlockId> BlockStore::pointer(std::string_view name) {
    TRY_ASSIGN(const auto bytes, read(columns::kPointers, as_bytes(name)));
    const auto id = bytes ? scale::decode<BlockId>(*bytes) : Result<BlockId, scale::DecodeError>(scale::DecodeError());
    if (!id) return Err(damaged("no pointer \"" + std::string(name) + "\""));
    return *id;
}

BlockStore::Read<std::optional<BlockId>> BlockStore::genesis() {
    TRY_ASSIGN(const auto bytes, read(columns::kPointers, as_bytes(kGenesis)));
    if (!bytes) return std::optional<BlockId>();
    TRY_ASSIGN(const BlockId id, pointer(kGenesis));
    return std::optional(id);
}

BlockStore::Read<BlockId> BlockStore::best() { return pointer(kBest); }
BlockStore::Read<BlockId> BlockStore::finalized() { return pointer(kFinalized); }

BlockStore::Read<std::optional<Bytes>> BlockStore::find_pointer(std::string_view name) {
    return read(columns::kPointers, as_bytes(name));
}

BlockStore::Read<std::optional<BlockId>> BlockStore::base() {
    TRY_ASSIGN(const auto bytes, find_pointer(kBase));
    if (!bytes) return std::optional<BlockId>();
    TRY_ASSIGN(const BlockId id, pointer(kBase));
    return std::optional(id);
}

BlockStore::Read<std::optional<BlockGap>> BlockStore::gap() {
    TRY_ASSIGN(const auto bytes, find_pointer(kGap));
    if (!bytes) return std::optional<BlockGap>();
    const auto gap = scale::decode<BlockGap>(*bytes);
    if (!gap || gap->first > gap->last || gap->begin > gap->first) return Err(damaged("the gap"));
    return std::optional(*gap);
}

BlockStore::Read<uint64_t> BlockStore::weight(const Hash256& hash) {
    TRY_ASSIGN(const auto bytes, read(columns::kRecords, hash.bytes));
    if (!bytes || bytes->size() < kWeightBytes) return Err(damaged("no record of " + to_hex_prefixed(hash.bytes)));
    return load_le<uint64_t>(bytes->data());
}

BlockStore::Read<std::optional<primitives::Header>> BlockStore::find_header(const Hash256& hash) {
    TRY_ASSIGN(const auto bytes, read(columns::kHeaders, hash.bytes));
    return decode<primitives::Header>(bytes, "header", hash);
}

BlockStore::Read<std::optional<primitives::Body>> BlockStore::find_body(const Hash256& hash) {
    TRY_ASSIGN(const auto bytes, read(columns::kBodies, hash.bytes));
    return decode<primitives::Body>(bytes, "body", hash);
}

BlockStore::Read<std::optional<primitives::Justifications>> BlockStore::find_justifications(const Hash256& hash) {
    TRY_ASSIGN(const auto bytes, read(columns::kJustifications, hash.bytes));
    return decode<primitives::Justifications>(bytes, "justifications", hash);
}

BlockStore::Read<std::optional<Bytes>> BlockStore::find_record(const Hash256& hash) {
    TRY_ASSIGN(auto bytes, read(columns::kRecords, hash.bytes));
    if (!bytes) return std::optional<Bytes>();
    if (bytes->size() < kWeightBytes) return Err(damaged("record of " + to_hex_prefixed(hash.bytes)));
    return std::optional(to_bytes(BytesView(*bytes).subspan(kWeightBytes)));
}

BlockStore::Read<std::optional<Hash256>> BlockStore::find_hash(BlockNumber number) {
    TRY_ASSIGN(const auto bytes, read(columns::kCanonical, number_key(number)));
    if (!bytes) return std::optional<Hash256>();
    const auto hash = Hash256::from(*bytes);
    if (!hash) return Err(damaged("hash of number " + std::to_string(number)));
    return hash;
}

BlockStore::Read<std::vector<BlockId>> BlockStore::canonical_after(BlockNumber first, BlockNumber last) {
    std::vector<BlockId> out;
    if (first >= last) return out;
    out.reserve(last - first);
    TRY_ASSIGN(const auto snapshot, this->snapshot());
    const auto cursor = snapshot->cursor(columns::kCanonical);
    auto found = cursor->seek(number_key(first + 1));
    for (BlockNumber number = first + 1; number <= last; ++number, found = cursor->next()) {
        if (!found) return Err(from_error(found.error()));
        const bool is_there = *found && equal(cursor->key(), number_key(number));
        const auto hash = is_there ? Hash256::from(cursor->value()) : std::nullopt;
        if (!hash) {
            return Err(
                ChainError{ChainError::Kind::kUnknown, "block " + std::to_string(number) + " is not here (yet)"});
        }
        out.push_back({*hash, number});
    }
    return out;
}

BlockStore::Read<std::optional<primitives::SignedBlock>> BlockStore::find_block(const Hash256& hash) {
    TRY_ASSIGN(auto header, find_header(hash));
    TRY_ASSIGN(auto body, find_body(hash));
    if (!header || !body) return std::optional<primitives::SignedBlock>();
    TRY_ASSIGN(auto justifications, find_justifications(hash));
    return std::optional(primitives::SignedBlock{{*std::move(header), *std::move(body)}, std::move(justifications)});
}

BlockStore::Read<std::vector<Hash256>> BlockStore::children(const Hash256& hash) {
    TRY_ASSIGN(const auto snapshot, this->snapshot());
    const auto cursor = snapshot->cursor(columns::kChildren);
    std::vector<Hash256> out;
    auto found = cursor->seek(hash.bytes);
    for (; found && *found; found = cursor->next()) {
        const BytesView key = cursor->key();
        if (key.size() != 2 * Hash256::kSize) return Err(damaged("an entry of the children"));
        if (!equal(key.first(Hash256::kSize), hash.bytes)) break;
        out.push_back(*Hash256::from(key.subspan(Hash256::kSize)));
    }
    if (!found) return Err(from_error(found.error()));
    return out;
}

BlockStore::Read<std::optional<Bytes>> BlockStore::find_aux(BytesView key) { return read(columns::kAux, key); }

void BlockStore::put_genesis(WriteBatch& batch, const NewBlock& block) {
    put(batch, block);
    const BlockId id{block.hash, block.header.number};
    put_pointer(batch, kGenesis, id);
    put_pointer(batch, kBest, id);
    put_pointer(batch, kFinalized, id);
    batch.put(columns::kCanonical, number_key(id.number), id.hash.bytes);
}

void BlockStore::put_base(WriteBatch& batch, const NewBlock& block, const BlockId& genesis) {
    put(batch, block);
    const BlockId id{block.hash, block.header.number};
    SERINUS_ASSERT(id.number > genesis.number);
    put_pointer(batch, kBase, id);
    put_pointer(batch, kBest, id);
    put_pointer(batch, kFinalized, id);
    batch.put(columns::kCanonical, number_key(id.number), id.hash.bytes);
    if (id.number > genesis.number + 1) {
        set_gap(batch, BlockGap{genesis.number + 1, id.number - 1, genesis.number + 1});
    }
}

void BlockStore::put_historic(WriteBatch& batch, const NewBlock& block, const BlockGap& gap) {
    put(batch, block);
    const BlockNumber number = block.header.number;
    batch.put(columns::kCanonical, number_key(number), block.hash.bytes);
    if (gap.first == gap.last) return set_gap(batch, std::nullopt);
    const bool ascending = number == gap.first;  // where both ends meet it does not matter
    set_gap(batch, BlockGap{ascending ? number + 1 : gap.first, ascending ? gap.last : number - 1, gap.begin});
}

void BlockStore::set_gap(WriteBatch& batch, const std::optional<BlockGap>& gap) {
    if (gap) {
        batch.put(columns::kPointers, as_bytes(kGap), scale::encode(*gap));
    } else {
        batch.remove(columns::kPointers, as_bytes(kGap));
    }
}

void BlockStore::remove_number(WriteBatch& batch, BlockNumber number) {
    batch.remove(columns::kCanonical, number_key(number));
}

void BlockStore::put(WriteBatch& batch, const NewBlock& block) {
    const BytesView hash = block.hash.bytes;
    batch.put(columns::kHeaders, hash, scale::encode(block.header));
    if (block.body) batch.put(columns::kBodies, hash, scale::encode(*block.body));
    if (block.justifications) batch.put(columns::kJustifications, hash, scale::encode(*block.justifications));
    Bytes record = scale::encode(block.weight);
    append(record, block.record);
    batch.put(columns::kRecords, hash, record);
    batch.put(columns::kChildren, concat(block.header.parent_hash.bytes, block.hash.bytes), {});
}

BlockStore::Read<void> BlockStore::set_best(WriteBatch& batch, const BlockId& block, const Hash256& parent) {
    TRY_ASSIGN(const BlockId old, best());
    batch.put(columns::kCanonical, number_key(block.number), block.hash.bytes);
    for (BlockNumber above = block.number; above < old.number;) {  // a shorter chain may be the heavier one
        batch.remove(columns::kCanonical, number_key(++above));
    }
    put_pointer(batch, kBest, block);
    // Of a chain that only became shorter nothing below changes, and what is before its first block is not there.
    if (TRY(find_hash(block.number)) == block.hash) return {};
    // Down the new branch until it meets the old one.
    Hash256 ancestor = parent;
    for (BlockNumber number = block.number; number-- > 0;) {
        TRY_ASSIGN(const auto there, find_hash(number));
        if (there == ancestor) break;
        batch.put(columns::kCanonical, number_key(number), ancestor.bytes);
        TRY_ASSIGN(const auto header, find_header(ancestor));
        if (!header) return Err(damaged("no header of " + to_hex_prefixed(ancestor.bytes)));
        ancestor = header->parent_hash;
    }
    return {};
}

void BlockStore::set_finalized(WriteBatch& batch, const BlockId& block) { put_pointer(batch, kFinalized, block); }

BlockStore::Read<void> BlockStore::put_justification(WriteBatch& batch, const Hash256& hash,
                                                     primitives::Justification justification) {
    TRY_ASSIGN(const auto there, find_justifications(hash));
    primitives::Justifications all = there.value_or(primitives::Justifications());
    std::erase_if(all, [&](const auto& one) { return one.engine == justification.engine; });
    all.push_back(std::move(justification));
    batch.put(columns::kJustifications, hash.bytes, scale::encode(all));
    return {};
}

void BlockStore::remove(WriteBatch& batch, const BlockId& block, const Hash256& parent) {
    for (const auto column : {columns::kHeaders, columns::kRecords, columns::kJustifications}) {
        batch.remove(column, block.hash.bytes);
    }
    remove_body(batch, block.hash);
    batch.remove(columns::kChildren, concat(parent.bytes, block.hash.bytes));
}

void BlockStore::remove_body(WriteBatch& batch, const Hash256& hash) { batch.remove(columns::kBodies, hash.bytes); }

}  // namespace serinus::chain
