#include "fork/remote_origin.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/hex.hpp"

namespace serinus::fork {

using state::Area;
using state::StateError;

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

Result<std::optional<Bytes>, StateError> RemoteOrigin::get(Area area, BytesView key) {
    if (history_ != nullptr) history_->note(area, key);
    auto known = cache_->value(area, key);
    if (!known) return Err(failed(known.error()));
    if (*known) {
        if (history_ != nullptr && area.is_top()) walks_.hit(key);
        return **std::move(known);
    }
    if (node_ == nullptr) return Err(failed(not_in_cache(key)));
    auto value = fetch(area, key);
    if (!value) return Err(failed(value.error()));
    return *std::move(value);
}

/// One thread at a time asks the origin, for all that have come to wait meanwhile; then the first of those that came
/// since. The others are woken when their values are there.
Result<std::optional<Bytes>, std::string> RemoteOrigin::fetch(Area area, BytesView key) {
    Wanted mine{.child = area.is_top() ? std::nullopt : std::optional(to_bytes(area.child_key())),
                .key = to_bytes(key)};
    std::unique_lock lock(fetch_mutex_);
    wanted_.push_back(&mine);
    if (is_fetching_) mine.changed.wait(lock, [&] { return mine.answer || mine.fetches; });
    if (mine.answer) return *std::move(mine.answer);
    is_fetching_ = true;
    while (!mine.answer) {
        std::vector<Wanted*> group;
        while (!wanted_.empty() && wanted_.front()->child == mine.child && group.size() < OriginNode::kMaxAtOnce) {
            group.push_back(wanted_.front());
            wanted_.pop_front();
        }
        lock.unlock();
        auto values = fetch_together(area, group);
        lock.lock();
        // Those whose values were too large for one turn come first in the next.
        for (size_t i = group.size(); values && i > values->size(); --i) wanted_.push_front(group[i - 1]);
        for (size_t i = 0; i < (values ? values->size() : group.size()); ++i) {
            if (values) {
                group[i]->answer = std::move((*values)[i]);
            } else {
                group[i]->answer = Err(values.error());
            }
            group[i]->changed.notify_one();
        }
    }
    is_fetching_ = !wanted_.empty();
    if (is_fetching_) {
        wanted_.front()->fetches = true;
        wanted_.front()->changed.notify_one();
    }
    return *std::move(mine.answer);
}

Result<std::vector<std::optional<Bytes>>, std::string> RemoteOrigin::fetch_together(Area area,
                                                                                    std::span<Wanted* const> group) {
    std::vector<std::optional<Bytes>> out(group.size());
    std::map<Bytes, size_t> places;  // of keys, in the order in which they are asked for
    std::vector<Bytes> keys;
    const auto add = [&](const Bytes& key) {
        if (keys.size() < OriginNode::kMaxAtOnce && places.emplace(key, keys.size()).second) keys.push_back(key);
    };
    std::vector<size_t> unknown;
    for (size_t i = 0; i < group.size(); ++i) {
        // Another thread may have fetched it while this one waited.
        if (auto known = TRY(cache_->value(area, group[i]->key))) {
            out[i] = *std::move(known);
        } else {
            unknown.push_back(i);
            add(group[i]->key);
        }
    }
    if (unknown.empty()) return out;
    for (const size_t i : unknown) {
        if (keys.size() >= OriginNode::kMaxAtOnce) break;
        for (const Bytes& next : TRY(keys_to_fetch(area, group[i]->key))) add(next);
    }
    if (history_ != nullptr && area.is_top()) {
        for (const size_t i : unknown) {
            const Bytes& key = group[i]->key;
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
        const size_t place = places.at(group[i]->key);
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

bool RemoteOrigin::is_at_hand(Area area, BytesView key) {
    const auto known = cache_->value(area, key);
    return known && known->has_value();
}

bool OverriddenOrigin::is_at_hand(Area area, BytesView key) {
    return (area.is_top() && changes_.contains(to_bytes(key))) || below_->is_at_hand(area, key);
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
