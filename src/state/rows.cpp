#include "state/rows.hpp"

#include <algorithm>

#include "state/moment_cache.hpp"

namespace serinus::state {
namespace {

constexpr size_t kNumberBytes = 8;

/// The first version that a moment may see: layers stand newest first, history oldest first.
void append_first_visible(Bytes& versions_key, const Moment& moment, Moment::Kind kind) {
    if (kind == Moment::Kind::kHistory) {
        append_history(versions_key, moment.number + 1);
    } else {
        append_layer(versions_key, moment.layers.back());
    }
}

enum class Sight : uint8_t {
    kVisible,
    kBefore,   ///< the first visible version of the row may come later, from append_first_visible() on
    kBetween,  ///< it may be the next one
    kBehind,   ///< no visible one follows
};

Sight sight_of(const Moment& moment, Moment::Kind kind, const uint8_t* number_at) noexcept {
    const uint64_t number = load_big_endian(number_at);
    if (kind == Moment::Kind::kHistory) return number > moment.number ? Sight::kVisible : Sight::kBefore;
    const LayerNumber layer = ~number;
    if (layer > moment.layers.back()) return Sight::kBefore;
    if (layer < moment.layers.front()) return Sight::kBehind;
    return moment.layers.contains(layer) ? Sight::kVisible : Sight::kBetween;
}

Result<std::optional<BytesView>, StateError> row_of(BytesView version) {
    ENSURE(!version.empty() && version[0] <= 1, corrupt("a version of a row in the state database is damaged"));
    if (version[0] == 0) return std::optional<BytesView>();
    return std::optional(version.subspan(1));
}

/// Puts layers that were collected from a block downwards behind those of its ancestors.
void push_back_reversed(LayerSet& layers, const std::vector<LayerNumber>& collected) {
    for (auto layer = collected.rbegin(); layer != collected.rend(); ++layer) layers.push_back(*layer);
}

using Version = std::optional<BytesView>;  ///< nullopt: no such row
/// nullopt: a moment sees no version of this row. Valid until the cursor moves.
Result<std::optional<Version>, StateError> find_version(storage::StoreCursor& versions, const Moment& moment,
                                                        Moment::Kind kind, storage::Column column, BytesView key,
                                                        Bytes& scratch) {
    scratch = versions_of(column, key);
    const size_t size = scratch.size();
    append_first_visible(scratch, moment, kind);
    auto found = versions.seek(scratch);
    for (;; found = versions.next()) {
        ENSURE(found.has_value(), error_of(found.error()));
        if (!*found) return std::optional<Version>();
        const BytesView at = versions.key();
        if (at.size() != size + kNumberBytes || !equal(at.first(size), BytesView(scratch).first(size))) {
            return std::optional<Version>();
        }
        const Sight sight = sight_of(moment, kind, at.data() + size);
        if (sight == Sight::kBehind) return std::optional<Version>();
        if (sight == Sight::kVisible) return std::optional(TRY(row_of(versions.value())));
    }
}

/// Of a block that lost against finalized ones. Its first ancestor that is final has a lower number than the base.
Result<std::optional<BlockMoment>, StateError> find_fork_moment(storage::Snapshot& snapshot, const Base& base,
                                                                const Hash256& block) {
    TRY_ASSIGN(const auto record, find_fork(snapshot, block));
    if (!record) return std::optional<BlockMoment>();
    BlockMoment out{*record, {.kind = Moment::Kind::kFork, .layers = {}}};
    std::vector<LayerNumber> collected{record->layer};
    for (Hash256 parent = record->parent;;) {
        if (const auto above = TRY(find_fork(snapshot, parent))) {
            collected.push_back(above->layer);
            parent = above->parent;
            continue;
        }
        TRY_ASSIGN(const auto final, find_block(snapshot, parent));
        const bool is_kept = final && final->layer == 0 && final->number < base.number && final->number >= base.oldest;
        if (!is_kept) return std::optional<BlockMoment>();
        out.moment.number = final->number;
        push_back_reversed(out.moment.layers, collected);
        return std::optional(std::move(out));
    }
}

}  // namespace

storage::Column versions_column(Moment::Kind kind) noexcept {
    switch (kind) {
        case Moment::Kind::kHistory:
            return columns::kHistory;
        case Moment::Kind::kFork:
            return columns::kForks;
        default:
            return columns::kLayers;
    }
}

Result<std::optional<BlockMoment>, StateError> find_moment(storage::Snapshot& snapshot, const Hash256& block,
                                                           MomentCache* cache) {
    TRY_ASSIGN(const auto base, find_base(snapshot));
    TRY_ASSIGN(const auto record, find_block(snapshot, block));
    if (!base) return std::optional<BlockMoment>();
    if (!record) return find_fork_moment(snapshot, *base, block);
    BlockMoment out{*record, {}};
    if (block == base->block) return std::optional(std::move(out));
    if (record->layer == 0) {
        if (record->number >= base->number || record->number < base->oldest) return std::optional<BlockMoment>();
        out.moment.kind = Moment::Kind::kHistory;
        out.moment.number = record->number;
        return std::optional(std::move(out));
    }
    out.moment.kind = Moment::Kind::kLayers;
    std::shared_ptr<const LayerSet> known;
    std::vector<LayerNumber> collected;
    for (BlockRecord at = *record;;) {
        known = cache == nullptr ? nullptr : cache->find(base->block, at.layer);
        if (known != nullptr) break;
        collected.push_back(at.layer);
        if (at.parent == base->block) break;
        TRY_ASSIGN(const auto parent, find_block(snapshot, at.parent));
        // An ancestor that lost against a finalized block: this one is about to be removed with it.
        if (!parent || parent->layer == 0 || parent->layer >= at.layer) return std::optional<BlockMoment>();
        at = *parent;
    }
    if (known != nullptr) out.moment.layers = *known;
    push_back_reversed(out.moment.layers, collected);
    if (cache != nullptr && !collected.empty()) cache->put(base->block, out.moment.layers);
    return std::optional(std::move(out));
}

void append_layer(Bytes& versions_key, LayerNumber layer) { append_big_endian(versions_key, ~layer); }
void append_history(Bytes& versions_key, uint64_t number) { append_big_endian(versions_key, number); }

Bytes version_value(std::optional<BytesView> row) {
    Bytes out{static_cast<uint8_t>(row.has_value())};
    if (row) append(out, *row);
    return out;
}

RowCursor::RowCursor(storage::Snapshot& snapshot, const Moment& moment, storage::Column column, Moment::Kind kind)
    : moment_(&moment), kind_(kind), column_(column) {
    if (kind == Moment::Kind::kFork) {
        below_.reset(new RowCursor(snapshot, moment, column, Moment::Kind::kHistory));
    } else {
        base_ = snapshot.cursor(column);
    }
    if (kind != Moment::Kind::kBase) versions_ = snapshot.cursor(versions_column(kind));
}

Result<bool, StateError> RowCursor::seek_base(BytesView key) {
    if (below_ != nullptr) return below_->seek(key);
    const auto found = base_->seek(key);
    ENSURE(found.has_value(), error_of(found.error()));
    return *found;
}

Result<bool, StateError> RowCursor::next_base() {
    if (below_ != nullptr) return below_->next();
    const auto found = base_->next();
    ENSURE(found.has_value(), error_of(found.error()));
    return *found;
}

Result<bool, StateError> RowCursor::seek(BytesView key) {
    if (versions_ != nullptr) {
        scratch_ = versions_of(column_, key);
        // What comes after the key, but begins with it, ends later: without the end, this is before all of them.
        scratch_.resize(scratch_.size() - 2);
        TRY(take_version(versions_->seek(scratch_)));
    }
    base_there_ = TRY(seek_base(key));
    return choose_row();
}

Result<bool, StateError> RowCursor::next() {
    if (on_version_) {
        TRY(pass_version());
    } else {
        base_there_ = TRY(next_base());
    }
    return choose_row();
}

Result<bool, StateError> RowCursor::find(BytesView key) {
    on_version_ = version_there_ = base_there_ = false;
    if (versions_ != nullptr) {
        TRY_ASSIGN(const auto version, find_version(*versions_, *moment_, kind_, column_, key, scratch_));
        if (version) {
            version_key_.assign(key.begin(), key.end());
            version_value_ = *version;
            on_version_ = version_value_.has_value();
            return on_version_;
        }
    }
    if (below_ != nullptr) return below_->find(key);
    return TRY(seek_base(key)) && equal(base_->key(), key);
}

/// To the smaller of the two keys; of equal ones the version counts.
Result<bool, StateError> RowCursor::choose_row() {
    for (;;) {
        on_version_ = false;
        if (!version_there_) return base_there_;
        const BytesView base_key = !base_there_ ? BytesView() : below_ != nullptr ? below_->key() : base_->key();
        const auto order = base_there_ ? compare(version_key_, base_key) : std::strong_ordering::less;
        if (order > 0) return true;
        if (order == 0) base_there_ = TRY(next_base());
        on_version_ = true;
        if (version_value_) return true;
        TRY(pass_version());
    }
}

/// From where the cursor of versions was sent to the first one that is visible.
Result<void, StateError> RowCursor::take_version(Result<bool, storage::StoreError> found) {
    version_there_ = false;
    for (;;) {
        ENSURE(found.has_value(), error_of(found.error()));
        if (!*found) return {};
        BytesView key = versions_->key();
        if (key.empty() || key[0] != column_) return {};
        key = key.subspan(1);
        ENSURE(take_terminated(key, version_key_) && key.size() == kNumberBytes,
               corrupt("a version of a row in the state database has no proper key"));
        const Sight sight = sight_of(*moment_, kind_, key.data());
        if (sight == Sight::kVisible) break;
        if (sight == Sight::kBetween) {
            found = versions_->next();
            continue;
        }
        scratch_ = versions_of(column_, version_key_);  // of the others there may be a great many
        if (sight == Sight::kBefore) {
            append_first_visible(scratch_, *moment_, kind_);
        } else {
            scratch_.insert(scratch_.end(), kNumberBytes + 1, 0xff);
        }
        found = versions_->seek(scratch_);
    }
    version_there_ = true;
    version_value_ = TRY(row_of(versions_->value()));
    return {};
}

/// To the versions of another row. Most rows have one or two, which a few steps pass; others one of each block.
Result<void, StateError> RowCursor::pass_version() {
    scratch_ = versions_of(column_, version_key_);
    for (int step = 0; step < 2; ++step) {
        auto found = versions_->next();
        const bool is_same_row = found && *found && versions_->key().size() >= scratch_.size() &&
                                 equal(versions_->key().first(scratch_.size()), scratch_);
        if (!is_same_row) return take_version(std::move(found));
    }
    scratch_.insert(scratch_.end(), kNumberBytes + 1, 0xff);
    return take_version(versions_->seek(scratch_));
}

Rows::Rows(storage::Store& store, std::unique_ptr<storage::Snapshot> snapshot, Moment moment,
           platform::Scheduler* scheduler, LeafCache* leaves)
    : store_(&store),
      snapshot_(std::move(snapshot)),
      moment_(std::move(moment)),
      scheduler_(scheduler),
      leaves_(leaves) {
    if (moment_.kind != Moment::Kind::kBase) versions_ = snapshot_->cursor(versions_column(moment_.kind));
    if (moment_.kind == Moment::Kind::kFork) history_ = snapshot_->cursor(columns::kHistory);
}

Result<std::unique_ptr<Rows>, StateError> Rows::for_another_thread() {
    auto later = store_->snapshot();
    ENSURE(later.has_value(), error_of(later.error()));
    // What a base and the layers of a block say changes only when the base moves, or the block is removed.
    TRY_ASSIGN(const auto base, find_base(*snapshot_));
    TRY_ASSIGN(const auto later_base, find_base(**later));
    const bool is_same = base && later_base && base->block == later_base->block && base->oldest == later_base->oldest;
    if (!is_same) return std::unique_ptr<Rows>();
    return std::make_unique<Rows>(*store_, *std::move(later), moment_, scheduler_, leaves_);
}

Result<std::optional<BytesView>, StateError> Rows::get(storage::Column column, BytesView key) {
    if (versions_ != nullptr) {
        TRY_ASSIGN(const auto version, find_version(*versions_, moment_, moment_.kind, column, key, scratch_));
        if (version) return *version;
    }
    if (history_ != nullptr) {
        TRY_ASSIGN(const auto version, find_version(*history_, moment_, Moment::Kind::kHistory, column, key, scratch_));
        if (version) return *version;
    }
    const auto row = snapshot_->get(column, key);
    ENSURE(row.has_value(), error_of(row.error()));
    return *row;
}

}  // namespace serinus::state
