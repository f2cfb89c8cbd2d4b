/// author_*: transactions on their way into blocks. Observed: polkadot-stable2407: sc_rpc_api::author
#include "codec/scale.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/author_errors.hpp"
#include "rpc/methods/author_keys.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

using pool::TransactionPool;
using pool::TransactionSource;
using pool::TransactionStatus;

constexpr int kBadFormat = 1001;

RpcError refused(const Call& call, const pool::PoolError& error) {
    const bool took_too_long = error.kind == pool::PoolError::Kind::kTookTooLong;
    if (took_too_long && call.is_interrupted != nullptr) *call.is_interrupted = true;
    return pool_error(error);
}

RpcResult submit(TransactionPool& pool, const Call& call) {
    TRY_ASSIGN(const Bytes bytes, call.params.bytes(0, "extrinsic"));
    auto extrinsic = decode_extrinsic(bytes);
    if (!extrinsic) return Err(author_error("Client error: " + extrinsic.error()));
    const auto hash = pool.submit(*std::move(extrinsic), TransactionSource::kExternal);
    if (!hash) return Err(refused(call, hash.error()));
    return hex(*hash);
}

/// Where blocks are final at once, "finalized" follows "inBlock" in the same instant, and clients that look up each
/// block that a status names give up the first look for the second. Observed: polkadot.js 16.5.6, which then shows no
/// "inBlock"
constexpr uint64_t kBetweenStatusesMs = 100;

/// Sends the statuses of one transaction.
class StatusSender : public std::enable_shared_from_this<StatusSender> {
  public:
    StatusSender(std::shared_ptr<Sink> sink, platform::Scheduler& scheduler,
                 const std::shared_ptr<platform::Lane>& lane)
        : sink_(std::move(sink)), scheduler_(scheduler), lane_(lane) {}

    /// The subscription ends with the last status.
    void take(const TransactionStatus& status) {
        const uint64_t now_ms = scheduler_.now_ms();
        if (status.kind == TransactionStatus::Kind::kInBlock) in_block_ms_ = now_ms;
        const uint64_t next_ms = in_block_ms_ ? *in_block_ms_ + kBetweenStatusesMs : 0;
        const auto lane = lane_.lock();
        if (status.kind == TransactionStatus::Kind::kFinalized && now_ms < next_ms && lane != nullptr &&
            lane->post_after(next_ms - now_ms, [self = shared_from_this(), status] { self->send(status); })) {
            return;
        }
        send(status);
    }

  private:
    void send(const TransactionStatus& status) {
        sink_->send(transaction_status_json(status));
        if (status.is_final()) sink_->close();
    }

    std::shared_ptr<Sink> sink_;
    platform::Scheduler& scheduler_;
    /// A timer of the lane keeps this: the lane ends with the methods, and its timers with it.
    std::weak_ptr<platform::Lane> lane_;
    std::optional<uint64_t> in_block_ms_;
};

Result<void, RpcError> submit_and_watch(TransactionPool& pool, const Call& call, std::shared_ptr<Sink> sink,
                                        platform::Scheduler& scheduler, const std::shared_ptr<platform::Lane>& lane) {
    TRY_ASSIGN(const Bytes bytes, call.params.bytes(0, "bytes"));
    auto extrinsic = decode_extrinsic(bytes);
    if (!extrinsic) {
        return Err(RpcError{kBadFormat, "Extrinsic has invalid format: " + extrinsic.error()});
    }
    const auto sender = std::make_shared<StatusSender>(sink, scheduler, lane);
    const auto watcher = [sender](const TransactionStatus& status) { sender->take(status); };
    uint64_t watch_id = 0;
    const auto hash = pool.submit_and_watch(*std::move(extrinsic), TransactionSource::kExternal, watcher, watch_id);
    if (!hash) return Err(refused(call, hash.error()));
    sink->on_close([&pool, watch_id] { pool.unwatch(watch_id); });
    return {};
}

RpcResult pending(TransactionPool& pool) {
    boost::json::array out;
    for (const auto& transaction : pool.ready()) {
        out.push_back(hex(BytesView(scale::encode(*transaction.extrinsic))));
    }
    return out;
}

/// {"hash": "0x…"} or {"extrinsic": "0x…"}
Result<Hash256, RpcError> read_hash_or_extrinsic(const Json& item) {
    const auto* object = item.if_object();
    ENSURE(object != nullptr && object->size() == 1, invalid_params("expected {\"hash\": …} or {\"extrinsic\": …}"));
    const auto& [name, value] = *object->begin();
    const Params content(boost::json::array{value});
    if (name == "hash") return content.hash(0, "hash");
    ENSURE(name == "extrinsic", invalid_params("expected {\"hash\": …} or {\"extrinsic\": …}"));
    TRY_ASSIGN(const Bytes bytes, content.bytes(0, "extrinsic"));
    const auto extrinsic = decode_extrinsic(bytes);
    if (!extrinsic) return Err(RpcError{kBadFormat, "Extrinsic has invalid format: " + extrinsic.error()});
    return TransactionPool::hash_of(*extrinsic);
}

RpcResult remove(TransactionPool& pool, const Params& params) {
    const Json* list = params.find(0);
    ENSURE(list != nullptr && list->is_array(), invalid_params("bytes_or_hash: expected an array"));
    std::vector<Hash256> hashes;
    for (const Json& item : list->get_array()) hashes.push_back(TRY(read_hash_or_extrinsic(item)));
    return hash_list(pool.remove(hashes, "removed by author_removeExtrinsic"));
}

}  // namespace

void add_author(Registry& registry, Services& services) {
    TransactionPool& pool = services.pool;
    registry.method("author_submitExtrinsic", {.parameters = {"extrinsic"}},
                    [&pool](const Call& call) { return submit(pool, call); });
    constexpr size_t kMaxDelayed = 65'536;  // ours: more are sent without a delay
    const std::shared_ptr<platform::Lane> lane =
        services.scheduler.make_lane({.name = "rpc-statuses", .max_timers = kMaxDelayed});
    registry.subscription("author_submitAndWatchExtrinsic", "author_extrinsicUpdate", "author_unwatchExtrinsic",
                          {.parameters = {"bytes"}},
                          [&pool, &scheduler = services.scheduler, lane](const Call& call, std::shared_ptr<Sink> sink) {
                              return submit_and_watch(pool, call, std::move(sink), scheduler, lane);
                          });
    registry.method("author_pendingExtrinsics", {}, [&pool](const Call&) { return pending(pool); });
    registry.method("author_removeExtrinsic", {.safety = Safety::kUnsafe, .parameters = {"bytes_or_hash"}},
                    [&pool](const Call& call) { return remove(pool, call.params); });
    add_author_keys(registry, services);
}

}  // namespace serinus::rpc
