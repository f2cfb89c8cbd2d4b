#include "fork/origin/remote_origin.hpp"

namespace serinus::fork {

using state::Area;

Result<size_t, std::string> RemoteOrigin::fetch_all(BytesView prefix,
                                                    const std::function<bool(size_t entries)>& progress) {
    size_t count = 0;
    std::vector<Bytes> missing;
    const auto fetch_missing = [&]() -> Result<void, std::string> {
        for (size_t done = 0; done < missing.size();) {
            const auto keys = std::span(missing).subspan(done);
            if (node_ == nullptr) return Err(not_in_cache(keys.front()));
            // Perhaps fewer, if they are large.
            TRY_ASSIGN(const auto values, node_->values(facts_.hash, Area::top(), keys));
            TRY(cache_->put_values(Area::top(), keys.first(values.size()), values));
            done += values.size();
        }
        missing.clear();
        if (!progress(count)) return Err(std::string("interrupted; what was fetched is kept"));
        return {};
    };
    const auto add = [&](const Bytes& key, bool counts) -> Result<void, std::string> {
        if (counts) ++count;
        if (!TRY(cache_->value(Area::top(), key))) missing.push_back(key);
        if (missing.size() == OriginApi::kMaxAtOnce) return fetch_missing();
        return {};
    };
    Bytes at = to_bytes(prefix);
    // The key that is the prefix itself is that of an item with one value, or of none.
    TRY(add(at, false));
    TRY(fetch_missing());
    if (*TRY(cache_->value(Area::top(), at))) ++count;
    for (bool is_over = false; !is_over;) {
        TRY_ASSIGN(auto page, cache_->page(Area::top(), at));
        if (!page) page = std::make_shared<const Cache::Page>(TRY(fetch_page(Area::top(), at)));
        is_over = page->is_last;
        for (auto key = std::ranges::upper_bound(page->keys, at); key != page->keys.end(); ++key) {
            const bool is_below =
                key->size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), key->begin());
            // Who walks through the entries reads one more to see that they are over.
            TRY(add(*key, is_below));
            if (is_below) continue;
            is_over = true;
            break;
        }
        if (page->keys.empty() || page->keys.back() <= at) break;
        at = page->keys.back();
    }
    TRY(fetch_missing());
    return count;
}

}  // namespace serinus::fork
