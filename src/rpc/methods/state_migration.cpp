/// state_trieMigrationStatus: how many values are still in the nodes of the trie, where the state's version 1 has their
/// hashes. Observed: polkadot v1.0.0, substrate-state-trie-migration-rpc
#include <set>

#include "rpc/methods/access.hpp"
#include "rpc/methods/state_migration.hpp"
#include "rpc/methods/storage.hpp"
#include "trie/proof.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;

/// Spec: sect-state-storage: in version 1 values of so many bytes stand beside the node, which has their hash.
constexpr size_t kHashedFromBytes = 33;
constexpr size_t kMigrationKeysAtOnce = 64;

struct Count {
    uint64_t total = 0;
    uint64_t remaining = 0;  ///< that are in nodes, and would not be in version 1
};

RpcError migration_error(std::string reason) {
    return {error_codes::kInternal, "Error while checking migration state", Json(std::move(reason))};
}

/// Some entries of one trie whose values are long.
struct EntriesPage {
    std::vector<Bytes> keys;
    std::vector<Bytes> values;
    std::optional<Bytes> next;  ///< where the following page begins
};

/// A proof has a value beside the node as an item of its own.
Result<void, RpcError> count_page(StorageView& view, const EntriesPage& page, Count& count) {
    if (page.keys.empty()) return {};
    const auto proof =
        view.area.is_top() ? view.state->prove(page.keys) : view.state->prove_child(view.area.child_key(), page.keys);
    if (!proof) return Err(migration_error(proof.error().reason));
    const std::set<Bytes> items(proof->items().begin(), proof->items().end());
    for (const Bytes& value : page.values) count.remaining += items.contains(value) ? 0 : 1;
    return {};
}

/// All entries of one trie; of the main one also the keys of the child tries.
Result<Count, RpcError> count_trie(StorageView& view, const std::stop_token& stop, std::vector<Bytes>* children) {
    const BytesView child_prefix = as_bytes(trie::kDefaultChildPrefix);
    Count count;
    for (std::optional<Bytes> from = Bytes(); from;) {
        ENSURE(!stop.stop_requested(), migration_error("the connection ended"));
        EntriesPage page;
        const auto done = view.state->visit(view.area, *from, [&](BytesView key, BytesView value) {
            if (page.keys.size() == kMigrationKeysAtOnce) {
                page.next = to_bytes(key);
                return false;
            }
            ++count.total;
            if (children != nullptr && key.size() >= child_prefix.size() &&
                equal(key.first(child_prefix.size()), child_prefix)) {
                children->push_back(to_bytes(key.subspan(child_prefix.size())));
            }
            if (value.size() >= kHashedFromBytes) {
                page.keys.push_back(to_bytes(key));
                page.values.push_back(to_bytes(value));
            }
            return true;
        });
        if (!done) return Err(migration_error(done.error().reason));
        TRY(count_page(view, page, count));
        from = std::move(page.next);
    }
    return count;
}

RpcResult migration_status(chain::Client& client, const Call& call) {
    TRY_ASSIGN(const auto asked, call.params.optional_hash(0, "at"));
    const Hash256 block = block_or_best(client, asked);
    const auto stop = call.connection->stop_token();
    auto state = open_state(client, block);
    if (!state) return Err(migration_error(state.error()));
    StorageView view{*std::move(state)};
    std::vector<Bytes> children;
    TRY_ASSIGN(const Count top, count_trie(view, stop, &children));
    Count child_sum;
    for (const Bytes& child : children) {
        view.area = state::Area::child(child);
        TRY_ASSIGN(const Count count, count_trie(view, stop, nullptr));
        child_sum.total += count.total;
        child_sum.remaining += count.remaining;
    }
    return json::object{{"topRemainingToMigrate", top.remaining},
                        {"childRemainingToMigrate", child_sum.remaining},
                        {"totalTop", top.total},
                        {"totalChild", child_sum.total}};
}

}  // namespace

void add_state_migration(Registry& registry, Services& services) {
    registry.method("state_trieMigrationStatus", {.safety = Safety::kUnsafe, .parameters = {"at"}},
                    [&client = services.client](const Call& call) { return migration_status(client, call); });
}

}  // namespace serinus::rpc
