#include "fork/remote_origin.hpp"

namespace serinus::fork {
namespace {

using state::Area;
using storage::Column;

constexpr Column kFactsColumn = 0;
constexpr Column kValuesColumn = 1;
constexpr Column kPagesColumn = 2;

/// What an entry in memory takes beside its key and value, roughly.
constexpr size_t kEntryBytes = 128;

constexpr std::string_view kFormatName = "format";
constexpr std::string_view kFormat = "serinus fork 1";
constexpr std::string_view kFactsName = "facts";

Bytes row_of(Area area, BytesView key) {
    const auto child = area.is_top() ? std::optional<Bytes>() : std::optional(to_bytes(area.child_key()));
    return concat(scale::encode(child), key);
}

/// Pages are found by their last key: the first page at or behind a key is the one that may hold what follows it.
Bytes page_row(Area area, const Cache::Page& page) {
    if (page.is_last) return concat(row_of(area, {}), Bytes{1});
    return concat(row_of(area, {}), concat(Bytes{0}, page.keys.back()));
}

}  // namespace

std::string Cache::damaged(const std::string& reason) const {
    return "the cache in " + folder_ + ": " + reason + "; remove the folder, or choose another --cache";
}

Result<std::unique_ptr<Cache>, std::string> Cache::open(const std::string& folder, size_t max_bytes) {
    std::unique_ptr<Cache> out(new Cache(folder, max_bytes));
    if (folder.empty()) {
        out->store_ = storage::make_memory_store();
    } else {
        auto opened = storage::open_store(folder);
        if (!opened) return Err(out->damaged(opened.error().reason));
        out->store_ = *std::move(opened);
    }
    const auto snapshot = out->store_->snapshot();
    if (!snapshot) return Err(out->damaged(snapshot.error().reason));
    const auto format = (*snapshot)->get(kFactsColumn, as_bytes(kFormatName));
    if (!format) return Err(out->damaged(format.error().reason));
    if (*format && as_text(**format) != kFormat) {
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

std::shared_ptr<storage::Store> Cache::store() const {
    const std::lock_guard lock(mutex_);
    return store_;
}

Result<void, std::string> Cache::commit(storage::Store& store, std::unique_ptr<storage::WriteBatch> batch) {
    const auto done = store.commit(std::move(batch), storage::Durability::kBuffered);
    if (!done) return Err(damaged(done.error().reason));
    return {};
}

/// In memory the cache begins again when it is full: what is needed is fetched once more.
Result<void, std::string> Cache::make_room(size_t bytes) {
    if (!folder_.empty()) return {};
    std::shared_ptr<storage::Store> fresh;
    {
        const std::lock_guard lock(mutex_);
        bytes_ += bytes;
        if (bytes_ <= max_bytes_) return {};
        bytes_ = bytes;
        fresh = storage::make_memory_store();
    }
    TRY_ASSIGN(const auto known, facts());
    if (known) TRY(put_facts_in(*fresh, *known));
    const std::lock_guard lock(mutex_);
    store_ = std::move(fresh);
    return {};
}

Result<std::optional<ChainFacts>, std::string> Cache::facts() {
    const auto kept = store();
    const auto snapshot = kept->snapshot();
    if (!snapshot) return Err(damaged(snapshot.error().reason));
    const auto bytes = (*snapshot)->get(kFactsColumn, as_bytes(kFactsName));
    if (!bytes) return Err(damaged(bytes.error().reason));
    if (!*bytes) return std::optional<ChainFacts>();
    auto facts = scale::decode<ChainFacts>(**bytes);
    if (!facts) return Err(damaged("its description of the chain cannot be read"));
    return std::optional(*std::move(facts));
}

Result<void, std::string> Cache::put_facts(const ChainFacts& facts) { return put_facts_in(*store(), facts); }

Result<void, std::string> Cache::put_facts_in(storage::Store& store, const ChainFacts& facts) {
    auto batch = store.batch();
    batch->put(kFactsColumn, as_bytes(kFormatName), as_bytes(kFormat));
    batch->put(kFactsColumn, as_bytes(kFactsName), scale::encode(facts));
    return commit(store, std::move(batch));
}

Result<std::optional<std::optional<Bytes>>, std::string> Cache::value(Area area, BytesView key) {
    using Found = std::optional<std::optional<Bytes>>;
    const auto kept = store();
    const auto snapshot = kept->snapshot();
    if (!snapshot) return Err(damaged(snapshot.error().reason));
    const auto bytes = (*snapshot)->get(kValuesColumn, row_of(area, key));
    if (!bytes) return Err(damaged(bytes.error().reason));
    if (!*bytes) return Found();
    if ((*bytes)->empty() || (**bytes)[0] > 1) return Err(damaged("a value cannot be read"));
    if ((**bytes)[0] == 0) return Found(std::optional<Bytes>());
    return Found(to_bytes((*bytes)->subspan(1)));
}

Result<void, std::string> Cache::put_values(Area area, std::span<const Bytes> keys,
                                            std::span<const std::optional<Bytes>> values) {
    SERINUS_ASSERT(keys.size() == values.size());
    size_t bytes = 0;
    for (size_t i = 0; i < keys.size(); ++i)
        bytes += kEntryBytes + keys[i].size() + (values[i] ? values[i]->size() : 0);
    TRY(make_room(bytes));
    const auto into = store();
    auto batch = into->batch();
    for (size_t i = 0; i < keys.size(); ++i) {
        const Bytes row = values[i] ? concat(Bytes{1}, *values[i]) : Bytes{0};
        batch->put(kValuesColumn, row_of(area, keys[i]), row);
    }
    return commit(*into, std::move(batch));
}

Result<std::optional<Cache::Page>, std::string> Cache::page(Area area, BytesView key) {
    const auto kept = store();
    const auto snapshot = kept->snapshot();
    if (!snapshot) return Err(damaged(snapshot.error().reason));
    const auto cursor = (*snapshot)->cursor(kPagesColumn);
    const Bytes prefix = row_of(area, {});
    // The page that ends with `key` says nothing of what follows it.
    auto found = cursor->seek(concat(prefix, concat(Bytes{0}, concat(key, Bytes{0}))));
    if (!found) return Err(damaged(found.error().reason));
    const auto row = *found ? cursor->key() : BytesView();
    if (!*found || row.size() <= prefix.size() || !std::ranges::equal(row.first(prefix.size()), prefix)) {
        return std::optional<Page>();
    }
    auto decoded = scale::decode<std::pair<Bytes, std::vector<Bytes>>>(cursor->value());
    if (!decoded) return Err(damaged("a page of keys cannot be read"));
    Page page{std::move(decoded->first), std::move(decoded->second), row[prefix.size()] == 1};
    if (std::ranges::lexicographical_compare(key, page.after)) return std::optional<Page>();
    return std::optional(std::move(page));
}

Result<void, std::string> Cache::put_page(Area area, const Page& page) {
    const Bytes row = scale::encode(std::pair(page.after, page.keys));
    TRY(make_room(kEntryBytes + row.size()));
    const auto into = store();
    auto batch = into->batch();
    batch->put(kPagesColumn, page_row(area, page), row);
    return commit(*into, std::move(batch));
}

}  // namespace serinus::fork
