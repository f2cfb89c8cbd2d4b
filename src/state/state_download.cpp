#include "state/state_download.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
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

/// In bytes of rows, about.
constexpr uint64_t kMaxBatch = 4 << 20;

/// The encoding of a node, or a value, that has the hash of the part; nullopt: it is not there. Valid until the next
/// call.
using FindPart = std::function<std::optional<BytesView>(const OpenPart& part)>;

/// What a download has written, whatever of its state that is.
class EarlierParts {
  public:
    static Result<std::unique_ptr<EarlierParts>, StateError> open(storage::Store& store) {
        auto snapshot = store.snapshot();
        ENSURE(snapshot.has_value(), error_of(snapshot.error()));
        return std::unique_ptr<EarlierParts>(new EarlierParts(Rows(store, *std::move(snapshot), Moment(), nullptr)));
    }

    std::optional<BytesView> find(const OpenPart& part) {
        if (nodes_ == nullptr || child_ != part.child) {
            child_ = part.child;
            nodes_ = std::make_unique<StateNodes>(rows_, area_of(part));
        }
        const trie::NibblePath path = path_of(part.position);
        const auto found = part.is_value ? nodes_->value_at(path, part.hash) : nodes_->node_at(path, part.hash);
        // A store goes by the position alone, where another state may have another node.
        if (!found || hashing::blake2b_256(*found) != part.hash) return std::nullopt;
        return *found;
    }

  private:
    explicit EarlierParts(Rows rows) : rows_(std::move(rows)) {}

    Rows rows_;
    std::unique_ptr<StateNodes> nodes_;
    std::optional<Bytes> child_;  ///< of `nodes_`
};

/// Writes what there is of one part and all below it; what is not there is open.
class PartWriter {
  public:
    PartWriter(FindPart find, storage::WriteBatch& batch, uint64_t max_bytes = UINT64_MAX)
        : find_(std::move(find)), batch_(&batch), max_bytes_(max_bytes) {}

    /// False: the bytes behind a hash are not what a state can have.
    bool write(const OpenPart& part) {
        todo_.push_back(part);
        while (!todo_.empty()) {
            const OpenPart next = std::move(todo_.back());
            todo_.pop_back();
            if (bytes >= max_bytes_) {
                left.push_back(next);
                continue;
            }
            const auto found = find_(next);
            if (!found) {
                open.push_back(next);
            } else if (!(next.is_value ? write_value(next, *found) : write_node(next, *found))) {
                return false;
            }
        }
        return true;
    }

    std::vector<OpenPart> open;
    std::vector<OpenPart> left;  ///< not asked for, as enough is written
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

    FindPart find_;
    storage::WriteBatch* batch_;
    uint64_t max_bytes_;
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
    untried_.clear();
    BulkWriter writer(*store_);
    TRY(remove_everything(*store_, writer));
    auto batch = store_->batch();
    target_ = target;
    if (target.root != trie::empty_root()) open_.insert({std::nullopt, {}, target.root, false});
    if (earlier_ != nullptr) untried_ = open_;
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
    PartWriter writer([&source](const OpenPart& part) { return source.find(part.hash); }, batch);
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
    std::set<OpenPart> untried;
    if (earlier_ != nullptr) {
        std::ranges::set_intersection(untried_, written.open, std::inserter(untried, untried.end()));
        std::ranges::set_difference(written.open, open_, std::inserter(untried, untried.end()));
    }
    TRY(commit(std::move(batch), std::move(written)));
    untried_ = std::move(untried);
    return Verdict::kTaken;
}

/// Nothing has changed after an error.
Result<void, StateError> StateDownload::commit(std::unique_ptr<storage::WriteBatch> batch, Written written) {
    std::swap(written.open, open_);
    entries_ += written.entries;
    bytes_ += written.bytes;
    put_progress(*batch);
    const auto committed = store_->commit(std::move(batch), storage::Durability::kBuffered);
    if (committed) return {};
    std::swap(written.open, open_);
    entries_ -= written.entries;
    bytes_ -= written.bytes;
    return Err(error_of(committed.error()));
}

void StateDownload::set_earlier(storage::Store* earlier) {
    earlier_ = earlier;
    untried_ = earlier == nullptr ? std::set<OpenPart>() : open_;
}

Result<bool, StateError> StateDownload::take_earlier() {
    if (earlier_ == nullptr || untried_.empty()) return false;
    TRY_ASSIGN(const auto earlier, EarlierParts::open(*earlier_));
    auto batch = store_->batch();
    PartWriter writer([&](const OpenPart& part) { return earlier->find(part); }, *batch, kMaxBatch);
    Written written{.open = open_};
    while (!untried_.empty() && writer.bytes < kMaxBatch) {
        const OpenPart part = untried_.extract(untried_.begin()).value();
        written.open.erase(part);
        ENSURE(writer.write(part), corrupt("an earlier download has a node that no state can have"));
    }
    for (const OpenPart& part : writer.open) written.open.insert(part);
    for (const OpenPart& part : writer.left) written.open.insert(part);
    untried_.insert(writer.left.begin(), writer.left.end());
    if (writer.bytes == 0) return false;
    written.entries = writer.entries;
    written.bytes = writer.bytes;
    TRY(commit(std::move(batch), std::move(written)));
    return true;
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
