/// dev_getBlockStats: what it takes to prove a block. Observed: polkadot-stable2407: sc_rpc_api::dev
#include <map>
#include <set>

#include "codec/scale.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"
#include "runtime_api/core.hpp"
#include "runtime_api/on_state.hpp"
#include "trie/compact_proof.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using chain::Client;
using primitives::Block;
using state::Area;

constexpr int kBlockQuery = 6001;
constexpr int kExecution = 6003;
constexpr int kCompaction = 6004;

RpcError query_error(const std::string& reason) { return {kBlockQuery, "Error while querying block: " + reason}; }

/// Notes every key that is asked for or changed: the proof of them is that of the execution.
class NotingBackend final : public state::Backend {
  public:
    explicit NotingBackend(state::BlockState& state) : state_(&state) {}

    Result<std::optional<BytesView>, state::StateError> get(Area area, BytesView key) override {
        note(area, key);
        return state_->get(area, key);
    }
    Result<std::optional<Bytes>, state::StateError> next_key(Area area, BytesView key) override {
        note(area, key);
        auto next = state_->next_key(area, key);
        if (next && *next) note(area, **next);
        return next;
    }
    Result<Hash256, state::StateError> root_with(const state::StateChanges& changes,
                                                 trie::StateVersion version) override {
        note_all(top_, changes.top);
        for (const auto& [child, set] : changes.children) note_all(children_[child], set);
        return state_->root_with(changes, version);
    }
    Result<Hash256, state::StateError> child_root_with(BytesView child, const state::ChangeSet& changes,
                                                       trie::StateVersion version) override {
        note_all(children_[to_bytes(child)], changes);
        return state_->child_root_with(child, changes, version);
    }

    Result<trie::StorageProof, state::StateError> prove() {
        const std::vector<Bytes> keys(top_.begin(), top_.end());
        TRY_ASSIGN(const auto top, state_->prove(keys));
        std::set<Bytes> items(top.items().begin(), top.items().end());
        for (const auto& [child, noted] : children_) {
            const std::vector<Bytes> child_keys(noted.begin(), noted.end());
            TRY_ASSIGN(const auto proof, state_->prove_child(child, child_keys));
            items.insert(proof.items().begin(), proof.items().end());
        }
        return trie::StorageProof({items.begin(), items.end()});
    }

  private:
    void note(Area area, BytesView key) {
        (area.is_top() ? top_ : children_[to_bytes(area.child_key())]).insert(to_bytes(key));
    }
    static void note_all(std::set<Bytes>& noted, const state::ChangeSet& changes) {
        for (const auto& [key, value] : changes) noted.insert(key);
    }

    state::BlockState* state_;
    std::set<Bytes> top_;
    std::map<Bytes, std::set<Bytes>> children_;
};

/// nullopt: it, or its parent, is not here with all that is needed.
Result<std::optional<Block>, RpcError> find_block(Client& client, const Hash256& hash) {
    const auto header = client.look_up_header(hash);
    if (!header) return Err(query_error(header.error().reason));
    const auto body = client.look_up_body(hash);
    if (!body) return Err(query_error(body.error().reason));
    if (*header == nullptr || !*body) return std::optional<Block>();
    return std::optional<Block>({**header, **body});
}

RpcResult block_stats(Client& client, const Call& call) {
    TRY_ASSIGN(const Hash256 hash, call.params.hash(0, "block_hash"));
    TRY_ASSIGN(auto block, find_block(client, hash));
    if (!block || !client.has_or_finds_state(block->header.parent_hash)) return Json(nullptr);
    primitives::take_seal(block->header);
    const Bytes encoded = concat(scale::encode(block->header), scale::encode(block->body));

    const Hash256 parent = block->header.parent_hash;
    auto state = open_state(client, parent);
    if (!state) return Err(query_error(state.error()));
    const auto loaded = open_runtime(client, parent);
    if (!loaded) return Err(query_error(loaded.error()));
    NotingBackend backend(**state);
    state::Overlay overlay(backend);
    const executor::CallContext limits = limits_of(call);
    const auto executed = runtime_api::call_encoded({client.executor(), *loaded->runtime, overlay, limits},
                                                    runtime_api::core::kExecuteBlock, encoded);
    ENSURE(executed, RpcError(kExecution, "Failed to re-execute the specified block"));
    ENSURE(overlay.root(loaded->version.state_version()),
           RpcError(kExecution, "Failed to re-execute the specified block"));

    const auto proof = backend.prove();
    if (!proof) return Err(query_error(proof.error().reason));
    const auto compact = trie::encode_compact(*proof, (*state)->root());
    ENSURE(compact, RpcError(kCompaction, "Failed to create to compact the witness"));
    return json::object{{"witnessLen", proof->encode().size()},
                        {"witnessCompactLen", trie::encode_proof_items(*compact).size()},
                        {"blockLen", encoded.size()},
                        {"numExtrinsics", block->body.size()}};
}

}  // namespace

void add_dev(Registry& registry, Services& services) {
    registry.method("dev_getBlockStats", {.safety = Safety::kUnsafe, .parameters = {"block_hash"}},
                    [&client = services.client](const Call& call) { return block_stats(client, call); });
}

}  // namespace serinus::rpc
