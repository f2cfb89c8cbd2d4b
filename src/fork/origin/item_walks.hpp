/// Maps of which many keys are read in an order that nobody knows: their entries are fetched in the order of their
/// keys, beside those that are asked for.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "fork/origin/known_entries.hpp"

namespace serinus::fork {

/// Any thread. A map is what has the same first 32 bytes of its keys. Ours, all of it: a map is walked when
/// kFirstMisses of its values were fetched one by one; kForMiss entries are fetched for each of these, and after
/// kOnTrust of them only while one of kHitShare was read. So a map that fits comes at once, and one of millions costs
/// kOnTrust entries.
class ItemWalks {
  public:
    static constexpr size_t kFirstMisses = 32, kForMiss = 8, kOnTrust = 4'096, kHitShare = 32;
    /// Then it begins again.
    static constexpr size_t kMaxItems = 1'024, kMaxKnownBytes = size_t{16} << 20;

    /// A value was there.
    void hit(BytesView key);
    /// A value must be fetched. Takes at most `count` keys to fetch with it out of what is known of the map's keys;
    /// empty: none.
    std::vector<Bytes> miss(BytesView key, size_t count);
    /// The key after which the next page of the map's keys begins, if miss() would give keys that are not known yet.
    std::optional<Bytes> wanted_page(BytesView key) const;
    /// Keys that follow wanted_page(), ascending. `is_last`: the state has no more.
    void add_page(BytesView key, const std::vector<Bytes>& keys, bool is_last);

  private:
    void begin_again() {
        walks_.clear();
        known_bytes_ = 0;
    }

    struct Walk {
        size_t misses = 0, hits = 0, fetched = 0;
        Bytes last;                      ///< the last key that is known
        std::deque<Bytes> known;         ///< and not fetched yet
        bool has_ended = false;          ///< there are no more keys
        size_t budget() const noexcept;  ///< entries to fetch
    };
    static std::optional<BytesView> item_of(BytesView key) noexcept;

    mutable std::mutex mutex_;
    std::unordered_map<Bytes, Walk, KeyHash, SameKey> walks_;
    size_t known_bytes_ = 0;  ///< of all walks
};

}  // namespace serinus::fork
