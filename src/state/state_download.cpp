#include "state/state_download.hpp"

#include "codec/scale.hpp"
#include "state/bulk_writer.hpp"
#include "state/database_state.hpp"
#include "state/state_trie.hpp"
#include "trie/node.hpp"
#include "trie/root_builder.hpp"

namespace serinus::state {
namespace {

constexpr std::string_view kProgressName = "download";
/// Parts that are open at once: a frontier has some dozens for each level of the trie and each range that is asked for.
constexpr size_t kMaxOpenParts = 4'000'000;

/// As it is stored.
struct Progress {
    DownloadTarget target;
    uint64_t entries = 0;
    uint64_t bytes = 0;
    std::vector<OpenPart> open;
};

trie::NibblePath path_of(BytesView nibbles) {
    trie::NibblePath out;
    for (const uint8_t nibble : nibbles) out.push(nibble);
    return out;
}

Area area_of(const OpenPart& part) { return part.child ? Area::child(*part.child) : Area::top(); }

/// Writes what a proof has of one part and all below it; what it has not is open.
class PartWriter {
  public:
    PartWriter(trie::ProofSource& proof, storage::WriteBatch& batch) : proof_(&proof), batch_(&batch) {}

    /// False: the bytes behind a hash are not what a state can have.
    bool write(const OpenPart& part) {
        todo_.push_back(part);
        while (!todo_.empty()) {
            const OpenPart next = std::move(todo_.back());
            todo_.pop_back();
            const auto found = proof_->find(next.hash);
            if (!found) {
                open.push_back(next);
            } else if (!(next.is_value ? write_value(next, *found) : write_node(next, *found))) {
                return false;
            }
        }
        return true;
    }

    std::vector<OpenPart> open;
    uint64_t entries = 0, bytes = 0;

  private:
    bool write_value(const OpenPart& part, BytesView value) {
        if (value.size() <= Hash256::kSize) return false;  // such a value stands in its node
        Bytes key;
        path_of(part.position).write_key(key);
        put_entry(part, key, value, trie::StateVersion::kV1);
        return true;
    }

    bool write_node(const OpenPart& part, BytesView encoding) {
        const auto node = trie::decode_node(encoding);
        if (!node || node->size != encoding.size()) return false;
        if (node->children_bitmap != 0) {
            const RowSpace space = nodes_of(area_of(part));
            Bytes key = space.prefix;
            append_position(key, path_of(part.position));
            batch_->put(space.column, key, encoding);
            bytes += key.size() + encoding.size();
        }
        return write_content(part, *node);
    }

    /// A node of any depth in its parent's encoding is less than 32 bytes.
    bool write_content(const OpenPart& part, const trie::NodeView& node) {
        Bytes path = part.position;
        for (size_t i = 0; i < node.partial_key.size(); ++i) path.push_back(node.partial_key[i]);
        if (node.value_kind != trie::ValueKind::kNone && !write_value_of(part, path, node)) return false;
        for (uint8_t step = 0; step < 16; ++step) {
            if (!node.has_child(step)) continue;
            OpenPart child{part.child, path, {}, false};
            child.position.push_back(step);
            const BytesView merkle_value = node.children[step];
            if (merkle_value.size() == Hash256::kSize) {
                child.hash = *Hash256::from(merkle_value);
                todo_.push_back(std::move(child));
                continue;
            }
            const auto inline_node = trie::decode_node(merkle_value);
            if (!inline_node || inline_node->size != merkle_value.size() || merkle_value.size() > Hash256::kSize ||
                inline_node->variant == trie::NodeVariant::kEmpty || !write_content(child, *inline_node)) {
                return false;
            }
        }
        return true;
    }

    bool write_value_of(const OpenPart& part, const Bytes& path, const trie::NodeView& node) {
        if (path.size() % 2 != 0) return false;
        if (node.value_kind == trie::ValueKind::kHash) {
            todo_.push_back({part.child, path, *Hash256::from(node.value), true});
            return true;
        }
        Bytes key;
        path_of(path).write_key(key);
        put_entry(part, key, node.value, trie::StateVersion::kV0);
        const BytesView prefix = as_bytes(trie::kDefaultChildPrefix);
        if (part.child || key.size() < prefix.size() || !equal(BytesView(key).first(prefix.size()), prefix))
            return true;
        const auto root = Hash256::from(node.value);
        if (!root) return false;
        if (*root != trie::empty_root()) {
            todo_.push_back({to_bytes(BytesView(key).subspan(prefix.size())), {}, *root, false});
        }
        return true;
    }

    void put_entry(const OpenPart& part, BytesView key, BytesView value, trie::StateVersion version) {
        const RowSpace space = entries_of(area_of(part));
        const Bytes row_key = concat(space.prefix, key);
        const Bytes row = encode_entry(value, version);
        batch_->put(space.column, row_key, row);
        bytes += row_key.size() + row.size();
        ++entries;
    }

    trie::ProofSource* proof_;
    storage::WriteBatch* batch_;
    std::vector<OpenPart> todo_;
};

}  // namespace

Result<std::unique_ptr<StateDownload>, StateError> StateDownload::open(storage::Store& store) {
    std::unique_ptr<StateDownload> out(new StateDownload(store));
    const auto snapshot = store.snapshot();
    ENSURE(snapshot.has_value(), error_of(snapshot.error()));
    const auto bytes = (*snapshot)->get(columns::kMeta, as_bytes(kProgressName));
    ENSURE(bytes.has_value(), error_of(bytes.error()));
    if (!*bytes) return out;
    auto progress = scale::decode<Progress>(**bytes);
    ENSURE(progress.has_value(), corrupt("the progress of the download of a state cannot be decoded"));
    out->target_ = progress->target;
    out->entries_ = progress->entries;
    out->bytes_ = progress->bytes;
    for (OpenPart& part : progress->open) out->open_.insert(std::move(part));
    return out;
}

void StateDownload::put_progress(storage::WriteBatch& batch) const {
    const Progress progress{*target_, entries_, bytes_, {open_.begin(), open_.end()}};
    batch.put(columns::kMeta, as_bytes(kProgressName), scale::encode(progress));
}

Result<void, StateError> StateDownload::begin(const DownloadTarget& target) {
    if (target_ == target) return {};
    target_.reset();
    open_.clear();
    entries_ = bytes_ = 0;
    BulkWriter writer(*store_);
    TRY(remove_everything(*store_, writer));
    auto batch = store_->batch();
    target_ = target;
    if (target.root != trie::empty_root()) open_.insert({std::nullopt, {}, target.root, false});
    put_progress(*batch);
    const auto committed = store_->commit(std::move(batch), storage::Durability::kBuffered);
    ENSURE(committed.has_value(), error_of(committed.error()));
    return {};
}

std::vector<Bytes> StateDownload::start_of(const OpenPart& part) {
    // An odd nibble is followed by a zero one: all keys of the part are that or greater. The entry at the start itself
    // is in the proof as well, with its value.
    Bytes nibbles = part.position;
    if (nibbles.size() % 2 != 0) nibbles.push_back(0);
    Bytes key;
    path_of(nibbles).write_key(key);
    std::vector<Bytes> out;
    if (part.child) out.push_back(trie::default_child_root_key(*part.child));
    if (part.child || !key.empty()) out.push_back(std::move(key));
    return out;
}

/// What a proof changes.
struct StateDownload::Written {
    std::set<OpenPart> open;
    uint64_t entries = 0, bytes = 0;
};

StateDownload::Verdict StateDownload::write(trie::CompactProof proof, storage::WriteBatch& batch,
                                            Written& written) const {
    const auto decoded = trie::decode_compact(proof, target_->root);
    if (!decoded) return Verdict::kBad;
    proof = {};  // before the same is in memory as nodes and as rows
    trie::ProofSource source(decoded->proof);
    PartWriter writer(source, batch);
    written.open = open_;
    bool is_useful = false;
    for (const OpenPart& part : open_) {
        if (!source.find(part.hash)) continue;
        is_useful = true;
        written.open.erase(part);
        if (!writer.write(part)) return Verdict::kBad;
    }
    if (!is_useful) return Verdict::kUseless;
    for (OpenPart& part : writer.open) written.open.insert(std::move(part));
    if (written.open.size() > kMaxOpenParts) return Verdict::kUseless;
    written.entries = writer.entries;
    written.bytes = writer.bytes;
    return Verdict::kTaken;
}

Result<StateDownload::Verdict, StateError> StateDownload::take(trie::CompactProof proof) {
    ENSURE(target_.has_value(), StateError(StateError::Kind::kMissing, "no download was begun"));
    auto batch = store_->batch();
    Written written;
    const Verdict verdict = write(std::move(proof), *batch, written);
    if (verdict != Verdict::kTaken) return verdict;
    std::swap(written.open, open_);
    entries_ += written.entries;
    bytes_ += written.bytes;
    put_progress(*batch);
    const auto committed = store_->commit(std::move(batch), storage::Durability::kBuffered);
    if (!committed) {
        std::swap(written.open, open_);
        entries_ -= written.entries;
        bytes_ -= written.bytes;
        return Err(error_of(committed.error()));
    }
    return Verdict::kTaken;
}

Result<std::unique_ptr<BlockState>, StateError> open_download(storage::Store& from) {
    TRY_ASSIGN(const auto download, StateDownload::open(from));
    ENSURE(download->is_complete(), StateError(StateError::Kind::kMissing, "the downloaded state is not whole"));
    auto snapshot = from.snapshot();
    ENSURE(snapshot.has_value(), error_of(snapshot.error()));
    return std::make_unique<DatabaseState>(Rows(from, *std::move(snapshot), Moment(), nullptr),
                                           download->target()->root);
}

Result<DownloadTarget, StateError> adopt_download(storage::Store& from, storage::Store& to,
                                                  storage::WriteBatch& batch) {
    TRY_ASSIGN(const auto download, StateDownload::open(from));
    ENSURE(download->is_complete(), StateError(StateError::Kind::kMissing, "the downloaded state is not whole"));
    BulkWriter writer(to);
    TRY(remove_everything(to, writer));
    const auto snapshot = from.snapshot();
    ENSURE(snapshot.has_value(), error_of(snapshot.error()));
    for (storage::Column column = columns::kTopEntries; column <= columns::kChildNodes; ++column) {
        const auto cursor = (*snapshot)->cursor(column);
        auto there = cursor->seek({});
        for (; there && *there; there = cursor->next()) {
            writer.change(column, cursor->key(), cursor->value());
            TRY(writer.flush_if_full());
        }
        ENSURE(there.has_value(), error_of(there.error()));
    }
    TRY(writer.flush());
    const DownloadTarget target = *download->target();
    put_block(batch, target.block, {target.number, {}, target.root, 0});
    put_base(batch, {target.block, target.number, target.number, target.number});
    return target;
}

}  // namespace serinus::state
