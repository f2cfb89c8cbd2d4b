/// The services of an offchain worker beyond the state: time, randomness, the node's network and pool, a database of
/// its own and HTTP.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "executor/offchain_http.hpp"
#include "executor/offchain_storage.hpp"

namespace serinus::platform {
class Scheduler;
}

namespace serinus::executor {

/// This node's identity and addresses on the network, as runtimes get them.
struct NetworkState {
    Bytes peer_id;                                ///< in binary form, a multihash
    std::vector<std::string> external_addresses;  ///< multiaddresses as text
};

/// The services of one run of an offchain worker. Each may be missing: a function that needs it traps then, as in the
/// reference where an extension is not registered. Used by one thread at a time.
class OffchainServices {
  public:
    std::optional<bool> is_validator;
    std::function<uint64_t()> now_ms;  ///< since 1970
    /// Sleeps until that time; returns at once if it has passed. False: the stop was requested first.
    std::function<bool(uint64_t deadline_ms, const std::stop_token& stop)> sleep_until_ms;
    std::function<ByteArray<32>()> random_seed;
    std::function<bool(BytesView)> submit_transaction;  ///< an encoded extrinsic; false if the pool refuses it
    std::function<std::optional<NetworkState>()> network_state;
    /// Takes peer ids in binary form; ignores bytes that are no peer id.
    std::function<void(std::vector<Bytes> peer_ids, bool authorized_only)> set_authorized_nodes;

    LocalStorage* persistent_storage = nullptr;
    /// Fork-aware storage. The reference has none behind its functions: reading finds nothing, writing does nothing.
    LocalStorage* local_storage = nullptr;

    std::unique_ptr<OffchainHttp> http;

    /// The services that a scheduler provides: time, sleep, randomness. It must outlive them.
    static std::unique_ptr<OffchainServices> of(platform::Scheduler& scheduler);
};

/// Makes the HTTP client for one run of an offchain worker.
using OffchainHttpFactory = std::function<std::unique_ptr<OffchainHttp>()>;

}  // namespace serinus::executor
