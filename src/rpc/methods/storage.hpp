/// Reading the entries of a state, as the `state` and `childstate` methods do.
#pragma once

#include "rpc/methods/access.hpp"

namespace serinus::rpc {

/// Where to look: the state after a block, or one of its child tries.
struct StorageView {
    std::unique_ptr<state::BlockState> state;
    state::Area area = state::Area::top();
};

/// What one call collects for its answer, in bytes: against a limit of its own, and in the budget of all clients.
class Collected {
  public:
    /// Ours. The server's limit of a response is lower.
    static constexpr size_t kMaxBytes = size_t{32} << 20;
    /// What a value takes beside its bytes.
    static constexpr size_t kValueBytes = 48;

    explicit Collected(const Services& services) : memory_(services.memory) {}
    /// False: too much; error() says why.
    bool add(size_t bytes);
    RpcError error() const;

  private:
    std::shared_ptr<MemoryBudget> memory_;
    Charge charge_;
    size_t bytes_ = 0;
    bool is_busy_ = false;
};

/// Observed: the same limit in polkadot 1.25.1. Its own calls without a page count only fail as too large an answer.
inline constexpr uint32_t kMaxPage = 1000;

Result<std::optional<Bytes>, RpcError> read_entry(StorageView& view, BytesView key);

/// What an answer shows of an entry; null if it is not there.
using ShowEntry = Json (*)(std::optional<BytesView> value);
Json show_value(std::optional<BytesView> value);
Json show_hash(std::optional<BytesView> value);
Json show_size(std::optional<BytesView> value);
RpcResult entry_json(StorageView& view, BytesView key, ShowEntry show);
/// The same as a LaterMethod gives it: no thread waits where another node has the value. A large one is written by a
/// thread for light calls of the `connection`.
std::optional<RpcResult> entry_json(StorageView& view, BytesView key, ShowEntry show,
                                    const std::shared_ptr<Connection>& connection, const Later& later);

// Answers of many entries.

/// Keys with the prefix, greater than `after`.
RpcResult keys_json(const Services& services, StorageView& view, BytesView prefix, const std::optional<Bytes>& after,
                    size_t max_count);
/// [[key, value], …]
RpcResult pairs_json(const Services& services, StorageView& view, BytesView prefix);
using Values = std::vector<std::optional<Bytes>>;
/// `show` of the values of these keys, as a LaterMethod gives it. Those that another node has are asked for together.
std::optional<RpcResult> values_json(const Services& services, StorageView& view, const std::vector<Bytes>& keys,
                                     std::function<Json(const Values&)> show, const Later& later);
/// Bytes of all values whose key has the prefix; nullopt: `time` was over.
Result<std::optional<uint64_t>, RpcError> sum_of_sizes(StorageView& view, BytesView prefix, const CallTime& time);

/// {"at": …, "proof": […]}: the nodes that prove what the view has at the keys.
RpcResult proof_json(const Services& services, const Hash256& block, StorageView& view, const std::vector<Bytes>& keys,
                     const CallTime& time);

}  // namespace serinus::rpc
