#include "rpc/methods/storage.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <span>

#include "hashing/hashing.hpp"
#include "rpc/jsonrpc.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {

namespace json = boost::json;

namespace {

bool has_prefix(BytesView key, BytesView prefix) {
    return key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix);
}

/// Calls `take` with the entries that have the prefix, in order; false ends it.
template <class Take>
Result<void, RpcError> visit_prefix(StorageView& view, BytesView prefix, BytesView from, Take take) {
    const BytesView start = compare(from, prefix) < 0 ? prefix : from;
    const auto done = view.state->visit(
        view.area, start, [&](BytesView key, BytesView value) { return has_prefix(key, prefix) && take(key, value); });
    if (!done) return Err(state_error(done.error().reason));
    return {};
}

}  // namespace

bool Collected::add(size_t bytes) {
    constexpr size_t kStep = size_t{64} << 10;
    bytes_ += bytes;
    if (bytes_ > kMaxBytes) return false;
    if (bytes_ <= charge_.bytes()) return true;
    is_busy_ = !charge_.take(memory_, MemoryOwner::kResults, bytes_ - charge_.bytes() + kStep);
    return !is_busy_;
}

RpcError Collected::error() const { return is_busy_ ? server_is_busy() : oversized_response(kMaxBytes); }

Result<std::optional<Bytes>, RpcError> read_entry(StorageView& view, BytesView key) {
    const auto value = view.state->get(view.area, key);
    if (!value) return Err(state_error(value.error().reason));
    return *value ? std::optional<Bytes>(to_bytes(**value)) : std::nullopt;
}

Json show_value(std::optional<BytesView> value) { return value ? hex(*value) : Json(nullptr); }

Json show_hash(std::optional<BytesView> value) { return value ? hex(hashing::blake2b_256(*value)) : Json(nullptr); }

Json show_size(std::optional<BytesView> value) { return value ? Json(uint64_t{value->size()}) : Json(nullptr); }

namespace {

RpcResult shown(const state::EntryResult& value, ShowEntry show) {
    if (!value) return Err(state_error(value.error().reason));
    return show(*value);
}

}  // namespace

RpcResult entry_json(StorageView& view, BytesView key, ShowEntry show) {
    const auto value = view.state->get(view.area, key);
    if (!value) return Err(state_error(value.error().reason));
    return show(*value);
}

std::optional<RpcResult> entry_json(StorageView& view, BytesView key, ShowEntry show,
                                    const std::shared_ptr<Connection>& connection, const Later& later) {
    if (!later) return entry_json(view, key, show);
    constexpr size_t kLargeBytes = size_t{16} << 10;
    std::shared_ptr<const state::EntryResult> large;
    if (view.state->asks_others()) {
        state::TakeEntry take = [later, show](const state::EntryResult& value) { later(shown(value, show)); };
        auto value = view.state->get_or_ask(view.area, key, take);
        if (!value) return std::nullopt;
        if (!*value || !**value || (**value)->size() <= kLargeBytes) return shown(*value, show);
        large = std::make_shared<const state::EntryResult>(*std::move(value));
    } else {
        const auto value = view.state->get(view.area, key);
        if (!value) return RpcResult(Err(state_error(value.error().reason)));
        if (!*value || (*value)->size() <= kLargeBytes) return RpcResult(show(*value));
        large = std::make_shared<const state::EntryResult>(to_bytes(**value));
    }
    if (connection->post(Cost::kLight, [later, show, large] { later(shown(*large, show)); })) return std::nullopt;
    return shown(*large, show);
}

RpcResult keys_json(const Services& services, StorageView& view, BytesView prefix, const std::optional<Bytes>& after,
                    size_t max_count) {
    json::array keys;
    Collected collected(services);
    bool has_room = true;
    if (max_count == 0) return keys;
    const BytesView start = after && compare(*after, prefix) > 0 ? BytesView(*after) : prefix;
    const auto done = view.state->visit_keys(view.area, start, [&](BytesView key) {
        if (!has_prefix(key, prefix)) return false;
        if (after && equal(key, *after)) return true;
        has_room = collected.add(2 * key.size() + Collected::kValueBytes);
        if (!has_room) return false;
        keys.push_back(hex(key));
        return keys.size() < max_count;
    });
    if (!done) return Err(state_error(done.error().reason));
    ENSURE(has_room, collected.error());
    return keys;
}

RpcResult pairs_json(const Services& services, StorageView& view, BytesView prefix) {
    json::array pairs;
    Collected collected(services);
    bool has_room = true;
    TRY(visit_prefix(view, prefix, prefix, [&](BytesView key, BytesView value) {
        has_room = collected.add(2 * (key.size() + value.size()) + 3 * Collected::kValueBytes);
        if (has_room) pairs.push_back(json::array{hex(key), hex(value)});
        return has_room;
    }));
    ENSURE(has_room, collected.error());
    return pairs;
}

namespace {

/// Values of one call that come one by one.
class Gathering {
  public:
    Gathering(const Services& services, size_t count, std::function<Json(const Values&)> show)
        : collected_(services), show_(std::move(show)), values_(count), missing_(count + 1) {}

    /// `size`: of its key. True: it was the last one.
    bool add(size_t index, size_t size, state::EntryResult value) {
        const std::lock_guard lock(mutex_);
        if (!value) {
            failure_ = state_error(value.error().reason);
        } else if (!collected_.add(3 * (size + (*value ? (*value)->size() : 0)) + 3 * Collected::kValueBytes)) {
            failure_ = collected_.error();
        } else {
            values_[index] = *std::move(value);
        }
        return --missing_ == 0;
    }
    /// All are asked for. True: the last one is there.
    bool all_asked() {
        const std::lock_guard lock(mutex_);
        return --missing_ == 0;
    }
    /// Once, when the last one is there.
    RpcResult result() {
        if (failure_) return Err(*std::move(failure_));
        return show_(values_);
    }

  private:
    std::mutex mutex_;
    Collected collected_;
    const std::function<Json(const Values&)> show_;
    Values values_;
    size_t missing_;
    std::optional<RpcError> failure_;
};

}  // namespace

std::optional<RpcResult> values_json(const Services& services, StorageView& view, const std::vector<Bytes>& keys,
                                     std::function<Json(const Values&)> show, const Later& later) {
    const auto gathering = std::make_shared<Gathering>(services, keys.size(), std::move(show));
    for (size_t i = 0; i < keys.size(); ++i) {
        const size_t size = keys[i].size();
        state::TakeEntry take = [gathering, i, size, later](state::EntryResult value) {
            if (gathering->add(i, size, std::move(value))) later(gathering->result());
        };
        if (later) {
            if (auto value = view.state->get_or_ask(view.area, keys[i], take))
                gathering->add(i, size, *std::move(value));
        } else {
            const auto value = view.state->get(view.area, keys[i]);
            if (!value) return RpcResult(Err(state_error(value.error().reason)));
            gathering->add(i, size, *value ? std::optional(to_bytes(**value)) : std::nullopt);
        }
    }
    if (!gathering->all_asked()) return std::nullopt;
    return gathering->result();
}

Result<std::optional<uint64_t>, RpcError> sum_of_sizes(StorageView& view, BytesView prefix, const CallTime& time) {
    uint64_t sum = 0, count = 0;
    bool is_over = false;
    TRY(visit_prefix(view, prefix, prefix, [&](BytesView, BytesView value) {
        sum += value.size();
        is_over = ++count % 4096 == 0 && time.is_over();
        return !is_over;
    }));
    return is_over ? std::nullopt : std::optional(sum);
}

RpcResult proof_json(const Services& services, const Hash256& block, StorageView& view, const std::vector<Bytes>& keys,
                     const CallTime& time) {
    // Some keys at a time, so that no proof is greater than the limit by more than theirs. An empty list proves the
    // root alone.
    constexpr size_t kValuesAtOnce = 64;
    Collected collected(services);
    std::set<Bytes> items;
    const std::span<const Bytes> all(keys);
    for (size_t at = 0; at == 0 || at < all.size(); at += kValuesAtOnce) {
        ENSURE(!time.is_over(), state_error("the call took too long"));
        const auto some = all.subspan(at, std::min(kValuesAtOnce, all.size() - at));
        const auto proof = view.area.is_top()
                               ? view.state->prove(some, Collected::kMaxBytes)
                               : view.state->prove_child(view.area.child_key(), some, Collected::kMaxBytes);
        if (!proof && proof.error().kind == state::StateError::Kind::kTooLarge) {
            return Err(oversized_response(Collected::kMaxBytes));
        }
        if (!proof) return Err(state_error(proof.error().reason));
        for (const Bytes& item : proof->items()) {
            if (items.contains(item)) continue;
            // Once as bytes, once as text.
            ENSURE(collected.add(3 * item.size() + 3 * Collected::kValueBytes), collected.error());
            items.insert(item);
        }
    }
    return json::object{{"at", hex(block)}, {"proof", bytes_list({items.begin(), items.end()})}};
}

}  // namespace serinus::rpc
