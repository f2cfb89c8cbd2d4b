#include "fork/remote_origin.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/hex.hpp"
#include "platform/scheduler.hpp"

namespace serinus::fork {

using state::Area;
using state::EntryResult;
using state::StateError;
using state::TakeEntry;

namespace {

StateError failed(std::string reason) { return {StateError::Kind::kIo, std::move(reason)}; }

std::string not_in_cache(BytesView key) {
    return "the fork is offline, and its cache does not have " + to_hex_prefixed(key) +
           "; start it once without --offline and do the same";
}

/// Ours. Values that are fetched with one that is asked for: because they were read after it last time, or stand behind
/// it in the state.
constexpr size_t kReadAfter = 160;
constexpr size_t kFetchedTogether = 64;
static_assert(kReadAfter + kFetchedTogether < OriginNode::kMaxAtOnce);

}  // namespace

/// What an earlier fork read after this one comes first. Whoever reads a value of a page of keys is likely to read
/// those that follow.
Result<std::vector<Bytes>, std::string> RemoteOrigin::keys_to_fetch(Area area, BytesView key) {
    std::vector<Bytes> out = {to_bytes(key)};
    if (history_ != nullptr) {
        for (Bytes& next : history_->after(area, key, kReadAfter)) {
            if (!TRY(cache_->value(area, next))) out.push_back(std::move(next));
        }
    }
    TRY_ASSIGN(const auto page, cache_->page(area, key));
    if (!page || !std::ranges::binary_search(page->keys, out.front())) return out;
    const std::set<Bytes> chosen(out.begin(), out.end());
    const size_t most = out.size() - 1 + kFetchedTogether;
    auto next = std::ranges::upper_bound(page->keys, out.front());
    for (; next != page->keys.end() && out.size() < most; ++next) {
        if (chosen.contains(*next)) continue;
        if (TRY(cache_->value(area, *next))) break;
        out.push_back(*next);
    }
    return out;
}

std::optional<EntryResult> RemoteOrigin::find(Area area, BytesView key) {
    if (history_ != nullptr) history_->note(area, key);
    auto known = cache_->value(area, key);
    if (!known) return EntryResult(Err(failed(known.error())));
    if (*known) {
        if (history_ != nullptr && area.is_top()) walks_.hit(key);
        return EntryResult(**std::move(known));
    }
    if (node_ == nullptr) return EntryResult(Err(failed(not_in_cache(key))));
    return std::nullopt;
}

EntryResult RemoteOrigin::get(Area area, BytesView key) {
    auto known = find(area, key);
    return known ? *std::move(known) : queue_.wait_for(area, key);
}

std::optional<EntryResult> RemoteOrigin::get_or_ask(Area area, BytesView key, TakeEntry& take) {
    auto known = find(area, key);
    if (known) return known;
    if (queue_.ask(area, key, take)) return std::nullopt;
    return queue_.wait_for(area, key);
}

void RemoteOrigin::fetch_with(platform::Scheduler& scheduler) {
    queue_.post_with([weak = weak_from_this(), &scheduler] {
        auto self = weak.lock();
        return self != nullptr &&
               scheduler.post(platform::WorkClass::kDisk, [self](const std::stop_token&) { self->queue_.run(); });
    });
}

Result<FetchQueue::Values, std::string> RemoteOrigin::fetch_together(Area area, std::span<const BytesView> group) {
    FetchQueue::Values out(group.size());
    std::map<Bytes, size_t> places;  // of keys, in the order in which they are asked for
    std::vector<Bytes> keys;
    const auto add = [&](const Bytes& key) {
        if (keys.size() < OriginNode::kMaxAtOnce && places.emplace(key, keys.size()).second) keys.push_back(key);
    };
    std::vector<size_t> unknown;
    for (size_t i = 0; i < group.size(); ++i) {
        // Another thread may have fetched it while this one waited.
        if (auto known = TRY(cache_->value(area, group[i]))) {
            out[i] = *std::move(known);
        } else {
            unknown.push_back(i);
            add(to_bytes(group[i]));
        }
    }
    if (unknown.empty()) return out;
    for (const size_t i : unknown) {
        if (keys.size() >= OriginNode::kMaxAtOnce) break;
        for (const Bytes& next : TRY(keys_to_fetch(area, group[i]))) add(next);
    }
    if (history_ != nullptr && area.is_top()) {
        for (const size_t i : unknown) {
            const BytesView key = group[i];
            if (const auto after = walks_.wanted_page(key)) {
                TRY_ASSIGN(const auto page, fetch_page(area, *after));
                walks_.add_page(key, page.keys, page.is_last);
            }
            for (const Bytes& next : walks_.miss(key, OriginNode::kMaxAtOnce - keys.size())) {
                if (!TRY(cache_->value(area, next))) add(next);
            }
        }
    }
    TRY_ASSIGN(const auto values, node_->values(facts_.hash, area, keys));
    TRY(cache_->put_values(area, std::span(keys).first(values.size()), values));
    for (const size_t i : unknown) {
        const size_t place = places.at(to_bytes(group[i]));
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
    page.is_last = page.keys.size() < OriginNode::kPageKeys;
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
    auto page = cache_->page(area, key);
    if (!page) return Err(failed(page.error()));
    if (!*page) {
        auto fetched = fetch_page(area, key);
        if (!fetched) return Err(failed(fetched.error()));
        *page = *std::move(fetched);
    }
    const auto& keys = (*page)->keys;
    const auto next = std::ranges::upper_bound(keys, to_bytes(key));
    return next == keys.end() ? std::optional<Bytes>() : std::optional(*next);
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
