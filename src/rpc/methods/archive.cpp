// archive_v1: any block and state that the node has. Format: JSON-RPC interface specification.
#include "rpc/methods/archive.hpp"

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "rpc/chain_head/events.hpp"
#include "rpc/chain_head/storage_params.hpp"
#include "rpc/jsonrpc.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/asked_blocks.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using chain_head::StorageAnswer;

constexpr chain_head::PageLimit kPage{1024, size_t{1} << 20};

RpcResult header(chain::Client& client, const Call& call) {
    TRY_ASSIGN(const Hash256 hash, call.params.hash(0, "hash"));
    const auto found = client.look_up_header(hash);
    ENSURE(found, internal_error(found.error().reason));
    if (*found == nullptr) return Json(nullptr);
    return hex(scale::encode(**found));
}

RpcResult body(chain::Client& client, const Call& call) {
    TRY_ASSIGN(const Hash256 hash, call.params.hash(0, "hash"));
    const auto found = client.look_up_body(hash);
    ENSURE(found, internal_error(found.error().reason));
    if (!*found) return Json(nullptr);
    json::array out;
    for (const primitives::Extrinsic& extrinsic : **found) out.push_back(hex(scale::encode(extrinsic)));
    return Json(std::move(out));
}

RpcResult hash_by_height(chain::Client& client, const Call& call) {
    TRY_ASSIGN(const uint64_t height, call.params.number(0, "height"));
    if (height > UINT32_MAX) return json::array();
    const auto number = static_cast<primitives::BlockNumber>(height);
    if (number <= client.finalized().number) {
        const auto hash = client.look_up_hashes({&number, 1});
        ENSURE(hash, internal_error(hash.error().reason));
        if (!hash->front()) return json::array();
        return json::array{hex(*hash->front())};
    }
    const auto hashes = client.hashes_at(number);
    ENSURE(hashes, internal_error(hashes.error().reason));
    return hash_list(*hashes);
}

RpcResult call_runtime_of(chain::Client& client, const Call& call) {
    TRY_ASSIGN(const Hash256 hash, call.params.hash(0, "hash"));
    TRY_ASSIGN(const std::string function, call.params.string(1, "function"));
    TRY_ASSIGN(const Bytes arguments, call.params.bytes(2, "callParameters"));
    const auto header = client.look_up_header(hash);
    if (header && *header == nullptr) return Json(nullptr);
    const auto output = client.call(hash, function, arguments, repeatable_limits_of(call));
    if (!output && note_interruption(call, output.error())) return Err(server_is_busy());
    if (!output) return json::object{{"success", false}, {"error", output.error().reason}};
    return json::object{{"success", true}, {"value", hex(*output)}};
}

/// Sends one item after the other, as fast as the client takes them; the state is opened anew for each page.
class ArchiveStorageFeed final : public ArchiveFeed {
  public:
    ArchiveStorageFeed(Services& services, std::shared_ptr<Sink> sink, const Hash256& block, StorageAnswer answer)
        : ArchiveFeed(services, std::move(sink)), block_(block), answer_(std::move(answer)) {}

  private:
    Result<bool, std::string> read(std::deque<std::string>& events) override {
        TRY_ASSIGN(const auto state, open_state(client(), block_));
        auto page = answer_.next(*state, kPage);
        ENSURE(page, page.error().reason);
        for (const std::string& item : page->items) events.push_back(R"({"event":"storage",)" + item + "}");
        return page->is_last;
    }
    std::string done() const override { return R"({"event":"storageDone"})"; }
    std::string failed(const std::string& reason) const override {
        return R"({"event":"storageError","error":)" + chain_head::quoted(reason) + "}";
    }

    Hash256 block_;
    StorageAnswer answer_;
};

}  // namespace

bool ArchiveFeed::post_continue() {
    return connection_->post(Cost::kHeavy, [self = shared_from_this()] { self->continue_(); });
}

void ArchiveFeed::continue_() {
    while (sink_->is_open()) {
        if (events_.empty() && !is_complete_) fill();
        if (events_.empty()) return sink_->close();
        if (sink_->unsent() >= kMaxUnsent) break;
        sink_->send(std::make_shared<const std::string>(std::move(events_.front())));
        events_.pop_front();
    }
    sink_->on_room(kMaxUnsent / 2, [self = shared_from_this()] {
        if (!self->post_continue()) self->sink_->close();
    });
}

void ArchiveFeed::fill() {
    const auto is_last = read(events_);
    is_complete_ = !is_last || *is_last;
    if (!is_last) events_.push_back(failed(is_last.error()));
    if (is_last && *is_last) events_.push_back(done());
}

void ArchiveFeed::start(const Call& call) {
    connection_ = call.connection;
    auto begin = [self = shared_from_this()] {
        if (!self->post_continue()) self->sink_->close();
    };
    if (call.after_answer == nullptr) return begin();
    call.after_answer->push_back(std::move(begin));
}

void add_archive(Registry& registry, Services& services) {
    chain::Client& client = services.client;
    // Observed: polkadot-stable2407: offered by archive nodes alone.
    if (!services.is_archive) return;
    registry.method("archive_v1_genesisHash", {.cost = Cost::kLight},
                    [&client](const Call&) -> RpcResult { return hex(client.genesis().hash); });
    registry.method("archive_v1_finalizedHeight", {.cost = Cost::kLight},
                    [&client](const Call&) -> RpcResult { return Json(client.finalized().number); });
    registry.later_method(
        "archive_v1_header", {.cost = Cost::kLight, .parameters = {"hash"}},
        where_it_may_wait(client, 0, at_once([&client](const Call& call) { return header(client, call); })));
    registry.method("archive_v1_body", {.parameters = {"hash"}},
                    [&client](const Call& call) { return body(client, call); });
    const auto is_height_at_hand = [&client](const Call& call) {
        const auto height = call.params.number(0, "height", UINT32_MAX);
        return !height || client.is_at_hand(static_cast<primitives::BlockNumber>(*height));
    };
    registry.later_method("archive_v1_hashByHeight", {.cost = Cost::kLight, .parameters = {"height"}},
                          where_it_may_wait(is_height_at_hand, at_once([&client](const Call& call) {
                                                return hash_by_height(client, call);
                                            })));
    registry.method("archive_v1_call", {.parameters = {"hash", "function", "callParameters"}},
                    [&client](const Call& call) { return call_runtime_of(client, call); });
    registry.subscription("archive_v1_storage", "archive_v1_storageEvent", "archive_v1_stopStorage",
                          {.parameters = {"hash", "items", "childTrie"}},
                          [&services](const Call& call, std::shared_ptr<Sink> sink) -> Result<void, RpcError> {
                              TRY_ASSIGN(const Hash256 hash, call.params.hash(0, "hash"));
                              TRY_ASSIGN(auto queries, chain_head::storage_queries(call.params, 1, true));
                              TRY_ASSIGN(auto child, chain_head::child_trie(call.params, 2));
                              std::make_shared<ArchiveStorageFeed>(services, std::move(sink), hash,
                                                                   StorageAnswer(std::move(queries), std::move(child)))
                                  ->start(call);
                              return {};
                          });
    if (services.fork_states == nullptr) return add_archive_diff(registry, services);
    // On a fork a comparison of states would fetch all of them. Observed: the names that Chopsticks 1.5.1 has.
    for (const std::string name : {"body", "call", "hashByHeight"}) {
        registry.alias("archive_unstable_" + name, "archive_v1_" + name);
    }
}

}  // namespace serinus::rpc
