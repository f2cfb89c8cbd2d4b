#include "fork/origin/cache.hpp"

namespace serinus::fork {
namespace {

using state::Area;
using storage::Column;

constexpr Column kFactsColumn = 0;
constexpr Column kValuesColumn = 1;
constexpr Column kPagesColumn = 2;
constexpr Column kOlderColumn = 3;

constexpr std::string_view kFormatName = "format";
constexpr std::string_view kCacheFormat = "serinus fork 1";
constexpr std::string_view kFactsName = "facts";

/// Rows of the fork's own state begin with 0 or 1, as an area does.
constexpr uint8_t kOlderTag = 2;

}  // namespace

Bytes Cache::row_of(Area area, BytesView key) const {
    const auto child = area.is_top() ? std::optional<Bytes>() : std::optional(to_bytes(area.child_key()));
    return concat(prefix_, concat(scale::encode(child), key));
}

/// Pages are found by their last key: the first page at or behind a key is the one that may hold what follows it.
Bytes Cache::page_row(Area area, const Page& page) const {
    if (page.is_last) return concat(row_of(area, {}), Bytes{1});
    return concat(row_of(area, {}), concat(Bytes{0}, page.keys.back()));
}

std::shared_ptr<Cache> Cache::of_block(const std::shared_ptr<Cache>& whole, const Hash256& block) {
    std::shared_ptr<Cache> out(new Cache(whole->folder_, kMaxBytesOfOlder));
    out->prefix_ = concat(Bytes{kOlderTag}, block.bytes);
    out->store_ = whole->store_;
    return out;
}

std::string Cache::damaged(const std::string& reason) const {
    return "the cache in " + folder_ + ": " + reason + "; remove the folder, or choose another --cache";
}

Result<std::unique_ptr<Cache>, std::string> Cache::open(const std::string& folder, size_t max_bytes) {
    std::unique_ptr<Cache> out(new Cache(folder, folder.empty() ? max_bytes : kMaxBytesBeforeFolder));
    if (folder.empty()) return out;
    auto opened = storage::open_store(folder);
    if (!opened && opened.error().kind == storage::StoreError::Kind::kLocked) {
        return Err("the cache in " + folder + ": " + opened.error().reason);
    }
    if (!opened) return Err(out->damaged(opened.error().reason));
    out->store_ = *std::move(opened);
    const auto snapshot = out->store_->snapshot();
    if (!snapshot) return Err(out->damaged(snapshot.error().reason));
    const auto format = (*snapshot)->get(kFactsColumn, as_bytes(kFormatName));
    if (!format) return Err(out->damaged(format.error().reason));
    if (*format && as_text(**format) != kCacheFormat) {
        return Err(out->damaged("it was made by another version, or is the database of something else"));
    }
    if (!*format) {
        const auto cursor = (*snapshot)->cursor(kFactsColumn);
        const auto any = cursor->seek({});
        if (!any) return Err(out->damaged(any.error().reason));
        if (*any) return Err(out->damaged("it is the database of something else"));
    }
    return out;
}

Result<void, std::string> Cache::commit(std::unique_ptr<storage::WriteBatch> batch) {
    const auto done = store_->commit(std::move(batch), storage::Durability::kBuffered);
    if (!done) return Err(damaged(done.error().reason));
    return {};
}

Result<std::optional<ChainFacts>, std::string> Cache::facts() {
    if (store_ == nullptr) {
        const std::lock_guard lock(mutex_);
        return facts_;
    }
    const auto snapshot = store_->snapshot();
    if (!snapshot) return Err(damaged(snapshot.error().reason));
    const auto bytes = (*snapshot)->get(kFactsColumn, as_bytes(kFactsName));
    if (!bytes) return Err(damaged(bytes.error().reason));
    if (!*bytes) return std::optional<ChainFacts>();
    auto facts = scale::decode<ChainFacts>(**bytes);
    if (!facts) return Err(damaged("its description of the chain cannot be read"));
    return std::optional(*std::move(facts));
}

Result<void, std::string> Cache::put_facts(const ChainFacts& facts) {
    if (store_ == nullptr) {
        const std::lock_guard lock(mutex_);
        facts_ = facts;
        return {};
    }
    auto batch = store_->batch();
    batch->put(kFactsColumn, as_bytes(kFormatName), as_bytes(kCacheFormat));
    batch->put(kFactsColumn, as_bytes(kFactsName), scale::encode(facts));
    return commit(std::move(batch));
}

std::optional<Bytes> Cache::older_in_memory(std::string_view what, BytesView of) const {
    auto known = older_.value(Area::top(), concat(as_bytes(what), concat(as_bytes(":"), of)));
    return known ? *std::move(known) : std::nullopt;
}

Result<std::optional<Bytes>, std::string> Cache::older(std::string_view what, BytesView of) {
    const Bytes row = concat(as_bytes(what), concat(as_bytes(":"), of));
    if (auto known = older_.value(Area::top(), row)) return *std::move(known);
    if (store_ == nullptr) return std::optional<Bytes>();
    const auto snapshot = store_->snapshot();
    if (!snapshot) return Err(damaged(snapshot.error().reason));
    const auto bytes = (*snapshot)->get(kOlderColumn, row);
    if (!bytes) return Err(damaged(bytes.error().reason));
    if (!*bytes) return std::optional<Bytes>();
    std::optional<Bytes> out = to_bytes(**bytes);
    older_.put_value(Area::top(), row, out);
    return out;
}

Result<void, std::string> Cache::put_older(std::string_view what, BytesView of, BytesView value) {
    const Bytes row = concat(as_bytes(what), concat(as_bytes(":"), of));
    if (store_ != nullptr) {
        auto batch = store_->batch();
        batch->put(kOlderColumn, row, value);
        TRY(commit(std::move(batch)));
    }
    older_.put_value(Area::top(), row, to_bytes(value));
    return {};
}

Result<std::optional<Cache::Value>, std::string> Cache::value(Area area, BytesView key) {
    using Found = std::optional<Value>;
    Found known = known_.value(area, key);
    if (known || store_ == nullptr) return known;
    const auto snapshot = store_->snapshot();
    if (!snapshot) return Err(damaged(snapshot.error().reason));
    const auto bytes = (*snapshot)->get(kValuesColumn, row_of(area, key));
    if (!bytes) return Err(damaged(bytes.error().reason));
    if (!*bytes) return Found();
    if ((*bytes)->empty() || (**bytes)[0] > 1) return Err(damaged("a value cannot be read"));
    known.emplace((**bytes)[0] == 0 ? Value() : Value(to_bytes((*bytes)->subspan(1))));
    known_.put_value(area, key, *known);
    return known;
}

Result<bool, std::string> Cache::has_value(Area area, BytesView key) {
    if (known_.has_value(area, key)) return true;
    return store_ != nullptr && TRY(value(area, key)).has_value();
}

Result<void, std::string> Cache::put_values(Area area, std::span<const Bytes> keys, std::span<const Value> values) {
    SERINUS_ASSERT(keys.size() == values.size());
    if (store_ != nullptr) {
        auto batch = store_->batch();
        for (size_t i = 0; i < keys.size(); ++i) {
            const Bytes row = values[i] ? concat(Bytes{1}, *values[i]) : Bytes{0};
            batch->put(kValuesColumn, row_of(area, keys[i]), row);
        }
        TRY(commit(std::move(batch)));
    }
    for (size_t i = 0; i < keys.size(); ++i) known_.put_value(area, keys[i], values[i]);
    return {};
}

Result<std::shared_ptr<const Cache::Page>, std::string> Cache::page(Area area, BytesView key) {
    using Found = std::shared_ptr<const Page>;
    Found known = known_.page(area, key);
    if (known != nullptr || store_ == nullptr) return known;
    const auto snapshot = store_->snapshot();
    if (!snapshot) return Err(damaged(snapshot.error().reason));
    const auto cursor = (*snapshot)->cursor(kPagesColumn);
    const Bytes prefix = row_of(area, {});
    // The page that ends with `key` says nothing of what follows it.
    auto found = cursor->seek(concat(prefix, concat(Bytes{0}, concat(key, Bytes{0}))));
    if (!found) return Err(damaged(found.error().reason));
    const auto row = *found ? cursor->key() : BytesView();
    if (!*found || row.size() <= prefix.size() || !std::ranges::equal(row.first(prefix.size()), prefix)) {
        return Found();
    }
    auto decoded = scale::decode<std::pair<Bytes, std::vector<Bytes>>>(cursor->value());
    if (!decoded) return Err(damaged("a page of keys cannot be read"));
    const bool is_last = row[prefix.size()] == 1;
    if (!is_last && decoded->second.empty()) return Err(damaged("a page of keys is empty"));
    if (compare(key, decoded->first) < 0) return Found();
    known = std::make_shared<const Page>(Page{std::move(decoded->first), std::move(decoded->second), is_last});
    known_.put_page(area, known);
    return known;
}

Result<void, std::string> Cache::put_page(Area area, Page page) {
    if (store_ != nullptr) {
        auto batch = store_->batch();
        batch->put(kPagesColumn, page_row(area, page), scale::encode(std::pair(page.after, page.keys)));
        TRY(commit(std::move(batch)));
    }
    known_.put_page(area, std::make_shared<const Page>(std::move(page)));
    return {};
}

}  // namespace serinus::fork
