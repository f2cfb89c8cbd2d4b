#include "rpc/methods/state_subscriptions.hpp"

#include <map>
#include <set>

#include "hashing/hashing.hpp"
#include "rpc/jsonrpc.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/feed.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using chain::FinalizedBlocks;
using chain::ImportedBlock;

/// Ours.
constexpr size_t kMaxKeysOfOne = 16'384;
constexpr size_t kMaxKeys = 262'144;  ///< of all subscriptions together
constexpr size_t kMaxKeyBytes = 4096;
/// What a watched key takes beside its bytes, in the list of its subscription and in that of all keys.
constexpr size_t kKeyBytes = 200;

/// The version of the best block's runtime: first as it is, then whenever it changes.
class RuntimeVersionFeed final : public ClientFeed {
  public:
    explicit RuntimeVersionFeed(Services& services)
        : ClientFeed(services, "rpc-runtimes", platform::WorkClass::kGuest) {}

    Result<void, RpcError> add(std::shared_ptr<Sink> sink) {
        const std::lock_guard lock(mutex_);
        if (text_ == nullptr) {
            auto text = read(client().best().hash);
            if (!text) return Err(state_error(text.error()));
            text_ = *std::move(text);
        }
        subscribers_.add(std::move(sink), text_);
        return {};
    }

  private:
    void imported(const ImportedBlock& block) override {
        if (block.is_new_best &&
            (block.runtime_changed || !block.route.retracted.empty() || block.route.enacted.size() > 1)) {
            look(block.id.hash);
        }
    }
    void finalized(const FinalizedBlocks& blocks) override {
        if (blocks.new_best) look(blocks.new_best->hash);
    }
    void best_changed(const chain::BestChanged& change) override { look(change.best.hash); }
    void missed() override { look(client().best().hash); }

    void look(const Hash256& block) {
        const std::lock_guard lock(mutex_);
        if (text_ == nullptr) return;  // there were no subscribers
        auto text = read(block);
        if (!text || **text == *text_) return;
        text_ = *std::move(text);
        subscribers_.send(text_);
    }

    OrReason<std::shared_ptr<const std::string>> read(const Hash256& block) {
        TRY_ASSIGN(const auto loaded, open_runtime(client(), block));
        return shared_text(runtime_version_json(loaded.version));
    }

    std::mutex mutex_;
    std::shared_ptr<const std::string> text_;
    Subscribers subscribers_;
};

/// Entries of the best block's state: first as they are, then those that change. Each key is read once for a block,
/// however many watch it; of values only hashes are kept.
class StorageChangeFeed final : public ClientFeed {
  public:
    /// Sends all changes of each new best block. Observed: polkadot v1.0.0: nothing is sent at first, nor when finality
    /// makes another block the best.
    void add_for_all(std::shared_ptr<Sink> sink) { for_all_.add(std::move(sink), nullptr); }

    explicit StorageChangeFeed(Services& services)
        : ClientFeed(services, "rpc-storage", platform::WorkClass::kGuest),
          block_(services.client.best().hash),
          memory_(services.memory) {}

    Result<void, RpcError> add(std::shared_ptr<Sink> sink, const std::vector<Bytes>& keys) {
        std::unique_lock lock(mutex_);
        remove_closed();
        ENSURE(watched_ + keys.size() <= kMaxKeys, state_error("too many keys are watched on this node"));
        Charge charge;
        size_t bytes = 0;
        for (const Bytes& key : keys) bytes += 2 * key.size() + kKeyBytes;
        ENSURE(charge.take(memory_, MemoryOwner::kSubscriptions, bytes), server_is_busy());
        if (!client().has_state(block_)) block_ = client().best().hash;
        auto state = open_state(client(), block_);
        if (!state) return Err(state_error(state.error()));
        json::array changes;
        std::map<Bytes, ValueHash> found;
        for (const auto& key : keys) {
            const auto value = (*state)->get(state::Area::top(), key);
            if (!value) return Err(state_error(value.error().reason));
            changes.push_back(json::array{hex(BytesView(key)), *value ? hex(**value) : Json(nullptr)});
            found.try_emplace(key, value_hash(*value));
        }
        for (const auto& [key, last] : found) keys_.try_emplace(key, Watched{last, {}});
        if (!changes.empty()) {
            sink->send(shared_text(json::object{{"block", hex(block_)}, {"changes", std::move(changes)}}));
        }
        const uint64_t id = ++last_id_;
        const std::set<Bytes> distinct(keys.begin(), keys.end());
        for (const auto& key : distinct) keys_[key].subscriptions.push_back(id);
        watched_ += distinct.size();
        subscriptions_.emplace(id, Subscription{sink, {distinct.begin(), distinct.end()}, std::move(charge)});
        lock.unlock();
        sink->on_close([weak = weak_from_this(), id] {
            if (const auto self = std::static_pointer_cast<StorageChangeFeed>(weak.lock())) self->close(id);
        });
        return {};
    }

  private:
    using ValueHash = std::optional<Hash256>;
    struct Watched {
        ValueHash last;
        std::vector<uint64_t> subscriptions;
    };
    struct Subscription {
        std::shared_ptr<Sink> sink;
        std::vector<Bytes> keys;
        Charge charge;
    };

    static ValueHash value_hash(const std::optional<BytesView>& value) {
        return value ? ValueHash(hashing::blake2b_256(*value)) : std::nullopt;
    }

    void note(const ImportedBlock& block) override {
        if (!block.is_new_best || block.changes == nullptr || for_all_.empty()) return;
        const std::lock_guard lock(changes_mutex_);
        if (changes_.size() >= kMaxWaitingChanges) changes_.erase(changes_.begin());
        changes_.emplace_back(block.id.hash, std::make_shared<const state::ChangeSet>(block.changes->top));
    }

    void send_changes(const Hash256& block) {
        std::shared_ptr<const state::ChangeSet> set;
        {
            const std::lock_guard lock(changes_mutex_);
            const auto found = std::ranges::find(changes_, block, [](const auto& entry) { return entry.first; });
            if (found == changes_.end()) return;
            set = std::move(found->second);
            changes_.erase(changes_.begin(), std::next(found));
        }
        json::array changes;
        for (const auto& [key, value] : *set) {
            changes.push_back(json::array{hex(BytesView(key)), hex_or_null(value)});
        }
        if (changes.empty()) return;
        for_all_.send(shared_text(json::object{{"block", hex(block)}, {"changes", std::move(changes)}}));
    }

    void imported(const ImportedBlock& block) override {
        if (!block.is_new_best) return;
        look(block.id.hash);
        send_changes(block.id.hash);
    }
    void finalized(const FinalizedBlocks& blocks) override {
        if (blocks.new_best) look(blocks.new_best->hash);
    }
    void best_changed(const chain::BestChanged& change) override { look(change.best.hash); }
    void missed() override { look(client().best().hash); }

    /// Compares all watched entries with what was last sent. What cannot be read now is compared with a later block.
    void look(const Hash256& block) {
        const std::lock_guard lock(mutex_);
        block_ = block;
        remove_closed();
        if (keys_.empty()) return;
        auto state = open_state(client(), block);
        if (!state) return;  // pruned already: a later block follows
        std::map<uint64_t, json::array> changes;
        for (auto& [key, watched] : keys_) {
            const auto value = (*state)->get(state::Area::top(), key);
            if (!value) break;
            const ValueHash hash = value_hash(*value);
            if (hash == watched.last) continue;
            watched.last = hash;
            const Json change = json::array{hex(BytesView(key)), *value ? hex(**value) : Json(nullptr)};
            for (const uint64_t id : watched.subscriptions) changes[id].push_back(change);
        }
        for (auto& [id, list] : changes) {
            const auto text = shared_text(json::object{{"block", hex(block)}, {"changes", std::move(list)}});
            const auto& sink = subscriptions_.at(id).sink;
            if (!sink->send(text)) close(id);
        }
    }

    /// Called by sinks, on any thread, even from within send(): so it only takes a note.
    void close(uint64_t id) {
        const std::lock_guard lock(closed_mutex_);
        closed_.push_back(id);
    }

    void remove_closed() {
        std::vector<uint64_t> closed;
        {
            const std::lock_guard lock(closed_mutex_);
            closed.swap(closed_);
        }
        for (const uint64_t id : closed) {
            const auto found = subscriptions_.find(id);
            if (found == subscriptions_.end()) continue;
            for (const auto& key : found->second.keys) forget(key, id);
            watched_ -= found->second.keys.size();
            subscriptions_.erase(found);
        }
    }

    void forget(const Bytes& key, uint64_t id) {
        const auto found = keys_.find(key);
        std::erase(found->second.subscriptions, id);
        if (found->second.subscriptions.empty()) keys_.erase(found);
    }

    std::mutex mutex_;
    Hash256 block_;  ///< whose values were sent last
    std::shared_ptr<MemoryBudget> memory_;
    std::map<Bytes, Watched> keys_;
    std::map<uint64_t, Subscription> subscriptions_;
    size_t watched_ = 0;  ///< keys of all subscriptions
    uint64_t last_id_ = 0;
    Subscribers for_all_;
    static constexpr size_t kMaxWaitingChanges = 16;  ///< ours: blocks; older ones are not sent
    std::mutex changes_mutex_;
    std::vector<std::pair<Hash256, std::shared_ptr<const state::ChangeSet>>> changes_;
    std::mutex closed_mutex_;
    std::vector<uint64_t> closed_;
};

}  // namespace

void add_runtime_version_subscription(Registry& registry, Services& services) {
    const auto feed = ended_by_owners(std::make_shared<RuntimeVersionFeed>(services));
    feed->start();
    registry.subscription("state_subscribeRuntimeVersion", "state_runtimeVersion", "state_unsubscribeRuntimeVersion",
                          {}, [feed](const Call&, std::shared_ptr<Sink> sink) { return feed->add(std::move(sink)); });
    registry.alias("chain_subscribeRuntimeVersion", "state_subscribeRuntimeVersion");
    registry.alias("chain_unsubscribeRuntimeVersion", "state_unsubscribeRuntimeVersion");
}

void add_storage_subscription(Registry& registry, Services& services) {
    const auto feed = ended_by_owners(std::make_shared<StorageChangeFeed>(services));
    feed->start();
    registry.subscription(
        "state_subscribeStorage", "state_storage", "state_unsubscribeStorage", {.parameters = {"keys"}},
        [feed](const Call& call, std::shared_ptr<Sink> sink) -> Result<void, RpcError> {
            // Observed: polkadot v1.0.0: without keys all changes are reported, to those who may make unsafe calls.
            if (call.params.find(0) == nullptr) {
                ENSURE(!call.deny_unsafe, unsafe_call());
                feed->add_for_all(std::move(sink));
                return {};
            }
            TRY_ASSIGN(const auto keys, call.params.bytes_list(0, "keys"));
            ENSURE(keys.size() <= kMaxKeysOfOne,
                   invalid_params("keys: at most " + std::to_string(kMaxKeysOfOne) + " can be watched"));
            for (const auto& key : keys) {
                ENSURE(key.size() <= kMaxKeyBytes, invalid_params("keys: a key is longer than any"));
            }
            return feed->add(std::move(sink), keys);
        });
}

}  // namespace serinus::rpc
