#include "state/rows.hpp"

#include <algorithm>

#include "state/moment_cache.hpp"

namespace serinus::state {
namespace {

constexpr size_t kNumberBytes = 8;

storage::Column versions_column(const Moment& moment) noexcept {
    return moment.kind == Moment::Kind::kLayers ? columns::kLayers : columns::kHistory;
}

/// The first version that a moment may see: layers stand newest first, history oldest first.
void append_first_visible(Bytes& versions_key, const Moment& moment) {
    if (moment.kind == Moment::Kind::kLayers) {
        append_layer(versions_key, moment.layers.back());
    } else {
        append_history(versions_key, moment.number + 1);
    }
}

bool is_visible(const Moment& moment, const uint8_t* number_at) noexcept {
    const uint64_t number = load_big_endian(number_at);
    if (moment.kind == Moment::Kind::kHistory) return number > moment.number;
    return std::binary_search(moment.layers.begin(), moment.layers.end(), ~number);
}

Result<std::optional<BytesView>, StateError> row_of(BytesView version) {
    ENSURE(!version.empty() && version[0] <= 1, corrupt("a version of a row in the state database is damaged"));
    if (version[0] == 0) return std::optional<BytesView>();
    return std::optional(version.subspan(1));
}

}  // namespace

Result<std::optional<BlockMoment>, StateError> find_moment(storage::Snapshot& snapshot, const Hash256& block,
                                                           MomentCache* cache) {
    TRY_ASSIGN(const auto base, find_base(snapshot));
    TRY_ASSIGN(const auto record, find_block(snapshot, block));
    if (!base || !record) return std::optional<BlockMoment>();
    BlockMoment out{*record, {}};
    if (block == base->block) return std::optional(std::move(out));
    if (record->layer == 0) {
        if (record->number >= base->number || record->number < base->oldest) return std::optional<BlockMoment>();
        out.moment.kind = Moment::Kind::kHistory;
        out.moment.number = record->number;
        return std::optional(std::move(out));
    }
    out.moment.kind = Moment::Kind::kLayers;
    std::shared_ptr<const MomentCache::Layers> known;
    for (BlockRecord at = *record;;) {
        known = cache == nullptr ? nullptr : cache->find(base->block, at.layer);
        if (known != nullptr) break;
        out.moment.layers.push_back(at.layer);
        if (at.parent == base->block) break;
        TRY_ASSIGN(const auto parent, find_block(snapshot, at.parent));
        // An ancestor that lost against a finalized block: this one is about to be removed with it.
        if (!parent || parent->layer == 0 || parent->layer >= at.layer) return std::optional<BlockMoment>();
        at = *parent;
    }
    auto& layers = out.moment.layers;
    if (known != nullptr) layers.insert(layers.end(), known->rbegin(), known->rend());
    std::reverse(layers.begin(), layers.end());
    const bool is_known = known != nullptr && known->size() == layers.size();
    if (cache != nullptr && !is_known) cache->put(base->block, layers);
    return std::optional(std::move(out));
}

void append_layer(Bytes& versions_key, LayerNumber layer) { append_big_endian(versions_key, ~layer); }
void append_history(Bytes& versions_key, uint64_t number) { append_big_endian(versions_key, number); }

Bytes version_value(std::optional<BytesView> row) {
    Bytes out{static_cast<uint8_t>(row.has_value())};
    if (row) append(out, *row);
    return out;
}

RowCursor::RowCursor(storage::Snapshot& snapshot, const Moment& moment, storage::Column column)
    : moment_(&moment), column_(column), base_(snapshot.cursor(column)) {
    if (moment.kind != Moment::Kind::kBase) versions_ = snapshot.cursor(versions_column(moment));
}

Result<bool, StateError> RowCursor::seek(BytesView key) {
    if (versions_ != nullptr) {
        scratch_ = versions_of(column_, key);
        // What comes after the key, but begins with it, ends later: without the end, this is before all of them.
        scratch_.resize(scratch_.size() - 2);
        TRY(take_version(versions_->seek(scratch_)));
    }
    TRY(take_base(base_->seek(key)));
    return settle();
}

Result<bool, StateError> RowCursor::next() {
    if (on_version_) {
        TRY(pass_version());
    } else {
        TRY(take_base(base_->next()));
    }
    return settle();
}

/// To the smaller of the two keys; of equal ones the version counts.
Result<bool, StateError> RowCursor::settle() {
    for (;;) {
        on_version_ = false;
        if (!version_there_) return base_there_;
        const auto order = base_there_ ? compare(version_key_, base_->key()) : std::strong_ordering::less;
        if (order > 0) return true;
        if (order == 0) TRY(take_base(base_->next()));
        on_version_ = true;
        if (version_value_) return true;
        TRY(pass_version());
    }
}

Result<void, StateError> RowCursor::take_base(Result<bool, storage::StoreError> found) {
    ENSURE(found.has_value(), error_of(found.error()));
    base_there_ = *found;
    return {};
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
        if (is_visible(*moment_, key.data())) break;
        if (moment_->kind == Moment::Kind::kLayers) {
            found = versions_->next();
        } else {  // there may be a great many
            scratch_ = versions_of(column_, version_key_);
            append_first_visible(scratch_, *moment_);
            found = versions_->seek(scratch_);
        }
    }
    version_there_ = true;
    version_value_ = TRY(row_of(versions_->value()));
    return {};
}

/// To the versions of another row.
Result<void, StateError> RowCursor::pass_version() {
    scratch_ = versions_of(column_, version_key_);
    scratch_.insert(scratch_.end(), kNumberBytes + 1, 0xff);
    return take_version(versions_->seek(scratch_));
}

Rows::Rows(storage::Store& store, std::unique_ptr<storage::Snapshot> snapshot, Moment moment,
           platform::Scheduler* scheduler)
    : store_(&store), snapshot_(std::move(snapshot)), moment_(std::move(moment)), scheduler_(scheduler) {
    if (moment_.kind != Moment::Kind::kBase) versions_ = snapshot_->cursor(versions_column(moment_));
}

Result<std::unique_ptr<Rows>, StateError> Rows::for_another_thread() {
    auto later = store_->snapshot();
    ENSURE(later.has_value(), error_of(later.error()));
    // What a base and the layers of a block say changes only when the base moves, or the block is removed.
    TRY_ASSIGN(const auto base, find_base(*snapshot_));
    TRY_ASSIGN(const auto later_base, find_base(**later));
    const bool is_same = base && later_base && base->block == later_base->block && base->oldest == later_base->oldest;
    if (!is_same) return std::unique_ptr<Rows>();
    return std::make_unique<Rows>(*store_, *std::move(later), moment_, scheduler_);
}

Result<std::optional<BytesView>, StateError> Rows::get(storage::Column column, BytesView key) {
    if (versions_ != nullptr) {
        scratch_ = versions_of(column, key);
        const size_t size = scratch_.size();
        append_first_visible(scratch_, moment_);
        auto found = versions_->seek(scratch_);
        for (;; found = versions_->next()) {
            ENSURE(found.has_value(), error_of(found.error()));
            if (!*found) break;
            const BytesView at = versions_->key();
            if (at.size() != size + kNumberBytes || !equal(at.first(size), BytesView(scratch_).first(size))) break;
            if (is_visible(moment_, at.data() + size)) return row_of(versions_->value());
        }
    }
    const auto row = snapshot_->get(column, key);
    ENSURE(row.has_value(), error_of(row.error()));
    return *row;
}

}  // namespace serinus::state
