#include "fork/origin/remote_origin.hpp"

#include <algorithm>
#include "base/hex.hpp"
#include "platform/scheduler.hpp"

namespace serinus::fork {

using state::Area;
using state::EntryResult;
using state::StateError;
using state::TakeEntry;

namespace {

StateError failed_read(std::string reason) { return {StateError::Kind::kIo, std::move(reason)}; }

/// Ours. Values that are fetched with one that is asked for: because they were read after it last time, or stand behind
/// it in the state.
constexpr size_t kReadAfter = 160;
constexpr size_t kFetchedTogether = 64;
static_assert(kReadAfter + kFetchedTogether < OriginApi::kMaxValues);

}  // namespace

std::string RemoteOrigin::not_in_cache(BytesView key) {
    return "the fork is offline, and its cache does not have " + to_hex_prefixed(key) +
           "; start it once without --offline and do the same";
}

/// Keys to fetch by one exchange, each once.
class RemoteOrigin::Selection {
  public:
    Selection() { keys_.reserve(OriginApi::kMaxValues); }

    size_t room() const noexcept { return OriginApi::kMaxValues - keys_.size(); }
    bool contains(BytesView key) const { return places_.contains(key); }
    void add(Bytes key) {
        if (room() == 0 || contains(key)) return;
        keys_.push_back(std::move(key));
        places_.emplace(keys_.back(), keys_.size() - 1);
    }
    const std::vector<Bytes>& keys() const noexcept { return keys_; }
    size_t place_of(BytesView key) const { return places_.find(key)->second; }

  private:
    std::vector<Bytes> keys_;  ///< never more than were reserved, as `places_` points into it
    std::unordered_map<BytesView, size_t, KeyHash, SameKey> places_;
};

void RemoteOrigin::note(Area area, BytesView key, bool is_known) {
    if (history_ == nullptr) return;
    history_->note(area, key);
    if (is_known && area.is_top()) walks_.hit(key);
}

/// Keys that were listed tell which ones there are none of.
EntryResult RemoteOrigin::find_offline(Area area, BytesView key) {
    const Bytes wanted = to_bytes(key);
    const auto page = cache_->page(area, key);
    if (!page) return Err(failed_read(page.error()));
    const bool is_listed = *page && (*page)->after < wanted;
    if (is_listed && !std::ranges::binary_search((*page)->keys, wanted)) return std::optional<Bytes>();
    return Err(failed_read(not_in_cache(key)));
}

EntryResult RemoteOrigin::get(Area area, BytesView key) {
    auto known = cache_->value(area, key);
    if (!known) return Err(failed_read(known.error()));
    note(area, key, known->has_value());
    if (history_ != nullptr) history_->save_new();
    if (*known) return **std::move(known);
    if (node_ == nullptr) return find_offline(area, key);
    return queue_.wait_for(area, key);
}

std::optional<EntryResult> RemoteOrigin::get_or_ask(Area area, BytesView key, TakeEntry& take) {
    if (!fetches_alone_) return get(area, key);
    // Whoever fetches looks into the folder.
    auto known = cache_->value_in_memory(area, key);
    note(area, key, known.has_value());
    if (known) return EntryResult(*std::move(known));
    if (queue_.ask(area, key, take)) return std::nullopt;
    return queue_.wait_for(area, key);
}

void RemoteOrigin::fetch_with(platform::Scheduler& scheduler) {
    if (node_ == nullptr) return;  // there is nothing to wait for
    queue_.post_with([weak = weak_from_this(), &scheduler] {
        auto self = weak.lock();
        return self != nullptr && scheduler.post(platform::WorkClass::kDisk, [self](const std::stop_token&) {
            self->queue_.run();
            if (self->history_ != nullptr) self->history_->save_new();
        });
    });
    fetches_alone_ = true;
}

Result<void, std::string> RemoteOrigin::add_read_after(Selection& selection, Area area, BytesView key) {
    if (history_ == nullptr) return {};
    for (Bytes& next : history_->after(area, key, std::min(kReadAfter, selection.room()))) {
        if (!TRY(cache_->has_value(area, next))) selection.add(std::move(next));
    }
    return {};
}

/// Whoever reads a value of a page of keys is likely to read those that follow.
Result<void, std::string> RemoteOrigin::add_neighbours(Selection& selection, Area area, BytesView key) {
    TRY_ASSIGN(const auto page, cache_->page(area, key));
    if (page == nullptr) return {};
    auto next = std::ranges::lower_bound(page->keys, key, KeyBefore());
    if (next == page->keys.end() || !equal(*next, key)) return {};
    for (size_t i = 1; i < kFetchedTogether && ++next != page->keys.end(); ++i) {
        if (selection.contains(*next)) continue;
        if (selection.room() == 0 || TRY(cache_->has_value(area, *next))) break;
        selection.add(*next);
    }
    return {};
}

/// Entries of a map of which much is read in no order.
Result<void, std::string> RemoteOrigin::add_walked(Selection& selection, Area area, BytesView key) {
    if (const auto after = walks_.wanted_page(key)) {
        TRY_ASSIGN(const auto page, fetch_page(area, *after));
        walks_.add_page(key, page.keys, page.is_last);
    }
    for (Bytes& next : walks_.miss(key, selection.room())) {
        if (!TRY(cache_->has_value(area, next))) selection.add(std::move(next));
    }
    return {};
}

Result<FetchQueue::Values, std::string> RemoteOrigin::fetch_together(Area area, std::span<const BytesView> group) {
    FetchQueue::Values out(group.size());
    Selection selection;
    std::vector<size_t> unknown;
    for (size_t i = 0; i < group.size(); ++i) {
        // Another thread may have fetched it while this one waited.
        if (auto known = TRY(cache_->value(area, group[i]))) {
            out[i] = *std::move(known);
        } else {
            unknown.push_back(i);
            selection.add(to_bytes(group[i]));
        }
    }
    if (unknown.empty()) return out;
    for (const size_t i : unknown) TRY(add_read_after(selection, area, group[i]));
    for (const size_t i : unknown) TRY(add_neighbours(selection, area, group[i]));
    if (history_ != nullptr && area.is_top()) {
        for (const size_t i : unknown) TRY(add_walked(selection, area, group[i]));
    }
    const auto& keys = selection.keys();
    TRY_ASSIGN(const auto values, node_->values(facts_.hash, area, keys));
    TRY(cache_->put_values(area, std::span(keys).first(values.size()), values));
    for (const size_t i : unknown) {
        const size_t place = selection.place_of(group[i]);
        if (place >= values.size()) {
            out.resize(i);
            break;
        }
        out[i] = values[place];
    }
    return out;
}

Result<Cache::Page, std::string> RemoteOrigin::fetch_page(Area area, BytesView key) {
    if (node_ == nullptr) return Err(not_in_cache(key));
    Cache::Page page{.after = to_bytes(key), .keys = {}, .is_last = false};
    TRY_ASSIGN(page.keys, node_->keys_after(facts_.hash, area, key));
    page.is_last = page.keys.size() < OriginApi::kPageKeys;
    {
        const std::lock_guard lock(pages_mutex_);
        if (page.after != last_key_) listed_bytes_ = 0;
        for (const Bytes& one : page.keys) listed_bytes_ += one.size();
        if (!page.keys.empty()) last_key_ = page.keys.back();
        if (listed_bytes_ > max_listed_bytes_) {
            return Err("the origin lists more than " + std::to_string(max_listed_bytes_ >> 20) +
                       " MiB of keys in a row: choose another --endpoint");
        }
    }
    TRY(cache_->put_page(area, page));
    return page;
}

Result<std::optional<Bytes>, StateError> RemoteOrigin::next_key(Area area, BytesView key) {
    const auto next_in = [key](const Cache::Page& page) {
        const auto next = std::ranges::upper_bound(page.keys, key, KeyBefore());
        return next == page.keys.end() ? std::optional<Bytes>() : std::optional(*next);
    };
    const auto known = cache_->page(area, key);
    if (!known) return Err(failed_read(known.error()));
    if (*known != nullptr) return next_in(**known);
    const auto fetched = fetch_page(area, key);
    if (!fetched) return Err(failed_read(fetched.error()));
    return next_in(*fetched);
}

std::optional<EntryResult> OverriddenOrigin::get_or_ask(Area area, BytesView key, TakeEntry& take) {
    const auto found = area.is_top() ? changes_.find(to_bytes(key)) : changes_.end();
    if (found != changes_.end()) return EntryResult(found->second);
    return below_->get_or_ask(area, key, take);
}

Result<std::optional<Bytes>, StateError> OverriddenOrigin::get(Area area, BytesView key) {
    const auto found = area.is_top() ? changes_.find(to_bytes(key)) : changes_.end();
    if (found != changes_.end()) return found->second;
    return below_->get(area, key);
}

Result<std::optional<Bytes>, StateError> OverriddenOrigin::next_key(Area area, BytesView key) {
    if (!area.is_top()) return below_->next_key(area, key);
    Bytes after = to_bytes(key);
    for (;;) {
        TRY_ASSIGN(auto next, below_->next_key(area, after));
        const auto own = changes_.upper_bound(after);
        if (own == changes_.end() || (next && *next < own->first)) return next;
        if (own->second) return std::optional(own->first);
        after = own->first;
    }
}

}  // namespace serinus::fork
